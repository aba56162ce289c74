//! The table of questions: one row each.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::inquiry::{Inquiry, InquiryEvent};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds questions.
pub struct Inquiries;

const TABLE: Table = Table {
    name: "inquiries",
    columns: "inquiry_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL, member text,
        topic text NOT NULL, order_id text, status text NOT NULL, turns int NOT NULL, asked_at timestamptz NOT NULL,
        waiting_since timestamptz, answered_at timestamptz, doc text NOT NULL",
    key: "inquiry_id",
    indexes: &[
        "(store, asked_at DESC, inquiry_id)",
        "(waiting_since, inquiry_id) WHERE status = 'open'",
        "(member, asked_at DESC, inquiry_id) WHERE member IS NOT NULL",
        "(order_id) WHERE order_id IS NOT NULL",
    ],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "inquiries",
    comment: "Questions to the shop, without what was written. One row per question",
    select: "SELECT inquiry_id, store, member, topic, order_id, status, turns, asked_at, waiting_since, answered_at FROM inquiries",
    columns: &[
        ("member", "The member who asked: an id; none for guests"),
        ("topic", "product, order, delivery, claim, member, other"),
        ("status", "open, answered, closed"),
        (
            "turns",
            "How often something was written, the question included",
        ),
        ("waiting_since", "Since when it waits for staff"),
        ("answered_at", "When staff answered last"),
    ],
}];

#[async_trait]
impl Projection for Inquiries {
    fn name(&self) -> &'static str {
        "inquiries"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Inquiry]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut inquiries = Docs::<Kept>::open(scope, events.iter().copied()).await?;
        for event in events {
            let inquiry = inquiries.meet(event)?;
            if let Ok(Body::Inquiry(happened)) = &event.body {
                inquiry.fold(happened);
            }
        }
        inquiries.save(scope).await
    }
}

/// A question, and when what happened to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) inquiry: Inquiry,
    asked: Option<DateTime<Utc>>,
    waiting: Option<DateTime<Utc>>,
    answered: Option<DateTime<Utc>>,
}

impl Kept {
    fn fold(&mut self, event: &InquiryEvent) {
        match event {
            InquiryEvent::InquiryAsked { at, .. } => {
                self.asked = Some(*at);
                self.waiting = Some(*at);
            }
            InquiryEvent::InquiryReopened { at, .. } => {
                self.waiting.get_or_insert(*at);
            }
            InquiryEvent::InquiryAnswered { at, .. } => {
                self.answered = Some(*at);
                self.waiting = None;
            }
            InquiryEvent::InquiryClosed { .. } => self.waiting = None,
            InquiryEvent::InquiryErased { .. } => {}
        }
        apply(&mut self.inquiry, event.clone());
    }
}

impl Doc for Kept {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "inquiry_id",
        "version",
        "store",
        "member",
        "topic",
        "order_id",
        "status",
        "turns",
        "asked_at",
        "waiting_since",
        "answered_at",
        "doc",
    ];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        from_json(row.try_get(2)?)
    }

    fn write(&self, rows: &mut Rows) {
        let inquiry = &self.inquiry;
        let member = inquiry.member().map(|member| member.to_string());
        rows.text(inquiry.store().map_or("", domain::StoreId::as_str))
            .maybe_text(member.as_deref())
            .text(inquiry.topic().map_or("", domain::inquiry::Topic::as_str))
            .maybe_text(inquiry.order().map(domain::OrderId::as_str))
            .text(inquiry.status().as_str());
        rows.int4(i32::try_from(inquiry.turns().len()).unwrap_or(i32::MAX));
        rows.time(self.asked.unwrap_or_default())
            .maybe_time(self.waiting)
            .maybe_time(self.answered)
            .text(&to_json(self));
    }
}
