//! Letters to members: welcome, a new grade, and the notice before an account sleeps.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::samples;
use crate::letter::Letter;

/// Somebody has become a member.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MemberJoined {
    /// May be empty.
    pub name: String,
    pub joined_at: DateTime<Utc>,
    /// What members have of it, a line each; may be none.
    pub benefits: Vec<String>,
    /// Where to begin.
    pub href: String,
}

/// A member's grade changes.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct GradeChanged {
    /// May be empty.
    pub name: String,
    /// The grades' names.
    pub from: String,
    pub to: String,
    /// It is a higher one.
    pub up: bool,
    /// The first day of it.
    pub since: NaiveDate,
    /// What it brings, a line each; may be none.
    pub benefits: Vec<String>,
    /// The member's page.
    pub href: String,
}

/// An account that nobody uses is about to sleep (휴면 전환 예고), 30 days before.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DormancyNotice {
    /// May be empty.
    pub name: String,
    pub last_seen: DateTime<Utc>,
    /// The day on which it falls asleep.
    pub dormant_on: NaiveDate,
    /// Which personal data are then kept apart, by their names: 이름, 전자우편 주소…
    pub items: Vec<String>,
    /// Where to log in.
    pub href: String,
}

impl Letter for MemberJoined {
    const NAME: &'static str = "member-joined";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            name: samples::BUYER.to_owned(),
            joined_at: samples::at(0),
            benefits: vec![],
            href: samples::HOME.to_owned(),
        };
        let benefits = Self {
            benefits: vec![
                "첫 주문 배송비 무료 쿠폰 (30일)".to_owned(),
                "구매 금액의 1% 적립".to_owned(),
            ],
            ..plain.clone()
        };
        vec![("plain", plain), ("benefits", benefits)]
    }
}

impl Letter for GradeChanged {
    const NAME: &'static str = "grade-changed";

    fn samples() -> Vec<(&'static str, Self)> {
        let up = Self {
            name: samples::BUYER.to_owned(),
            from: "새싹".to_owned(),
            to: "열매".to_owned(),
            up: true,
            since: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap_or_default(),
            benefits: vec![
                "구매 금액의 3% 적립".to_owned(),
                "5만원 이상 배송비 무료".to_owned(),
            ],
            href: samples::HOME.to_owned(),
        };
        let down = Self {
            from: "열매".to_owned(),
            to: "새싹".to_owned(),
            up: false,
            benefits: vec![],
            ..up.clone()
        };
        vec![("up", up), ("down", down)]
    }
}

impl Letter for DormancyNotice {
    const NAME: &'static str = "dormancy-notice";

    fn samples() -> Vec<(&'static str, Self)> {
        let items = ["이름", "전자우편 주소", "휴대전화 번호", "배송지"];
        let plain = Self {
            name: samples::BUYER.to_owned(),
            last_seen: samples::at(-8_000),
            dormant_on: NaiveDate::from_ymd_opt(2026, 12, 24).unwrap_or_default(),
            items: items.map(str::to_owned).to_vec(),
            href: samples::HOME.to_owned(),
        };
        vec![("plain", plain)]
    }
}
