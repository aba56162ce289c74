//! Products for search engines: which a store shows, and when something was said of each last.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::product::ProductEvent;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::docs::{Doc, Docs};
use crate::error::Answer;
use crate::event::{Body, Event, Kind};
use crate::projection::{Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds products into addresses.
pub struct Sitemap;

const TABLE: Table = Table {
    name: "sitemap",
    columns:
        "product_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        hidden boolean NOT NULL, changed_at timestamptz NOT NULL",
    key: "product_id",
    indexes: &["(store, product_id) WHERE NOT hidden"],
    trigrams: &[],
};

#[async_trait]
impl Projection for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Product]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut places = Docs::<Place>::open(scope, events.iter().copied()).await?;
        for event in events {
            let place = places.meet(event)?;
            let Ok(Body::Product(happened)) = &event.body else {
                continue;
            };
            place.changed_at = Some(event.recorded_at);
            match happened {
                ProductEvent::ProductListed { listing }
                | ProductEvent::ProductDescribed { listing } => {
                    listing.store.as_str().clone_into(&mut place.store);
                }
                ProductEvent::ProductHidden {} => place.hidden = true,
                ProductEvent::ProductShown {} => place.hidden = false,
                ProductEvent::PriceChanged { .. } => {}
            }
        }
        places.save(scope).await
    }
}

#[derive(Default)]
struct Place {
    store: String,
    hidden: bool,
    changed_at: Option<DateTime<Utc>>,
}

impl Doc for Place {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] =
        &["product_id", "version", "store", "hidden", "changed_at"];
    const STATE: &'static str = "store, hidden, changed_at";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            store: row.try_get(2)?,
            hidden: row.try_get(3)?,
            changed_at: row.try_get(4)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        // What was never listed belongs to no store, and so to no map.
        rows.text(&self.store)
            .boolean(self.hidden)
            .time(self.changed_at.unwrap_or_default());
    }
}

/// Products that a store shows, by id, with the time at which something was said of each last: at most so
/// many, after the first ones.
pub async fn products(
    pool: &PgPool,
    store: &str,
    skip: i64,
    most: i64,
) -> Answer<Vec<(String, DateTime<Utc>)>> {
    let rows = sqlx::query_as(
        "SELECT product_id, changed_at FROM read.sitemap WHERE store = $1 AND NOT hidden
          ORDER BY product_id OFFSET $2 LIMIT $3",
    );
    let rows = rows.bind(store).bind(skip).bind(most);
    Ok(rows.fetch_all(pool).await?)
}

/// How many a store shows, and when something was said of any of them last.
pub async fn extent(pool: &PgPool, store: &str) -> Answer<(i64, Option<DateTime<Utc>>)> {
    let row = sqlx::query_as(
        "SELECT count(*), max(changed_at) FROM read.sitemap WHERE store = $1 AND NOT hidden",
    );
    Ok(row.bind(store).fetch_one(pool).await?)
}
