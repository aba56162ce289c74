//! The documents' table: a row per document, with what lists and readers ask for.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::document::{Document, DocumentEvent, DocumentText};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds documents into what is to be read.
pub struct Documents;

const TABLE: Table = Table {
    name: "documents",
    columns: "document_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        kind text NOT NULL, slug text NOT NULL, ko_title text, ko_summary text, en_title text, en_summary text,
        period_from timestamptz, period_until timestamptz, published_from timestamptz,
        published_until timestamptz, hidden boolean NOT NULL, pinned boolean NOT NULL,
        changed_at timestamptz NOT NULL, doc text NOT NULL",
    key: "document_id",
    indexes: &["(store, kind, pinned DESC, published_from DESC, document_id) WHERE NOT hidden"],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "documents",
    comment: "What the shop has written, published or not. One row per document",
    select: "SELECT document_id, store, kind, slug, coalesce(ko_title, en_title) AS title, period_from,
                    period_until, published_from, published_until, hidden, pinned, changed_at FROM documents",
    columns: &[
        ("kind", "notice, event, page or product (the details of one)"),
        ("slug", "Its place in addresses; of product details the product"),
        ("period_from", "When an event begins"),
        ("period_until", "When an event ends"),
        ("published_from", "From when it is to be read"),
        ("published_until", "Until when"),
        ("hidden", "Taken away from readers"),
        ("changed_at", "When its text was written last (the log's clock)"),
    ],
}];

#[async_trait]
impl Projection for Documents {
    fn name(&self) -> &'static str {
        "documents"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Document]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut sheets = Docs::<Sheet>::open(scope, events.iter().copied()).await?;
        for event in events {
            let sheet = sheets.meet(event)?;
            if let Ok(Body::Document(happened)) = &event.body {
                if matches!(happened, DocumentEvent::DocumentWritten { .. }) {
                    sheet.changed_at = Some(event.recorded_at);
                }
                apply(&mut sheet.document, happened.clone());
            }
        }
        sheets.save(scope).await
    }
}

#[derive(Default)]
struct Sheet {
    document: Document,
    changed_at: Option<DateTime<Utc>>,
}

impl Doc for Sheet {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "document_id",
        "version",
        "store",
        "kind",
        "slug",
        "ko_title",
        "ko_summary",
        "en_title",
        "en_summary",
        "period_from",
        "period_until",
        "published_from",
        "published_until",
        "hidden",
        "pinned",
        "changed_at",
        "doc",
    ];
    const STATE: &'static str = "doc, changed_at";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            document: from_json(row.try_get(2)?)?,
            changed_at: row.try_get(3)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        let content = self.document.content();
        rows.text(content.map_or("", |content| content.store.as_str()))
            .text(content.map_or("", |content| content.kind.as_str()))
            .text(content.map_or("", |content| content.slug.as_str()));
        for text in [
            content.and_then(|content| content.ko.as_ref()),
            content.and_then(|content| content.en.as_ref()),
        ] {
            let part = |part: fn(&DocumentText) -> &String| text.map(part).map(String::as_str);
            rows.maybe_text(part(|text| &text.title));
            rows.maybe_text(part(|text| &text.summary));
        }
        let period = content.and_then(|content| content.period);
        rows.maybe_time(period.map(|period| period.from))
            .maybe_time(period.map(|period| period.until));
        let published = self.document.published();
        rows.maybe_time(published.map(|(from, _)| from))
            .maybe_time(published.and_then(|(_, until)| until));
        // What was never written is nothing to read.
        rows.boolean(self.document.is_hidden() || content.is_none())
            .boolean(self.document.is_pinned())
            .time(self.changed_at.unwrap_or_default())
            .text(&to_json(&self.document));
    }
}
