//! The stock of one SKU as its events left it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ReleaseReason, StockCommand, StockEvent, StockRefusal};
use crate::ids::{HoldId, Reference};
use crate::remembered::Remembered;
use crate::rule::aggregate;

/// The stock of one SKU.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stock {
    received: i64,
    adjusted: i64,
    pub(super) on_hand: i64,
    pub(super) sold: i64,
    written_off: i64,
    pub(super) holds: BTreeMap<HoldId, Held>,
    /// Orders that hold nothing but may still be paid and ask for their pieces. Each leaves
    /// when it takes them or is given up, so there are few.
    pub(super) awaited: BTreeMap<HoldId, Awaited>,
    /// Holds that ended for good, and sales without a hold.
    pub(super) settled: Remembered,
    /// Documents behind what came in, came back or was counted: apart from the holds, so that
    /// a flash sale does not push them out.
    pub(super) documents: Remembered,
}

/// Why an order that may still take its pieces holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Awaited {
    /// Its hold lapsed.
    Lapsed,
    /// It came to take them and the shelf was empty; so many pieces are still wanted.
    Short(u32),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) quantity: u32,
    pub(super) until: DateTime<Utc>,
}

aggregate!(Stock, "stock", StockCommand => StockEvent | StockRefusal, shape 2);

impl Stock {
    /// Pieces that arrived, ever.
    pub fn received(&self) -> i64 {
        self.received
    }

    /// Sum of all corrections, in pieces.
    pub fn adjusted(&self) -> i64 {
        self.adjusted
    }

    /// Pieces free to be sold.
    pub fn on_hand(&self) -> i64 {
        self.on_hand
    }

    /// Pieces set aside for orders that are not paid yet.
    pub fn held(&self) -> i64 {
        self.holds
            .values()
            .map(|held| i64::from(held.quantity))
            .sum()
    }

    /// Pieces sold, less those returned.
    pub fn sold(&self) -> i64 {
        self.sold
    }

    /// Pieces returned that cannot be sold again.
    pub fn written_off(&self) -> i64 {
        self.written_off
    }

    /// Whether this hold is in force.
    pub fn holds(&self, hold: &HoldId) -> bool {
        self.holds.contains_key(hold)
    }

    /// Pieces that this hold sets aside.
    pub fn held_by(&self, hold: &HoldId) -> u32 {
        self.holds.get(hold).map_or(0, |held| held.quantity)
    }

    /// Pieces a shopper could hold now: on hand, and in holds past their deadline.
    pub fn available(&self, now: DateTime<Utc>) -> i64 {
        self.on_hand
            + self
                .lapsed(now)
                .map(|(_, held)| i64::from(held.quantity))
                .sum::<i64>()
    }

    /// Paid orders that found the shelf empty, and the pieces they wait for: oldest day first.
    pub fn short(&self) -> impl Iterator<Item = (&HoldId, u32)> {
        self.awaited.iter().filter_map(|(hold, since)| match since {
            Awaited::Short(quantity) => Some((hold, *quantity)),
            Awaited::Lapsed => None,
        })
    }

    /// Whether the books balance and nothing is negative.
    pub fn balanced(&self) -> bool {
        self.on_hand >= 0
            && self.received + self.adjusted
                == self.on_hand + self.held() + self.sold + self.written_off
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm per event, none of them long"
    )]
    pub(super) fn fold(&mut self, event: StockEvent) {
        match event {
            StockEvent::StockReceived {
                quantity,
                reference,
            } => {
                self.received += i64::from(quantity);
                self.on_hand += i64::from(quantity);
                self.documents.add(received_key(&reference));
            }
            StockEvent::StockHeld {
                hold,
                quantity,
                until,
            } => {
                self.on_hand -= i64::from(quantity);
                self.holds.insert(hold, Held { quantity, until });
            }
            StockEvent::HoldReleased {
                hold,
                quantity,
                reason,
            } => {
                self.on_hand += i64::from(quantity);
                self.holds.remove(&hold);
                if reason == ReleaseReason::Lapsed {
                    self.awaited.insert(hold, Awaited::Lapsed);
                } else {
                    self.awaited.remove(&hold);
                    self.settled.add(hold.into());
                }
            }
            StockEvent::StockTaken {
                hold,
                quantity,
                held,
            } => {
                self.sold += i64::from(quantity);
                if held {
                    self.holds.remove(&hold);
                } else {
                    self.on_hand -= i64::from(quantity);
                    self.awaited.remove(&hold);
                }
                self.settled.add(hold.into());
            }
            StockEvent::StockShort { hold, quantity } => {
                self.awaited.insert(hold, Awaited::Short(quantity));
            }
            StockEvent::ShortageCancelled {
                hold,
                quantity,
                reference,
            } => {
                self.want_less(hold, quantity);
                self.documents.add(returned_key(&reference));
            }
            StockEvent::StockReturned {
                quantity,
                resellable,
                reference,
            } => {
                self.sold -= i64::from(quantity);
                if resellable {
                    self.on_hand += i64::from(quantity);
                } else {
                    self.written_off += i64::from(quantity);
                }
                self.documents.add(returned_key(&reference));
            }
            StockEvent::StockAdjusted {
                delta, reference, ..
            } => {
                self.adjusted += delta;
                self.on_hand += delta;
                self.documents.add(adjusted_key(&reference));
            }
        }
    }
}

impl Stock {
    /// An order that wants nothing any more has come to its end.
    fn want_less(&mut self, hold: HoldId, quantity: u32) {
        let Some(Awaited::Short(wanted)) = self.awaited.get_mut(&hold) else {
            return;
        };
        *wanted = wanted.saturating_sub(quantity);
        if *wanted == 0 {
            self.awaited.remove(&hold);
            self.settled.add(hold.into());
        }
    }
}

pub(super) fn received_key(reference: &Reference) -> String {
    format!("+{reference}")
}

pub(super) fn returned_key(reference: &Reference) -> String {
    format!("<{reference}")
}

pub(super) fn adjusted_key(reference: &Reference) -> String {
    format!("~{reference}")
}
