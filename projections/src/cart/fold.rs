//! The cart's tables: a row per cart, and its own notes of products and stock.

use async_trait::async_trait;
use domain::cart::CartEvent;
use domain::{ProductId, Sku, Won};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::offers::{OfferDoc, OnHand};
use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds carts, with what the shop says of the things in them.
pub struct Carts;

const CARTS: Table = Table {
    name: "carts",
    columns: "cart_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, checking_out text, pieces bigint NOT NULL,
        amount bigint NOT NULL, last_order text, changed_at timestamptz NOT NULL, coupon text,
        items json NOT NULL",
    key: "cart_id",
    indexes: &[],
    trigrams: &[],
};

pub(super) const PRODUCTS: Table = Table {
    name: "cart_products",
    columns: "product_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, name text NOT NULL,
        category text NOT NULL, picture text NOT NULL, tax_free boolean NOT NULL, hidden boolean NOT NULL,
        sale_from timestamptz, sale_until timestamptz, variants json NOT NULL, doc text NOT NULL",
    key: "product_id",
    indexes: &[],
    trigrams: &[],
};

pub(super) const STOCK: Table = Table {
    name: "cart_stock",
    columns: "stock_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, on_hand bigint NOT NULL",
    key: "stock_id",
    indexes: &[],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "carts",
    comment: "Carts, without any name: what was left lying, and which led to orders. One row per cart",
    select: "SELECT cart_id, pieces, amount, checking_out IS NOT NULL AS checking_out,
                    last_order IS NOT NULL AS ordered_before, changed_at FROM carts",
    columns: &[
        ("pieces", "Pieces in it now"),
        ("amount", "Their prices when they were put in, won"),
        ("checking_out", "A checkout is under way"),
        ("ordered_before", "It led to an order before"),
        ("changed_at", "The last change, by the log's clock"),
    ],
}];

#[async_trait]
impl Projection for Carts {
    fn name(&self) -> &'static str {
        "cart"
    }

    fn version(&self) -> i32 {
        4
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Cart, Kind::Product, Kind::Stock]
    }

    fn tables(&self) -> &'static [Table] {
        &[CARTS, PRODUCTS, STOCK]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let of = |kind: Kind| kind.among(events);
        let mut carts = Docs::<CartDoc>::open(scope, of(Kind::Cart)).await?;
        let mut offers = Docs::<OfferDoc>::open(scope, of(Kind::Product)).await?;
        let mut shelves = Docs::<OnHand>::open(scope, of(Kind::Stock)).await?;
        for (at, event) in events.iter().enumerate() {
            match event.kind {
                Kind::Product => {
                    let offer = offers.meet(event)?;
                    if let Ok(Body::Product(happened)) = &event.body {
                        apply(&mut offer.product, happened.clone());
                    }
                }
                Kind::Stock => {
                    let shelf = shelves.meet(event)?;
                    if let Ok(Body::Stock(happened)) = &event.body {
                        shelf.0.fold(happened);
                    }
                }
                _ => {
                    let cart = carts.meet(event)?;
                    cart.changed_at = event.recorded_at;
                    if let Ok(Body::Cart(happened)) = &event.body {
                        cart.fold(happened).map_err(|why| Fault::poison(at, why))?;
                    }
                }
            }
        }
        carts.save(scope).await?;
        offers.save(scope).await?;
        shelves.save(scope).await
    }
}

#[derive(Default)]
struct CartDoc {
    items: Vec<Item>,
    checking_out: Option<String>,
    last_order: Option<String>,
    coupon: Option<String>,
    changed_at: chrono::DateTime<chrono::Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Item {
    /// Counts up, so that the page keeps the shopper's order.
    place: i32,
    product: String,
    sku: String,
    quantity: i64,
    price: i64,
}

impl CartDoc {
    fn fold(&mut self, event: &CartEvent) -> Result<(), &'static str> {
        match event {
            CartEvent::ItemAdded {
                product,
                sku,
                quantity,
                price,
            } => {
                self.put(product, sku, *quantity, *price);
            }
            CartEvent::QuantityChanged { sku, quantity } => {
                self.item(sku.as_str())
                    .ok_or("changes what is not in the cart")?
                    .quantity = i64::from(*quantity);
            }
            CartEvent::ItemRemoved { sku } => self.items.retain(|item| item.sku != sku.as_str()),
            CartEvent::CouponChosen { coupon } => self.coupon = Some(coupon.to_string()),
            CartEvent::CouponDropped {} => self.coupon = None,
            CartEvent::CheckoutBegun { draft, .. } => {
                self.checking_out = Some(draft.order.to_string());
            }
            CartEvent::CheckoutFinished { order, .. } => {
                self.items.clear();
                self.coupon = None;
                self.checking_out = None;
                self.last_order = Some(order.to_string());
            }
            CartEvent::CheckoutUndone { .. } => self.checking_out = None,
            CartEvent::CartPromised { .. } => {}
            CartEvent::CartHandedOver { .. } => self.items.clear(),
            CartEvent::CartMerged { items, .. } => {
                for item in items {
                    self.put(&item.product, &item.sku, item.quantity, item.price);
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, product: &ProductId, sku: &Sku, quantity: u32, price: Won) {
        let quantity = i64::from(quantity);
        let place = self.items.last().map_or(0, |item| item.place + 1);
        match self.item(sku.as_str()) {
            Some(item) => {
                item.quantity += quantity;
                item.price = price.0;
            }
            None => self.items.push(Item {
                place,
                product: product.to_string(),
                sku: sku.to_string(),
                quantity,
                price: price.0,
            }),
        }
    }

    fn item(&mut self, sku: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.sku == sku)
    }
}

impl Doc for CartDoc {
    const TABLE: &'static str = CARTS.name;
    const COLUMNS: &'static [&'static str] = &[
        "cart_id",
        "version",
        "checking_out",
        "pieces",
        "amount",
        "last_order",
        "changed_at",
        "coupon",
        "items",
    ];
    const STATE: &'static str = "items::text, checking_out, last_order, changed_at, coupon";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            items: from_json(row.try_get(2)?)?,
            checking_out: row.try_get(3)?,
            last_order: row.try_get(4)?,
            changed_at: row.try_get(5)?,
            coupon: row.try_get(6)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        rows.maybe_text(self.checking_out.as_deref());
        rows.int8(self.items.iter().map(|item| item.quantity).sum());
        rows.int8(
            self.items
                .iter()
                .map(|item| item.quantity.saturating_mul(item.price))
                .sum(),
        );
        rows.maybe_text(self.last_order.as_deref())
            .time(self.changed_at)
            .maybe_text(self.coupon.as_deref())
            .text(&to_json(&self.items));
    }
}
