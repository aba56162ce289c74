//! The table of reviews: one row each.

use async_trait::async_trait;
use domain::review::{Bought, Review};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::{Doc, Docs, apply, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds reviews.
pub struct Reviews;

const TABLE: Table = Table {
    name: "reviews",
    columns: "review_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        product text NOT NULL, sku text NOT NULL, order_id text NOT NULL, member text, status text NOT NULL,
        stars smallint NOT NULL, photos int NOT NULL, answered boolean NOT NULL, written_at timestamptz NOT NULL,
        doc text NOT NULL",
    key: "review_id",
    indexes: &[
        "(product, written_at DESC, review_id) WHERE status = 'shown'",
        "(product, stars) WHERE status = 'shown'",
        "(store, written_at DESC, review_id)",
        "(member, written_at DESC, review_id) WHERE member IS NOT NULL",
        "(order_id)",
    ],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "reviews",
    comment: "What buyers think, without their words. One row per reviewed line of an order",
    select: "SELECT review_id, store, product, sku, order_id, member, status, stars, photos, answered, written_at FROM reviews",
    columns: &[
        ("member", "The member who wrote it: an id; none for guests"),
        ("status", "shown, hidden, withdrawn"),
        ("stars", "1 to 5; 0 once it was taken back"),
        ("photos", "Pictures"),
        ("answered", "Whether staff answered"),
    ],
}];

#[async_trait]
impl Projection for Reviews {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Review]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut reviews = Docs::<Written>::open(scope, events.iter().copied()).await?;
        for event in events {
            let review = reviews.meet(event)?;
            if let Ok(Body::Review(happened)) = &event.body {
                apply(&mut review.0, happened.clone());
            }
        }
        reviews.save(scope).await
    }
}

/// A review as its events left it.
#[derive(Default)]
struct Written(Review);

impl Doc for Written {
    const TABLE: &'static str = TABLE.name;
    const COLUMNS: &'static [&'static str] = &[
        "review_id",
        "version",
        "store",
        "product",
        "sku",
        "order_id",
        "member",
        "status",
        "stars",
        "photos",
        "answered",
        "written_at",
        "doc",
    ];
    const STATE: &'static str = "doc";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        from_json(row.try_get(2)?).map(Self)
    }

    fn write(&self, rows: &mut Rows) {
        let Self(review) = self;
        let bought = review.bought();
        let text = |part: fn(&Bought) -> &str| bought.map_or("", part);
        let member = bought.and_then(|bought| bought.member);
        let opinion = review.opinion();
        rows.text(text(|bought| bought.store.as_str()))
            .text(text(|bought| bought.product.as_str()))
            .text(text(|bought| bought.sku.as_str()))
            .text(text(|bought| bought.order.as_str()))
            .maybe_text(member.map(|member| member.to_string()).as_deref())
            .text(review.status().as_str());
        rows.int2(opinion.map_or(0, |opinion| opinion.stars.into()));
        let photos = opinion.map_or(0, |opinion| opinion.photos.len());
        rows.int4(i32::try_from(photos).unwrap_or(i32::MAX))
            .boolean(review.answer().is_some())
            .time(review.written_at().unwrap_or_default())
            .text(&to_json(review));
    }
}
