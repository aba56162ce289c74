//! The tables of members: how it stands with each, and what they bought.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::member::{MemberEvent, Standing};
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::bought::{COLUMNS, FACTS, ORDERS, Placed};
use crate::docs::{Doc, Docs};
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};
use crate::rows::Rows;

/// Folds members, and the payments and refunds of their orders.
pub struct Members;

const MEMBERS: Table = Table {
    name: "members",
    columns: "member_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text NOT NULL,
        standing text NOT NULL, grade text, joined_at timestamptz NOT NULL, verified_at timestamptz,
        last_seen timestamptz NOT NULL, dormant_on date, dormant_since timestamptz, withdrawn_at timestamptz",
    key: "member_id",
    indexes: &[
        "(last_seen, member_id) WHERE standing = 'active' AND dormant_on IS NULL",
        "(dormant_on, member_id) WHERE standing = 'active' AND dormant_on IS NOT NULL",
    ],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[
    AnalystView {
        name: "members",
        comment: "Members as they stand now, without who they are. One row per member",
        select: "SELECT member_id AS member, store, standing, grade, joined_at, verified_at, last_seen, dormant_since,
                        withdrawn_at FROM members",
        columns: &[
            ("member", "The member's id, as in analytics.orders"),
            ("store", "Where they joined"),
            ("standing", "unverified, active, dormant, withdrawn"),
            ("grade", "The grade's id; none until the first evaluation that gives another than the lowest"),
            ("verified_at", "When the mail address was proven"),
            ("last_seen", "When they were last here, to the day"),
            ("dormant_since", "Since when the account sleeps"),
        ],
    },
    AnalystView {
        name: "member_purchases",
        comment: "What members paid and what they were paid back, append-only: one row per payment or refund",
        select: "SELECT member, order_id, store, amount, day FROM member_purchases",
        columns: &[
            ("member", "The member's id"),
            ("amount", "Won: paid, or below zero paid back"),
            ("day", "The day in Korea on which the money moved"),
        ],
    },
];

#[async_trait]
impl Projection for Members {
    fn name(&self) -> &'static str {
        "members"
    }

    fn version(&self) -> i32 {
        1
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Member, Kind::Order]
    }

    fn tables(&self) -> &'static [Table] {
        &[MEMBERS, FACTS, ORDERS]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let of = |kind: Kind| kind.among(events);
        let mut members = Docs::<MemberDoc>::open(scope, of(Kind::Member)).await?;
        let mut orders = Docs::<Placed>::open(scope, of(Kind::Order)).await?;
        let mut facts = Rows::new(COLUMNS.split(',').count());
        for event in events {
            if event.kind == Kind::Member {
                let member = members.meet(event)?;
                if let Ok(Body::Member(happened)) = &event.body {
                    member.fold(happened);
                }
            } else {
                let placed = orders.meet(event)?;
                if let Ok(Body::Order(happened)) = &event.body {
                    placed.fold(event, happened, &mut facts);
                }
            }
        }
        members.save(scope).await?;
        orders.save(scope).await?;
        scope.copy(FACTS.name, COLUMNS, facts).await
    }
}

/// How it stands with a member.
#[derive(Debug, Default)]
struct MemberDoc {
    store: String,
    standing: String,
    grade: Option<String>,
    joined_at: DateTime<Utc>,
    verified_at: Option<DateTime<Utc>>,
    last_seen: DateTime<Utc>,
    dormant_on: Option<NaiveDate>,
    dormant_since: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
}

impl MemberDoc {
    fn fold(&mut self, event: &MemberEvent) {
        match event {
            MemberEvent::MemberJoined { store, at, .. } => {
                self.store = store.to_string();
                self.joined_at = *at;
                self.last_seen = *at;
                self.stands(Standing::Unverified);
            }
            MemberEvent::EmailVerified { at } => {
                self.verified_at = Some(*at);
                self.stands(Standing::Active);
            }
            MemberEvent::MemberSeen { at } => {
                self.last_seen = *at;
                self.dormant_on = None;
            }
            MemberEvent::GradeChanged { grade, .. } => self.grade = Some(grade.to_string()),
            MemberEvent::DormancyNoticed { dormant_on, .. } => self.dormant_on = Some(*dormant_on),
            MemberEvent::MemberBecameDormant { at } => {
                self.dormant_on = None;
                self.dormant_since = Some(*at);
                self.stands(Standing::Dormant);
            }
            MemberEvent::MemberReactivated { at } => {
                self.dormant_since = None;
                self.last_seen = *at;
                self.stands(Standing::Active);
            }
            MemberEvent::MemberWithdrew { at, .. } => {
                self.withdrawn_at = Some(*at);
                self.stands(Standing::Withdrawn);
            }
            _ => {}
        }
    }

    fn stands(&mut self, standing: Standing) {
        standing.as_str().clone_into(&mut self.standing);
    }
}

impl Doc for MemberDoc {
    const TABLE: &'static str = MEMBERS.name;
    const COLUMNS: &'static [&'static str] = &[
        "member_id",
        "version",
        "store",
        "standing",
        "grade",
        "joined_at",
        "verified_at",
        "last_seen",
        "dormant_on",
        "dormant_since",
        "withdrawn_at",
    ];
    const STATE: &'static str = "store, standing, grade, joined_at, verified_at, last_seen, dormant_on, dormant_since, withdrawn_at";

    fn read(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            store: row.try_get("store")?,
            standing: row.try_get("standing")?,
            grade: row.try_get("grade")?,
            joined_at: row.try_get("joined_at")?,
            verified_at: row.try_get("verified_at")?,
            last_seen: row.try_get("last_seen")?,
            dormant_on: row.try_get("dormant_on")?,
            dormant_since: row.try_get("dormant_since")?,
            withdrawn_at: row.try_get("withdrawn_at")?,
        })
    }

    fn write(&self, rows: &mut Rows) {
        rows.text(&self.store)
            .text(&self.standing)
            .maybe_text(self.grade.as_deref())
            .time(self.joined_at)
            .maybe_time(self.verified_at)
            .time(self.last_seen);
        match self.dormant_on {
            Some(day) => rows.date(day),
            None => rows.null(),
        };
        rows.maybe_time(self.dormant_since)
            .maybe_time(self.withdrawn_at);
    }
}
