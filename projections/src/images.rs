//! Pictures that can be had, and in which sizes.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::image::Image;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::error::{Answer, Page, offset};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds pictures into a list.
pub struct Images;

const TABLE: Table = Table {
    name: "images",
    columns: "name text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, purpose text NOT NULL,
        width int NOT NULL, height int NOT NULL, sizes text[] NOT NULL, there boolean NOT NULL,
        uploaded_at timestamptz NOT NULL, doc text NOT NULL",
    key: "name",
    indexes: &["(uploaded_at DESC, name) WHERE there"],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "images",
    comment: "Pictures that can be had. One row per picture",
    select: "SELECT name, purpose, width, height, uploaded_at FROM images WHERE there",
    columns: &[
        ("name", "What it holds: 160 bits of a SHA-256"),
        ("purpose", "shop, review or claim"),
        ("width", "Pixels as it is kept"),
        ("height", "Pixels as it is kept"),
        ("uploaded_at", "When the log took it first"),
    ],
}];

#[async_trait]
impl Projection for Images {
    fn name(&self) -> &'static str {
        "images"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Image]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut pictures = Docs::<Picture>::open(scope, events.iter().copied()).await?;
        for event in events {
            let picture = pictures.meet(event)?;
            if let Ok(Body::Image(happened)) = &event.body {
                picture.uploaded_at.get_or_insert(event.recorded_at);
                apply(&mut picture.image, happened.clone());
            }
        }
        pictures.save(scope).await
    }
}

#[derive(Default)]
struct Picture {
    image: Image,
    uploaded_at: Option<DateTime<Utc>>,
}

impl Doc for Picture {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "version",
        "purpose",
        "width",
        "height",
        "sizes",
        "there",
        "uploaded_at",
        "doc",
    ];
    const STATE: &'static str = "doc, uploaded_at";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            image: from_json(row.try_get(2)?)?,
            uploaded_at: row.try_get(3)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        let (width, height) = self.image.dimensions().unwrap_or_default();
        let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let sizes: Vec<String> = self.image.sizes().map(|width| width.to_string()).collect();
        let purpose = self.image.purpose().map(|purpose| to_json(&purpose));
        rows.text(purpose.unwrap_or_default().trim_matches('"'))
            .int4(side(width))
            .int4(side(height))
            .texts(sizes.iter().map(String::as_str))
            .boolean(self.image.is_there())
            .time(self.uploaded_at.unwrap_or_default())
            .text(&to_json(&self.image));
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// `shop`, `review` or `claim`.
    pub purpose: String,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// The widths that are made, pixels.
    pub sizes: Vec<u32>,
    /// When it came first (the log's clock).
    pub uploaded_at: DateTime<Utc>,
}

/// Pictures that can be had, the newest first.
pub async fn list(pool: &PgPool, page: u32, per_page: u32) -> Answer<Page<Listed>> {
    let rows = sqlx::query(
        "SELECT name, purpose, width, height, sizes, uploaded_at FROM read.images
          WHERE there ORDER BY uploaded_at DESC, name LIMIT $1 OFFSET $2",
    )
    .bind(i64::from(per_page))
    .bind(offset(page, per_page))
    .fetch_all(pool)
    .await?;
    let total = sqlx::query_scalar("SELECT count(*) FROM read.images WHERE there");
    let total: i64 = total.fetch_one(pool).await?;
    let items: Result<Vec<Listed>, sqlx::Error> = rows.iter().map(listed).collect();
    Ok(Page::new(items?, total, page, per_page))
}

fn listed(row: &PgRow) -> Result<Listed, sqlx::Error> {
    let sizes: Vec<String> = row.try_get("sizes")?;
    let mut sizes: Vec<u32> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
    sizes.sort_unstable();
    Ok(Listed {
        name: row.try_get("name")?,
        purpose: row.try_get("purpose")?,
        width: row.try_get("width")?,
        height: row.try_get("height")?,
        sizes,
        uploaded_at: row.try_get("uploaded_at")?,
    })
}

/// Width and height in pixels of those of these pictures that can be had and are for this purpose, in one
/// query.
pub async fn dimensions(
    pool: &PgPool,
    purpose: &str,
    names: &[&str],
) -> Answer<HashMap<String, (u32, u32)>> {
    let rows: Vec<(String, i32, i32)> = sqlx::query_as(
        "SELECT name, width, height FROM read.images
          WHERE name = ANY ($1) AND purpose = $2 AND there",
    )
    .bind(names)
    .bind(purpose)
    .fetch_all(pool)
    .await?;
    let side = |pixels: i32| u32::try_from(pixels).unwrap_or(0);
    let rows = rows.into_iter();
    Ok(rows
        .map(|(name, width, height)| (name, (side(width), side(height))))
        .collect())
}
