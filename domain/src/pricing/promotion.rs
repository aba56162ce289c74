//! Promotions: when something is given to the shopper (a condition), and what (an effect).
//!
//! They are data. Staff write them, a coupon carries one, a grade is one; [`super::price`] alone
//! decides what comes of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::basket::{Basket, BasketLine};
use crate::ids::{CategoryId, GradeId, ProductId, Sku, StoreId};
use crate::money::Won;

/// A name in the shop's languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Korean.
    pub ko: String,
    /// English; empty: the Korean one stands for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Names {
    /// A name in both languages.
    pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ko: ko.into(),
            en: en.into(),
        }
    }

    /// The name in a language: `ko`, `en`.
    pub fn in_language(&self, language: &str) -> &str {
        if language == "en" && !self.en.is_empty() {
            &self.en
        } else {
            &self.ko
        }
    }
}

/// Something that is given under a condition. In one basket each code counts once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// What it is known by to programs: a coupon's id, `GRADE.fruit`.
    pub code: String,
    /// As the shopper reads it.
    pub name: Names,
    /// When.
    #[serde(default)]
    pub condition: Condition,
    /// What.
    pub effect: Effect,
}

impl Promotion {
    /// What codes of grades begin with.
    const GRADE: &'static str = "GRADE.";

    /// A grade's percent off all goods.
    pub fn of_grade(grade: &GradeId, name: Names, percent: u32) -> Self {
        Self {
            code: format!("{}{grade}", Self::GRADE),
            name,
            condition: Condition {
                grades: vec![grade.clone()],
                ..Condition::default()
            },
            effect: Effect::PercentOff {
                percent,
                at_most: None,
            },
        }
    }

    /// Whether it is a grade's.
    pub fn is_of_grade(&self) -> bool {
        self.code.starts_with(Self::GRADE)
    }
}

/// All of it must hold; what is left out always does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// In one of these stores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<StoreId>,
    /// Goods that it counts and takes from: of these categories …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// … or these products; neither said: all goods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductId>,
    /// At least so many won of such goods, before discounts.
    #[serde(skip_serializing_if = "Won::is_zero")]
    pub goods_from: Won,
    /// For members only.
    #[serde(skip_serializing_if = "is_false")]
    pub members: bool,
    /// For members of one of these grades.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<GradeId>,
    /// For a member's first order in the store.
    #[serde(skip_serializing_if = "is_false")]
    pub first_order: bool,
    /// From then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Until then; that moment not included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(said: &bool) -> bool {
    !said
}

/// What is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// So many won off the goods, never more than they cost.
    AmountOff {
        /// Won.
        won: Won,
    },
    /// A share off the goods, rounded down to the won.
    PercentOff {
        /// 1 to 100.
        percent: u32,
        /// Won at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<Won>,
    },
    /// No postage. The surcharge of remote areas stays: the carrier charges it to the shop.
    FreeShipping,
    /// Something put into the parcel.
    Gift {
        /// The gift's SKU.
        sku: Sku,
        /// The gift's name.
        name: String,
        /// Units.
        quantity: u32,
    },
}

impl Effect {
    /// Whether it gives anything, and not more than there is.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::AmountOff { won } => won.is_positive(),
            Self::PercentOff { percent, at_most } => {
                (1..=100).contains(percent) && at_most.is_none_or(Won::is_positive)
            }
            Self::FreeShipping => true,
            Self::Gift { quantity, .. } => *quantity > 0,
        }
    }
}

/// Who buys, where and when: what conditions ask for besides the goods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Buyer {
    /// The store.
    pub store: Option<StoreId>,
    /// Whether they are a member.
    pub member: bool,
    /// Their grade.
    pub grade: Option<GradeId>,
    /// Whether no order of theirs stands in this store.
    pub first_order: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why a promotion gives nothing to a basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmet {
    /// It is another store's.
    OtherStore,
    /// It has not begun.
    NotYet(DateTime<Utc>),
    /// It is over.
    Over(DateTime<Utc>),
    /// The shopper is no member.
    MembersOnly,
    /// The member's grade is none of its grades.
    OtherGrade,
    /// The member has ordered before.
    NotFirstOrder,
    /// Nothing in the basket is what it is for.
    OtherGoods,
    /// So many won of goods are missing.
    GoodsMissing(Won),
    /// There is no postage that could be waived.
    ShippingIsFree,
    /// Nothing is left that could be taken off.
    NothingLeft,
    /// The gift ran out.
    GiftRanOut,
}

impl Condition {
    /// Whether it counts this line, and takes from it.
    pub fn covers(&self, line: &BasketLine) -> bool {
        let all = self.categories.is_empty() && self.products.is_empty();
        all || self.categories.contains(&line.category) || self.products.contains(&line.product)
    }

    /// What of it does not hold: the first thing that the shopper could not mend, or else how much
    /// is missing. `goods` are the covered lines' won, before discounts.
    pub(super) fn unmet(&self, basket: &Basket, goods: Won) -> Option<Unmet> {
        let covered = basket.lines.iter().any(|line| self.covers(line));
        let missing = self.goods_from - goods;
        self.unmet_by(&basket.buyer)
            .or_else(|| (!covered).then_some(Unmet::OtherGoods))
            .or_else(|| {
                missing
                    .is_positive()
                    .then_some(Unmet::GoodsMissing(missing))
            })
    }

    /// The same, without a look at the goods: for a coupon in a wallet.
    pub fn unmet_by(&self, buyer: &Buyer) -> Option<Unmet> {
        let elsewhere = |store: &StoreId| !self.stores.contains(store);
        if !self.stores.is_empty() && buyer.store.as_ref().is_none_or(elsewhere) {
            return Some(Unmet::OtherStore);
        }
        if let Some(from) = self.from.filter(|from| buyer.at < *from) {
            return Some(Unmet::NotYet(from));
        }
        if let Some(until) = self.until.filter(|until| buyer.at >= *until) {
            return Some(Unmet::Over(until));
        }
        let for_members = self.members || self.first_order || !self.grades.is_empty();
        if for_members && !buyer.member {
            return Some(Unmet::MembersOnly);
        }
        let unlisted = |grade: &GradeId| !self.grades.contains(grade);
        if !self.grades.is_empty() && buyer.grade.as_ref().is_none_or(unlisted) {
            return Some(Unmet::OtherGrade);
        }
        (self.first_order && !buyer.first_order).then_some(Unmet::NotFirstOrder)
    }
}
