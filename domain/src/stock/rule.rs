//! What may happen to the pieces of one SKU.

use chrono::{DateTime, Utc};

use super::state::{Held, adjusted_key, received_key, returned_key, short_key, taken_key};
use super::{ReleaseReason, Stock, StockCommand, StockEvent, StockRefusal};
use crate::ids::{HoldId, Reference};

const MOST: u32 = 100_000_000;

impl Stock {
    pub(super) fn rule(&self, command: StockCommand) -> Result<Vec<StockEvent>, StockRefusal> {
        match command {
            StockCommand::Receive {
                quantity,
                reference,
            } => self.receive(quantity, reference),
            StockCommand::Hold {
                hold,
                quantity,
                until,
                now,
            } => self.hold(hold, quantity, until, now),
            StockCommand::Release { hold, reason } => Ok(self.release(hold, reason)),
            StockCommand::Lapse { now } => Ok(self.lapse(now)),
            StockCommand::Take { hold, quantity } => self.take(hold, quantity),
            StockCommand::Return {
                hold,
                quantity,
                resellable,
                reference,
            } => self.take_back(&hold, quantity, resellable, reference),
            StockCommand::Adjust {
                delta,
                reason,
                reference,
            } => self.adjust(delta, reason, reference),
        }
    }

    fn receive(
        &self,
        quantity: u32,
        reference: Reference,
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.settled.knows(&received_key(&reference)) {
            return Ok(vec![]);
        }
        Ok(vec![StockEvent::StockReceived {
            quantity,
            reference,
        }])
    }

    /// Pieces are set aside once per hold, never more than are free. Holds past their
    /// deadline make room.
    fn hold(
        &self,
        hold: HoldId,
        quantity: u32,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.holds.contains_key(&hold) {
            return Ok(vec![]);
        }
        if self.settled.knows(hold.as_str()) {
            return Err(StockRefusal::Settled);
        }
        if until <= now {
            return Err(StockRefusal::DeadlinePassed);
        }
        let available = self.available(now);
        if i64::from(quantity) > available {
            let available = u32::try_from(available.max(0)).unwrap_or(u32::MAX);
            return Err(StockRefusal::Short {
                asked: quantity,
                available,
            });
        }
        let mut events = if i64::from(quantity) > self.on_hand {
            self.lapse(now)
        } else {
            vec![]
        };
        events.push(StockEvent::StockHeld {
            hold,
            quantity,
            until,
        });
        Ok(events)
    }

    fn release(&self, hold: HoldId, reason: ReleaseReason) -> Vec<StockEvent> {
        self.holds
            .get(&hold)
            .map(|held| StockEvent::HoldReleased {
                hold,
                quantity: held.quantity,
                reason,
            })
            .into_iter()
            .collect()
    }

    fn lapse(&self, now: DateTime<Utc>) -> Vec<StockEvent> {
        self.lapsed(now)
            .map(|(hold, held)| StockEvent::HoldReleased {
                hold: hold.clone(),
                quantity: held.quantity,
                reason: ReleaseReason::Lapsed,
            })
            .collect()
    }

    pub(super) fn lapsed(&self, now: DateTime<Utc>) -> impl Iterator<Item = (&HoldId, &Held)> {
        self.holds.iter().filter(move |(_, held)| held.until <= now)
    }

    /// A paid order takes its pieces once. If its hold lapsed it takes what is free; if
    /// too little is, that is a fact for staff and never a negative stock, and a later
    /// attempt, when pieces have arrived, may still take them.
    fn take(&self, hold: HoldId, quantity: u32) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.settled.knows(&taken_key(&hold)) {
            return Ok(vec![]);
        }
        let held = self.holds.get(&hold).map(|held| held.quantity);
        Ok(match held {
            Some(quantity) => vec![StockEvent::StockTaken {
                hold,
                quantity,
                held: true,
            }],
            None if i64::from(quantity) <= self.on_hand => {
                vec![StockEvent::StockTaken {
                    hold,
                    quantity,
                    held: false,
                }]
            }
            None if self.settled.knows(&short_key(&hold)) => vec![],
            None => vec![StockEvent::StockShort { hold, quantity }],
        })
    }

    /// What comes back was sold before; an order that came away empty-handed returns nothing.
    fn take_back(
        &self,
        hold: &HoldId,
        quantity: u32,
        resellable: bool,
        reference: Reference,
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        let never_got_any =
            self.settled.knows(&short_key(hold)) && !self.settled.knows(&taken_key(hold));
        if never_got_any || self.settled.knows(&returned_key(&reference)) {
            return Ok(vec![]);
        }
        if i64::from(quantity) > self.sold {
            return Err(StockRefusal::Unbalanced);
        }
        Ok(vec![StockEvent::StockReturned {
            quantity,
            resellable,
            reference,
        }])
    }

    fn adjust(
        &self,
        delta: i64,
        reason: String,
        reference: Reference,
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        if delta == 0 || delta.unsigned_abs() > u64::from(MOST) {
            return Err(StockRefusal::BadQuantity);
        }
        if self.settled.knows(&adjusted_key(&reference)) {
            return Ok(vec![]);
        }
        if self.on_hand + delta < 0 {
            return Err(StockRefusal::Unbalanced);
        }
        Ok(vec![StockEvent::StockAdjusted {
            delta,
            reason,
            reference,
        }])
    }
}

fn in_bounds(quantity: u32) -> Result<(), StockRefusal> {
    if (1..=MOST).contains(&quantity) {
        Ok(())
    } else {
        Err(StockRefusal::BadQuantity)
    }
}
