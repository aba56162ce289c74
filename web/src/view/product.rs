//! A product's page.

use projections::catalogue::{self, ProductPage};

use super::catalogue::{SORTS, card, list_path, percent_off};
use super::picture_of;
use crate::pages::{Badge, Crumb, Fact, Notice, OptionRow, Product};

/// At most so many left: say how many.
const FEW: i64 = 5;
/// Pieces that can be asked for at once.
const AT_ONCE: i64 = 99;

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
        list_price: variant
            .list_price
            .filter(|before| *before > variant.price)
            .map(|before| before.0),
        discount_percent: percent_off(variant.list_price.map(|before| before.0), variant.price.0),
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
    fn a_description_is_divided_by_empty_lines() {
        assert_eq!(
            paragraphs("첫 줄\n이어서\n\n\n\n둘째\n"),
            ["첫 줄 이어서", "둘째"]
        );
        assert!(paragraphs("").is_empty());
    }
}
