//! Our aggregates are plain cqrs-es aggregates: each runs on the stock framework, unchanged.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::fmt::Debug;

use common::baskets::{line, sku};
use common::hour;
use common::orders::*;
use cqrs_es::mem_store::MemStore;
use cqrs_es::{AggregateError, CqrsFramework, DomainEvent, EventStore};
use domain::cart::{Cart, CartCommand};
use domain::credit::{Credit, CreditCommand, CreditNote};
use domain::ids::{CategoryId, CheckoutKey, HoldId, ProductId, Reference, StoreId};
use domain::meta::Channel;
use domain::money::Won;
use domain::order::Order;
use domain::payment::{Payment, PaymentCommand};
use domain::pricing::Tax;
use domain::product::{Listing, Product, ProductCommand, Variant};
use domain::rule::Decide;
use domain::stock::{Stock, StockCommand};

/// Runs `commands` on the framework and by `decide` alone, and then `refused`: both must leave
/// the same events and the same state, and both must refuse.
async fn runs_on_the_stock_framework<A>(commands: Vec<A::Command>, refused: A::Command)
where
    A: Decide + PartialEq + Debug,
    A::Command: Clone,
    A::Error: PartialEq + Debug + Send + Sync + 'static,
{
    let store = MemStore::<A>::default();
    let framework = CqrsFramework::new(store.clone(), vec![], ());
    let (mut state, mut events) = (A::default(), Vec::new());
    for command in commands {
        framework.execute("stream", command.clone()).await.unwrap();
        for event in state.decide(command).unwrap() {
            events.push(event.clone());
            state.apply(event);
        }
    }
    let error = framework
        .execute("stream", refused.clone())
        .await
        .unwrap_err();
    let AggregateError::UserError(refusal) = error else {
        panic!("{error}")
    };
    assert_eq!(Err(refusal), state.decide(refused));

    let recorded = store.load_events("stream").await.unwrap();
    let payloads: Vec<_> = recorded.into_iter().map(|it| it.payload).collect();
    assert_eq!(payloads, events);
    let context = store.load_aggregate("stream").await.unwrap();
    assert_eq!(context.aggregate, state);
    for event in events {
        reads_back(&event);
    }
}

/// As the log keeps it: tagged with the name that is also the event's type.
fn reads_back<E: DomainEvent + Debug>(event: &E) {
    let json = serde_json::to_value(event).unwrap();
    let names: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, [event.event_type()]);
    assert_eq!(event.event_version(), "1");
    assert_eq!(&serde_json::from_value::<E>(json).unwrap(), event);
}

#[tokio::test]
async fn an_order_does() {
    let commands = vec![
        place(),
        pay(),
        prepare(),
        ship("12345678", Some(vec![pieces(0, 1)])),
        cancel("c-1", Some(vec![pieces(1, 1)])),
        record_refund("c-1"),
        ship("87654321", None),
        deliver(1),
        deliver(2),
        take_back("r-1", vec![pieces(0, 1)]),
        record_refund("r-1"),
        grant("g-1", 500),
    ];
    runs_on_the_stock_framework::<Order>(commands, ship("99999999", None)).await;
}

#[tokio::test]
async fn a_payment_does() {
    let request = PaymentCommand::Request {
        order: order_id(),
        amount: TOTAL,
        at: hour(0),
    };
    let capture = PaymentCommand::RecordCapture { at: hour(1) };
    let give_back = |id| PaymentCommand::RequestRefund {
        refund: refund(id),
        amount: Won(28_000),
        at: hour(2),
    };
    let commands = vec![request, capture, give_back("r-1")];
    runs_on_the_stock_framework::<Payment>(commands, give_back("r-2")).await;
}

#[tokio::test]
async fn stock_does() {
    let hold = |id: &str, quantity| StockCommand::Hold {
        hold: HoldId::new(id).unwrap(),
        quantity,
        until: hour(1),
        now: hour(0),
    };
    let take = StockCommand::Take {
        hold: HoldId::new("a").unwrap(),
        quantity: 2,
    };
    let reference = Reference::new("note").unwrap();
    let receive = StockCommand::Receive {
        quantity: 5,
        reference,
    };
    let lapse = StockCommand::Lapse { now: hour(2) };
    let commands = vec![receive, hold("a", 2), hold("b", 3), take, lapse];
    runs_on_the_stock_framework::<Stock>(commands, hold("c", 4)).await;
}

#[tokio::test]
async fn a_cart_does() {
    let add = |name: &str, quantity| CartCommand::Add {
        product: line(name, 1, 1).product,
        sku: sku(name),
        quantity,
        price: Won(10_000),
    };
    let key = CheckoutKey::new("k").unwrap();
    let begin = CartCommand::BeginCheckout {
        key: key.clone(),
        draft: draft(),
        at: hour(0),
    };
    let finish = CartCommand::FinishCheckout { key };
    let commands = vec![add("rice", 2), add("apple", 1), begin.clone(), finish];
    runs_on_the_stock_framework::<Cart>(commands, begin).await;
}

#[tokio::test]
async fn a_product_does() {
    let variant = Variant {
        sku: sku("rice"),
        option: None,
        price: Won(18_000),
        list_price: None,
    };
    let listing = Box::new(Listing {
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
        variants: vec![variant],
    });
    let change = |price| ProductCommand::ChangePrice {
        sku: sku("rice"),
        price: Won(price),
    };
    let commands = vec![
        ProductCommand::List { listing },
        change(17_000),
        ProductCommand::Hide,
        ProductCommand::Show,
    ];
    runs_on_the_stock_framework::<Product>(commands, change(-1)).await;
}

#[tokio::test]
async fn a_credit_does() {
    let note = |amount| {
        let category = CategoryId::new("kitchen").unwrap();
        let line = domain::credit::CreditLine {
            sku: sku("mug"),
            category,
            quantity: 1,
            amount,
        };
        let note = CreditNote {
            store: StoreId::new("intake").unwrap(),
            channel: Channel::System,
            reference: Reference::new("C489449").unwrap(),
            customer: None,
            country: "EIRE".to_owned(),
            lines: vec![line],
            at: hour(0),
        };
        CreditCommand::Record {
            note: Box::new(note),
        }
    };
    runs_on_the_stock_framework::<Credit>(vec![note(Won(500))], note(Won(501))).await;
}
