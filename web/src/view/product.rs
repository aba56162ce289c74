//! A product's page.

use chrono::{DateTime, Utc};
use domain::product::{Axis, Listing};
use letters::Language;
use projections::catalogue::{self, Category, ProductPage};

use super::catalogue::{card, percent_off};
use super::list::crumbs;
use super::list_address::ListAddress;
use super::{Reader, picture_of};
use crate::helpers::datetime;
use crate::nav::told;
use crate::pages::{
    AxisChoice, AxisRow, Badge, Crumb, Fact, Notice, OptionRow, Picture, Product, ReviewBox,
};
use crate::say::{say, say_with};

/// At most so many left: say how many.
const FEW: i64 = 5;
/// Pieces that can be asked for at once.
const AT_ONCE: i64 = 99;
/// Pixels that the large picture is wide, about.
const LARGE: u32 = 800;
/// Pictures that are shown; more are too many to look through.
const MOST_PICTURES: usize = 10;

/// What was asked for when it was refused.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub sku: String,
    /// A value of each axis, by name.
    pub values: Vec<String>,
    pub pieces: i64,
}

/// What stands around a product.
pub struct Around<'a> {
    pub related: &'a [catalogue::Card],
    pub categories: &'a [Category],
    pub wanted: Option<Wanted>,
    pub notice: Option<Notice>,
    pub now: DateTime<Utc>,
}

/// A product's page.
#[must_use]
pub fn product(reader: Reader<'_>, from: &ProductPage, around: Around<'_>) -> Product {
    let lang = reader.lang;
    let listing = &from.listing;
    let id = listing.product.as_str();
    let wanted = around.wanted.as_ref();
    let options = options(lang, from, wanted);
    let cheapest = listing.variants.iter().min_by_key(|variant| variant.price);
    let price = cheapest.map_or(0, |variant| variant.price.0);
    let list_price = cheapest
        .and_then(|variant| variant.list_price)
        .map(|won| won.0);
    let most = from.available.iter().copied().max().unwrap_or(0);
    let most = most.clamp(1, AT_ONCE);
    let pictures = pictures(reader, listing);
    Product {
        id: id.into(),
        name: told(lang, &listing.name, &listing.name_en).into(),
        summary: told(lang, &listing.summary, &listing.summary_en).into(),
        crumbs: way(lang, listing, around.categories),
        drawn: pictures[0].srcset.is_none(),
        pictures,
        price,
        list_price,
        discount_percent: percent_off(list_price, price),
        from: listing.variants.iter().any(|it| it.price.0 != price),
        badges: badges(lang, listing),
        tax_free: from.tax_free(),
        unit: (options.len() == 1)
            .then(|| options[0].name.clone())
            .filter(|name| !name.is_empty()),
        choose: options.len() > 1 && listing.axes.is_empty(),
        axes: axes(lang, from, &options, wanted),
        sold_out: from.sold_out(),
        closed: closed(lang, listing, around.now),
        until: until(lang, listing, around.now),
        stock: stock(lang, &from.available),
        options,
        action: "/cart/lines".into(),
        quantity: wanted.map_or(1, |it| it.pieces.clamp(1, most)),
        max_quantity: most,
        paragraphs: paragraphs(told(lang, &listing.description, &listing.description_en)),
        facts: facts(listing),
        detail: None,
        reviews: ReviewBox::default(),
        related: around.related.iter().map(|it| card(reader, it)).collect(),
        notice: around.notice,
    }
}

/// The uploaded pictures, or else the drawn one.
fn pictures(reader: Reader<'_>, listing: &Listing) -> Vec<Picture> {
    let names = listing.images.iter().take(MOST_PICTURES);
    let pictures = names.filter_map(|name| reader.picture(name, LARGE));
    let pictures: Vec<_> = (1..)
        .zip(pictures)
        .map(|(number, picture)| Picture { number, ..picture })
        .collect();
    if !pictures.is_empty() {
        return pictures;
    }
    let id = listing.product.as_str();
    let drawn = picture_of(id, &listing.name, listing.category.as_str());
    vec![Picture {
        number: 1,
        src: drawn.clone(),
        srcset: None,
        small: drawn,
    }]
}

/// The way to its category. One that is in no navigation is named as staff named it with the product.
fn way(lang: Language, listing: &Listing, categories: &[Category]) -> Vec<Crumb> {
    let category = listing.category.as_str();
    let way = crumbs(lang, categories, Some(category));
    if !way.is_empty() {
        return way;
    }
    vec![Crumb {
        name: listing.category_name.clone(),
        href: ListAddress::default().of(Some(category)).path(),
    }]
}

