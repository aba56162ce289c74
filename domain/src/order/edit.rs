//! Editing a placed order: pieces that leave it, what is added by an order of its own, where it goes.
//!
//! What was agreed when it was placed stays: an edit only cancels, adds beside, or sends elsewhere.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::draft::OrderDraft;
use super::events::LineQuantity;
use super::parts::{Line, Status};
use super::state::Order;
use super::{OrderEvent, OrderRefusal};
use crate::ids::{ClaimId, OrderId};
use crate::money::Won;
use crate::personal::PersonalRef;

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

/// What an edit does, frozen when shopper and shop agreed on it: whoever finds it half done can
/// drive it to its end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditPlan {
    /// Pieces that leave the order: cancelled under the edit's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancel: Vec<LineQuantity>,
    /// Where the order goes instead, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<PersonalRef>,
    /// The order that brings what is added. Nothing of the edit counts before it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Box<OrderDraft>>,
    /// The order that takes the place of one that is not paid: all that stays and all that comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Box<OrderDraft>>,
    /// What the surcharge for remote areas changes by, won; below zero when it becomes less.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub surcharge: Won,
    /// What of the surcharge is paid back besides the pieces, won.
    #[serde(default, skip_serializing_if = "Won::is_zero")]
    pub give_back: Won,
    /// Whether it takes all of the order out: what is added then pays for its own carriage. Unknown of older edits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<bool>,
}

impl EditPlan {
    fn is_empty(&self) -> bool {
        self.changes_nothing_paid() && self.recipient.is_none() && self.replacement.is_none()
    }

    /// Whether pieces, prices and money of the order stay as they are.
    fn changes_nothing_paid(&self) -> bool {
        self.cancel.is_empty() && self.supplement.is_none() && self.surcharge.is_zero()
    }
}

/// How an edit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditOutcome {
    /// All of it counts.
    Done,
    /// What was added could not be had, or was not paid: the order is as it was.
    /// An unpaid one that had made room for another which then could not be placed stays cancelled.
    Dropped,
    /// What was added, if anything, is paid, but the rest came too late: the order was sent, changed or cancelled
    /// meanwhile. Of an unpaid order: it was paid before another could take its place.
    TooLate,
}

impl EditOutcome {
    /// The name under which programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::TooLate => "too_late",
        }
    }
}

/// An edit and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditState {
    /// What was agreed.
    pub plan: EditPlan,
    /// How it ended; none while it is under way, or waits to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<EditOutcome>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<DateTime<Utc>>,
}

/// A change of where an order goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readdressed {
    /// The edit behind it.
    pub edit: ClaimId,
    /// Where it goes since then, in the vault.
    pub recipient: PersonalRef,
    /// Where it went before, to be forgotten.
    pub before: Option<PersonalRef>,
}

impl Order {
    /// Orderer, recipient and address as they are now, in the vault.
    pub fn recipient(&self) -> Option<&PersonalRef> {
        let latest = self.readdressed.last().map(|it| &it.recipient);
        latest.or_else(|| self.draft()?.recipient.as_ref())
    }

    /// The changes of where it goes, first first.
    pub fn readdressed(&self) -> &[Readdressed] {
        &self.readdressed
    }

    /// Its edits by name.
    pub fn edits(&self) -> &std::collections::BTreeMap<ClaimId, EditState> {
        &self.edits
    }

    /// Whether the order is what this edit made of it, or goes where it sends it: its pieces may have left before.
    pub fn has_come_of(&self, edit: &ClaimId) -> bool {
        let done = self.edits.get(edit).and_then(|it| it.outcome) == Some(EditOutcome::Done);
        done || self.readdressed.iter().any(|it| it.edit == *edit)
    }

    /// The edit that is under way, or waits for what it adds to be paid.
    pub fn open_edit(&self) -> Option<(&ClaimId, &EditPlan)> {
        let mut open = self.edits.iter().filter(|(_, it)| it.outcome.is_none());
        open.next().map(|(id, edit)| (id, &edit.plan))
    }

    /// Orders that were added to this one, and were not given up.
    pub fn supplements(&self) -> impl Iterator<Item = &OrderId> {
        let kept = |it: &&EditState| it.outcome != Some(EditOutcome::Dropped);
        let edits = self.edits.values().filter(kept);
        edits.filter_map(|it| Some(&it.plan.supplement.as_ref()?.order))
    }

    /// The order that took the place of this one before it was paid.
    pub fn replaced_by(&self) -> Option<&OrderId> {
        let done = self.edits.values();
        let mut done = done.filter(|it| it.outcome == Some(EditOutcome::Done));
        done.find_map(|it| Some(&it.plan.replacement.as_ref()?.order))
    }

    /// The order in which this one goes on: made in its place before it was paid, or added by the edit that took the
    /// last of it out.
    pub fn goes_on_as(&self) -> Option<&OrderId> {
        let ended = self.ended_by.as_ref();
        let edit = ended.and_then(|claim| self.edits.get(claim));
        let added = edit.and_then(|it| Some(&it.plan.supplement.as_ref()?.order));
        self.replaced_by().or(added)
    }

