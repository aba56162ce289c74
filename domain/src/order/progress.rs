//! How claims move an order on: what is asked, comes back, is replaced and paid back.

use chrono::{DateTime, Utc};

use super::ask::{Answer, Asked, Wish};
use super::deal::ExchangeTerms;
use super::events::{LineQuantity, OrderEvent};
use super::exchange::Swap;
use super::give_back::GivenBack;
use super::parts::{Claim, Goods, Line, Parcel, Status};
use super::refund_plan::RefundPlan;
use super::state::Order;
use crate::ids::ClaimId;
use crate::money::Won;

impl Order {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm per event, none of them long"
    )]
    pub(super) fn fold_claim(&mut self, event: OrderEvent) {
        match event {
            OrderEvent::LinesCancelled { claim, refund, .. } => {
                for part in &refund.lines {
                    self.line_mut(part.line).cancelled += part.quantity;
                }
                self.charges_refunded += refund.charges;
                self.status_from_lines();
                if self.status == Status::Cancelled {
                    self.ended_by.get_or_insert_with(|| claim.clone());
                }
                self.owe(claim, refund, Goods::Unsent);
            }
            OrderEvent::ReturnRequested { claim, lines, .. } => {
                self.ask(claim, Wish::Return, lines, Won::ZERO);
            }
            OrderEvent::ClaimRequested {
                claim,
                wish,
                lines,
                carriage,
                wanted,
                set_apart,
                at,
                ..
            } => {
                if set_apart {
                    self.others_asked(&claim, &lines);
                }
                if wish == Wish::Exchange {
                    let deal = self.deals.entry(claim.clone()).or_default();
                    deal.held = (!wanted.is_empty()).then_some((at, None));
                    deal.wanted = wanted;
                }
                self.ask(claim, wish, lines, carriage);
            }
            OrderEvent::ClaimAccepted {
                claim,
                carriage,
                terms,
                ..
            } => self.accepted(claim, carriage, terms),
            OrderEvent::ExchangePaid { claim, .. } => {
                if let Some(deal) = self.deals.get_mut(&claim) {
                    deal.paid = true;
                }
            }
            OrderEvent::ClaimRejected { claim, at, .. } => {
                self.answer(&claim, Answer::Rejected);
                self.free_lines(&claim, at);
            }
            OrderEvent::ClaimWithdrawn { claim, at } => {
                self.answer(&claim, Answer::Withdrawn);
                self.free_lines(&claim, at);
            }
            OrderEvent::ExchangeReceived {
                claim,
                lines,
                resellable,
                at,
                ..
            } => {
                self.free_lines(&claim, at);
                self.swap_folded(claim, lines, Goods::back(resellable));
            }
            OrderEvent::ReplacementShipped {
                claim,
                parcel,
                carrier,
                invoice,
                given_back,
                ..
            } => self.replace_folded(claim, parcel, (carrier, invoice), given_back),
            OrderEvent::ReplacementBooked { claim, .. } => {
                if let Some(Claim::Swapped(swap)) = self.claims.get_mut(&claim) {
                    swap.booked = true;
                }
            }
            OrderEvent::ExchangeRefunded { claim, refund, .. } => {
                self.exchange_refunded(claim, refund);
            }
            OrderEvent::ReturnReceived {
                claim,
                refund,
                resellable,
                at,
                ..
            } => {
                self.free_lines(&claim, at);
                self.others_came(&claim, &refund.pieces());
                for part in &refund.lines {
                    self.line_mut(part.line).returned += part.quantity;
                }
                self.owe(claim, refund, Goods::back(resellable));
            }
            OrderEvent::RefundGranted { claim, refund, .. } => {
                self.owe(claim, refund, Goods::None);
            }
            OrderEvent::ClaimRestocked { claim, .. } => {
                if let Some(Claim::Swapped(swap)) = self.claims.get_mut(&claim) {
                    swap.restocked = true;
                } else {
                    self.restocked.insert(claim);
                }
            }
            OrderEvent::OrderRefunded {
                claim,
                refund,
                plan,
                ..
            } => {
                let goods = match self.claims.get(&claim) {
                    Some(Claim::Owed(_, goods)) => *goods,
                    _ => Goods::None,
                };
                self.restocked.remove(&claim);
                self.claims
                    .insert(claim, Claim::Refunded(plan, goods, refund));
                self.close_if_all_came_back();
            }
            _ => {}
        }
    }

    fn ask(&mut self, claim: ClaimId, wish: Wish, lines: Vec<LineQuantity>, carriage: Won) {
        let asked = Asked {
            wish,
            lines,
            carriage,
            answer: Answer::Waiting,
        };
        self.claims.insert(claim, Claim::Requested(asked));
    }

    /// Other claims may take its lines again.
    fn free_lines(&mut self, claim: &ClaimId, at: DateTime<Utc>) {
        let held = self.deals.get_mut(claim).and_then(|it| it.held.as_mut());
        if let Some((_, until @ None)) = held {
            *until = Some(at);
        }
    }

    fn accepted(&mut self, claim: ClaimId, carriage: Won, terms: Option<Box<ExchangeTerms>>) {
        match self.claims.get_mut(&claim) {
            Some(Claim::Requested(asked)) => {
                asked.answer = Answer::Accepted;
                asked.carriage = carriage;
            }
            Some(Claim::Swapped(swap)) => swap.carriage = carriage,
            _ => {}
        }
        if let Some(terms) = terms {
            let deal = self.deals.entry(claim).or_default();
            deal.terms = Some(*terms);
            deal.paid = false;
        }
    }

    fn asked_mut(&mut self, claim: &ClaimId) -> Option<&mut Asked> {
        match self.claims.get_mut(claim) {
            Some(Claim::Requested(asked)) => Some(asked),
            _ => None,
        }
    }

    /// Nothing comes of it.
    fn answer(&mut self, claim: &ClaimId, answer: Answer) {
        self.others_stay(claim);
        if let Some(asked) = self.asked_mut(claim) {
            asked.answer = answer;
        }
    }

    fn swap_folded(&mut self, claim: ClaimId, lines: Vec<LineQuantity>, goods: Goods) {
        self.others_came(&claim, &lines);
        for part in &lines {
            self.line_mut(part.line).swapping += part.quantity;
        }
        let carriage = self.asked_mut(&claim).map_or(Won::ZERO, |it| it.carriage);
        let swap = Swap {
            lines,
            goods,
            carriage,
            parcel: None,
            given_back: vec![],
            restocked: false,
            booked: false,
        };
        self.claims.insert(claim, Claim::Swapped(swap));
    }

    fn replace_folded(
        &mut self,
        claim: ClaimId,
        number: u32,
        (carrier, invoice): (String, String),
        given_back: Vec<GivenBack>,
    ) {
        self.others_went(&claim, number, &given_back);
        let lines = match self.claims.get_mut(&claim) {
            Some(Claim::Swapped(swap)) => {
                swap.parcel = Some(number);
                swap.given_back = given_back;
                swap.lines.clone()
            }
            _ => vec![],
        };
        self.replaced(&lines);
        self.parcels.push(Parcel {
            carrier,
            invoice,
            lines,
            delivered: false,
            delivered_at: None,
            replaces: Some(claim),
        });
    }

    fn exchange_refunded(&mut self, claim: ClaimId, refund: RefundPlan) {
        self.replaced(&refund.pieces());
        for part in &refund.lines {
            self.line_mut(part.line).returned += part.quantity;
        }
        let goods = match self.claims.get(&claim) {
            Some(Claim::Swapped(swap)) => {
                if swap.restocked {
                    self.restocked.insert(claim.clone());
                }
                swap.goods
            }
            _ => Goods::None,
        };
        self.owe(claim, refund, goods);
    }

    /// Pieces of an exchange are on their way again, or paid back.
    fn replaced(&mut self, lines: &[LineQuantity]) {
        for part in lines {
            let line = self.line_mut(part.line);
            line.swapping = line.swapping.saturating_sub(part.quantity);
        }
    }

    fn owe(&mut self, claim: ClaimId, refund: RefundPlan, goods: Goods) {
        self.claims.insert(claim, Claim::Owed(refund, goods));
        self.close_if_all_came_back();
    }

    /// Shipping and delivery follow from the pieces, so that they never contradict them. What
    /// is over stays over: a carrier's late word does not deliver what came back long ago.
    pub(super) fn status_from_lines(&mut self) {
        if matches!(
            self.status,
            Status::Confirmed | Status::Cancelled | Status::Refunded
        ) {
            return;
        }
        let to_ship: u32 = self.lines.iter().map(Line::to_ship).sum();
        let shipped: u32 = self.lines.iter().map(|line| line.shipped).sum();
        self.status = match (shipped, to_ship) {
            (0, 0) => Status::Cancelled,
            (0, _) => self.status,
            (_, 1..) => Status::PartlyShipped,
            (_, 0) if self.ordered_parcels_arrived() => Status::Delivered,
            (_, 0) => Status::Shipped,
        };
    }

    fn close_if_all_came_back(&mut self) {
        let owes = self.owed().next().is_some();
        let kept = self.lines.iter().any(|line| line.settled() < line.ordered);
        let shipped = self.lines.iter().any(|line| line.shipped > 0);
        if !owes && !kept && shipped {
            self.status = Status::Refunded;
        }
    }

    /// What replaces something is on a way of its own: it does not bring an order back.
    fn ordered_parcels_arrived(&self) -> bool {
        let mut ordered = self.parcels.iter().filter(|it| it.replaces.is_none());
        ordered.all(|parcel| parcel.delivered)
    }

    pub(super) fn line_mut(&mut self, line: u32) -> &mut Line {
        let place = line as usize;
        if self.lines.len() <= place {
            // Only a damaged log names a line its order does not have; folding must not panic.
            self.lines.resize(place + 1, Line::default());
        }
        &mut self.lines[place]
    }

    pub(super) fn parcel_mut(&mut self, parcel: u32) -> Option<&mut Parcel> {
        self.parcels.get_mut((parcel as usize).checked_sub(1)?)
    }
}