fn badges(lang: Language, listing: &Listing) -> Vec<Badge> {
    let kinds = listing.badges.iter();
    kinds.map(|kind| Badge::of(lang, kind)).collect()
}

/// Why it is not sold at this time.
fn closed(lang: Language, listing: &Listing, now: DateTime<Utc>) -> Option<String> {
    if listing.is_scheduled_at(now) {
        return None;
    }
    Some(match listing.sale_from {
        Some(from) if now < from => say_with(
            lang,
            "product-not-yet",
            &[("from", datetime(from, lang).into())],
        ),
        _ => say(lang, "product-ended"),
    })
}

/// Until when it is sold, while it is.
fn until(lang: Language, listing: &Listing, now: DateTime<Utc>) -> Option<String> {
    let until = listing
        .sale_until
        .filter(|_| listing.is_scheduled_at(now))?;
    Some(say_with(
        lang,
        "product-until",
        &[("until", datetime(until, lang).into())],
    ))
}

fn stock(lang: Language, available: &[i64]) -> String {
    let there = || available.iter().filter(|pieces| **pieces > 0);
    let left: i64 = there().sum();
    match left {
        0 => say(lang, "sold-out"),
        left if left <= FEW => say_with(lang, "product-left", &[("count", left.into())]),
        _ if there().count() < available.len() => say(lang, "product-some-sold-out"),
        _ => say(lang, "product-in-stock"),
    }
}

/// What there is to choose. Chosen is what the chosen option has, or what was wanted.
fn axes(
    lang: Language,
    from: &ProductPage,
    options: &[OptionRow],
    wanted: Option<&Wanted>,
) -> Vec<AxisRow> {
    let variants = || from.listing.variants.iter().zip(&from.available);
    let chosen = options.iter().position(|option| option.chosen);
    let chosen = chosen.and_then(|place| from.listing.variants.get(place));
    let row = |(place, axis): (usize, &Axis)| {
        let asked = wanted.and_then(|it| it.values.get(place));
        let chosen = asked.or_else(|| chosen.and_then(|it| it.values.get(place)));
        let choice = |value: &domain::product::AxisValue| {
            let mut with = variants().filter(|(it, _)| it.values.get(place) == Some(&value.name));
            AxisChoice {
                value: value.name.clone(),
                name: told(lang, &value.name, &value.name_en).to_owned(),
                chosen: chosen == Some(&value.name),
                sold_out: !with.any(|(_, pieces)| *pieces > 0),
            }
        };
        AxisRow {
            field: format!("axis{place}"),
            name: told(lang, &axis.name, &axis.name_en).to_owned(),
            choices: axis.values.iter().map(choice).collect(),
        }
    };
    from.listing.axes.iter().enumerate().map(row).collect()
}

/// What the law wants shown, as staff have written it.
fn facts(listing: &Listing) -> Vec<Fact> {
    let each = listing.facts.iter().map(|(label, value)| Fact {
        label: label.clone(),
        value: value.clone(),
    });
    each.collect()
}

fn options(lang: Language, from: &ProductPage, wanted: Option<&Wanted>) -> Vec<OptionRow> {
    let first = from.available.iter().position(|pieces| *pieces > 0);
    let variants = from.listing.variants.iter();
    let rows = variants.zip(&from.available).enumerate();
    rows.map(|(place, (variant, available))| OptionRow {
        sku: variant.sku.to_string(),
        name: told(
            lang,
            variant.option.as_deref().unwrap_or_default(),
            variant.option_en.as_deref().unwrap_or_default(),
        )
        .to_owned(),
        // Texts alone are always JSON.
        values: serde_json::to_string(&variant.values).unwrap_or_default(),
        price: variant.price.0,
        list_price: variant
            .list_price
            .filter(|before| *before > variant.price)
            .map(|before| before.0),
        discount_percent: percent_off(variant.list_price.map(|before| before.0), variant.price.0),
        sold_out: *available <= 0,
        few: (1..=FEW).contains(available).then_some(*available),
        chosen: match wanted {
            Some(it) if !it.values.is_empty() => it.values == variant.values,
            Some(it) if !it.sku.is_empty() => it.sku == variant.sku.as_str(),
            _ => first == Some(place),
        },
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
    fn a_description_is_divided_by_empty_lines() {
        assert_eq!(
            paragraphs("첫 줄\n이어서\n\n\n\n둘째\n"),
            ["첫 줄 이어서", "둘째"]
        );
        assert!(paragraphs("").is_empty());
    }
}
