//! Pieces that several pages share.

use letters::Language;
use serde::{Deserialize, Serialize};

use super::Link;
use crate::say::say;

/// The marks that have words of ours.
const KNOWN_BADGES: [&str; 7] = [
    "new", "best", "sale", "soldout", "taxfree", "season", "gift",
];

/// A small mark on a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// `new`, `best`, `sale`, `soldout`, `taxfree`…: the mark's look.
    pub kind: String,
    pub text: String,
}

impl Badge {
    /// A mark of a known kind in the reader's words; an unknown kind shows its own word.
    #[must_use]
    pub fn of(lang: Language, kind: &str) -> Self {
        let text = if KNOWN_BADGES.contains(&kind) {
            say(lang, &format!("badge-{kind}"))
        } else {
            kind.to_owned()
        };
        Self {
            kind: kind.to_owned(),
            text,
        }
    }
}

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    pub id: String,
    pub href: String,
    pub picture: String,
    /// The picture in other sizes, as `srcset` takes them; none for a drawn one.
    pub srcset: Option<String>,
    pub name: String,
    pub summary: String,
    /// Lowest price among the options, won.
    pub price: i64,
    /// The price before a discount, won.
    pub list_price: Option<i64>,
    pub discount_percent: Option<i64>,
    /// Options differ in price: the price reads "from".
    pub from: bool,
    pub badges: Vec<Badge>,
    pub sold_out: bool,
    /// It stands in the list's first rows: its picture is wanted at once.
    pub first: bool,
    /// The only SKU, when it can go into the cart straight from the list.
    pub quick_sku: Option<String>,
}

impl Card {
    /// A card for tests and the gallery.
    #[must_use]
    pub fn sample(id: &str, name: &str, summary: &str, price: i64) -> Self {
        Self {
            id: id.into(),
            href: format!("/products/{id}"),
            picture: format!("/pictures/{id}.svg"),
            srcset: None,
            name: name.into(),
            summary: summary.into(),
            price,
            list_price: None,
            discount_percent: None,
            from: false,
            badges: vec![],
            sold_out: false,
            first: false,
            quick_sku: Some(format!("{id}-1")),
        }
    }
}

/// A bought or wanted thing, as cart, checkout and order show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub href: String,
    pub picture: String,
    pub name: String,
    pub option: Option<String>,
    pub quantity: i64,
    /// Won for one.
    pub unit_price: i64,
    /// Won for all of them.
    pub total: i64,
    /// A gift: no price is shown.
    pub gift: bool,
    /// A word about the line's own fate, e.g. 취소됨.
    pub note: Option<String>,
    /// None of its pieces is left: it is struck out.
    pub off: bool,
}

impl Line {
    /// A line for tests and the gallery.
    #[must_use]
    pub fn sample(
        id: &str,
        name: &str,
        option: Option<&str>,
        quantity: i64,
        unit_price: i64,
    ) -> Self {
        Self {
            href: format!("/products/{id}"),
            picture: format!("/pictures/{id}.svg"),
            name: name.into(),
            option: option.map(Into::into),
            quantity,
            unit_price,
            total: unit_price * quantity,
            gift: false,
            note: None,
            off: false,
        }
    }
}

/// The sums under a cart or an order, won. Nothing here is computed by a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Amounts {
    /// No goods: only charges are paid.
    pub charges_alone: bool,
    pub goods: i64,
    /// Promotions that took something off the goods.
    pub off: Vec<Saving>,
    /// What else was taken off.
    pub discount: i64,
    /// Before promotions waived it.
    pub shipping: i64,
    /// Promotions that waived it.
    pub waived: Vec<Saving>,
    /// Remote-area surcharge (도서산간).
    pub surcharge: i64,
    /// What an exchange sends that costs more than what comes back.
    pub difference: i64,
    pub total: i64,
    /// VAT contained in the total, when it is known.
    pub vat: Option<i64>,
    /// Tax-free goods contained in the total.
    pub tax_free: Option<i64>,
}

/// What a promotion saves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saving {
    pub name: String,
    /// Won.
    pub amount: i64,
}

/// Something to tell at the top of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: String,
    /// Where what it tells of is found.
    pub link: Option<Link>,
}

/// How a notice looks and whether a screen reader interrupts for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    Done,
    Warning,
}

impl Notice {
    /// Both, as one; a warning if one of them is.
    #[must_use]
    pub fn and(&self, also: &Self) -> Self {
        let warns = [self.kind, also.kind].contains(&NoticeKind::Warning);
        Self {
            kind: if warns {
                NoticeKind::Warning
            } else {
                NoticeKind::Done
            },
            text: format!("{} {}", self.text, also.text),
            link: self.link.clone().or_else(|| also.link.clone()),
        }
    }

    #[must_use]
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            kind: NoticeKind::Done,
            text: text.into(),
            link: None,
        }
    }

    #[must_use]
    pub fn warning(text: impl Into<String>) -> Self {
        Self {
            kind: NoticeKind::Warning,
            text: text.into(),
            link: None,
        }
    }
}

/// Links to the other pages of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    pub previous: Option<String>,
    pub next: Option<String>,
    pub pages: Vec<PageLink>,
}

/// One numbered page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLink {
    pub number: u32,
    pub href: String,
    pub current: bool,
}

impl Pager {
    /// Up to seven numbers around `current` of `last` (both from 1); `href` gives a page's address.
    #[must_use]
    pub fn around(current: u32, last: u32, href: impl Fn(u32) -> String) -> Self {
        let first = current.saturating_sub(3).min(last.saturating_sub(6)).max(1);
        let end = (first + 6).min(last);
        Self {
            previous: (current > 1).then(|| href(current - 1)),
            next: (current < last).then(|| href(current + 1)),
            pages: (first..=end)
                .map(|number| PageLink {
                    number,
                    href: href(number),
                    current: number == current,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(current: u32, last: u32) -> Vec<u32> {
        let pager = Pager::around(current, last, |n| format!("/?page={n}"));
        pager.pages.iter().map(|page| page.number).collect()
    }

    #[test]
    fn every_known_badge_has_words() {
        for kind in KNOWN_BADGES {
            for lang in Language::ALL {
                let text = Badge::of(lang, kind).text;
                assert!(!text.is_empty() && !text.contains("badge-"), "{text}");
            }
        }
        assert_eq!(Badge::of(Language::En, "산지직송").text, "산지직송");
    }

    #[test]
    fn a_pager_shows_seven_numbers_and_stays_inside() {
        assert_eq!(numbers(1, 1), [1]);
        assert_eq!(numbers(1, 20), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(numbers(10, 20), [7, 8, 9, 10, 11, 12, 13]);
        assert_eq!(numbers(20, 20), [14, 15, 16, 17, 18, 19, 20]);
    }
}
