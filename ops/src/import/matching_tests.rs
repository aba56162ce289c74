//! Returns and the purchases they are matched to.

use chrono::DateTime;

use super::*;

fn head(customer: Option<&str>) -> Head {
    Head {
        invoice: "C1".to_owned(),
        at: DateTime::UNIX_EPOCH,
        customer: customer.map(str::to_owned),
        country: "EIRE".to_owned(),
    }
}

fn goods(sku: &str, unit: i64, pieces: u32) -> Goods {
    Goods {
        sku: Sku::new(sku).unwrap(),
        name: String::new(),
        unit: Won(unit),
        pieces,
        priced: true,
    }
}

fn order(number: &str) -> OrderId {
    OrderId::new(number).unwrap()
}

/// Customer 7 bought ten mugs at 500, then five at 500 and one at 400.
fn purchases() -> Purchases {
    let mut purchases = Purchases::default();
    for unit in [500, 400] {
        purchases.want(
            ("7".to_owned(), "EIRE".to_owned()),
            (Sku::new("mug").unwrap(), Won(unit)),
        );
    }
    let seven = head(Some("7"));
    purchases.add(
        &seven,
        &order("first"),
        &[goods("mug", 500, 10)],
        Won(5_000),
    );
    let lines = [
        goods("lamp", 500, 1),
        goods("mug", 500, 5),
        goods("mug", 400, 1),
    ];
    purchases.add(&seven, &order("second"), &lines, Won(3_400));
    purchases
}

fn told((parts, rest): (Vec<Part>, Vec<Goods>)) -> (Vec<(String, u32, u32)>, u32) {
    let parts = parts.iter().flat_map(|part| {
        part.lines
            .iter()
            .map(|line| (part.order.to_string(), line.line, line.pieces))
    });
    (parts.collect(), rest.iter().map(|goods| goods.pieces).sum())
}

#[test]
fn the_latest_purchase_is_returned_first_and_earlier_ones_make_up_the_rest() {
    let mut purchases = purchases();
    let back = told(purchases.take_back(&head(Some("7")), &[goods("mug", 500, 7)]));
    assert_eq!(
        back,
        (
            vec![("second".to_owned(), 1, 5), ("first".to_owned(), 0, 2)],
            0
        )
    );
    let back = told(purchases.take_back(&head(Some("7")), &[goods("mug", 500, 9)]));
    assert_eq!(
        back,
        (vec![("first".to_owned(), 0, 8)], 1),
        "nothing comes back twice"
    );
}

#[test]
fn two_rows_of_one_cancellation_are_one_part_of_the_order() {
    let rows = [
        goods("mug", 500, 2),
        goods("mug", 400, 1),
        goods("mug", 500, 1),
    ];
    let (parts, rest) = purchases().take_back(&head(Some("7")), &rows);
    assert_eq!((parts.len(), parts[0].lines.len(), rest.len()), (1, 2, 0));
    assert_eq!(parts[0].amount(), Won(1_900));
}

#[test]
fn another_price_another_customer_or_none_finds_nothing() {
    for (customer, unit) in [(Some("7"), 501), (Some("8"), 500), (None, 500)] {
        let back = told(purchases().take_back(&head(customer), &[goods("mug", unit, 1)]));
        assert_eq!(back, (vec![], 1));
    }
}

#[test]
fn no_order_gives_back_more_than_was_paid_for_it() {
    let mut purchases = Purchases::default();
    purchases.want(
        ("7".to_owned(), "EIRE".to_owned()),
        (Sku::new("mug").unwrap(), Won(500)),
    );
    purchases.add(
        &head(Some("7")),
        &order("discounted"),
        &[goods("mug", 500, 4)],
        Won(1_600),
    );
    let back = told(purchases.take_back(&head(Some("7")), &[goods("mug", 500, 4)]));
    assert_eq!(back, (vec![("discounted".to_owned(), 0, 3)], 1));
}
