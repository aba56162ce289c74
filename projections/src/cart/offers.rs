//! What the cart keeps of products and stock, from its own fold of their events.

use domain::pricing::Tax;
use domain::product::Product;
use serde::Serialize;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::fold::{PRODUCTS, STOCK};
use crate::docs::{Doc, from_json, to_json};
use crate::rows::Rows;
use crate::stock::Shelf;

/// What the cart must know of a product.
#[derive(Default)]
pub(super) struct OfferDoc {
    pub(super) product: Product,
}

/// An option as the cart's query reads it.
#[derive(Serialize)]
struct Variant<'a> {
    sku: &'a str,
    option: Option<&'a str>,
    price: i64,
}

impl Doc for OfferDoc {
    const TABLE: &'static str = PRODUCTS.name;
    const COLUMNS: &'static [&'static str] = &[
        "product_id",
        "version",
        "name",
        "category",
        "picture",
        "tax_free",
        "hidden",
        "sale_from",
        "sale_until",
        "variants",
        "doc",
    ];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            product: from_json(row.try_get(2)?)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        let listing = self.product.listing();
        rows.text(listing.map_or("", |said| &said.name));
        rows.text(listing.map_or("", |said| said.category.as_str()));
        rows.text(listing.map_or("", |said| &said.picture));
        rows.boolean(listing.is_some_and(|said| said.tax == Tax::TaxFree))
            .boolean(self.product.is_hidden());
        rows.maybe_time(listing.and_then(|said| said.sale_from))
            .maybe_time(listing.and_then(|said| said.sale_until));
        let variants: Vec<Variant<'_>> = listing
            .map_or(&[][..], |said| &said.variants)
            .iter()
            .map(|it| Variant {
                sku: it.sku.as_str(),
                option: it.option.as_deref(),
                price: it.price.0,
            })
            .collect();
        rows.text(&to_json(&variants)).text(&to_json(&self.product));
    }
}

/// Pieces on hand of a stock.
#[derive(Default)]
pub(super) struct OnHand(pub(super) Shelf);

impl Doc for OnHand {
    const TABLE: &'static str = STOCK.name;
    const COLUMNS: &'static [&'static str] = &["stock_id", "version", "on_hand"];
    const STATE: &'static str = "on_hand";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Shelf {
            on_hand: row.try_get(2)?,
            ..Shelf::default()
        }))
    }

    fn write(&self, rows: &mut Rows) {
        rows.int8(self.0.on_hand);
    }
}
