//! The tables of orders and payments: a row for each, with columns for lists and the whole
//! document for its page.

use async_trait::async_trait;
use domain::Decide;
use domain::order::Order;
use domain::payment::Payment;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::kept::OrderDoc;
use super::kept_payment::PaymentDoc;
use crate::docs::{Doc, Docs, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds orders and payments.
pub struct Orders;

/// The version of the tables' columns.
const COLUMNS: u32 = 1;

const ORDERS: Table = Table {
    name: "orders",
    columns: "order_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        channel text NOT NULL, member text, customer text, country text NOT NULL, status text NOT NULL, title text NOT NULL,
        lines int NOT NULL, pieces bigint NOT NULL, total bigint NOT NULL, paid bigint NOT NULL,
        refunded bigint NOT NULL, owed bigint NOT NULL, placed_at timestamptz NOT NULL, paid_at timestamptz,
        shipped_at timestamptz, delivered_at timestamptz, deposit_deadline timestamptz NOT NULL,
        open_claims int NOT NULL, supplement_to text, doc text NOT NULL",
    key: "order_id",
    indexes: &[
        "(store, placed_at DESC, order_id)",
        "(status, placed_at DESC, order_id)",
        "(member, placed_at DESC, order_id) WHERE member IS NOT NULL",
        "(deposit_deadline, order_id) WHERE status = 'pending_deposit'",
        "(placed_at DESC, order_id) WHERE owed > 0",
        "(placed_at DESC, order_id) WHERE open_claims > 0",
        "(supplement_to, order_id) WHERE supplement_to IS NOT NULL",
        "(store, delivered_at, order_id) WHERE status = 'delivered' AND open_claims = 0",
    ],
    trigrams: &[],
};

const PAYMENTS: Table = Table {
    name: "payments",
    columns: "payment_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, order_id text, status text NOT NULL,
        due bigint NOT NULL, captured bigint NOT NULL, refunded bigint NOT NULL, bank text, account text,
        deadline timestamptz, deposited_at timestamptz, unmatched int NOT NULL, provider text, means text, moved_at timestamptz,
        differs int NOT NULL, doc text NOT NULL",
    key: "payment_id",
    indexes: &[
        "(payment_id) WHERE unmatched > 0",
        "(payment_id) WHERE differs > 0",
        "(provider, moved_at) WHERE provider IS NOT NULL",
    ],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "orders",
    comment: "Orders as they stand now, without who bought. One row per order",
    select: "SELECT order_id, store, channel, member, country, status, lines, pieces, total, paid, refunded, owed, placed_at,
                    paid_at, shipped_at, delivered_at, supplement_to FROM orders WHERE status <> 'abandoned'",
    columns: &[
        ("order_id", "The order's number"),
        ("channel", "The door it came through: pc, mobile, desk, external:NAME"),
        ("member", "The member who placed it: an id, as in analytics.members; none for guests"),
        ("country", "ISO 3166 code, or an imported book's own name"),
        ("status", "pending_deposit, paid, preparing, partly_shipped, shipped, delivered, confirmed, cancelled, expired, refunded"),
        ("pieces", "Pieces ordered"),
        ("total", "What was due, won, VAT and shipping included"),
        ("paid", "What arrived, won"),
        ("refunded", "What went back, won"),
        ("owed", "What is owed to the shopper, won"),
        ("supplement_to", "The order that this one was added to, and is sent with; none for orders of their own. A count of orders counts both"),
    ],
}, AnalystView {
    name: "payments",
    comment: "Payments as they stand now, without accounts. One row per payment; an order has one",
    select: "SELECT payment_id, order_id, provider, means, status, due, captured, refunded, deadline, deposited_at,
                    moved_at, differs FROM payments WHERE order_id IS NOT NULL",
    columns: &[
        ("provider", "In whose window it was paid, or tried last; none for deposits to accounts of the shop"),
        ("means", "card, transfer, virtual_account, wallet"),
        ("status", "requested, awaiting_deposit, captured, cancelled, expired"),
        ("due", "Won"),
        ("captured", "What arrived, won"),
        ("refunded", "What went back, won"),
        ("deadline", "Until when an account takes the deposit"),
        ("moved_at", "When anything was last written down of it"),
        ("differs", "Attempts of which the provider's books say something else; zero where both agree"),
    ],
}];

