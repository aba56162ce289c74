//! Products as lists show them.

use projections::catalogue;

use super::{Reader, picture_of, product_path};
use crate::nav::told;
use crate::pages::{Badge, Card, Hero};

/// Pixels that a picture of a list is wide, about.
const IN_LIST: u32 = 400;
/// Products in the shop's window; fewer fill it badly.
const IN_WINDOW: usize = 5;

/// The shop's window: what is asked for most, marked ones first, and of different shelves as far as
/// possible. None when there is too little to fill it.
#[must_use]
pub fn window(reader: Reader<'_>, popular: &[catalogue::Card]) -> Option<Hero> {
    let best = |card: &&catalogue::Card| card.badges.iter().any(|badge| badge == "best");
    let rest = popular.iter().filter(|card| !best(card));
    let mut left: Vec<_> = popular
        .iter()
        .filter(best)
        .chain(rest)
        .filter(|card| !card.sold_out)
        .collect();
    let mut shown: Vec<&catalogue::Card> = Vec::new();
    while shown.len() < IN_WINDOW && !left.is_empty() {
        let new =
            |card: &&catalogue::Card| shown.iter().all(|other| other.category != card.category);
        let next = left.iter().position(new).unwrap_or(0);
        shown.push(left.remove(next));
    }
    (shown.len() == IN_WINDOW).then(|| Hero {
        products: shown.into_iter().map(|it| card(reader, it)).collect(),
    })
}

/// A product in a list.
#[must_use]
pub fn card(reader: Reader<'_>, from: &catalogue::Card) -> Card {
    let lang = reader.lang;
    let image = from.image.as_deref();
    let image = image.and_then(|name| reader.picture(name, IN_LIST));
    let mut badges: Vec<Badge> = from
        .badges
        .iter()
        .filter(|kind| *kind != "sale")
        .map(|kind| Badge::of(lang, kind))
        .collect();
    badges.truncate(2);
    Card {
        id: from.product.clone(),
        href: product_path(&from.product),
        picture: image.as_ref().map_or_else(
            || picture_of(&from.product, &from.name, &from.category),
            |image| image.src.clone(),
        ),
        srcset: image.and_then(|image| image.srcset),
        name: told(lang, &from.name, &from.name_en).to_owned(),
        summary: told(lang, &from.summary, &from.summary_en).to_owned(),
        price: from.price,
        list_price: from.list_price,
        discount_percent: percent_off(from.list_price, from.price),
        from: from.price_varies,
        badges,
        sold_out: from.sold_out,
        first: false,
        quick_sku: from.only_sku.clone().filter(|_| !from.sold_out),
    }
}

/// How much is taken off, in whole percent, rounded down: never more than is true.
#[must_use]
pub fn percent_off(before: Option<i64>, now: i64) -> Option<i64> {
    let before = before.filter(|before| *before > now && now >= 0)?;
    Some((before - now) * 100 / before).filter(|percent| *percent > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_never_overstated() {
        assert_eq!(percent_off(Some(15_900), 12_900), Some(18));
        assert_eq!(percent_off(Some(10_000), 9_999), None);
        assert_eq!(percent_off(Some(10_000), 10_000), None);
        assert_eq!(percent_off(None, 10_000), None);
    }
}
