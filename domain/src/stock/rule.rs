//! What may happen to the pieces of one SKU.

use chrono::{DateTime, Utc};

use super::state::{Awaited, Held, adjusted_key, received_key, returned_key};
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
            StockCommand::TakeOver {
                from,
                hold,
                quantity,
                until,
                now,
            } => self.take_over(&from, hold, quantity, (until, now)),
            StockCommand::Release { hold, reason } => Ok(self.release(hold, reason)),
            StockCommand::Lapse { now } => Ok(self.lapse(now)),
            StockCommand::Take { hold, quantity } => self.take(hold, quantity),
            StockCommand::Sell { hold, quantity } => self.sell(hold, quantity),
            StockCommand::Return {
                hold,
                quantity,
                resellable,
                reference,
            } => self.take_back(hold, quantity, resellable, reference),
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
        if self.documents.knows(&received_key(&reference)) {
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
        self.take_over(&[], hold, quantity, (until, now))
    }

    /// The same, with the pieces of other holds before free ones. Each of these ends.
    fn take_over(
        &self,
        from: &[HoldId],
        hold: HoldId,
        quantity: u32,
        (until, now): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.holds.contains_key(&hold) {
            return Ok(vec![]);
        }
        if self.awaited.contains_key(&hold) || self.settled.knows(hold.as_str()) {
            return Err(StockRefusal::Settled);
        }
        if until <= now {
            return Err(StockRefusal::DeadlinePassed);
        }
        let mut events: Vec<StockEvent> = from
            .iter()
            .flat_map(|from| self.release(from.clone(), ReleaseReason::Cancelled))
            .collect();
        let given: i64 = events.iter().map(released).sum();
        let mut free = self.on_hand + given;
        if i64::from(quantity) > free {
            let lapsed = self.lapse(now).into_iter().filter(|event| {
                matches!(event, StockEvent::HoldReleased { hold, .. } if !from.contains(hold))
            });
            let lapsed: Vec<StockEvent> = lapsed.collect();
            free += lapsed.iter().map(released).sum::<i64>();
            events.extend(lapsed);
        }
        if i64::from(quantity) > free {
            let available = u32::try_from(free.max(0)).unwrap_or(u32::MAX);
            return Err(StockRefusal::Short {
                asked: quantity,
                available,
            });
        }
        events.push(StockEvent::StockHeld {
            hold,
            quantity,
            until,
        });
        Ok(events)
    }

    /// A hold that had lapsed has nothing left to put back, but its order is given up now and
    /// will not ask for its pieces any more.
    fn release(&self, hold: HoldId, reason: ReleaseReason) -> Vec<StockEvent> {
        let quantity = match (self.holds.get(&hold), self.awaited.get(&hold)) {
            (Some(held), _) => held.quantity,
            (None, Some(Awaited::Lapsed)) if reason != ReleaseReason::Lapsed => 0,
            _ => return vec![],
        };
        vec![StockEvent::HoldReleased {
            hold,
            quantity,
            reason,
        }]
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

    /// A paid order takes the pieces that it held, once. If its hold lapsed it takes what is
    /// free; if too little is, that is a fact for staff and never a negative stock, and a later
    /// attempt, when pieces have arrived, may still take them.
    ///
    /// A hold that is unknown here ended long ago and is forgotten: whoever asks again, however
    /// late and after however many others, gets nothing twice.
    fn take(&self, hold: HoldId, quantity: u32) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        Ok(match (self.holds.get(&hold), self.awaited.get(&hold)) {
            (Some(held), _) => vec![StockEvent::StockTaken {
                hold,
                quantity: held.quantity,
                held: true,
            }],
            (None, Some(since)) => self.take_free(hold, quantity, Some(*since)),
            (None, None) => vec![],
        })
    }

    /// A sale that held nothing, because it was made elsewhere or long ago. It is counted once,
    /// as far as the memory reaches.
    fn sell(&self, hold: HoldId, quantity: u32) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.holds.contains_key(&hold) || self.settled.knows(hold.as_str()) {
            return Ok(vec![]);
        }
        let since = self.awaited.get(&hold).copied();
        Ok(self.take_free(hold, quantity, since))
    }

    /// What was cancelled while the order waited is not taken any more.
    fn take_free(&self, hold: HoldId, quantity: u32, since: Option<Awaited>) -> Vec<StockEvent> {
        let quantity = match since {
            Some(Awaited::Short(wanted)) => quantity.min(wanted),
            _ => quantity,
        };
        if i64::from(quantity) <= self.on_hand {
            return vec![StockEvent::StockTaken {
                hold,
                quantity,
                held: false,
            }];
        }
        match since {
            Some(Awaited::Short(_)) => vec![],
            _ => vec![StockEvent::StockShort { hold, quantity }],
        }
    }

    /// What comes back was sold before; an order that came away empty-handed gives up what it
    /// waits for.
    fn take_back(
        &self,
        hold: HoldId,
        quantity: u32,
        resellable: bool,
        reference: Reference,
    ) -> Result<Vec<StockEvent>, StockRefusal> {
        in_bounds(quantity)?;
        if self.documents.knows(&returned_key(&reference)) {
            return Ok(vec![]);
        }
        if let Some(Awaited::Short(wanted)) = self.awaited.get(&hold) {
            return Ok(vec![StockEvent::ShortageCancelled {
                hold,
                quantity: quantity.min(*wanted),
                reference,
            }]);
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
        if self.documents.knows(&adjusted_key(&reference)) {
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

/// Pieces that go back on the shelf.
fn released(event: &StockEvent) -> i64 {
    match event {
        StockEvent::HoldReleased { quantity, .. } => i64::from(*quantity),
        _ => 0,
    }
}

fn in_bounds(quantity: u32) -> Result<(), StockRefusal> {
    if (1..=MOST).contains(&quantity) {
        Ok(())
    } else {
        Err(StockRefusal::BadQuantity)
    }
}
