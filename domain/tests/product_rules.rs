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
use domain::product::{
    Axis, AxisValue, Listing, Product, ProductCommand, ProductEvent, ProductRefusal, Variant,
};

fn variant(id: &str, price: i64) -> Variant {
    Variant::new(sku(id), Won(price))
}

fn listing() -> Listing {
    Listing::new(
        ProductId::new("rice").unwrap(),
        StoreId::new("main").unwrap(),
        "현미",
        (CategoryId::new("grain").unwrap(), "곡물"),
        Tax::TaxFree,
        vec![variant("rice-4kg", 18_000), variant("rice-10kg", 39_000)],
    )
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
    assert!(!product.on_sale(hour(0)));
    let product = after::<Product>([list(listing()), ProductCommand::Hide])
        .when(ProductCommand::Show)
        .then([ProductEvent::ProductShown {}])
        .when(ProductCommand::Show)
        .nothing_happens()
        .state();
    assert!(product.on_sale(hour(0)));
}

fn axis(name: &str, values: &[(&str, &str)]) -> Axis {
    let value = |(name, name_en): &(&str, &str)| AxisValue {
        name: (*name).to_owned(),
        name_en: (*name_en).to_owned(),
    };
    Axis {
        name: name.to_owned(),
        name_en: String::new(),
        values: values.iter().map(value).collect(),
    }
}

fn of(id: &str, values: &[&str]) -> Variant {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Variant {
        values,
        ..variant(id, 9_000)
    }
}

/// A cloth in two sizes and colours; one combination is not made.
fn cloth() -> Listing {
    Listing {
        axes: vec![
            axis("크기", &[("작은 것", "Small"), ("큰 것", "Large")]),
            axis("빛깔", &[("쪽빛", "Indigo"), ("소색", "")]),
        ],
        variants: vec![
            of("s-indigo", &["작은 것", "쪽빛"]),
            of("l-indigo", &["큰 것", "쪽빛"]),
            of("l-plain", &["큰 것", "소색"]),
        ],
        ..listing()
    }
}

#[test]
fn options_on_axes_are_named_by_their_values() {
    let product = after::<Product>([list(cloth())])
        .when(list(cloth()))
        .nothing_happens()
        .state();
    let named = |id: &str| {
        let variant = product.variant(&sku(id)).unwrap();
        (
            variant.option.clone().unwrap(),
            variant.option_en.clone().unwrap(),
        )
    };
    let words = |ko: &str, en: &str| (ko.to_owned(), en.to_owned());
    assert_eq!(named("s-indigo"), words("작은 것 / 쪽빛", "Small / Indigo"));
    assert_eq!(named("l-plain"), words("큰 것 / 소색", "Large / 소색"));
}

#[test]
fn options_must_fit_what_there_is_to_choose() {
    let with = |variants: Vec<Variant>| Listing {
        variants,
        ..cloth()
    };
    let with_axes = |axes: Vec<Axis>| Listing { axes, ..cloth() };
    for bad in [
        with(vec![of("a", &["큰 것"])]),
        with(vec![of("a", &[])]),
        with(vec![of("a", &["큰 것", "붉은빛"])]),
        with(vec![
            of("a", &["큰 것", "쪽빛"]),
            of("b", &["큰 것", "쪽빛"]),
        ]),
        with_axes(vec![
            axis("크기", &[("작은 것", ""), ("큰 것", "")]),
            axis("크기", &[("쪽빛", ""), ("소색", "")]),
        ]),
        with_axes(vec![
            axis("크기", &[("작은 것", ""), ("큰 것", "")]),
            axis("빛깔", &[]),
        ]),
        with_axes(vec![]),
    ] {
        given::<Product>([])
            .when(list(bad))
            .refuses(ProductRefusal::BadAxes);
    }
}

#[test]
fn a_scheduled_product_is_sold_from_its_first_moment_until_just_before_its_last() {
    let scheduled = Listing {
        sale_from: Some(hour(1)),
        sale_until: Some(hour(3)),
        ..listing()
    };
    let product = after::<Product>([list(scheduled.clone())]).state();
    let sold = [0, 1, 2, 3].map(|it| product.on_sale(hour(it)));
    assert_eq!(sold, [false, true, true, false]);
    assert!(!product.is_hidden(), "it is not hidden, only not sold now");
    for until in [hour(1), hour(0)] {
        let backwards = Listing {
            sale_until: Some(until),
            ..scheduled.clone()
        };
        given::<Product>([])
            .when(list(backwards))
            .refuses(ProductRefusal::BadTimes);
    }
}

/// What the first version of the shop wrote is read, and written as it was.
#[test]
fn what_is_not_said_is_not_written() {
    let text = serde_json::to_string(&listing()).unwrap();
    let wanted = concat!(
        r#"{"product":"rice","store":"main","name":"현미","category":"grain","category_name":"곡물","#,
        r#""tax":"TaxFree","variants":[{"sku":"rice-4kg","price":18000},{"sku":"rice-10kg","price":39000}]}"#
    );
    assert_eq!(text, wanted);
    assert_eq!(serde_json::from_str::<Listing>(&text).unwrap(), listing());
    let cloth = serde_json::to_string(&cloth()).unwrap();
    let wanted = r#""axes":[{"name":"크기","values":[{"name":"작은 것","name_en":"Small"},"#;
    assert!(cloth.contains(wanted), "{cloth}");
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
