//! What waits for staff, or for time: returns and exchanges, and purchases to be confirmed.

use chrono::{DateTime, Utc};
use domain::ClaimId;
use domain::order::Order;
use sqlx::{PgPool, Row};

use super::kept::{ClaimKind, OrderDoc};
use super::view::standing;
use crate::error::{Answer, ReadError};

/// A return or exchange about which something is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRow {
    /// The order's number.
    pub order: String,
    /// The store.
    pub store: String,
    /// Its id within the order.
    pub claim: String,
    /// What it is.
    pub kind: ClaimKind,
    /// Why, in a word.
    pub reason: String,
    /// `requested`, `accepted` or `received`.
    pub standing: &'static str,
    /// Pieces.
    pub pieces: u32,
    /// What an exchange is to send, where that is another option: SKU and pieces.
    pub wanted: Vec<(String, u32)>,
    /// The order that is to be paid before the exchange goes out; none if nothing is.
    pub to_be_paid: Option<String>,
    /// Names of the photos that the shopper sent.
    pub photos: Vec<String>,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// Returns and exchanges that are open, those of the newest orders first; of so many orders at most.
pub async fn open_claims(pool: &PgPool, orders: i64) -> Answer<Vec<ClaimRow>> {
    let rows = sqlx::query(
        "SELECT order_id, store, doc FROM read.orders WHERE open_claims > 0
          ORDER BY placed_at DESC, order_id LIMIT $1",
    );
    let mut open = Vec::new();
    for row in rows.bind(orders).fetch_all(pool).await? {
        let doc: &str = row.try_get("doc")?;
        let doc: OrderDoc =
            serde_json::from_str(doc).map_err(|error| ReadError::damaged("orders", &error))?;
        let (order, store): (String, String) = (row.try_get("order_id")?, row.try_get("store")?);
        open.extend(of_order(&order, &store, &doc));
    }
    Ok(open)
}

fn of_order(order: &str, store: &str, doc: &OrderDoc) -> Vec<ClaimRow> {
    let open = doc.order.claims().iter().filter(|(_, it)| it.is_open());
    open.filter_map(|(id, claim)| {
        let note = doc.claims.get(id)?;
        let lines = match claim {
            domain::order::Claim::Requested(asked) => &asked.lines,
            domain::order::Claim::Swapped(swap) => &swap.lines,
            _ => return None,
        };
        Some(ClaimRow {
            order: order.to_owned(),
            store: store.to_owned(),
            claim: id.to_string(),
            kind: note.kind,
            reason: note.reason.clone(),
            standing: standing(Some(claim)),
            pieces: lines.iter().map(|part| part.quantity).sum(),
            wanted: wanted(&doc.order, id),
            to_be_paid: to_be_paid(&doc.order, id),
            photos: note.photos.clone(),
            at: note.at,
        })
    })
    .collect()
}

fn wanted(order: &Order, claim: &ClaimId) -> Vec<(String, u32)> {
    let deal = order.deals().get(claim);
    let wanted = deal.map_or(&[][..], |deal| &deal.wanted);
    let out = order.replacement(claim).into_iter();
    out.filter(|it| wanted.iter().any(|wanted| wanted.line == it.line))
        .map(|it| (it.sku.to_string(), it.quantity))
        .collect()
}

fn to_be_paid(order: &Order, claim: &ClaimId) -> Option<String> {
    let due = order.deals().get(claim)?.to_be_paid()?;
    Some(due.order.to_string())
}

/// What the newest open claim of an order is.
pub(super) fn open_kind(doc: &OrderDoc) -> Option<ClaimKind> {
    let open = doc.order.claims().iter().filter(|(_, it)| it.is_open());
    let notes = open.filter_map(|(id, _)| doc.claims.get(id));
    notes.max_by_key(|note| note.at).map(|note| note.kind)
}

/// Orders of a store all of which arrived before that, and about which nothing is open; those that
/// have waited longest first.
pub async fn to_confirm(
    pool: &PgPool,
    store: &str,
    arrived_before: DateTime<Utc>,
    limit: i64,
) -> Answer<Vec<String>> {
    let orders = sqlx::query_scalar(
        "SELECT order_id FROM read.orders
          WHERE store = $1 AND status = 'delivered' AND open_claims = 0 AND delivered_at < $2
          ORDER BY delivered_at, order_id LIMIT $3",
    );
    let orders = orders.bind(store).bind(arrived_before).bind(limit);
    Ok(orders.fetch_all(pool).await?)
}
