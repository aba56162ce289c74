//! What members bought: a row for each payment and each refund of their orders, never changed.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::order::OrderEvent;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::Doc;
use crate::event::Event;
use crate::projection::Table;
use crate::rows::Rows;

pub(super) const FACTS: Table = Table {
    name: "member_purchases",
    columns: "epoch bigint NOT NULL, xid bigint NOT NULL, position bigint NOT NULL, member text COLLATE \"C\" NOT NULL,
        order_id text NOT NULL, store text NOT NULL, amount bigint NOT NULL, day date NOT NULL,
        PRIMARY KEY (epoch, xid, position)",
    key: "epoch, xid, position",
    indexes: &["(member, day)", "(day)"],
    trigrams: &[],
};

pub(super) const COLUMNS: &str = "epoch, xid, position, member, order_id, store, amount, day";

pub(super) const ORDERS: Table = Table {
    name: "member_orders",
    columns: "order_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, member text, store text NOT NULL",
    key: "order_id",
    indexes: &[],
    trigrams: &[],
};

/// Whose order it is; nobody's of ours for a guest's.
#[derive(Debug, Default)]
pub(super) struct Placed {
    member: Option<String>,
    store: String,
}

impl Placed {
    pub(super) fn fold(&mut self, event: &Event, happened: &OrderEvent, facts: &mut Rows) {
        match happened {
            OrderEvent::OrderPlaced { draft } => {
                self.member = draft.member.map(|member| member.to_string());
                self.store = draft.store.to_string();
            }
            OrderEvent::OrderPaid { amount, at, .. } => self.fact(event, amount.0, *at, facts),
            OrderEvent::OrderRefunded { plan, at, .. } => {
                self.fact(event, -plan.amount.0, *at, facts);
            }
            _ => {}
        }
    }

    fn fact(&self, event: &Event, amount: i64, at: DateTime<Utc>, facts: &mut Rows) {
        let Some(member) = &self.member else { return };
        let at_log = event.cursor;
        let row = facts.row();
        row.int8(at_log.epoch)
            .int8(at_log.xid)
            .int8(at_log.position);
        facts.text(member).text(&event.stream).text(&self.store);
        facts
            .int8(amount)
            .date(at.with_timezone(&Seoul).date_naive());
    }
}

impl Doc for Placed {
    const TABLE: &'static str = ORDERS.name;
    const COLUMNS: &'static [&'static str] = &["order_id", "version", "member", "store"];
    const STATE: &'static str = "member, store";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            member: row.try_get(2)?,
            store: row.try_get(3)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        rows.maybe_text(self.member.as_deref()).text(&self.store);
    }
}
