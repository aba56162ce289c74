//! The catalogue's tables: a row per product, and a row per SKU for what is left of it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::pricing::Tax;
use domain::product::Product;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;
use crate::stock::Shelf;

/// Folds products and stock into the shop window.
pub struct Catalogue;

const PRODUCTS: Table = Table {
    name: "catalogue_products",
    columns: "product_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        category text NOT NULL, category_name text NOT NULL, name text NOT NULL, summary text NOT NULL,
        picture text NOT NULL, badges text[] NOT NULL, tax_free boolean NOT NULL, price bigint NOT NULL,
        list_price bigint, price_varies boolean NOT NULL, skus text[] NOT NULL, hidden boolean NOT NULL,
        listed_at timestamptz NOT NULL, words text NOT NULL, doc text NOT NULL,
        search text NOT NULL GENERATED ALWAYS AS (lower(normalize(words, NFKC))) STORED",
    key: "product_id",
    indexes: &["(store, listed_at DESC, product_id) WHERE NOT hidden", "USING gin (skus)"],
    trigrams: &["USING gin (search gin_trgm_ops)"],
};

const STOCK: Table = Table {
    name: "catalogue_stock",
    columns: "sku text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, on_hand bigint NOT NULL, sold bigint NOT NULL",
    key: "sku",
    indexes: &[],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "products",
    comment: "Products as they are described now, hidden ones included. One row per product",
    select: "SELECT product_id, store, category, category_name, name, price, list_price, skus, hidden, listed_at
               FROM catalogue_products",
    columns: &[
        ("product_id", "The product"),
        ("price", "The cheapest option, won, VAT included"),
        ("list_price", "That option's price before a reduction, won"),
        ("skus", "Its options"),
        ("hidden", "Taken from the shop window"),
        ("listed_at", "When the log took its first listing"),
    ],
}];

#[async_trait]
impl Projection for Catalogue {
    fn name(&self) -> &'static str {
        "catalogue"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Product, Kind::Stock]
    }

    fn tables(&self) -> &'static [Table] {
        &[PRODUCTS, STOCK]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let of = |kind: Kind| kind.among(events);
        let mut products = Docs::<Window>::open(scope, of(Kind::Product)).await?;
        let mut shelves = Docs::<Left>::open(scope, of(Kind::Stock)).await?;
        for event in events {
            match &event.body {
                Ok(Body::Product(happened)) => {
                    let window = products.meet(event)?;
                    window.listed_at.get_or_insert(event.recorded_at);
                    apply(&mut window.product, happened.clone());
                }
                Ok(Body::Stock(happened)) => shelves.meet(event)?.0.fold(happened),
                _ if event.kind == Kind::Product => drop(products.meet(event)?),
                _ => drop(shelves.meet(event)?),
            }
        }
        products.save(scope).await?;
        shelves.save(scope).await
    }
}

/// A product in the window.
#[derive(Default)]
struct Window {
    product: Product,
    listed_at: Option<DateTime<Utc>>,
}

impl Doc for Window {
    const TABLE: &'static str = PRODUCTS.name;
    const COLUMNS: &'static [&'static str] = &[
        "product_id",
        "version",
        "store",
        "category",
        "category_name",
        "name",
        "summary",
        "picture",
        "badges",
        "tax_free",
        "price",
        "list_price",
        "price_varies",
        "skus",
        "hidden",
        "listed_at",
        "words",
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
        let Some(listing) = self.product.listing() else {
            // Something was said of a product that was never listed: keep it out of sight.
            for _ in [
                "store",
                "category",
                "category_name",
                "name",
                "summary",
                "picture",
            ] {
                rows.text("");
            }
            rows.texts([].into_iter())
                .boolean(false)
                .int8(0)
                .null()
                .boolean(false)
                .texts([].into_iter());
            rows.boolean(true)
                .time(self.listed_at.unwrap_or_default())
                .text("")
                .text(&to_json(&self.product));
            return;
        };
        rows.text(listing.store.as_str())
            .text(listing.category.as_str())
            .text(&listing.category_name);
        rows.text(&listing.name)
            .text(&listing.summary)
            .text(&listing.picture);
        rows.texts(listing.badges.iter().map(String::as_str))
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
        rows.boolean(!self.product.on_sale())
            .time(self.listed_at.unwrap_or_default());
        let mut words = format!(
            "{} {} {}",
            listing.name, listing.summary, listing.category_name
        );
        for variant in &listing.variants {
            words = format!(
                "{words} {} {}",
                variant.sku,
                variant.option.as_deref().unwrap_or_default()
            );
        }
        rows.text(&words).text(&to_json(&self.product));
    }
}

/// What is left of a SKU, and how well it sells.
#[derive(Default)]
struct Left(Shelf);

impl Doc for Left {
    const TABLE: &'static str = STOCK.name;
    const COLUMNS: &'static [&'static str] = &["sku", "version", "on_hand", "sold"];
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
