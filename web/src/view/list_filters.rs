//! What a list may be narrowed to, how many goods each choice leaves, and what is set.

use letters::Language;
use projections::catalogue::{Chosen, Facets};

use super::list_address::{ListAddress, in_order};
use crate::helpers::{money, won};
use crate::pages::{Badge, BadgeBox, Filters, KeptFilter, Tick, Token};
use crate::say::{say, say_with};

/// Badges that are offered at most.
const MOST_OFFERED: usize = 12;
/// Badges that no box is for: a box of its own says the same.
const NOT_OFFERED: [&str; 2] = ["sale", "soldout"];

/// Badges that shoppers may ask for, of those that occur.
fn offered(facets: &Facets) -> Vec<&str> {
    let mut badges = facets.badges();
    badges.retain(|badge| !NOT_OFFERED.contains(badge));
    badges.truncate(MOST_OFFERED);
    badges
}

/// The form that narrows a list. `goods` sums up what it offers to choose from: the list's own goods before it is
/// narrowed, or all of the store where nobody `counted` those; then there are no counts.
#[must_use]
pub fn filters(lang: Language, asked: &ListAddress, goods: &Facets, counted: bool) -> Filters {
    let kept = asked.kept().into_iter();
    let text = |won: Option<i64>| won.map(|won| won.to_string()).unwrap_or_default();
    let tick = |checked: bool, choose: &dyn Fn(&mut Chosen)| {
        let mut chosen = chosen(asked);
        choose(&mut chosen);
        let count = counted.then(|| goods.left_by(&chosen));
        Tick {
            checked,
            count,
            closed: !checked && count == Some(0),
        }
    };
    Filters {
        kept: kept
            .map(|(name, value)| KeptFilter { name, value })
            .collect(),
        min: text(asked.price_from),
        max: text(asked.price_to),
        in_stock: tick(asked.in_stock, &|it| it.in_stock = true),
        reduced: tick(asked.reduced, &|it| it.reduced = true),
        badges: boxes(asked, goods)
            .into_iter()
            .map(|kind| BadgeBox {
                kind: kind.to_owned(),
                text: Badge::of(lang, kind).text,
                tick: tick(asked.badges.iter().any(|it| it == kind), &|it| {
                    it.badges = vec![kind.to_owned()];
                }),
            })
            .collect(),
        active: asked.filters(),
        tokens: tokens(lang, asked),
        clear: asked.unfiltered().path(),
    }
}

/// Badges that these goods have; what is set stays, to be taken back.
fn boxes<'a>(asked: &'a ListAddress, goods: &'a Facets) -> Vec<&'a str> {
    let mut boxes = offered(goods);
    for badge in &asked.badges {
        if !boxes.contains(&badge.as_str()) {
            boxes.push(badge);
        }
    }
    in_order(&mut boxes);
    boxes
}

fn chosen(asked: &ListAddress) -> Chosen {
    Chosen {
        badges: asked.badges.clone(),
        in_stock: asked.in_stock,
        reduced: asked.reduced,
    }
}

fn tokens(lang: Language, asked: &ListAddress) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut without = |name: String, change: &dyn Fn(&mut ListAddress)| {
        let mut other = asked.on(1);
        change(&mut other);
        tokens.push(Token {
            name,
            href: other.path(),
        });
    };
    if let Some(words) = price(lang, asked) {
        without(words, &|it| (it.price_from, it.price_to) = (None, None));
    }
    if asked.in_stock {
        without(say(lang, "filter-in-stock"), &|it| it.in_stock = false);
    }
    if asked.reduced {
        without(say(lang, "filter-reduced"), &|it| it.reduced = false);
    }
    for kind in &asked.badges {
        let text = Badge::of(lang, kind).text;
        without(text, &|it| it.badges.retain(|badge| badge != kind));
    }
    tokens
}

fn price(lang: Language, asked: &ListAddress) -> Option<String> {
    let fact = |name, amount: i64| (name, money(amount, lang).into());
    Some(match (asked.price_from, asked.price_to) {
        (None, None) => return None,
        (Some(from), None) => say_with(lang, "filter-from", &[fact("from", from)]),
        (None, Some(to)) => say_with(lang, "filter-to", &[fact("to", to)]),
        (Some(from), Some(to)) => {
            let from = match lang {
                Language::Ko => ("from", won(from).into()),
                Language::En => fact("from", from),
            };
            say_with(lang, "filter-between", &[from, fact("to", to)])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_can_be_taken_back_alone() {
        let pairs = [
            ("q", "쌀"),
            ("min", "1000"),
            ("max", "20000"),
            ("stock", "1"),
            ("badge", "best"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let asked = ListAddress::read(&pairs);
        let tokens = tokens(Language::Ko, &asked);
        assert_eq!(tokens.len(), asked.filters());
        assert_eq!(tokens[0].name, "1,000~20,000원");
        assert_eq!(tokens[0].href, "/?q=%EC%8C%80&stock=1&badge=best");
        assert_eq!(tokens[2].href, "/?q=%EC%8C%80&min=1000&max=20000&stock=1");
    }
}