    /// Whether this very claim took the last piece out of it.
    pub fn is_ended_by(&self, claim: &ClaimId) -> bool {
        self.ended_by.as_ref() == Some(claim)
    }

    /// Whether an edit took everything out of it: what the edit added stands in its place.
    pub fn ended_by_edit(&self) -> bool {
        let ended = self.ended_by.as_ref();
        let edit = ended.and_then(|claim| self.edits.get(claim));
        edit.is_some_and(|it| it.plan.supplement.is_some() || it.plan.replacement.is_some())
    }

    /// One edit at a time, before anything is sent. The same name once more is the same edit.
    pub(super) fn begin_edit(
        &self,
        edit: ClaimId,
        plan: Box<EditPlan>,
        at: DateTime<Utc>,
    ) -> Decision {
        if self.edits.contains_key(&edit) {
            return Ok(vec![]);
        }
        self.may_edit()?;
        if self.claims.contains_key(&edit) {
            return Err(OrderRefusal::NameTaken(edit));
        }
        if let Some((open, _)) = self.open_edit() {
            return Err(OrderRefusal::EditOpen(open.clone()));
        }
        if plan.is_empty() {
            return Err(OrderRefusal::NothingToEdit);
        }
        // What is not paid has one amount to be paid, and it was agreed on: another order takes its place.
        let pending = self.status == Status::PendingDeposit;
        if pending && !plan.changes_nothing_paid() {
            return Err(OrderRefusal::NotPaid);
        }
        if plan.replacement.is_some() && !pending {
            return Err(OrderRefusal::AlreadyPaid);
        }
        if !plan.cancel.is_empty() {
            let leaving = Some(plan.cancel.clone());
            let leaving = self.chosen(leaving, Line::to_ship, OrderRefusal::NothingToCancel)?;
            self.ends_as_agreed(&plan, &leaving)?;
        }
        Ok(vec![OrderEvent::EditBegun { edit, plan, at }])
    }

    /// Other pieces may have been cancelled since it was agreed on: with the last one the order's carriage would go
    /// back, too, and nobody paid for carrying what is added.
    pub(super) fn ends_as_agreed(
        &self,
        plan: &EditPlan,
        leaving: &[LineQuantity],
    ) -> Result<(), OrderRefusal> {
        match plan.ends {
            Some(ends) if ends != self.leaves_nothing(leaving) => Err(OrderRefusal::NothingLeft),
            _ => Ok(()),
        }
    }

    /// Whether the order may be edited now, as far as its own state tells.
    ///
    /// # Errors
    /// It was never placed, is over, or something was sent already.
    pub fn may_edit(&self) -> Result<(), OrderRefusal> {
        self.placed()?;
        match self.status {
            Status::PendingDeposit | Status::Paid | Status::Preparing => Ok(()),
            Status::Cancelled | Status::Expired | Status::Refunded => {
                Err(OrderRefusal::Closed(self.status))
            }
            _ => Err(OrderRefusal::SentAlready),
        }
    }

    /// Goods go elsewhere as long as nothing was sent; once per edit, however late it is repeated.
    pub(super) fn change_recipient(
        &self,
        edit: ClaimId,
        recipient: PersonalRef,
        at: DateTime<Utc>,
    ) -> Decision {
        if self.readdressed.iter().any(|it| it.edit == edit) {
            return Ok(vec![]);
        }
        self.may_edit()?;
        Ok(vec![OrderEvent::RecipientChanged {
            edit,
            recipient,
            at,
        }])
    }

    pub(super) fn end_edit(
        &self,
        edit: ClaimId,
        outcome: EditOutcome,
        at: DateTime<Utc>,
    ) -> Decision {
        match self.edits.get(&edit).map(|it| it.outcome) {
            Some(None) => Ok(vec![OrderEvent::EditEnded { edit, outcome, at }]),
            Some(Some(_)) => Ok(vec![]),
            None => Err(OrderRefusal::NoEdit),
        }
    }

    pub(super) fn fold_edit(&mut self, event: OrderEvent) {
        match event {
            OrderEvent::EditBegun { edit, plan, .. } => {
                let begun = EditState {
                    plan: *plan,
                    outcome: None,
                    ended: None,
                };
                self.edits.insert(edit, begun);
            }
            OrderEvent::RecipientChanged {
                edit, recipient, ..
            } => {
                let before = self.recipient().cloned();
                self.readdressed.push(Readdressed {
                    edit,
                    recipient,
                    before,
                });
            }
            OrderEvent::EditEnded { edit, outcome, at } => {
                if let Some(known) = self.edits.get_mut(&edit) {
                    known.outcome = Some(outcome);
                    known.ended = Some(at);
                }
            }
            _ => {}
        }
    }
}
