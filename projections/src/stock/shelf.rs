//! The pieces of one stock, as its events leave them.

use std::collections::BTreeMap;

use domain::HoldId;
use domain::stock::{StockEvent, StockId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::TABLE;
use crate::docs::{Doc, from_json, to_json};
use crate::rows::Rows;

/// The pieces of one stock, folded from its own stream; other projections keep parts of it in
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

/// The pieces of one stock, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Named {
    store: Option<String>,
    sku: String,
    pub(super) pieces: Shelf,
}

impl Named {
    /// Reads the stream's name, once. A name that is none of ours stands there as it is.
    pub(super) fn named(&mut self, stream: &str) {
        if !self.sku.is_empty() {
            return;
        }
        let id = StockId::read(stream);
        self.store = id
            .as_ref()
            .ok()
            .and_then(|id| id.store().map(str::to_owned));
        self.sku = id.map_or_else(|_| stream.to_owned(), |id| id.sku().to_owned());
    }
}

impl Doc for Named {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "stock_id",
        "version",
        "store",
        "sku",
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
        "store, sku, received, adjusted, on_hand, held, sold, written_off, shorts::text";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            store: row.try_get(2)?,
            sku: row.try_get(3)?,
            pieces: Shelf {
                received: row.try_get(4)?,
                adjusted: row.try_get(5)?,
                on_hand: row.try_get(6)?,
                held: row.try_get(7)?,
                sold: row.try_get(8)?,
                written_off: row.try_get(9)?,
                shorts: from_json(row.try_get(10)?)?,
            },
        })
    }

    fn write(&self, rows: &mut Rows) {
        let Self { store, sku, pieces } = self;
        rows.maybe_text(store.as_deref())
            .text(sku)
            .int8(pieces.received)
            .int8(pieces.adjusted)
            .int8(pieces.on_hand)
            .int8(pieces.held)
            .int8(pieces.sold);
        let short = pieces.shorts.values().map(|it| i64::from(*it)).sum();
        rows.int8(pieces.written_off)
            .int8(short)
            .text(&to_json(&pieces.shorts));
    }
}
