//! What is for sale, and credits outside any order, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::baskets::sku;
use common::hour;
use common::story::{after, given};
use domain::credit::{Credit, CreditCommand, CreditEvent, CreditLine, CreditNote, CreditRefusal};
use domain::ids::{CategoryId, ProductId, Reference, StoreId};
use domain::meta::Channel;
use domain::money::Won;
use domain::pricing::Tax;
use domain::product::{Listing, Product, ProductCommand, ProductEvent, ProductRefusal, Variant};

fn variant(id: &str, price: i64) -> Variant {
    Variant {
        sku: sku(id),
        option: None,
        price: Won(price),
        list_price: None,
    }
}

fn listing() -> Listing {
    Listing {
        product: ProductId::new("rice").unwrap(),
        store: StoreId::new("main").unwrap(),
        name: "현미".to_owned(),
        category: CategoryId::new("grain").unwrap(),
        category_name: "곡물".to_owned(),
        summary: String::new(),
        description: String::new(),
        facts: vec![],
        badges: vec![],
        picture: String::new(),
        tax: Tax::TaxFree,
        variants: vec![variant("rice-4kg", 18_000), variant("rice-10kg", 39_000)],
    }
}

fn list(listing: Listing) -> ProductCommand {
    ProductCommand::List {
        listing: Box::new(listing),
    }
}

fn change(id: &str, price: i64) -> ProductCommand {
    ProductCommand::ChangePrice {
        sku: sku(id),
        price: Won(price),
    }
}

#[test]
fn a_product_is_listed_once_and_then_described() {
    let renamed = || Listing {
        name: "햇현미".to_owned(),
        ..listing()
    };
    given::<Product>([])
        .when(list(listing()))
        .then([ProductEvent::ProductListed {
            listing: Box::new(listing()),
        }])
        .when(list(listing()))
        .nothing_happens()
        .when(list(renamed()))
        .then([ProductEvent::ProductDescribed {
            listing: Box::new(renamed()),
        }]);
}

#[test]
fn a_product_stays_in_its_store() {
    let elsewhere = Listing {
        store: StoreId::new("intake").unwrap(),
        ..listing()
    };
    after::<Product>([list(listing())])
        .when(list(elsewhere))
        .refuses(ProductRefusal::OtherStore);
}

#[test]
fn a_product_without_a_name_or_options_is_refused() {
    let with = |variants| {
        list(Listing {
            variants,
            ..listing()
        })
    };
    let nameless = list(Listing {
        name: "  ".to_owned(),
        ..listing()
    });
    given::<Product>([])
        .when(nameless)
        .refuses(ProductRefusal::NoName);
    for variants in [vec![], vec![variant("rice-4kg", 1), variant("rice-4kg", 2)]] {
        given::<Product>([])
            .when(with(variants))
            .refuses(ProductRefusal::BadVariants);
    }
}

#[test]
fn prices_no_shop_asks_are_refused() {
    for price in [-1, 100_000_001] {
        let listed = list(Listing {
            variants: vec![variant("rice-4kg", price)],
            ..listing()
        });
        given::<Product>([])
            .when(listed)
            .refuses(ProductRefusal::BadPrice);
        let struck = Variant {
            list_price: Some(Won(price)),
            ..variant("rice-4kg", 1)
        };
        let struck = list(Listing {
            variants: vec![struck],
            ..listing()
        });
        given::<Product>([])
            .when(struck)
            .refuses(ProductRefusal::BadPrice);
        after::<Product>([list(listing())])
            .when(change("rice-4kg", price))
            .refuses(ProductRefusal::BadPrice);
    }
}

#[test]
fn the_price_of_one_option_changes() {
    let product = after::<Product>([list(listing())])
        .when(change("rice-4kg", 17_000))
        .then([ProductEvent::PriceChanged {
            sku: sku("rice-4kg"),
            price: Won(17_000),
        }])
        .when(change("rice-4kg", 17_000))
        .nothing_happens()
        .when(change("oil", 1))
        .refuses(ProductRefusal::NoSku(sku("oil")))
        .state();
    let price = |id| product.variant(&sku(id)).map(|variant| variant.price);
    assert_eq!(
        (price("rice-4kg"), price("rice-10kg")),
        (Some(Won(17_000)), Some(Won(39_000)))
    );
}

#[test]
fn a_hidden_product_is_not_for_sale_until_it_is_shown() {
    let hidden = after::<Product>([list(listing())])
        .when(ProductCommand::Hide)
        .then([ProductEvent::ProductHidden {}])
        .when(ProductCommand::Hide)
        .nothing_happens();
    let product = hidden.state();
    assert!(!product.on_sale());
    let product = after::<Product>([list(listing()), ProductCommand::Hide])
        .when(ProductCommand::Show)
        .then([ProductEvent::ProductShown {}])
        .when(ProductCommand::Show)
        .nothing_happens()
        .state();
    assert!(product.on_sale());
}

#[test]
fn nothing_is_asked_of_a_product_that_is_not_listed() {
    for command in [
        change("rice-4kg", 1),
        ProductCommand::Hide,
        ProductCommand::Show,
    ] {
        given::<Product>([])
            .when(command)
            .refuses(ProductRefusal::NotListed);
    }
}

fn record(amounts: &[i64]) -> CreditCommand {
    CreditCommand::Record {
        note: Box::new(note(amounts)),
    }
}

fn note(amounts: &[i64]) -> CreditNote {
    let line = |&amount| CreditLine {
        sku: sku("mug"),
        category: CategoryId::new("kitchen").unwrap(),
        quantity: 1,
        amount: Won(amount),
    };
    CreditNote {
        store: StoreId::new("intake").unwrap(),
        channel: Channel::External("invoices".to_owned()),
        reference: Reference::new("C489449").unwrap(),
        customer: None,
        country: "United Kingdom".to_owned(),
        lines: amounts.iter().map(line).collect(),
        at: hour(0),
    }
}

#[test]
fn a_credit_note_is_recorded_once() {
    given::<Credit>([])
        .when(record(&[500, 0]))
        .then([CreditEvent::CreditRecorded {
            note: Box::new(note(&[500, 0])),
        }])
        .when(record(&[500, 0]))
        .nothing_happens()
        .when(record(&[501, 0]))
        .refuses(CreditRefusal::Differs);
}

#[test]
fn a_credit_gives_back_and_never_takes() {
    for amounts in [&[][..], &[500, -1]] {
        given::<Credit>([])
            .when(record(amounts))
            .refuses(CreditRefusal::BadLines);
    }
}
