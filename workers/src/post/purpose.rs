//! What an order is there for, beside another one: it chooses the words of letters.

use domain::Won;
use domain::order::{Claim, EditOutcome, Order, Status};
use letters::kinds::{Extent, Purpose};

use super::facts::Facts;

impl Facts {
    /// The order beside which it is there: it was added to it, or takes its place.
    pub(super) fn beside(&self) -> Option<String> {
        let added = self.draft.supplement.as_ref().map(|it| &it.to);
        let replaced = self.draft.replaces.as_ref().map(|it| &it.order);
        added.or(replaced).map(ToString::to_string)
    }

    /// What it is there for.
    pub(super) fn purpose(&self) -> Purpose {
        let Some(added) = self.draft.supplement.as_ref() else {
            let replaces = self.draft.replaces.is_some();
            return if replaces {
                Purpose::Instead
            } else {
                Purpose::Own
            };
        };
        let late = |first: &Order| {
            let edit = first.edits().get(&added.edit);
            edit.is_some_and(|it| it.outcome == Some(EditOutcome::TooLate))
        };
        let ends = |first: &Order| {
            let edit = first.edits().get(&added.edit);
            edit.is_some_and(|it| it.plan.ends == Some(true))
        };
        match self.first.as_ref() {
            // The first one has left, or is no more: this one is sent alone.
            Some(first) if late(first) && !self.draft.quote.lines.is_empty() => Purpose::Own,
            Some(first) if first.deals().contains_key(&added.edit) => Purpose::Exchange,
            Some(first) if first.is_ended_by(&added.edit) => Purpose::Instead,
            Some(first) if ends(first) => Purpose::Replaces,
            _ if self.draft.quote.lines.is_empty() => Purpose::Charges,
            _ => Purpose::Added,
        }
    }

    /// What goes back of the paid order whose place it took, all of that one taken out.
    pub(super) fn comes_back(&self) -> Option<Won> {
        let added = self.draft.supplement.as_ref()?;
        let first = self.first.as_ref().filter(|it| it.is_ended_by(&added.edit));
        let (plan, _) = first?.claims().get(&added.edit)?.decided()?;
        Some(plan.amount)
    }

    /// How much of it a cancellation takes.
    pub(super) fn extent(&self) -> Extent {
        match self.purpose() {
            Purpose::Exchange if self.exchange_is_open() => Extent::ExchangeUnpaid,
            Purpose::Exchange => Extent::Exchange,
            Purpose::Charges => Extent::Charges,
            _ if self.is_cancelled_whole() => Extent::Whole,
            _ => Extent::Part,
        }
    }

    /// Whether the order that it was to change or add to goes on as it was.
    pub(super) fn first_stands(&self) -> bool {
        let of_exchange = self.purpose() == Purpose::Exchange;
        let over = |first: &Order| {
            matches!(
                first.status(),
                Status::Cancelled | Status::Expired | Status::Refunded
            )
        };
        !of_exchange && self.first.as_ref().is_some_and(|first| !over(first))
    }

    /// Whether what it was to pay for is still asked for, and nothing paid it.
    fn exchange_is_open(&self) -> bool {
        let asked = self.first.as_ref().zip(self.draft.supplement.as_ref());
        asked.is_some_and(|(first, added)| {
            let claim = first.claims().get(&added.edit);
            self.order.paid().is_zero() && claim.is_some_and(Claim::is_open)
        })
    }

    /// Whether nothing of it is left.
    pub(super) fn is_cancelled_whole(&self) -> bool {
        let mut lines = self.order.lines().iter();
        self.order.status() == Status::Cancelled || lines.all(|line| line.cancelled == line.ordered)
    }
}
