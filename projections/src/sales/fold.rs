//! The tables of sales: the facts, and what must be remembered of an order to make them.

use async_trait::async_trait;
use domain::credit::CreditEvent;
use domain::order::OrderEvent;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::facts::{Sold, credit};
use super::ledger::{COLUMNS, Ledger};
use crate::docs::{Doc, Docs, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds payments of orders, refunds and credits into facts.
pub struct Sales;

const FACTS: Table = Table {
    name: "sales_facts",
    columns: "epoch bigint NOT NULL, xid bigint NOT NULL, position bigint NOT NULL, part int NOT NULL,
        event_id uuid NOT NULL, kind text NOT NULL, document text NOT NULL, store text NOT NULL, channel text NOT NULL,
        country text NOT NULL, sku text NOT NULL, product text, category text NOT NULL, units bigint NOT NULL,
        gross bigint NOT NULL, refund_units bigint NOT NULL, refunds bigint NOT NULL, day date NOT NULL,
        occurred_at timestamptz NOT NULL, recorded_at timestamptz NOT NULL,
        PRIMARY KEY (epoch, xid, position, part)",
    key: "epoch, xid, position, part",
    indexes: &["(day)", "(document)"],
    trigrams: &[],
};

const ORDERS: Table = Table {
    name: "sales_orders",
    columns: "order_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, sold text NOT NULL",
    key: "order_id",
    indexes: &[],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "sales",
    comment: "Sales facts, append-only: one row per sold line, gift, charge, refund or credit. \
              A refund stands on the day the money went back. net = gross - refunds",
    select: "SELECT event_id, kind, document, store, channel, country, sku, product, category, units, gross,
                    refund_units, refunds, day, occurred_at, recorded_at FROM sales_facts",
    columns: &[
        ("event_id", "The event in the log that this comes from"),
        ("kind", "sale, refund or credit"),
        ("document", "The order's number, or the credit's document"),
        ("channel", "The door the order came through: pc, mobile, desk, external:NAME"),
        ("country", "ISO 3166 code, or an imported book's own name"),
        ("sku", "The SKU, or the code of a charge such as SHIPPING; GRANT for money given without goods coming back"),
        ("category", "The category; charge for charges, gift for gifts"),
        ("units", "Pieces sold"),
        ("gross", "Won sold, VAT included, discounts taken off; negative only for credits among charges"),
        ("refund_units", "Pieces whose money went back"),
        ("refunds", "Won paid back; below zero only where a GRANT counts against a later refund, or for a credit among charges"),
        ("day", "The day in Korea on which it happened"),
        ("occurred_at", "When it happened: filter it to see a past day as it was"),
        ("recorded_at", "When the shop came to know: filter it to see what was known then"),
    ],
}];

#[async_trait]
impl Projection for Sales {
    fn name(&self) -> &'static str {
        "sales"
    }

    fn version(&self) -> i32 {
        2
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Order, Kind::Credit]
    }

    fn tables(&self) -> &'static [Table] {
        &[FACTS, ORDERS]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let orders = events
            .iter()
            .copied()
            .filter(|event| event.kind == Kind::Order);
        let mut orders = Docs::<Sold>::open(scope, orders).await?;
        let mut ledger = Ledger(Rows::new(COLUMNS.len()));
        for (at, event) in events.iter().enumerate() {
            let poison = |why: &str| Fault::poison(at, why);
            if event.kind == Kind::Credit {
                if let Ok(Body::Credit(CreditEvent::CreditRecorded { note })) = &event.body {
                    credit(event, note, &mut ledger);
                }
                continue;
            }
            let sold = orders.meet(event)?;
            match &event.body {
                Ok(Body::Order(OrderEvent::OrderPlaced { draft })) => *sold = Sold::of(draft),
                Ok(Body::Order(OrderEvent::OrderPaid { at, .. })) => {
                    sold.sale(event, *at, &mut ledger);
                }
                Ok(Body::Order(OrderEvent::RefundGranted { claim, .. })) => sold.granted(claim),
                Ok(Body::Order(OrderEvent::OrderRefunded {
                    claim, plan, at, ..
                })) => {
                    sold.refund(event, claim, plan, *at, &mut ledger)
                        .map_err(poison)?;
                }
                _ => {}
            }
        }
        scope
            .copy(FACTS.name, &COLUMNS.join(", "), ledger.0)
            .await?;
        orders.save(scope).await
    }
}

impl Doc for Sold {
    const TABLE: &'static str = ORDERS.name;
    const COLUMNS: &'static [&'static str] = &["order_id", "version", "sold"];
    const STATE: &'static str = "sold";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        from_json(row.try_get(2)?)
    }

    fn write(&self, rows: &mut Rows) {
        rows.text(&to_json(self));
    }
}
