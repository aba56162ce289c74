//! Lists and product pages.

use projections::catalogue::{self, Category, ListQuery, Sort};

use super::{picture_of, product_path};
use crate::helpers::url;
use crate::pages::{Badge, Card, Chip, Hero, Home, Pager, SortLink};

/// Orders of the list: name in the address, words, meaning.
pub const SORTS: &[(&str, &str, Sort)] = &[
    ("new", "신상품순", Sort::Newest),
    ("popular", "인기순", Sort::Popular),
    ("cheap", "낮은 가격순", Sort::PriceLow),
    ("dear", "높은 가격순", Sort::PriceHigh),
    ("name", "이름순", Sort::Name),
];
/// Products in the shop's window; fewer fill it badly.
const IN_WINDOW: usize = 5;

/// The address of a list.
#[must_use]
pub fn list_path(category: Option<&str>, search: &str, sort: &str, page: u32) -> String {
    let mut parts = Vec::new();
    parts.extend(category.map(|id| format!("category={}", url(id))));
    parts.extend((!search.is_empty()).then(|| format!("q={}", url(search))));
    parts.extend((sort != SORTS[0].0).then(|| format!("sort={sort}")));
    parts.extend((page > 1).then(|| format!("page={page}")));
    if parts.is_empty() {
        "/".into()
    } else {
        format!("/?{}", parts.join("&"))
    }
}

/// The list page.
#[must_use]
pub fn home(
    query: &ListQuery,
    sort: &str,
    found: &projections::Page<catalogue::Card>,
    categories: &[Category],
    hero: Option<Hero>,
) -> Home {
    let chosen = query.category.as_deref();
    let path = |category, sort, page| list_path(category, &query.search, sort, page);
    let products: Vec<Card> = found.items.iter().map(card).collect();
    Home {
        hero,
        heading: heading(query, categories),
        query: query.search.clone(),
        total: found.total,
        chips: chips(chosen, &query.search, sort, categories),
        sorts: SORTS
            .iter()
            .map(|(name, words, _)| SortLink {
                name: (*words).into(),
                href: path(chosen, name, 1),
                current: *name == sort,
            })
            .collect(),
        products,
        pager: Pager::around(found.page, found.pages, |page| path(chosen, sort, page)),
        all: "/".into(),
    }
}

fn heading(query: &ListQuery, categories: &[Category]) -> String {
    let category = query
        .category
        .as_ref()
        .and_then(|id| categories.iter().find(|known| known.id == *id));
    match (query.search.as_str(), category) {
        ("", None) => "전체 상품".into(),
        ("", Some(category)) => category.name.clone(),
        (words, _) => format!("‘{words}’ 검색 결과"),
    }
}

/// While searching, categories would lose the words and their counts would not fit: only "all".
fn chips(chosen: Option<&str>, search: &str, sort: &str, categories: &[Category]) -> Vec<Chip> {
    if !search.is_empty() {
        return Vec::new();
    }
    let all = Chip {
        name: "전체".into(),
        href: list_path(None, "", sort, 1),
        count: categories.iter().map(|category| category.products).sum(),
        current: chosen.is_none(),
    };
    let each = categories.iter().map(|category| Chip {
        name: category.name.clone(),
        href: list_path(Some(&category.id), "", sort, 1),
        count: category.products,
        current: chosen == Some(&category.id),
    });
    std::iter::once(all).chain(each).collect()
}

/// The shop's window: what is asked for most, marked ones first, and of different shelves as far as
/// possible. None when there is too little to fill it.
#[must_use]
pub fn window(popular: &[catalogue::Card]) -> Option<Hero> {
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
        products: shown.into_iter().map(card).collect(),
    })
}

/// Whether the page of this query shows the window: only the very first one.
#[must_use]
pub fn has_window(query: &ListQuery, sort: &str) -> bool {
    query.category.is_none() && query.search.is_empty() && query.page == 1 && sort == SORTS[0].0
}

/// A product in a list.
#[must_use]
pub fn card(from: &catalogue::Card) -> Card {
    let mut badges: Vec<Badge> = from
        .badges
        .iter()
        .filter(|kind| *kind != "sale")
        .map(|kind| Badge::of(kind))
        .collect();
    badges.truncate(2);
    Card {
        id: from.product.clone(),
        href: product_path(&from.product),
        picture: picture_of(&from.product, &from.name, &from.category),
        name: from.name.clone(),
        summary: from.summary.clone(),
        price: from.price,
        list_price: from.list_price,
        discount_percent: percent_off(from.list_price, from.price),
        from: from.price_varies,
        badges,
        sold_out: from.sold_out,
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
    fn an_address_says_only_what_differs() {
        assert_eq!(list_path(None, "", "new", 1), "/");
        assert_eq!(
            list_path(Some("grain"), "", "cheap", 2),
            "/?category=grain&sort=cheap&page=2"
        );
        assert_eq!(list_path(None, "a&b=c", "new", 1), "/?q=a%26b%3Dc");
    }

    #[test]
    fn a_discount_is_never_overstated() {
        assert_eq!(percent_off(Some(15_900), 12_900), Some(18));
        assert_eq!(percent_off(Some(10_000), 9_999), None);
        assert_eq!(percent_off(Some(10_000), 10_000), None);
        assert_eq!(percent_off(None, 10_000), None);
    }
}
