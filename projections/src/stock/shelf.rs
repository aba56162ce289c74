//! The pieces of one SKU, as its events leave them.

use std::collections::BTreeMap;

use domain::HoldId;
use domain::stock::StockEvent;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::TABLE;
use crate::docs::{Doc, from_json, to_json};
use crate::rows::Rows;

/// The pieces of one SKU, folded from its own stream; other projections keep parts of it in
/// tables of their own.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) received: i64,
    pub(crate) adjusted: i64,
    pub(crate) on_hand: i64,
    pub(crate) held: i64,
    pub(crate) sold: i64,
    pub(crate) written_off: i64,
    /// Paid orders whose pieces are missing.
    pub(crate) shorts: BTreeMap<HoldId, u32>,
}

impl Shelf {
    /// Every event says its pieces, so sums suffice: nothing but open shortages is remembered.
    pub(crate) fn fold(&mut self, event: &StockEvent) {
        match event {
            StockEvent::StockReceived { quantity, .. } => {
                self.received += i64::from(*quantity);
                self.on_hand += i64::from(*quantity);
            }
            StockEvent::StockHeld { quantity, .. } => {
                self.on_hand -= i64::from(*quantity);
                self.held += i64::from(*quantity);
            }
            StockEvent::HoldReleased { quantity, hold, .. } => {
                self.on_hand += i64::from(*quantity);
                self.held -= i64::from(*quantity);
                self.shorts.remove(hold);
            }
            StockEvent::StockTaken {
                quantity,
                held,
                hold,
            } => {
                self.sold += i64::from(*quantity);
                let from = if *held {
                    &mut self.held
                } else {
                    &mut self.on_hand
                };
                *from -= i64::from(*quantity);
                self.shorts.remove(hold);
            }
            StockEvent::StockShort { hold, quantity } => {
                self.shorts.insert(hold.clone(), *quantity);
            }
            StockEvent::ShortageCancelled { hold, quantity, .. } => {
                if let Some(wanted) = self.shorts.get_mut(hold) {
                    *wanted = wanted.saturating_sub(*quantity);
                    if *wanted == 0 {
                        self.shorts.remove(hold);
                    }
                }
            }
            StockEvent::StockReturned {
                quantity,
                resellable,
                ..
            } => {
                self.sold -= i64::from(*quantity);
                let to = if *resellable {
                    &mut self.on_hand
                } else {
                    &mut self.written_off
                };
                *to += i64::from(*quantity);
            }
            StockEvent::StockAdjusted { delta, .. } => {
                self.adjusted = self.adjusted.saturating_add(*delta);
                self.on_hand = self.on_hand.saturating_add(*delta);
            }
        }
    }
}

impl Doc for Shelf {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "sku",
        "version",
        "received",
        "adjusted",
        "on_hand",
        "held",
        "sold",
        "written_off",
        "short",
        "shorts",
    ];
    const STATE: &'static str =
        "received, adjusted, on_hand, held, sold, written_off, shorts::text";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            received: row.try_get(2)?,
            adjusted: row.try_get(3)?,
            on_hand: row.try_get(4)?,
            held: row.try_get(5)?,
            sold: row.try_get(6)?,
            written_off: row.try_get(7)?,
            shorts: from_json(row.try_get(8)?)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        rows.int8(self.received)
            .int8(self.adjusted)
            .int8(self.on_hand)
            .int8(self.held)
            .int8(self.sold);
        let short = self.shorts.values().map(|pieces| i64::from(*pieces)).sum();
        rows.int8(self.written_off)
            .int8(short)
            .text(&to_json(&self.shorts));
    }
}
