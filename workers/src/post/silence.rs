//! Why nobody is written to about an order.

use domain::order::{Claim, Order, Status};
use domain::payment::Payment;

use super::occasion::{About, Occasion};
use crate::jobs::JobError;

/// Why there is nothing to write: a last word in the book of deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// It happened too long ago.
    TooOld,
    /// Who ordered was erased, or never told.
    NobodyKnown,
    /// They left a provider's window without paying: they know.
    LeftWindow,
    /// The account that was asked for was named meanwhile.
    AccountNamed,
    /// It is paid meanwhile, or waits for no money any more.
    NothingToPay,
    /// Another order took its place, and has a letter of its own.
    Replaced,
    /// The goods that it asks to be sent back have come.
    GoodsCame,
    /// The order is over, and they heard of that.
    Over,
}

impl Silence {
    /// As the book has it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TooOld => "too_old",
            Self::NobodyKnown => "nobody_known",
            Self::LeftWindow => "left_window",
            Self::AccountNamed => "account_named",
            Self::NothingToPay => "nothing_to_pay",
            Self::Replaced => "replaced",
            Self::GoodsCame => "goods_came",
            Self::Over => "over",
        }
    }
}

/// What decides it.
pub(super) struct Seen<'a> {
    pub order: &'a Order,
    pub payment: &'a Payment,
    /// The order that it was added to.
    pub first: Option<&'a Order>,
    /// They were written to that it is to be paid.
    pub told_to_pay: bool,
}

/// Whether there is nothing to say by now.
///
/// # Errors
/// It is not known yet.
pub(super) fn silent(occasion: &Occasion, seen: &Seen<'_>) -> Result<Option<Silence>, JobError> {
    let (order, payment) = (seen.order, seen.payment);
    let awaited_money = payment.account().is_some() || seen.told_to_pay;
    if occasion.about == About::Expired && !awaited_money {
        return Ok(Some(Silence::LeftWindow));
    }
    if occasion.about == About::ToPay && order.status() != Status::PendingDeposit {
        return Ok(Some(Silence::NothingToPay));
    }
    if occasion.about == About::Paid && is_being_added(order, seen.first) {
        return Err(JobError::again("what it changes is being changed"));
    }
    if occasion.about == (About::Cancelled { refund: None }) && replaced(order)? {
        return Ok(Some(Silence::Replaced));
    }
    if matches!(occasion.about, About::AccountAsked { .. }) && !payment.awaits_refund_account() {
        return Ok(Some(Silence::AccountNamed));
    }
    let over = [Status::Cancelled, Status::Expired, Status::Refunded];
    if matches!(occasion.about, About::ChangeLate { .. }) && over.contains(&order.status()) {
        return Ok(Some(Silence::Over));
    }
    // What an edit put in the place of all of it has letters of its own.
    if matches!(occasion.about, About::Cancelled { refund: Some(_) }) && order.ended_by_edit() {
        return Ok(Some(Silence::Replaced));
    }
    // Agreed on anew: what the letter asks to be sent back is here already.
    if let About::ClaimAnswered { claim, accepted } = &occasion.about
        && *accepted
        && matches!(order.claims().get(claim), Some(Claim::Swapped(_)))
    {
        return Ok(Some(Silence::GoodsCame));
    }
    Ok(None)
}

/// Whether the edit that added it is not done: whose place it takes is not decided.
fn is_being_added(order: &Order, first: Option<&Order>) -> bool {
    let added = order.supplement();
    let open = first.and_then(Order::open_edit);
    open.zip(added)
        .is_some_and(|((id, _), added)| *id == added.edit)
}

/// Whether another order took the cancelled one's place.
///
/// # Errors
/// It is not known yet. An order that is cancelled for another which then cannot be placed is just cancelled, and
/// its shopper has to hear of it.
fn replaced(order: &Order) -> Result<bool, JobError> {
    let open = order.open_edit();
    if open.is_some_and(|(_, plan)| plan.replacement.is_some()) {
        return Err(JobError::again("another order is taking its place"));
    }
    Ok(order.replaced_by().is_some())
}
