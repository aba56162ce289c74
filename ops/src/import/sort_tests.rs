//! Invoices as they stand in the book, and what they are.

use super::super::row::Texts;
use super::*;

/// Rows of one invoice: code, quantity, price, customer.
fn sorted(invoice: &str, rows: &[(&str, &str, &str, &str)]) -> Sorted {
    let rows = rows
        .iter()
        .zip(2..)
        .map(|((code, quantity, price, customer), line)| {
            let texts = Texts {
                invoice,
                code,
                description: "damages",
                quantity,
                date: "2009-12-01 07:45:00",
                price,
                customer,
                country: "EIRE",
            };
            Row::read(line, texts, "1000".parse().unwrap()).unwrap()
        });
    let rows: Vec<Row> = rows.collect();
    sort(Invoice {
        kind: rows[0].kind,
        rows,
        refused: vec![],
    })
}

fn reasons(sorted: &Sorted) -> Vec<Reason> {
    sorted
        .refused
        .iter()
        .map(|refused| refused.reason)
        .collect()
}

#[test]
fn a_row_without_a_price_is_a_gift_to_a_known_customer() {
    let sorted = sorted("1", &[("22076", "12", "0.0", "16126.0")]);
    assert_eq!((sorted.goods[0].pieces, sorted.goods[0].unit), (12, Won(0)));
}

#[test]
fn it_is_goods_where_another_row_names_the_price() {
    let sorted = sorted(
        "1",
        &[
            ("M", "1", "924.59", ""),
            ("85064", "1", "0.0", ""),
            ("84832", "2", "0.0", ""),
        ],
    );
    assert_eq!(
        (
            sorted.goods.len(),
            sorted.charges.len(),
            sorted.corrections.len()
        ),
        (2, 1, 0)
    );
}

#[test]
fn it_is_a_note_about_the_stock_where_nothing_was_sold() {
    let found = sorted("1", &[("21733", "96", "0.0", "")]);
    let lost = sorted("2", &[("22423", "-3", "0.0", "")]);
    assert_eq!(
        (found.corrections[0].delta, found.corrections[0].reason),
        (96, "counted more")
    );
    assert_eq!(
        (lost.corrections[0].delta, lost.corrections[0].reason),
        (-3, "damaged")
    );
}

#[test]
fn a_discount_is_a_charge_below_zero_up_to_what_the_invoice_comes_to() {
    let kept = sorted("1", &[("85048", "2", "5.0", "1"), ("D", "-1", "10.0", "1")]);
    assert_eq!(kept.charges[0].amount, Won(-10_000));
    let refused = sorted(
        "2",
        &[("85048", "2", "5.0", "1"), ("D", "-1", "10.01", "1")],
    );
    assert_eq!(
        (refused.goods.len(), reasons(&refused)),
        (1, vec![Reason::NegativeTotal])
    );
}

#[test]
fn a_cancellation_gives_back_goods_and_charges() {
    let sorted = sorted(
        "C1",
        &[("85048", "-2", "5.0", "1"), ("POST", "-1", "18.0", "1")],
    );
    assert_eq!(
        (sorted.goods[0].pieces, sorted.charges[0].amount),
        (2, Won(18_000))
    );
}

#[test]
fn what_contradicts_itself_is_refused_row_by_row() {
    let sale = sorted(
        "1",
        &[
            ("85048", "-2", "5.0", "1"),
            ("M", "1", "0.0", "1"),
            ("TEST001", "1", "4.5", "1"),
            ("B", "1", "4.5", "1"),
        ],
    );
    assert_eq!(
        reasons(&sale),
        [
            Reason::NegativeSale,
            Reason::EmptyCharge,
            Reason::TestCode,
            Reason::BadDebt
        ]
    );
    let cancellation = sorted(
        "C1",
        &[("M", "1", "373.57", ""), ("85048", "-1", "0.0", "")],
    );
    assert_eq!(
        reasons(&cancellation),
        [Reason::PositiveCancellation, Reason::WorthlessCancellation]
    );
    assert!(cancellation.goods.is_empty() && cancellation.charges.is_empty());
}

#[test]
fn a_test_sale_does_not_make_its_invoice_a_sale() {
    let sorted = sorted(
        "1",
        &[("TEST001", "1", "4.5", ""), ("22423", "5", "0.0", "")],
    );
    assert_eq!(sorted.corrections.len(), 1);
}
