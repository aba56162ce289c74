//! What readers and staff ask of documents. The time is the asker's, so that a document appears and
//! disappears by itself.

use chrono::{DateTime, Utc};
use domain::document::{Document, DocumentContent, DocumentKind};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::error::{Answer, Page, ReadError, offset};

/// A document in a list, in both of its languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place in addresses.
    pub slug: String,
    /// Title and summary in Korean.
    pub ko: Option<(String, String)>,
    /// Title and summary in English.
    pub en: Option<(String, String)>,
    /// When an event takes place: from, until.
    pub period: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// From when it is to be read.
    pub published_at: DateTime<Utc>,
    /// Stands above the others.
    pub pinned: bool,
    /// When it was written last.
    pub changed_at: DateTime<Utc>,
}

/// A document to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// All that it says.
    pub content: DocumentContent,
    /// From when it is to be read.
    pub published_at: DateTime<Utc>,
    /// When it was written last.
    pub changed_at: DateTime<Utc>,
}

/// A document as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub document: String,
    /// Its kind.
    pub kind: String,
    /// Its title, in Korean if it has one.
    pub title: String,
    /// From when it is to be read, if it ever was to be.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Taken away from readers.
    pub hidden: bool,
    /// Stands above the others.
    pub pinned: bool,
    /// When it was written last.
    pub changed_at: DateTime<Utc>,
}

impl Standing {
    /// Whether readers see it at that moment.
    pub fn is_read_at(&self, now: DateTime<Utc>) -> bool {
        let begun = self.from.is_some_and(|from| from <= now);
        begun && !self.hidden && self.until.is_none_or(|until| now < until)
    }
}

/// What is to be read at the moment `$1`.
const READABLE: &str = "NOT hidden AND published_from <= $1
    AND (published_until IS NULL OR published_until > $1)";

/// Documents of a kind that are to be read: pinned ones first, then the newest. Of events those that have
/// not ended come first.
pub async fn list(
    pool: &PgPool,
    store: &str,
    kind: DocumentKind,
    now: DateTime<Utc>,
    (page, per_page): (u32, u32),
) -> Answer<Page<Listed>> {
    let sql = format!(
        "SELECT slug, ko_title, ko_summary, en_title, en_summary, period_from, period_until, published_from,
                pinned, changed_at
           FROM read.documents WHERE store = $2 AND kind = $3 AND {READABLE}
          ORDER BY (period_until IS NOT NULL AND period_until <= $1), pinned DESC, published_from DESC, document_id
          LIMIT $4 OFFSET $5"
    );
    let rows = sqlx::query(&sql)
        .bind(now)
        .bind(store)
        .bind(kind.as_str())
        .bind(i64::from(per_page))
        .bind(offset(page, per_page))
        .fetch_all(pool)
        .await?;
    let sql = format!(
        "SELECT count(*) FROM read.documents WHERE store = $2 AND kind = $3 AND {READABLE}"
    );
    let total = sqlx::query_scalar(&sql)
        .bind(now)
        .bind(store)
        .bind(kind.as_str());
    let total: i64 = total.fetch_one(pool).await?;
    let items: Result<Vec<Listed>, sqlx::Error> = rows.iter().map(listed).collect();
    Ok(Page::new(items?, total, page, per_page))
}

/// A document that is to be read, by its place in addresses; for details of a product by its id.
pub async fn by_slug(
    pool: &PgPool,
    store: &str,
    kind: DocumentKind,
    slug: &str,
    now: DateTime<Utc>,
) -> Answer<Option<Reading>> {
    let sql = format!(
        "SELECT doc, published_from, changed_at FROM read.documents
          WHERE document_id = $2 AND {READABLE}"
    );
    let row = sqlx::query(&sql)
        .bind(now)
        .bind(format!("{store}/{kind}/{slug}"))
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(reading).transpose()
}

/// Addresses for search engines: kind, slug and when it was written last, of what is to be read. Details of
/// products are part of those products' pages.
pub async fn sitemap(
    pool: &PgPool,
    store: &str,
    now: DateTime<Utc>,
) -> Answer<Vec<(String, String, DateTime<Utc>)>> {
    let sql = format!(
        "SELECT kind, slug, changed_at FROM read.documents
          WHERE store = $2 AND kind <> 'product' AND {READABLE} ORDER BY document_id"
    );
    let rows = sqlx::query_as(&sql).bind(now).bind(store);
    Ok(rows.fetch_all(pool).await?)
}

/// All documents of a store, for staff: by kind, the newest first.
pub async fn all(pool: &PgPool, store: &str) -> Answer<Vec<Standing>> {
    let rows = sqlx::query(
        "SELECT document_id, kind, coalesce(ko_title, en_title, '') AS title, published_from, published_until,
                hidden, pinned, changed_at
           FROM read.documents WHERE store = $1 ORDER BY kind, changed_at DESC, document_id",
    )
    .bind(store)
    .fetch_all(pool)
    .await?;
    let standing = |row: &PgRow| {
        Ok(Standing {
            document: row.try_get("document_id")?,
            kind: row.try_get("kind")?,
            title: row.try_get("title")?,
            from: row.try_get("published_from")?,
            until: row.try_get("published_until")?,
            hidden: row.try_get("hidden")?,
            pinned: row.try_get("pinned")?,
            changed_at: row.try_get("changed_at")?,
        })
    };
    let rows: Result<Vec<Standing>, sqlx::Error> = rows.iter().map(standing).collect();
    Ok(rows?)
}

fn listed(row: &PgRow) -> Result<Listed, sqlx::Error> {
    let text = |title: &str, summary: &str| -> Result<_, sqlx::Error> {
        let title: Option<String> = row.try_get(title)?;
        let summary: Option<String> = row.try_get(summary)?;
        Ok(title.map(|title| (title, summary.unwrap_or_default())))
    };
    let from: Option<DateTime<Utc>> = row.try_get("period_from")?;
    let until: Option<DateTime<Utc>> = row.try_get("period_until")?;
    Ok(Listed {
        slug: row.try_get("slug")?,
        ko: text("ko_title", "ko_summary")?,
        en: text("en_title", "en_summary")?,
        period: from.zip(until),
        published_at: row.try_get("published_from")?,
        pinned: row.try_get("pinned")?,
        changed_at: row.try_get("changed_at")?,
    })
}

fn reading(row: &PgRow) -> Answer<Reading> {
    let damaged = |why: &dyn ToString| ReadError::damaged("documents", why);
    let doc: &str = row.try_get("doc")?;
    let document: Document = serde_json::from_str(doc).map_err(|error| damaged(&error))?;
    let content = document.content().ok_or_else(|| damaged(&"no content"))?;
    Ok(Reading {
        content: content.clone(),
        published_at: row.try_get("published_from")?,
        changed_at: row.try_get("changed_at")?,
    })
}
