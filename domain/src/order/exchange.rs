//! Exchanging: pieces come back, and a parcel with the same ones, or another option of them, replaces
//! them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ask::Wish;
use super::deal::ExchangeLine;
use super::events::LineQuantity;
use super::fulfil::{check_invoice, same_pieces};
use super::give_back::GivenBack;
use super::parts::{Claim, Goods, Line};
use super::refund_plan::RefundPlan;
use super::state::Order;
use super::{OrderEvent, OrderRefusal};
use crate::ids::ClaimId;
use crate::money::Won;

type Decision = Result<Vec<OrderEvent>, OrderRefusal>;

/// An exchange whose pieces came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// What came back, line by line; the same goes out again, or what was wanted for it.
    pub lines: Vec<LineQuantity>,
    /// Whether what came back can be sold again.
    pub goods: Goods,
    /// What the shopper owes for carriage, won.
    pub carriage: Won,
    /// The parcel that replaces it, from 1; none while it is packed.
    pub parcel: Option<u32>,
    /// What went back with that parcel by orders that were paid for what came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_back: Vec<GivenBack>,
    /// The stocks' books have what came back.
    pub restocked: bool,
    /// The stocks' books have what went out for it.
    pub booked: bool,
}

impl Order {
    /// What came back for an exchange is counted once; it may be less than was announced. Not an
    /// exchange: then this says so, and it is a return.
    pub(super) fn receive_exchange(
        &self,
        claim: &ClaimId,
        lines: &[LineQuantity],
        resellable: bool,
        at: DateTime<Utc>,
    ) -> Option<Decision> {
        let goods = Goods::back(resellable);
        let asked = match self.claims.get(claim)? {
            Claim::Swapped(swap) => {
                let same = lines.is_empty() || same_pieces(&swap.lines, lines);
                return Some(if same && swap.goods == goods {
                    Ok(vec![])
                } else {
                    Err(OrderRefusal::OtherReturn(claim.clone()))
                });
            }
            Claim::Requested(asked) if asked.wish == Wish::Exchange => asked,
            _ => return None,
        };
        if !asked.is_open() {
            return Some(Err(OrderRefusal::ClaimClosed(claim.clone())));
        }
        let came = if lines.is_empty() {
            &asked.lines
        } else {
            lines
        };
        let came = self.in_fulfilment().and_then(|()| {
            let nothing = OrderRefusal::NothingToReturn;
            let came = self.chosen(Some(came.to_vec()), Line::to_return, nothing)?;
            self.came_unannounced(claim, &came)?;
            self.within_terms(claim, &came).map(|()| came)
        });
        Some(came.map(|lines| {
            vec![OrderEvent::ExchangeReceived {
                claim: claim.clone(),
                lines,
                resellable,
                at,
            }]
        }))
    }

    /// What was agreed on holds for the pieces that were announced; others are sent back by themselves.
    fn within_terms(&self, claim: &ClaimId, came: &[LineQuantity]) -> Result<(), OrderRefusal> {
        let Some(terms) = self.deals.get(claim).and_then(|deal| deal.terms.as_ref()) else {
            return Ok(());
        };
        for part in came {
            let LineQuantity {
                line,
                quantity: asked,
            } = *part;
            let of_line = terms.lines.iter().filter(|it| it.line == line);
            let left = of_line.map(|it| it.quantity).sum();
            if asked > left {
                return Err(OrderRefusal::TooMany { line, asked, left });
            }
        }
        Ok(())
    }

    /// The replacement is handed to a carrier, all of it in one parcel, once. What it costs is paid
    /// before; what it costs less goes back with it.
    pub(super) fn ship_replacement(
        &self,
        claim: ClaimId,
        carrier: String,
        invoice: String,
        at: DateTime<Utc>,
    ) -> Decision {
        check_invoice(&carrier, &invoice)?;
        let swap = self.swap(&claim)?;
        let known = |parcel: u32| self.parcels.get((parcel as usize).checked_sub(1)?);
        if let Some(parcel) = swap.parcel.and_then(known) {
            let same = parcel.carrier == carrier && parcel.invoice == invoice;
            return if same {
                Ok(vec![])
            } else {
                Err(OrderRefusal::OtherParcel)
            };
        }
        let taken = |parcel: &super::Parcel| parcel.carrier == carrier && parcel.invoice == invoice;
        if self.parcels.iter().any(taken) {
            return Err(OrderRefusal::OtherParcel);
        }
        self.exchange_settled(&claim, swap.carriage)?;
        let parcel = u32::try_from(self.parcels.len()).unwrap_or(u32::MAX) + 1;
        let given_back = self.given_back(&claim);
        let cheaper = self.cheaper(&claim, &given_back, at);
        let shipped = OrderEvent::ReplacementShipped {
            claim,
            parcel,
            carrier,
            invoice,
            given_back,
            at,
        };
        Ok([shipped].into_iter().chain(cheaper).collect())
    }

