//! Cancelling, returning, and paying back: never more than was paid, exact to the won.

use chrono::{DateTime, Utc};

use super::events::LineQuantity;
use super::fulfil::same_pieces;
use super::parts::{Claim, Goods, Line, Status};
use super::reason::check_reason;
use super::refund_plan::{RefundLine, RefundPlan};
use super::state::Order;
use super::{OrderEvent, OrderRefusal};
use crate::ids::{ClaimId, RefundId};
use crate::money::Won;

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

impl Order {
    /// Before the deposit the whole order is given up; after it, unshipped lines are
    /// cancelled and their money is owed.
    pub(super) fn cancel(
        &self,
        claim: ClaimId,
        (lines, keep): (Option<Vec<LineQuantity>>, Won),
        reason: String,
        at: DateTime<Utc>,
    ) -> Decision {
        self.placed()?;
        if let Some(known) = self.claims.get(&claim) {
            let same = self.cancelled_as(known, lines.as_deref());
            return repeats(&claim, known, same);
        }
        check_reason(&reason)?;
        match self.status {
            Status::Cancelled | Status::Expired => return Ok(vec![]),
            Status::PendingDeposit if lines.is_none() => {
                return Ok(vec![OrderEvent::OrderCancelled { reason, at }]);
            }
            _ => {}
        }
        let (refund, _) = self.cancellation(lines, keep)?;
        if let Some(edit) = self.edits.get(&claim) {
            self.ends_as_agreed(&edit.plan, &refund.pieces())?;
        }
        Ok(vec![OrderEvent::LinesCancelled {
            claim,
            reason,
            refund,
            at,
        }])
    }

    /// What came back is counted once per claim. It may come without having been announced.
    pub(super) fn receive_return(
        &self,
        claim: ClaimId,
        lines: &[LineQuantity],
        resellable: bool,
        at: DateTime<Utc>,
    ) -> Decision {
        let known = self.claims.get(&claim);
        if let Some((known, (plan, goods))) =
            known.and_then(|known| Some((known, known.decided()?)))
        {
            let same = lines.is_empty() || same_pieces(&plan.pieces(), lines);
            return repeats(&claim, known, same && goods == Goods::back(resellable));
        }
        if let Some(exchange) = self.receive_exchange(&claim, lines, resellable, at) {
            return exchange;
        }
        let (lines, carriage) = match known {
            Some(Claim::Requested(asked)) if !asked.is_open() => {
                return Err(OrderRefusal::ClaimClosed(claim));
            }
            Some(Claim::Requested(asked)) if lines.is_empty() => {
                (asked.lines.clone(), asked.carriage)
            }
            Some(Claim::Requested(asked)) => (lines.to_vec(), asked.carriage),
            _ => (lines.to_vec(), Won::ZERO),
        };
        self.in_fulfilment()?;
        let lines = self.chosen(Some(lines), Line::to_return, OrderRefusal::NothingToReturn)?;
        self.came_unannounced(&claim, &lines)?;
        // What was delivered has been carried: shipping is not paid back.
        let others = self.others_coming(&claim, &lines);
        let less = others.iter().map(|it| it.less).sum();
        let refund = self.refund_for(&lines, Won::ZERO, less)?.less(carriage);
        Ok(vec![OrderEvent::ReturnReceived {
            claim,
            resellable,
            refund,
            at,
        }])
    }

    pub(super) fn grant_refund(
        &self,
        claim: ClaimId,
        amount: Won,
        reason: String,
        at: DateTime<Utc>,
    ) -> Decision {
        if let Some(known) = self.claims.get(&claim) {
            let granted = known.decided().filter(|(_, goods)| *goods == Goods::None);
            let same = granted.is_some_and(|(plan, _)| plan.amount == amount);
            return repeats(&claim, known, same);
        }
        let left = self.retained();
        // What a cancellation kept may go back later, and the carriage of what came back whole.
        let over = matches!(self.status, Status::Cancelled | Status::Refunded);
        if !over || !left.is_positive() {
            self.in_fulfilment()?;
        }
        check_reason(&reason)?;
        if amount <= Won(0) || amount > left {
            return Err(OrderRefusal::TooMuch { left });
        }
        let refund = RefundPlan {
            lines: vec![],
            charges: amount,
            amount,
        };
        Ok(vec![OrderEvent::RefundGranted {
            claim,
            reason,
            refund,
            at,
        }])
    }