#[async_trait]
impl Projection for Orders {
    fn name(&self) -> &'static str {
        "orders"
    }

    /// A row holds the state that its events fold to: it changes with that, and with the columns.
    fn version(&self) -> i32 {
        i32::try_from(COLUMNS + Order::SHAPE + Payment::SHAPE).unwrap_or(i32::MAX)
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Order, Kind::Payment]
    }

    fn tables(&self) -> &'static [Table] {
        &[ORDERS, PAYMENTS]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let of = |kind: Kind| kind.among(events);
        let mut orders = Docs::<OrderDoc>::open(scope, of(Kind::Order)).await?;
        let mut payments = Docs::<PaymentDoc>::open(scope, of(Kind::Payment)).await?;
        for event in events {
            if event.kind == Kind::Order {
                let order = orders.meet(event)?;
                if let Ok(Body::Order(happened)) = &event.body {
                    order.fold(happened);
                }
            } else {
                let payment = payments.meet(event)?;
                if let Ok(Body::Payment(happened)) = &event.body {
                    payment.fold(happened, event.recorded_at);
                }
            }
        }
        orders.save(scope).await?;
        payments.save(scope).await
    }
}

impl Doc for OrderDoc {
    const TABLE: &'static str = ORDERS.name;
    const COLUMNS: &'static [&'static str] = &[
        "order_id",
        "version",
        "store",
        "channel",
        "member",
        "customer",
        "country",
        "status",
        "title",
        "lines",
        "pieces",
        "total",
        "paid",
        "refunded",
        "owed",
        "placed_at",
        "paid_at",
        "shipped_at",
        "delivered_at",
        "deposit_deadline",
        "open_claims",
        "supplement_to",
        "doc",
    ];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        from_json(row.try_get(2)?)
    }

    fn write(&self, rows: &mut Rows) {
        let (order, times) = (&self.order, &self.times);
        if let Some(draft) = order.draft() {
            let channel = draft.channel.to_string();
            let member = draft.member.map(|member| member.to_string());
            rows.text(draft.store.as_str())
                .text(&channel)
                .maybe_text(member.as_deref())
                .maybe_text(draft.customer.as_deref())
                .text(&draft.country);
        } else {
            rows.text("").text("").null().null().text("");
        }
        let lines = order.draft().map_or(&[][..], |draft| &draft.quote.lines);
        rows.text(order.status().as_str())
            .text(order.draft().map_or("", |draft| draft.quote.first_name()));
        rows.int4(i32::try_from(lines.len()).unwrap_or(i32::MAX));
        rows.int8(lines.iter().map(|line| i64::from(line.quantity)).sum());
        rows.int8(order.draft().map_or(0, |draft| draft.quote.total.0))
            .int8(order.paid().0);
        let refunded = order.refunded().0;
        rows.int8(refunded)
            .int8(order.promised().0.saturating_sub(refunded));
        let otherwise = times.closed.unwrap_or_default();
        rows.time(order.draft().map_or(otherwise, |draft| draft.placed_at));
        rows.maybe_time(times.paid)
            .maybe_time(times.shipped)
            .maybe_time(times.delivered);
        rows.time(
            order
                .draft()
                .map_or(otherwise, |draft| draft.deposit_deadline),
        );
        let open = order.claims().values().filter(|it| it.is_open()).count();
        let first = order.supplement();
        rows.int4(i32::try_from(open).unwrap_or(i32::MAX))
            .maybe_text(first.map(|supplement| supplement.to.as_str()))
            .text(&to_json(self));
    }
}

impl Doc for PaymentDoc {
    const TABLE: &'static str = PAYMENTS.name;
    const COLUMNS: &'static [&'static str] = &[
        "payment_id",
        "version",
        "order_id",
        "status",
        "due",
        "captured",
        "refunded",
        "bank",
        "account",
        "deadline",
        "deposited_at",
        "unmatched",
        "provider",
        "means",
        "moved_at",
        "differs",
        "doc",
    ];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        from_json(row.try_get(2)?)
    }

    fn write(&self, rows: &mut Rows) {
        let payment = &self.payment;
        rows.maybe_text(payment.order().map(domain::OrderId::as_str))
            .text(status_name(payment.status()));
        rows.int8(payment.due().0)
            .int8(payment.captured().0)
            .int8(payment.refunded().0);
        let account = payment.account();
        rows.maybe_text(account.map(|account| account.bank.as_str()));
        rows.maybe_text(account.map(|account| account.number.as_str()));
        rows.maybe_time(self.deadline).maybe_time(self.deposited_at);
        rows.int4(i32::try_from(self.unmatched.len()).unwrap_or(i32::MAX));
        let window = self.window();
        rows.maybe_text(window.map(|attempt| attempt.provider.as_str()))
            .maybe_text(window.map(|attempt| attempt.means.as_str()))
            .maybe_time(self.moved_at);
        rows.int4(i32::try_from(payment.differences().len()).unwrap_or(i32::MAX))
            .text(&to_json(self));
    }
}

fn status_name(status: domain::payment::PaymentStatus) -> &'static str {
    use domain::payment::PaymentStatus as S;
    match status {
        S::New => "new",
        S::Requested => "requested",
        S::AwaitingDeposit => "awaiting_deposit",
        S::Captured => "captured",
        S::Cancelled => "cancelled",
        S::Expired => "expired",
    }
}
