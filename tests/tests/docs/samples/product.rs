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
        product: id("brown-rice"),
        store: id("intake"),
        name: "현미".to_owned(),
        category: id("grain"),
        category_name: "쌀·잡곡".to_owned(),
        summary: "갓 도정한 현미".to_owned(),
        description: "올해 거둔 벼를 주문받은 날 도정합니다.".to_owned(),
        facts: vec![("원산지".to_owned(), "국산".to_owned())],
        badges: vec!["best".to_owned()],
        picture: "rice".to_owned(),
        tax: Tax::TaxFree,
        variants: vec![Variant {
            sku: id("BROWN-RICE-4KG"),
            option: Some("4kg".to_owned()),
            price: Won(20_000),
            list_price: Some(Won(23_000)),
        }],
    }
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
        variants: vec![Variant {
            sku: id("BROWN-RICE-4KG"),
            option: None,
            price: Won(20_000),
            list_price: None,
        }],
        ..full()
    }
}