    /// What this order gives back because something cheaper goes out; none if nothing does.
    fn cheaper(
        &self,
        claim: &ClaimId,
        given_back: &[GivenBack],
        at: DateTime<Utc>,
    ) -> Option<OrderEvent> {
        let lines = self.replacement(claim);
        let less: Won = lines.iter().map(ExchangeLine::less).sum();
        let elsewhere: Won = given_back.iter().map(|it| it.amount).sum();
        let amount = (less - elsewhere).min(self.retained());
        let refund = RefundPlan {
            lines: vec![],
            charges: amount,
            amount,
        };
        amount.is_positive().then(|| OrderEvent::RefundGranted {
            claim: ClaimId::cheaper(claim),
            reason: "exchange".to_owned(),
            refund,
            at,
        })
    }

    /// There is no replacement: the money goes back instead. Carriage is the shop's then, but for the
    /// way back of what was to be paid for and never was.
    pub(super) fn refund_exchange(
        &self,
        claim: ClaimId,
        carriage: Option<Won>,
        at: DateTime<Utc>,
    ) -> Decision {
        if let Some((_, goods)) = self.claims.get(&claim).and_then(Claim::decided)
            && goods.came_back()
        {
            return Ok(vec![]);
        }
        let swap = self.swap(&claim)?;
        if swap.parcel.is_some() {
            return Err(OrderRefusal::ClaimClosed(claim));
        }
        let unpaid = self
            .deals
            .get(&claim)
            .is_some_and(|it| it.to_be_paid().is_some());
        let way_back = if unpaid {
            Won(swap.carriage.0 / 2)
        } else {
            Won::ZERO
        };
        let carriage = carriage.unwrap_or(way_back);
        if carriage < Won::ZERO {
            return Err(OrderRefusal::BadCarriage);
        }
        let others = self.came_as.get(&claim).map_or(&[][..], |others| others);
        let less = others.iter().map(|it| it.less).sum();
        let refund = self
            .refund_for(&swap.lines, Won::ZERO, less)?
            .less(carriage);
        Ok(vec![OrderEvent::ExchangeRefunded { claim, refund, at }])
    }

    /// The stocks' books have the pieces of a replacement: taken, or short.
    pub(super) fn record_replacement(&self, claim: ClaimId, at: DateTime<Utc>) -> Decision {
        let swap = self.swap(&claim)?;
        match swap.parcel {
            Some(_) if swap.booked => Ok(vec![]),
            Some(_) => Ok(vec![OrderEvent::ReplacementBooked { claim, at }]),
            None => Err(OrderRefusal::NoClaim),
        }
    }

    fn swap(&self, claim: &ClaimId) -> Result<&Swap, OrderRefusal> {
        match self.claims.get(claim) {
            Some(Claim::Swapped(swap)) => Ok(swap),
            Some(Claim::Requested(asked)) if asked.is_open() => {
                Err(OrderRefusal::GoodsAwaited(claim.clone()))
            }
            None => Err(OrderRefusal::NoClaim),
            Some(_) => Err(OrderRefusal::ClaimClosed(claim.clone())),
        }
    }

    /// Exchanges whose pieces the stocks are still to book, one way or the other.
    pub fn open_swaps(&self) -> impl Iterator<Item = (&ClaimId, &Swap)> {
        self.claims.iter().filter_map(|(id, claim)| match claim {
            Claim::Swapped(swap) if !swap.restocked || (swap.parcel.is_some() && !swap.booked) => {
                Some((id, swap))
            }
            _ => None,
        })
    }
}
