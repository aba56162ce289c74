//! What a coupon says.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::CouponRefusal;
use crate::ids::CouponId;
use crate::pricing::{Condition, Effect, Names, Promotion};

/// The most that a limit can say.
const MOST: u32 = 10_000_000;
/// Letters of the longest name.
const LONGEST_NAME: usize = 60;

/// How a coupon gets to shoppers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issue {
    /// Whoever knows its id types it in.
    Code,
    /// Members take it.
    Claim,
    /// Whoever joins gets it.
    Joining,
    /// Staff give it to members.
    Staff,
}

impl Issue {
    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Claim => "claim",
            Self::Joining => "joining",
            Self::Staff => "staff",
        }
    }
}

/// A coupon as the shop offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// As shoppers read it.
    pub name: Names,
    /// How one gets it.
    pub issue: Issue,
    /// When it gives something; its period is also the one in which it is given out.
    #[serde(default)]
    pub condition: Condition,
    /// What it gives.
    pub effect: Effect,
    /// How many members may have it; none: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_claims: Option<u32>,
    /// How many orders may use it; none: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_uses: Option<u32>,
    /// How many orders of one member may use it.
    pub per_member: u32,
    /// Whether guests may use its code. Nobody knows whether two guests are one person: only
    /// `most_uses` bounds them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guests: bool,
    /// Days that a member has from getting it on; none: as long as it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
}

impl Campaign {
    /// What pricing knows of it.
    pub fn promotion(&self, coupon: &CouponId) -> Promotion {
        Promotion {
            code: coupon.to_string(),
            name: self.name.clone(),
            condition: self.condition.clone(),
            effect: self.effect.clone(),
        }
    }

    /// Until when a member can use it who gets it then.
    pub fn good_until(&self, got: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = self
            .valid_days
            .map(|days| got + Duration::days(days.into()));
        [days, self.condition.until].into_iter().flatten().min()
    }

    /// Whether it makes sense.
    pub(super) fn check(&self) -> Result<(), CouponRefusal> {
        let named = |name: &str| name.chars().count() <= LONGEST_NAME && name.trim() == name;
        let limit = |limit: Option<u32>| limit.is_none_or(|most| (1..=MOST).contains(&most));
        let condition = &self.condition;
        let for_members =
            condition.members || condition.first_order || !condition.grades.is_empty();
        let wrong = [
            (
                self.name.ko.is_empty() || !named(&self.name.ko) || !named(&self.name.en),
                "a coupon has a name of at most 60 letters",
            ),
            (
                !self.effect.is_sound(),
                "a coupon gives at least 1 won, 1 to 100 percent, or a piece",
            ),
            (
                condition.goods_from.is_negative(),
                "a least amount is not below zero",
            ),
            (
                condition
                    .from
                    .zip(condition.until)
                    .is_some_and(|(from, until)| from >= until),
                "a period ends after it begins",
            ),
            (
                !limit(self.most_claims) || !limit(self.most_uses),
                "a limit is 1 to 10000000",
            ),
            (
                !(1..=MOST).contains(&self.per_member),
                "a member may use it at least once",
            ),
            (
                self.valid_days
                    .is_some_and(|days| !(1..=3660).contains(&days)),
                "it is good for 1 to 3660 days",
            ),
            (
                self.issue == Issue::Code
                    && (self.most_claims.is_some() || self.valid_days.is_some()),
                "a code is not given out: bound its uses and its period",
            ),
            (
                self.guests && (self.issue != Issue::Code || for_members),
                "guests can use codes only, and only those that are not for members",
            ),
        ];
        match wrong.into_iter().find(|(wrong, _)| *wrong) {
            Some((_, why)) => Err(CouponRefusal::Unsound(why)),
            None => Ok(()),
        }
    }
}
