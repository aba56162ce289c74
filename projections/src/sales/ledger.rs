//! Facts on their way into the table.

use chrono::{DateTime, Utc};

use crate::event::Event;
use crate::rows::Rows;

/// The columns of a fact, in the order of [`Ledger::add`].
pub(super) const COLUMNS: &[&str] = &[
    "epoch",
    "xid",
    "position",
    "part",
    "event_id",
    "kind",
    "document",
    "store",
    "channel",
    "country",
    "sku",
    "product",
    "category",
    "units",
    "gross",
    "refund_units",
    "refunds",
    "day",
    "occurred_at",
    "recorded_at",
];

/// What the facts of one event have in common.
pub(super) struct Entry<'a> {
    pub(super) event: &'a Event,
    pub(super) kind: &'static str,
    pub(super) document: &'a str,
    pub(super) store: &'a str,
    pub(super) channel: &'a str,
    pub(super) country: &'a str,
    pub(super) at: DateTime<Utc>,
    pub(super) part: i32,
}

/// What was sold or given back.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) sku: &'a str,
    pub(super) product: Option<&'a str>,
    pub(super) category: &'a str,
}

/// Pieces and won.
#[derive(Clone, Copy)]
pub(super) struct Amounts {
    pub(super) units: u32,
    pub(super) gross: i64,
    pub(super) refund_units: u32,
    pub(super) refunds: i64,
}

impl Amounts {
    pub(super) const ZERO: Self = Self {
        units: 0,
        gross: 0,
        refund_units: 0,
        refunds: 0,
    };
}

/// Facts about to be written.
pub(super) struct Ledger(pub(super) Rows);

impl Ledger {
    pub(super) fn add(&mut self, entry: &mut Entry<'_>, item: Item<'_>, amounts: Amounts) {
        let event = entry.event;
        let day = entry.at.with_timezone(&chrono_tz::Asia::Seoul).date_naive();
        let row = self.0.row();
        row.int8(event.cursor.epoch)
            .int8(event.cursor.xid)
            .int8(event.cursor.position)
            .int4(entry.part);
        row.uuid(event.event_id)
            .text(entry.kind)
            .text(entry.document);
        row.text(entry.store)
            .text(entry.channel)
            .text(entry.country);
        row.text(item.sku)
            .maybe_text(item.product)
            .text(item.category);
        row.int8(amounts.units.into()).int8(amounts.gross);
        row.int8(amounts.refund_units.into()).int8(amounts.refunds);
        row.date(day).time(entry.at).time(event.recorded_at);
        entry.part += 1;
    }
}
