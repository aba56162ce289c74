//! Ids: what is refused, and what is derived.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use chrono::{DateTime, TimeZone, Utc};
use domain::ids::{CartId, CheckoutKey, OrderId, Sku};
use uuid::Uuid;

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, hour, minute, 59).unwrap()
}

fn derive(cart: u128, key: &str, at: DateTime<Utc>) -> OrderId {
    OrderId::derive(
        CartId(Uuid::from_u128(cart)),
        &CheckoutKey::new(key).unwrap(),
        at,
    )
}

#[test]
fn a_text_id_is_bounded_and_printable_also_when_it_is_read_from_the_log() {
    assert_eq!(Sku::new("rice-4kg").unwrap().as_str(), "rice-4kg");
    for bad in ["", " rice", "rice ", "ri\nce", "ri\u{0}ce", &"x".repeat(65)] {
        assert!(Sku::new(bad).is_err(), "{bad:?}");
        let json = serde_json::to_string(bad).unwrap();
        assert!(serde_json::from_str::<Sku>(&json).is_err(), "{bad:?}");
    }
}

#[test]
fn an_attempt_repeated_names_the_same_order_and_another_attempt_another() {
    let order = derive(1, "key", at(10, 0));
    assert_eq!(order, derive(1, "key", at(10, 0)));
    assert_ne!(order, derive(1, "other", at(10, 0)));
    assert_ne!(order, derive(2, "key", at(10, 0)));
}

#[test]
fn an_order_number_begins_with_the_day_in_korea() {
    assert!(
        derive(1, "key", at(14, 59))
            .as_str()
            .starts_with("20260301-")
    );
    assert!(
        derive(1, "key", at(15, 0))
            .as_str()
            .starts_with("20260302-")
    );
}

#[test]
fn an_order_number_can_be_read_out_on_the_telephone() {
    for cart in 0..500 {
        let order = derive(cart, "key", at(10, 0));
        let (_, tail) = order.as_str().split_once('-').unwrap();
        assert_eq!(tail.len(), 10);
        assert!(tail.bytes().all(|letter| letter.is_ascii_digit()
            || letter.is_ascii_uppercase() && !b"ILOU".contains(&letter)));
    }
}

#[test]
fn a_payment_knows_its_order() {
    let order = derive(1, "key", at(10, 0));
    assert_eq!(order.payment().order(), Some(order));
}
