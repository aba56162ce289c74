//! Lists and product pages.

use projections::catalogue::{self, Category, ListQuery, ProductPage, Sort};

use super::{picture_of, product_path};
use crate::helpers::url;
use crate::pages::{
    Badge, Card, Chip, Crumb, Fact, Hero, Home, Notice, OptionRow, Pager, Product, SortLink,
};

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
/// At most so many left: say how many.
const FEW: i64 = 5;
/// Pieces that can be asked for at once on a product's page.
const AT_ONCE: i64 = 99;

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
) -> Home {
    let chosen = query.category.as_deref();
    let path = |category, sort, page| list_path(category, &query.search, sort, page);
    let products: Vec<Card> = found.items.iter().map(card).collect();
    let plain =
        chosen.is_none() && query.search.is_empty() && query.page == 1 && sort == SORTS[0].0;
    Home {
        hero: plain.then(|| window(&products)).flatten(),
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

/// What is most asked for stands in the window, then what is at hand.
fn window(products: &[Card]) -> Option<Hero> {
    let best = |card: &&Card| card.badges.iter().any(|badge| badge.kind == "best");
    let rest = products.iter().filter(|card| !best(card));
    let shown: Vec<Card> = products
        .iter()
        .filter(best)
        .chain(rest)
        .filter(|card| !card.sold_out)
        .take(IN_WINDOW)
        .cloned()
        .collect();
    (shown.len() == IN_WINDOW).then_some(Hero { products: shown })
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
fn percent_off(before: Option<i64>, now: i64) -> Option<i64> {
    let before = before.filter(|before| *before > now && now >= 0)?;
    Some((before - now) * 100 / before).filter(|percent| *percent > 0)
}

/// A product's page. `wanted` is what was asked for when it was refused: SKU and pieces.
#[must_use]
pub fn product(
    from: &ProductPage,
    related: &[catalogue::Card],
    wanted: Option<(&str, i64)>,
    notice: Option<Notice>,
) -> Product {
    let listing = &from.listing;
    let id = listing.product.as_str();
    let options = options(from, wanted.map(|(sku, _)| sku));
    let cheapest = listing.variants.iter().min_by_key(|variant| variant.price);
    let price = cheapest.map_or(0, |variant| variant.price.0);
    let list_price = cheapest
        .and_then(|variant| variant.list_price)
        .map(|won| won.0);
    let most = from
        .available
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .clamp(1, AT_ONCE);
    Product {
        id: id.into(),
        name: listing.name.clone(),
        summary: listing.summary.clone(),
        category: Some(Crumb {
            name: listing.category_name.clone(),
            href: list_path(Some(listing.category.as_str()), "", SORTS[0].0, 1),
        }),
        picture: picture_of(id, &listing.name, listing.category.as_str()),
        price,
        list_price,
        discount_percent: percent_off(list_price, price),
        from: listing
            .variants
            .iter()
            .any(|variant| variant.price.0 != price),
        badges: listing.badges.iter().map(|kind| Badge::of(kind)).collect(),
        tax_free: from.tax_free(),
        unit: (options.len() == 1)
            .then(|| options[0].name.clone())
            .filter(|name| !name.is_empty()),
        choose: options.len() > 1,
        sold_out: from.sold_out(),
        options,
        action: "/cart/lines".into(),
        quantity: wanted.map_or(1, |(_, pieces)| pieces.clamp(1, most)),
        max_quantity: most,
        paragraphs: paragraphs(&listing.description),
        facts: listing
            .facts
            .iter()
            .map(|(label, value)| Fact {
                label: label.clone(),
                value: value.clone(),
            })
            .collect(),
        related: related
            .iter()
            .filter(|other| other.product != id)
            .take(4)
            .map(card)
            .collect(),
        notice,
    }
}

fn options(from: &ProductPage, wanted: Option<&str>) -> Vec<OptionRow> {
    let first = from.available.iter().position(|pieces| *pieces > 0);
    let rows = from
        .listing
        .variants
        .iter()
        .zip(&from.available)
        .enumerate();
    rows.map(|(place, (variant, available))| OptionRow {
        sku: variant.sku.to_string(),
        name: variant.option.clone().unwrap_or_default(),
        price: variant.price.0,
        sold_out: *available <= 0,
        few: (1..=FEW).contains(available).then_some(*available),
        chosen: wanted.map_or(first == Some(place), |sku| sku == variant.sku.as_str()),
    })
    .collect()
}

/// A description's paragraphs, divided by empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    let blocks = text
        .split("\n\n")
        .map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "));
    blocks.filter(|block| !block.is_empty()).collect()
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

    #[test]
    fn a_description_is_divided_by_empty_lines() {
        assert_eq!(
            paragraphs("첫 줄\n이어서\n\n\n\n둘째\n"),
            ["첫 줄 이어서", "둘째"]
        );
        assert!(paragraphs("").is_empty());
    }
}
