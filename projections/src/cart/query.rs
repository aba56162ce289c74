//! What the cart's page asks: what lies in it, what that costs now, and how much there is.

use chrono::{DateTime, Utc};
use domain::stock::StockId;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use crate::error::Answer;

/// A cart as its shopper sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartView {
    /// The cart.
    pub cart: Uuid,
    /// The order that a checkout under way leads to; nothing may be changed meanwhile.
    pub checking_out: Option<String>,
    /// The coupon that the shopper wants to use.
    pub coupon: Option<String>,
    /// What lies in it, first put in first.
    pub items: Vec<CartItem>,
}

impl CartView {
    /// Pieces in the cart.
    pub fn pieces(&self) -> i64 {
        self.items.iter().map(|item| item.quantity).sum()
    }
}

/// Something in a cart, with what the shop says of it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartItem {
    /// The product.
    pub product: String,
    /// The option's SKU.
    pub sku: String,
    /// Pieces.
    pub quantity: i64,
    /// What one cost when it was put in, in won.
    pub added_price: i64,
    /// What the shop says of it now; `None` when it is not on offer any more.
    pub now: Option<Offer>,
    /// Pieces on hand in the store.
    pub available: i64,
}

impl CartItem {
    /// Whether all pieces could be bought now.
    pub fn can_buy(&self) -> bool {
        self.now.is_some() && self.quantity <= self.available
    }

    /// The present price where it differs from the one at adding, in won.
    pub fn changed_price(&self) -> Option<i64> {
        let now = self.now.as_ref()?.price;
        (now != self.added_price).then_some(now)
    }
}

/// A SKU on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The product's name.
    pub name: String,
    /// The option's name.
    pub option: Option<String>,
    /// The category's id.
    pub category: String,
    /// What the picture shows.
    pub picture: String,
    /// Won for one, now.
    pub price: i64,
    /// Whether the price is free of VAT.
    pub tax_free: bool,
}

/// A cart of a store as it is at this time; `None` when nothing was ever put in.
pub async fn view(
    pool: &PgPool,
    store: &str,
    cart: Uuid,
    now: DateTime<Utc>,
) -> Answer<Option<CartView>> {
    let rows = sqlx::query(
        "SELECT c.checking_out, c.coupon, i.product, i.sku, i.quantity, i.price AS added_price,
                o.name, o.option, o.category, o.picture, o.price, o.tax_free, s.available
           FROM read.carts c
           LEFT JOIN LATERAL json_to_recordset(c.items)
                AS i(place int, product text, sku text, quantity bigint, price bigint) ON true
           LEFT JOIN LATERAL (
                SELECT p.name, p.category, p.picture, p.tax_free, v.option, v.price
                  FROM read.cart_products p,
                       json_to_recordset(p.variants) AS v(sku text, option text, price bigint)
                 WHERE p.product_id = i.product AND v.sku = i.sku AND NOT p.hidden
                   AND (p.sale_from IS NULL OR p.sale_from <= $2) AND (p.sale_until IS NULL OR p.sale_until > $2)) o ON true
           CROSS JOIN LATERAL (
                SELECT coalesce(sum(s.on_hand), 0)::bigint AS available FROM read.cart_stock s
                 WHERE s.stock_id = ANY (ARRAY[i.sku, $3 || i.sku])) s
          WHERE c.cart_id = $1 ORDER BY i.place",
    )
    .bind(cart.to_string())
    .bind(now)
    .bind(StockId::before_own(store))
    .fetch_all(pool)
    .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let checking_out = first.try_get("checking_out")?;
    let coupon = first.try_get("coupon")?;
    let items: Result<Vec<_>, sqlx::Error> = rows
        .iter()
        .filter_map(|row| item(row).transpose())
        .collect();
    Ok(Some(CartView {
        cart,
        checking_out,
        coupon,
        items: items?,
    }))
}

fn item(row: &sqlx::postgres::PgRow) -> Result<Option<CartItem>, sqlx::Error> {
    // An empty cart is one row without an item.
    let Some(sku) = row.try_get::<Option<String>, _>("sku")? else {
        return Ok(None);
    };
    let now = match row.try_get::<Option<String>, _>("name")? {
        None => None,
        Some(name) => Some(Offer {
            name,
            option: row.try_get("option")?,
            category: row.try_get("category")?,
            picture: row.try_get("picture")?,
            price: row.try_get("price")?,
            tax_free: row.try_get("tax_free")?,
        }),
    };
    Ok(Some(CartItem {
        product: row.try_get("product")?,
        sku,
        quantity: row.try_get("quantity")?,
        added_price: row.try_get("added_price")?,
        now,
        available: row.try_get("available")?,
    }))
}

/// Pieces in a cart, for the mark beside its symbol on every page.
pub async fn pieces(pool: &PgPool, cart: Uuid) -> Answer<i64> {
    let pieces = sqlx::query_scalar("SELECT pieces FROM read.carts WHERE cart_id = $1");
    Ok(pieces
        .bind(cart.to_string())
        .fetch_optional(pool)
        .await?
        .unwrap_or(0))
}
