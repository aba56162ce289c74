//! The tables of coupons: a row per coupon, and a row for each thing that happened with one.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::coupon::{Campaign, CouponEvent};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::docs::{Doc, Docs, from_json, to_json};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds coupons.
pub struct Coupons;

const COUPONS: Table = Table {
    name: "coupons",
    columns: "coupon text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, issue text NOT NULL,
        stopped boolean NOT NULL, claims bigint NOT NULL, defined_at timestamptz NOT NULL,
        campaign text NOT NULL",
    key: "coupon",
    indexes: &["(issue, coupon) WHERE NOT stopped"],
    trigrams: &[],
};

const MOVES: Table = Table {
    name: "coupon_moves",
    columns: "coupon text COLLATE \"C\" NOT NULL, version bigint NOT NULL, what text NOT NULL, member text COLLATE \"C\",
        order_id text COLLATE \"C\", until timestamptz, at timestamptz NOT NULL, PRIMARY KEY (coupon, version)",
    key: "coupon, version",
    indexes: &[
        "(member, coupon) WHERE member IS NOT NULL",
        "(coupon, order_id, version) WHERE order_id IS NOT NULL",
    ],
    trigrams: &[],
};

const COLUMNS: &str = "coupon, version, what, member, order_id, until, at";

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "coupon_moves",
    comment: "What happened with coupons, append-only: claimed by a member, reserved for an order, redeemed, released",
    select: "SELECT coupon, what, member, order_id, at FROM coupon_moves",
    columns: &[
        ("coupon", "The coupon's id, which is also its code"),
        (
            "what",
            "claimed, reserved, redeemed (the order is paid), released (the order was given up)",
        ),
        (
            "member",
            "The member's id; none for guests, and where the order tells it",
        ),
    ],
}];

#[async_trait]
impl Projection for Coupons {
    fn name(&self) -> &'static str {
        "coupons"
    }

    fn version(&self) -> i32 {
        2
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Coupon]
    }

    fn tables(&self) -> &'static [Table] {
        &[COUPONS, MOVES]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut coupons = Docs::<CouponDoc>::open(scope, events.iter().copied()).await?;
        let mut moves = Rows::new(COLUMNS.split(',').count());
        for event in events {
            let coupon = coupons.meet(event)?;
            if let Ok(Body::Coupon(happened)) = &event.body {
                coupon.fold(happened);
                moved(event, happened, &mut moves);
            }
        }
        coupons.save(scope).await?;
        scope.copy(MOVES.name, COLUMNS, moves).await
    }
}

fn moved(event: &Event, happened: &CouponEvent, moves: &mut Rows) {
    let mut add = |what: &str, member: Option<String>, order: Option<&str>, until, at| {
        let row = moves.row().text(&event.stream).int8(event.sequence);
        row.text(what).maybe_text(member.as_deref());
        row.maybe_text(order).maybe_time(until).time(at);
    };
    match happened {
        CouponEvent::CouponClaimed {
            member, until, at, ..
        } => add("claimed", Some(member.to_string()), None, *until, *at),
        CouponEvent::CouponReserved { order, member, at } => {
            let member = member.map(|member| member.to_string());
            add("reserved", member, Some(order.as_str()), None, *at);
        }
        CouponEvent::CouponRedeemed { order, at } => {
            add("redeemed", None, Some(order.as_str()), None, *at);
        }
        CouponEvent::CouponReleased { order, at } => {
            add("released", None, Some(order.as_str()), None, *at);
        }
        CouponEvent::CouponDefined { .. } | CouponEvent::CouponStopped { .. } => {}
    }
}

#[derive(Default)]
struct CouponDoc {
    campaign: Option<Campaign>,
    stopped: bool,
    /// Members who have it.
    claims: i64,
    defined_at: DateTime<Utc>,
}

impl CouponDoc {
    fn fold(&mut self, event: &CouponEvent) {
        match event {
            CouponEvent::CouponDefined { campaign, at } => {
                self.campaign = Some(Campaign::clone(campaign));
                self.defined_at = *at;
            }
            CouponEvent::CouponStopped { .. } => self.stopped = true,
            CouponEvent::CouponClaimed { .. } => self.claims += 1,
            // Uses are no sum: what was never set aside may be released.
            CouponEvent::CouponReserved { .. }
            | CouponEvent::CouponReleased { .. }
            | CouponEvent::CouponRedeemed { .. } => {}
        }
    }
}

impl Doc for CouponDoc {
    const TABLE: &'static str = COUPONS.name;
    const COLUMNS: &'static [&'static str] = &[
        "coupon",
        "version",
        "issue",
        "stopped",
        "claims",
        "defined_at",
        "campaign",
    ];
    const STATE: &'static str = "stopped, claims, defined_at, campaign";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            stopped: row.try_get(2)?,
            claims: row.try_get(3)?,
            defined_at: row.try_get(4)?,
            campaign: from_json(row.try_get(5)?)?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        rows.text(self.campaign.as_ref().map_or("", |it| it.issue.as_str()))
            .boolean(self.stopped)
            .int8(self.claims)
            .time(self.defined_at)
            .text(&to_json(&self.campaign));
    }
}
