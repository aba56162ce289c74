//! The rows that a single stream folds into: a product's, a SKU's, a store's tree.

use chrono::{DateTime, Utc};
use domain::categories::Categories;
use domain::pricing::Tax;
use domain::product::{Listing, Product};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::tables::{PRODUCTS, STOCK, TREES};
use crate::docs::{Doc, from_json, to_json};
use crate::rows::Rows;
use crate::stock::Shelf;

/// A product.
#[derive(Default)]
pub(super) struct Described {
    pub(super) product: Product,
    pub(super) listed_at: Option<DateTime<Utc>>,
}

impl Doc for Described {
    const TABLE: &'static str = PRODUCTS.name;
    const COLUMNS: &'static [&'static str] = &[
        "product_id",
        "version",
        "store",
        "category",
        "category_name",
        "name",
        "name_en",
        "summary",
        "summary_en",
        "picture",
        "image",
        "badges",
        "tax_free",
        "price",
        "list_price",
        "price_varies",
        "skus",
        "hidden",
        "sale_from",
        "sale_until",
        "listed_at",
        "doc",
    ];
    const STATE: &'static str = "doc, listed_at";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            product: from_json(row.try_get(2)?)?,
            listed_at: row.try_get(3)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        match self.product.listing() {
            Some(listing) => write_listing(listing, rows),
            None => write_nothing(rows),
        }
        let listing = self.product.listing();
        rows.boolean(self.product.is_hidden())
            .maybe_time(listing.and_then(|said| said.sale_from))
            .maybe_time(listing.and_then(|said| said.sale_until));
        rows.time(self.listed_at.unwrap_or_default())
            .text(&to_json(&self.product));
    }
}

/// From `store` to `skus`.
fn write_listing(listing: &Listing, rows: &mut Rows) {
    for text in [
        listing.store.as_str(),
        listing.category.as_str(),
        &listing.category_name,
        &listing.name,
        &listing.name_en,
        &listing.summary,
        &listing.summary_en,
        &listing.picture,
    ] {
        rows.text(text);
    }
    rows.maybe_text(listing.images.first().map(String::as_str))
        .texts(listing.badges.iter().map(String::as_str))
        .boolean(listing.tax == Tax::TaxFree);
    let cheapest = listing.variants.iter().min_by_key(|variant| variant.price);
    rows.int8(cheapest.map_or(0, |variant| variant.price.0));
    rows.maybe_int8(cheapest.and_then(|variant| Some(variant.list_price?.0)));
    let varies = listing
        .variants
        .iter()
        .any(|variant| cheapest.is_some_and(|least| least.price != variant.price));
    rows.boolean(varies)
        .texts(listing.variants.iter().map(|variant| variant.sku.as_str()));
}

/// Something was said of a product that was never listed: it is kept out of sight.
fn write_nothing(rows: &mut Rows) {
    for _ in 0..8 {
        rows.text("");
    }
    rows.null().texts([].into_iter()).boolean(false);
    rows.int8(0).null().boolean(false).texts([].into_iter());
}

/// What is left of a stock, and how well it sells.
#[derive(Default)]
pub(super) struct Left(pub(super) Shelf);

impl Doc for Left {
    const TABLE: &'static str = STOCK.name;
    const COLUMNS: &'static [&'static str] = &["stock_id", "version", "on_hand", "sold"];
    const STATE: &'static str = "on_hand, sold";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Shelf {
            on_hand: row.try_get(2)?,
            sold: row.try_get(3)?,
            ..Shelf::default()
        }))
    }

    fn write(&self, rows: &mut Rows) {
        rows.int8(self.0.on_hand).int8(self.0.sold);
    }
}

/// A store's categories.
#[derive(Default)]
pub(super) struct Tree(pub(super) Categories);

impl Doc for Tree {
    const TABLE: &'static str = TREES.name;
    const COLUMNS: &'static [&'static str] = &["store", "version", "doc"];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self(from_json(row.try_get(2)?)?))
    }

    fn write(&self, rows: &mut Rows) {
        rows.text(&to_json(&self.0));
    }
}
