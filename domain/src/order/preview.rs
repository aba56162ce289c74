//! What a cancellation or a return would come to, told before it is asked for.

use super::OrderRefusal;
use super::ask::{ClaimReason, Wish};
use super::events::LineQuantity;
use super::parts::{Line, Status};
use super::refund_plan::RefundPlan;
use super::state::Order;
use super::window::Terms;
use crate::money::Won;
use crate::pricing::Gift;

/// What giving up some pieces would come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What goes back: pieces, charges and the whole, in won.
    pub refund: RefundPlan,
    /// Whether nothing of the order would be left.
    pub ends: bool,
    /// Carriage that was paid and does not come back, won: something still has to be carried. Free
    /// carriage stays free, as it was agreed.
    pub carriage_kept: Won,
    /// Gifts that would not be sent any more; those of an order of which something is left stay.
    pub gifts_lost: Vec<Gift>,
    /// What the shopper pays for the way back, won: taken off the refund of a return, paid
    /// before an exchange is sent.
    pub carriage: Won,
}

impl Order {
    /// What cancelling these pieces would come to now; none means all that is not shipped. `keep`: won of the
    /// charges that stay paid though nothing is left.
    ///
    /// # Errors
    /// What the cancellation would be refused with.
    pub fn preview_cancel(
        &self,
        lines: Option<Vec<LineQuantity>>,
        keep: Won,
    ) -> Result<Preview, OrderRefusal> {
        let draft = self.placed()?;
        if self.status == Status::PendingDeposit && lines.is_none() {
            return Ok(Preview {
                refund: RefundPlan::default(),
                ends: true,
                carriage_kept: Won::ZERO,
                gifts_lost: draft.quote.gifts.clone(),
                carriage: Won::ZERO,
            });
        }
        let (refund, ends) = self.cancellation(lines, keep)?;
        let gifts_lost = if ends {
            draft.quote.gifts.clone()
        } else {
            vec![]
        };
        Ok(Preview {
            carriage_kept: {
                let left = draft.quote.shipping - self.charges_refunded;
                if ends {
                    keep.min(left).max(Won::ZERO)
                } else {
                    left
                }
            },
            refund,
            ends,
            gifts_lost,
            carriage: Won::ZERO,
        })
    }

    /// What sending these pieces back would come to, if all of them arrive.
    ///
    /// # Errors
    /// There are not so many pieces with the shopper.
    pub fn preview_return(
        &self,
        wish: Wish,
        lines: Vec<LineQuantity>,
        reason: ClaimReason,
        terms: Terms,
    ) -> Result<Preview, OrderRefusal> {
        self.in_fulfilment()?;
        let nothing = OrderRefusal::NothingToReturn;
        let lines = self.chosen(Some(lines), Line::to_return, nothing)?;
        let carriage = terms.carriage_of(wish, reason.fault());
        let refund = match wish {
            Wish::Return => {
                let less = self.others_of(&lines).iter().map(|it| it.less).sum();
                self.refund_for(&lines, Won::ZERO, less)?.less(carriage)
            }
            Wish::Exchange => RefundPlan::default(),
        };
        Ok(Preview {
            refund,
            ends: false,
            carriage_kept: self.placed()?.quote.shipping - self.charges_refunded,
            gifts_lost: vec![],
            carriage,
        })
    }

    /// What a cancellation of these pieces gives back, and whether it leaves nothing of the order.
    pub(super) fn cancellation(
        &self,
        lines: Option<Vec<LineQuantity>>,
        keep: Won,
    ) -> Result<(RefundPlan, bool), OrderRefusal> {
        self.in_fulfilment()?;
        let chosen = match self.chosen(lines, Line::to_ship, OrderRefusal::NothingToCancel) {
            // An order of charges alone (an imported fee) has no lines to choose from.
            Err(OrderRefusal::NothingToCancel) if self.lines.is_empty() => vec![],
            chosen => chosen?,
        };
        let ends = self.leaves_nothing(&chosen);
        let left = self.placed()?.quote.shipping - self.charges_refunded;
        let charges = match ends {
            true if left.is_positive() => (left - keep).max(Won::ZERO),
            true => left,
            false => Won::ZERO,
        };
        Ok((self.refund_for(&chosen, charges, Won::ZERO)?, ends))
    }
}
