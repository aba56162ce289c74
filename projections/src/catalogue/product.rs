//! One product's page, and the categories beside the list.

use chrono::{DateTime, Utc};
use domain::pricing::Tax;
use domain::product::{Listing, Product};
use sqlx::{PgPool, Row};

use crate::error::{Answer, ReadError};

/// All that a product's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductPage {
    /// Everything said of the product; prices in it are the present ones, in won.
    pub listing: Listing,
    /// Pieces on hand of each option, in the listing's order.
    pub available: Vec<i64>,
    /// When it came on offer first (the log's clock).
    pub listed_at: DateTime<Utc>,
}

impl ProductPage {
    /// No option has a piece on hand.
    pub fn sold_out(&self) -> bool {
        self.available.iter().all(|pieces| *pieces <= 0)
    }

    /// Whether its price is free of VAT.
    pub fn tax_free(&self) -> bool {
        self.listing.tax == Tax::TaxFree
    }
}

/// A category with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Products shown in it.
    pub products: i64,
}

/// One product of a store; `None` when there is none or it is hidden.
pub async fn product(pool: &PgPool, store: &str, id: &str) -> Answer<Option<ProductPage>> {
    let row = sqlx::query(
        "SELECT p.doc, p.listed_at,
                ARRAY(SELECT coalesce(s.on_hand, 0) FROM unnest(p.skus) WITH ORDINALITY AS k(sku, place)
                        LEFT JOIN read.catalogue_stock s USING (sku) ORDER BY place) AS available
           FROM read.catalogue_products p
          WHERE p.product_id = $1 AND p.store = $2 AND NOT p.hidden",
    )
    .bind(id)
    .bind(store)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let damaged = |why: &dyn ToString| ReadError::damaged("catalogue_products", why);
    let doc: &str = row.try_get("doc")?;
    let product: Product = serde_json::from_str(doc).map_err(|error| damaged(&error))?;
    let listing = product
        .listing()
        .ok_or_else(|| damaged(&"no listing"))?
        .clone();
    Ok(Some(ProductPage {
        listing,
        available: row.try_get("available")?,
        listed_at: row.try_get("listed_at")?,
    }))
}

/// The categories of a store with products to show, most products first.
pub async fn categories(pool: &PgPool, store: &str) -> Answer<Vec<Category>> {
    let rows = sqlx::query(
        "SELECT category AS id, min(category_name) AS name, count(*) AS products
           FROM read.catalogue_products WHERE store = $1 AND NOT hidden
          GROUP BY category ORDER BY products DESC, id",
    )
    .bind(store)
    .fetch_all(pool)
    .await?;
    let read = |row: &sqlx::postgres::PgRow| {
        Ok(Category {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            products: row.try_get("products")?,
        })
    };
    rows.iter().map(read).collect()
}
