//! A shop's real year, imported: every row has its place, the statistics are the book's own sums to
//! the won, and neither a second run nor a kill at any moment changes what is in the ledger.
//!
//! The book is made up (`tests/data/make-online-retail-slice.py`) in the form of the real one, with
//! each kind of its dirt.

#![allow(clippy::unwrap_used)]

mod direct;
mod world;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use domain::stock::{Stock, StockId};
use domain::{Sku, StoreId};
use projections::sales::Dimension;
use rand::{Rng, SeedableRng};
use shop::Stocking;

use direct::{By, Figures};
use world::{Shop, book, refused_by_design};

#[test]
fn every_row_is_accepted_or_reported_with_its_line_and_reason() {
    let read = world::read();
    let reported: Vec<(u64, &str)> = read
        .survey
        .refused
        .iter()
        .map(|refused| (refused.line, refused.reason.as_str()))
        .collect();
    let designed = refused_by_design();
    let designed: Vec<(u64, &str)> = designed
        .iter()
        .map(|(line, reason)| (*line, reason.as_str()))
        .collect();
    assert_eq!(reported, designed);
    let sums = &read.survey.sums;
    assert_eq!(sums.rows, 5_000);
    assert_eq!(sums.accepted() + reported.len() as u64, sums.rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_gross_and_refunds_are_the_books_own_sums_to_the_won() {
    let shop = Shop::new().await;
    shop.import().await;
    let lines = direct::lines(&book());
    let refused: HashSet<u64> = refused_by_design()
        .into_iter()
        .map(|(line, _)| line)
        .collect();
    let accepted: Vec<&direct::Line> = lines
        .iter()
        .filter(|line| !refused.contains(&line.number))
        .collect();
    assert!(accepted.len() > 4_900);
    shop.catch_up().await;
    for (by, dimension) in [
        (By::Day, Dimension::Day),
        (By::Month, Dimension::Month),
        (By::Sku, Dimension::Sku),
        (By::Country, Dimension::Country),
    ] {
        let expected = direct::add_up(&accepted, by, 1_800);
        let expected = expected
            .into_iter()
            .map(|(group, figures)| (group, told(&figures)))
            .collect();
        assert_eq!(shop.report(dimension).await, expected, "by {dimension}");
    }
}

fn told(figures: &Figures) -> [i64; 4] {
    let orders = i64::try_from(figures.orders.len()).unwrap();
    [orders, figures.units, figures.gross, figures.refunds]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_changes_nothing() {
    let shop = Shop::new().await;
    assert!(shop.import().await > 10_000);
    let before = shop.events().await;
    assert_eq!(shop.import().await, 0, "events written by the second run");
    assert_eq!(shop.events().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_changes_nothing_however_much_a_stock_has_seen() {
    // A stock's own memory reaches back a thousand documents or sales.
    let shop = Shop::new().await;
    let day = |n: i32| format!("2010-{:02}-{:02} 10:00:00", 1 + n / 28 % 12, 1 + n % 28);
    let notes =
        (0..1_100).map(|n| format!("{},90001,missing,-1,{},0.0,,EIRE", 500_000 + n, day(n)));
    let sales = (0..1_100).map(|n| format!("{},90001,MUG,1,{},1.0,,EIRE", 600_000 + n, day(n)));
    let unknown = (0..1_100).map(|n| format!("C{},90001,MUG,-1,{},1.0,,EIRE", 700_000 + n, day(n)));
    let lines: Vec<String> = notes.chain(sales).chain(unknown).collect();
    assert!(shop.import_lines(&lines).await > 9_000);
    assert_eq!(shop.import_lines(&lines).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_years_book_brings_its_own_pieces_and_repeats_nothing() {
    let shop = Shop::new().await;
    let sale = |invoice: u32, month: u32, pieces: u32| {
        format!("{invoice},90001,MUG,{pieces},2010-{month:02}-01 10:00:00,1.0,12001.0,EIRE")
    };
    let first = [sale(1, 1, 10), sale(2, 2, 20)];
    let second = [sale(2, 2, 20), sale(3, 3, 40)];
    assert_eq!(
        shop.import_lines(&first).await,
        2 + 2 * 7,
        "product, delivery and two orders"
    );
    assert_eq!(
        shop.import_lines(&second).await,
        1 + 7,
        "a delivery and one order"
    );
    assert!(
        !shop
            .events()
            .await
            .keys()
            .any(|event| event.contains("StockShort"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_with_stock_of_its_own_gets_the_books_pieces_and_a_second_run_none() {
    let shop = Shop::new().await;
    let line = |invoice: &str, pieces: i32, day: u32| {
        format!("{invoice},90001,MUG,{pieces},2010-01-{day:02} 10:00:00,1.0,12001.0,EIRE")
    };
    let lines = [line("1", 10, 4), line("2", 20, 5), line("C3", -4, 6)];
    assert!(shop.import_lines_into(Stocking::Separate, &lines).await > 16);
    assert_eq!(shop.import_lines_into(Stocking::Separate, &lines).await, 0);
    let (store, sku) = (StoreId::new("intake").unwrap(), Sku::new("90001").unwrap());
    let ledger = shop.ledger().await;
    let own = StockId::own(&store, &sku);
    let own = ledger.state::<Stock>(own.as_str()).await.unwrap().state;
    assert_eq!((own.sold(), own.balanced()), (26, true));
    let shared = ledger.state::<Stock>(sku.as_str()).await.unwrap().state;
    assert_eq!((shared.received(), shared.sold()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_shelf_was_empty_and_every_stock_adds_up() {
    let shop = Shop::new().await;
    shop.import().await;
    let events = shop.events().await;
    assert!(!events.keys().any(|event| event.contains("StockShort")));
    let ledger = shop.ledger().await;
    let survey = world::read().survey;
    let mut sold = 0;
    for sku in survey.items.keys() {
        let stock = ledger.state::<Stock>(sku.as_str()).await.unwrap().state;
        assert!(stock.balanced(), "{sku}");
        sold += stock.sold();
    }
    let kept = survey.sums.units - survey.sums.returned_units;
    assert_eq!(sold, i64::try_from(kept).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_rate_or_store_is_refused_before_anything_is_written() {
    let shop = Shop::new().await;
    shop.import().await;
    let before = shop.events().await;
    for (rate, store) in [("1801", "intake"), ("1800", "elsewhere")] {
        let error = shop.try_import(rate, store).await.unwrap_err();
        assert!(error.to_string().contains("another rate"), "{error:#}");
    }
    assert_eq!(shop.events().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_killed_anywhere_is_finished_by_the_next() {
    let whole = Shop::new().await;
    whole.import().await;
    let whole = whole.events().await;

    let seed: u64 = rand::random();
    let mut chance = rand::rngs::StdRng::seed_from_u64(seed);
    let all: i64 = whole.values().sum();
    let mut kills: Vec<i64> = (0..8).map(|_| chance.random_range(1..all)).collect();
    kills.sort_unstable();
    println!("seed {seed}: killed at {kills:?} of {all} events");

    let shop = Shop::new().await;
    let pool = shop.pool().await;
    for kill in kills {
        let mut child = shop.import_in_a_process();
        while world::count(&pool).await < kill && child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(shop.import().await > 0 || world::count(&pool).await == all);
    assert_eq!(
        differences(&whole, &shop.events().await),
        Vec::<String>::new()
    );
    assert_eq!(shop.import().await, 0);
}

/// What is in one and not as often in the other.
fn differences(one: &BTreeMap<String, i64>, other: &BTreeMap<String, i64>) -> Vec<String> {
    let keys = one
        .keys()
        .chain(other.keys().filter(|key| !one.contains_key(*key)));
    keys.filter(|key| one.get(*key) != other.get(*key))
        .map(|key| format!("{:?} × and {:?} × {key}", one.get(key), other.get(key)))
        .take(20)
        .collect()
}

/// Not a test: what the killed processes run.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by another test in a process of its own"]
async fn import_in_a_process() {
    if let Ok(url) = std::env::var(world::INTO) {
        Shop::at(url).import().await;
    }
}