    /// The stocks have booked the pieces of a claim, once: whoever settles it again, however
    /// late, leaves them alone.
    pub(super) fn record_restock(&self, claim: ClaimId, at: DateTime<Utc>) -> Decision {
        match self.claims.get(&claim) {
            Some(Claim::Refunded(..)) => Ok(vec![]),
            Some(Claim::Owed(..)) if self.restocked.contains(&claim) => Ok(vec![]),
            Some(Claim::Swapped(swap)) if swap.restocked => Ok(vec![]),
            Some(Claim::Owed(..) | Claim::Swapped(_)) => {
                Ok(vec![OrderEvent::ClaimRestocked { claim, at }])
            }
            Some(Claim::Requested(_)) | None => Err(OrderRefusal::NoClaim),
        }
    }

    pub(super) fn record_refund(
        &self,
        claim: ClaimId,
        refund: RefundId,
        at: DateTime<Utc>,
    ) -> Decision {
        match self.claims.get(&claim) {
            Some(known @ Claim::Refunded(.., paid)) => repeats(&claim, known, *paid == refund),
            Some(Claim::Owed(plan, _)) => Ok(vec![OrderEvent::OrderRefunded {
                claim,
                refund,
                plan: plan.clone(),
                at,
            }]),
            Some(Claim::Requested(_) | Claim::Swapped(_)) | None => Err(OrderRefusal::NoClaim),
        }
    }

    /// The exact share of these pieces, and of the charges if nothing of the order remains.
    /// What was granted before counts against it, so that no more goes back than came in; `less` went
    /// back before for these very pieces.
    pub(super) fn refund_for(
        &self,
        chosen: &[LineQuantity],
        charges: Won,
        less: Won,
    ) -> Result<RefundPlan, OrderRefusal> {
        let quote = &self.placed()?.quote;
        let lines: Vec<RefundLine> = chosen
            .iter()
            .filter_map(|part| {
                let (line, of) = (self.lines.get(part.line as usize)?, part.quantity);
                let quoted = quote.lines.get(part.line as usize)?;
                let amount = quoted.worth(line.settled(), of);
                Some(RefundLine {
                    line: part.line,
                    quantity: of,
                    amount,
                })
            })
            .collect();
        let shares: Won = lines.iter().map(|line| line.amount).sum();
        let left = self.retained();
        let amount = (shares + charges - less).min(left).max(Won::ZERO);
        // Lines and charges always add up to the amount, also where a grant came before.
        Ok(RefundPlan {
            lines,
            charges: amount - shares,
            amount,
        })
    }

    /// Whether a known claim is the cancellation of these lines, or of all that was left.
    fn cancelled_as(&self, known: &Claim, lines: Option<&[LineQuantity]>) -> bool {
        let cancelled = known.decided().filter(|(_, goods)| *goods == Goods::Unsent);
        cancelled.is_some_and(|(plan, _)| match lines {
            Some(lines) => same_pieces(&plan.pieces(), lines),
            None => self.lines.iter().all(|line| line.to_ship() == 0),
        })
    }

    /// Whether cancelling these pieces cancels the whole order.
    pub(super) fn leaves_nothing(&self, chosen: &[LineQuantity]) -> bool {
        let cancelled = |line: u32| {
            chosen
                .iter()
                .find(|part| part.line == line)
                .map_or(0, |part| part.quantity)
        };
        (0..)
            .zip(&self.lines)
            .all(|(number, line)| line.shipped == 0 && line.to_ship() == cancelled(number))
    }
}

/// The same claim once more is done already; under its id, another one is refused.
fn repeats(claim: &ClaimId, known: &Claim, same: bool) -> Decision {
    if same {
        return Ok(vec![]);
    }
    let claim = claim.clone();
    Err(match known.decided() {
        Some((plan, _)) => OrderRefusal::OtherClaim {
            claim,
            stands: plan.amount,
        },
        None => OrderRefusal::OtherReturn(claim),
    })
}
