//! Coupons as pages show them.

use std::collections::BTreeMap;

use domain::Sku;
use domain::pricing::{Buyer, Unmet};
use letters::Language;
use projections::coupons::{Purse, WalletRow};
use shop::members::AccountRefusal;
use shop::pricing::Priced;

use crate::coupon_words::{gives, last_moment, refused, terms, unmet_words, why_not};
use crate::pages::{Choice, ChosenCoupon, CouponBox, Notice, Wallet, WalletCoupon};
use crate::say::{say, say_with};

/// What was tried with a coupon a moment ago.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// What was typed, if it was not taken.
    pub typed: String,
    /// Why it was not.
    pub error: Option<String>,
    /// Whether anything was tried.
    pub touched: bool,
    /// Nothing that is typed here is looked at just now.
    pub closed: Option<AccountRefusal>,
}

/// The box on the cart and the order form, in a language, with gifts' names in English. `wallet` is the member's, `buyer` who asks.
#[must_use]
pub fn coupon_box(
    (lang, gifts_en): (Language, &BTreeMap<Sku, String>),
    priced: Option<&Priced>,
    wallet: &[WalletRow],
    buyer: &Buyer,
    tried: Tried,
) -> CouponBox {
    let chosen = priced.and_then(|priced| priced.coupon.as_ref());
    let usable = wallet
        .iter()
        .filter(|row| row.purse(buyer) == Purse::Usable);
    CouponBox {
        typed: tried.typed,
        error: tried.error,
        touched: tried.touched,
        chosen: chosen.map(|it| ChosenCoupon {
            code: it.coupon.as_str().to_uppercase(),
            name: it.name.as_ref().map_or_else(
                || it.coupon.to_string(),
                |name| name.in_language(lang.code()).to_owned(),
            ),
            why_not: it.why_not.as_ref().map(|why| why_not(lang, why)),
        }),
        own: usable
            .filter(|row| chosen.is_none_or(|it| it.coupon != row.coupon))
            .map(|row| Choice {
                value: row.coupon.to_string(),
                text: choice(lang, row, gifts_en),
                chosen: false,
            })
            .collect(),
    }
}

fn choice(lang: Language, row: &WalletRow, gifts_en: &BTreeMap<Sku, String>) -> String {
    let campaign = &row.campaign;
    let name = campaign.name.in_language(lang.code());
    let terms = terms(lang, &campaign.condition);
    let gives = gives(lang, &campaign.effect, gifts_en);
    let more = if terms.is_empty() {
        String::new()
    } else {
        format!(" ({terms})")
    };
    format!("{name}: {gives}{more}")
}

/// The page of a member's wallet.
#[must_use]
pub fn wallet(
    (lang, gifts_en): (Language, &BTreeMap<Sku, String>),
    rows: &[WalletRow],
    buyer: &Buyer,
    notice: Option<Notice>,
) -> Wallet {
    // Coupons that nobody took and nobody can are nobody's.
    let theirs = |row: &&WalletRow| {
        let had = row.claimed_at.is_some() || !row.orders.is_empty();
        had || row.purse(buyer) == Purse::ToTake
    };
    let all = rows.iter().filter(theirs);
    let (open, closed) = all
        .map(|row| coupon((lang, gifts_en), row, buyer))
        .partition(|it| matches!(it.state, "use" | "take"));
    Wallet {
        open,
        closed,
        notice,
    }
}

fn coupon(
    (lang, gifts_en): (Language, &BTreeMap<Sku, String>),
    row: &WalletRow,
    buyer: &Buyer,
) -> WalletCoupon {
    let (state, says) = state(lang, &row.purse(buyer));
    let campaign = &row.campaign;
    let until = row.until.or(campaign.condition.until);
    WalletCoupon {
        code: row.coupon.to_string(),
        name: campaign.name.in_language(lang.code()).to_owned(),
        gives: gives(lang, &campaign.effect, gifts_en),
        terms: terms(lang, &campaign.condition),
        until: until.map(last_moment),
        state,
        says,
    }
}

fn state(lang: Language, purse: &Purse) -> (&'static str, String) {
    match purse {
        Purse::ToTake => ("take", say(lang, "wallet-take-it")),
        Purse::Usable => ("use", say(lang, "wallet-usable")),
        Purse::InUse(order) => {
            let facts = [("order", order.to_string().into())];
            ("waiting", say_with(lang, "wallet-waiting", &facts))
        }
        Purse::Used => ("used", say(lang, "wallet-used")),
        Purse::Expired(_) => ("expired", say(lang, "coupon-over")),
        Purse::Gone => (
            "gone",
            refused(lang, &domain::coupon::CouponRefusal::AllGiven),
        ),
        Purse::NotNow(why @ Unmet::NotYet(_)) => ("later", unmet_words(lang, why)),
        Purse::NotNow(why) => ("gone", unmet_words(lang, why)),
    }
}
