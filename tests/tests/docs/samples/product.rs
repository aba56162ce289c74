//! Samples of what happens to a product.

use domain::Won;
use domain::pricing::Tax;
use domain::product::{Listing, ProductEvent, Variant};

use super::parts::id;

pub fn samples() -> Vec<ProductEvent> {
    vec![
        ProductEvent::ProductListed {
            listing: Box::new(full()),
        },
        ProductEvent::ProductDescribed {
            listing: Box::new(bare()),
        },
        ProductEvent::PriceChanged {
            sku: id("BROWN-RICE-4KG"),
            price: Won(19_000),
        },
        ProductEvent::ProductHidden {},
        ProductEvent::ProductShown {},
    ]
}

fn full() -> Listing {
    Listing {
        summary: "갓 도정한 현미".to_owned(),
        description: "올해 거둔 벼를 주문받은 날 도정합니다.".to_owned(),
        facts: vec![("원산지".to_owned(), "국산".to_owned())],
        badges: vec!["best".to_owned()],
        picture: "rice".to_owned(),
        variants: vec![Variant {
            option: Some("4kg".to_owned()),
            list_price: Some(Won(23_000)),
            ..variant()
        }],
        ..Listing::new(
            id("brown-rice"),
            id("intake"),
            "현미",
            (id("grain"), "쌀·잡곡"),
            Tax::TaxFree,
            vec![],
        )
    }
}

fn variant() -> Variant {
    Variant::new(id("BROWN-RICE-4KG"), Won(20_000))
}

/// Everything left out that may be.
fn bare() -> Listing {
    Listing {
        summary: String::new(),
        description: String::new(),
        facts: vec![],
        badges: vec![],
        picture: String::new(),
        tax: Tax::Taxable,
        variants: vec![variant()],
        ..full()
    }
}
