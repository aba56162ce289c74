//! What is said of coupons and promotions, in the reader's language.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::Sku;
use domain::coupon::CouponRefusal;
use domain::pricing::{Condition, Effect, Missed, Unmet};
use letters::Language;
use shop::pricing::WhyNot;

use crate::helpers::{date, money};
use crate::nav::told;
use crate::say::{say, say_with};

/// Why a coupon gives nothing, and what to do.
#[must_use]
pub fn why_not(lang: Language, why: &WhyNot) -> String {
    match why {
        WhyNot::Refused(refusal) => refused(lang, refusal),
        WhyNot::Unmet(unmet) => unmet_words(lang, unmet),
    }
}

/// Why a coupon cannot be used.
#[must_use]
pub fn refused(lang: Language, refusal: &CouponRefusal) -> String {
    let key = match refusal {
        CouponRefusal::NotYet(from) => return from_day(lang, *from),
        CouponRefusal::InUse(order) => {
            let facts = [("order", order.to_string().into())];
            return say_with(lang, "coupon-in-use", &facts);
        }
        CouponRefusal::NoCoupon | CouponRefusal::Differs | CouponRefusal::Unsound(_) => {
            "coupon-none"
        }
        CouponRefusal::Stopped | CouponRefusal::AllGiven | CouponRefusal::AllUsed => "coupon-gone",
        CouponRefusal::Expired(_) => "coupon-over",
        CouponRefusal::MembersOnly => "coupon-members",
        CouponRefusal::OtherWay | CouponRefusal::NotClaimed => "coupon-not-yours",
        CouponRefusal::UsedBefore => "coupon-used",
        CouponRefusal::Settled => "coupon-again",
    };
    say(lang, key)
}

/// Why a basket gets nothing of a promotion, and what to do.
#[must_use]
pub fn unmet_words(lang: Language, why: &Unmet) -> String {
    let key = match why {
        Unmet::GoodsMissing(won) => {
            let facts = [("amount", money(won.0, lang).into())];
            return say_with(lang, "coupon-missing", &facts);
        }
        Unmet::NotYet(from) => return from_day(lang, *from),
        Unmet::OtherStore => "coupon-other-store",
        Unmet::Over(_) => "coupon-over",
        Unmet::MembersOnly => "coupon-members",
        Unmet::OtherGrade => "coupon-grade",
        Unmet::NotFirstOrder => "coupon-not-first",
        Unmet::OtherGoods => "coupon-other-goods",
        Unmet::ShippingIsFree => "coupon-shipping-free",
        Unmet::NothingLeft => "coupon-nothing-left",
        Unmet::GiftRanOut => "coupon-gift-out",
    };
    say(lang, key)
}

fn from_day(lang: Language, from: DateTime<Utc>) -> String {
    say_with(lang, "coupon-from", &[("day", date(from, lang).into())])
}

/// A promotion of the shop's that more goods would bring; none for those that nothing in the cart could.
#[must_use]
pub fn hint(lang: Language, missed: &Missed) -> Option<String> {
    let Unmet::GoodsMissing(won) = missed.why else {
        return None;
    };
    let facts = [
        ("amount", money(won.0, lang).into()),
        (
            "name",
            missed.name.in_language(lang.code()).to_owned().into(),
        ),
    ];
    Some(say_with(lang, "promotion-missing", &facts))
}

/// What a promotion gives; `gifts_en` are gifts' English names, where the store has them.
#[must_use]
pub fn gives(lang: Language, effect: &Effect, gifts_en: &BTreeMap<Sku, String>) -> String {
    match effect {
        Effect::AmountOff { won } => {
            let facts = [("amount", money(won.0, lang).into())];
            say_with(lang, "gives-won", &facts)
        }
        Effect::PercentOff {
            percent,
            at_most: None,
        } => say_with(lang, "gives-percent", &[("percent", (*percent).into())]),
        Effect::PercentOff {
            percent,
            at_most: Some(most),
        } => {
            let facts = [
                ("percent", (*percent).into()),
                ("most", money(most.0, lang).into()),
            ];
            say_with(lang, "gives-percent-most", &facts)
        }
        Effect::FreeShipping => say(lang, "gives-shipping"),
        Effect::Gift { sku, name, .. } => {
            let english = gifts_en.get(sku).map_or("", String::as_str);
            let name = told(lang, name, english).to_owned();
            say_with(lang, "gives-gift", &[("name", name.into())])
        }
    }
}

/// When a promotion gives it, without its period; empty: always.
#[must_use]
pub fn terms(lang: Language, condition: &Condition) -> String {
    let mut all = Vec::new();
    if condition.goods_from.is_positive() {
        let facts = [("amount", money(condition.goods_from.0, lang).into())];
        all.push(say_with(lang, "terms-from", &facts));
    }
    if !(condition.categories.is_empty() && condition.products.is_empty()) {
        all.push(say(lang, "terms-some-goods"));
    }
    if condition.first_order {
        all.push(say(lang, "terms-first"));
    }
    if !condition.grades.is_empty() {
        all.push(say(lang, "terms-grade"));
    }
    all.join(" · ")
}

/// The last moment of a period, for people: its end is not in it.
#[must_use]
pub fn last_moment(until: DateTime<Utc>) -> DateTime<Utc> {
    until - Duration::seconds(1)
}
