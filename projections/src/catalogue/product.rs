//! One product's page, and what stands beside it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::pricing::Tax;
use domain::product::{Listing, Product};
use domain::stock::StockId;
use sqlx::{PgPool, Row};

use super::asked::{ListQuery, Sort};
use super::categories::above;
use super::list::{Card, list};
use crate::error::{Answer, ReadError};

/// All that a product's page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductPage {
    /// Everything said of the product; prices in it are the present ones, in won.
    pub listing: Listing,
    /// Pieces on hand of each option in the store, in the listing's order.
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

/// Names of products by their SKUs, hidden ones too; what is unknown is left out.
pub async fn names(pool: &PgPool, skus: &[String]) -> Answer<HashMap<String, String>> {
    let names: Vec<(String, String)> = sqlx::query_as(
        // The stock of all stores is named as its SKU is, and every offer names it.
        "SELECT DISTINCT ON (o.stock_id) o.stock_id, p.name
           FROM read.catalogue_offers o JOIN read.catalogue_products p USING (product_id)
          WHERE o.stock_id = ANY ($1) ORDER BY o.stock_id, p.product_id",
    )
    .bind(skus)
    .fetch_all(pool)
    .await?;
    Ok(names.into_iter().collect())
}

/// One product of a store; `None` when there is none or it is hidden. What is scheduled is there at all
/// times: its listing says from when until when it is sold.
pub async fn product(pool: &PgPool, store: &str, id: &str) -> Answer<Option<ProductPage>> {
    let row = sqlx::query(
        "SELECT p.doc, p.listed_at,
                ARRAY(SELECT (SELECT coalesce(sum(s.on_hand), 0)::bigint FROM read.catalogue_stock s
                               WHERE s.stock_id = ANY (ARRAY[k.sku, $3 || k.sku]))
                        FROM unnest(p.skus) WITH ORDINALITY AS k(sku, place) ORDER BY place) AS available
           FROM read.catalogue_products p
          WHERE p.product_id = $1 AND p.store = $2 AND NOT p.hidden",
    )
    .bind(id)
    .bind(store)
    .bind(StockId::before_own(store))
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

/// Other products of the same category, what sells most first; if there are too few, of the category
/// above it.
pub async fn related(
    pool: &PgPool,
    of: &Listing,
    now: DateTime<Utc>,
    most: u32,
) -> Answer<Vec<Card>> {
    let mut found = beside(pool, of, of.category.to_string(), now, most).await?;
    if found.len() < most as usize
        && let Some(above) = above(pool, of.store.as_str(), &of.category).await?
    {
        for card in beside(pool, of, above, now, most * 2).await? {
            if !found.iter().any(|known| known.product == card.product) {
                found.push(card);
            }
        }
        found.truncate(most as usize);
    }
    Ok(found)
}

async fn beside(
    pool: &PgPool,
    of: &Listing,
    category: String,
    now: DateTime<Utc>,
    most: u32,
) -> Answer<Vec<Card>> {
    let query = ListQuery {
        category: Some(category),
        sort: Sort::Popular,
        per_page: most + 1,
        ..ListQuery::new(of.store.as_str(), now)
    };
    let mut cards = list(pool, &query).await?.items;
    cards.retain(|card| card.product != of.product.as_str());
    cards.truncate(most as usize);
    Ok(cards)
}
