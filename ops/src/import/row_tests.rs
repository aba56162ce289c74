//! Rows that can be read, and the reason of each that cannot.

use super::*;

const GOOD: Texts<'static> = Texts {
    invoice: "489434",
    code: "85048",
    description: "15CM CHRISTMAS GLASS BALL 20 LIGHTS",
    quantity: "12",
    date: "2009-12-01 07:45:00",
    price: "6.95",
    customer: "13085.0",
    country: "United Kingdom",
};

fn read(texts: Texts<'_>) -> Result<Row, Reason> {
    Row::read(7, texts, "1800".parse().unwrap()).map_err(|refused| refused.reason)
}

#[test]
fn a_row_is_read_with_its_own_day_and_its_price_in_won() {
    let row = read(GOOD).unwrap();
    assert_eq!(
        (row.kind, row.quantity, row.unit),
        (Kind::Sale, 12, Won(12_510))
    );
    assert_eq!(
        row.at.to_rfc3339(),
        "2009-11-30T22:45:00+00:00",
        "07:45 in Korea"
    );
    assert_eq!(row.day.to_string(), "2009-12-01");
    assert_eq!(row.customer.as_deref(), Some("13085"));
    assert_eq!(row.amount(), Won(150_120));
}

#[test]
fn a_c_before_the_number_takes_back() {
    let row = read(Texts {
        invoice: "C489449",
        quantity: "-3",
        ..GOOD
    })
    .unwrap();
    assert_eq!(
        (row.kind, row.pieces(), row.amount()),
        (Kind::Cancellation, 3, Won(-37_530))
    );
}

#[test]
fn a_sale_to_nobody_in_particular_is_a_sale() {
    assert_eq!(
        read(Texts {
            customer: "",
            ..GOOD
        })
        .unwrap()
        .customer,
        None
    );
}

#[test]
fn every_malformed_value_has_its_reason() {
    let cases = [
        ("invoice", "", Reason::Invoice),
        ("invoice", "X1234", Reason::Invoice),
        ("invoice", "C", Reason::Invoice),
        ("invoice", "A506401", Reason::BadDebt),
        ("code", "", Reason::Code),
        ("quantity", "0", Reason::Quantity),
        ("quantity", "1.5", Reason::Quantity),
        ("quantity", "+1", Reason::Quantity),
        ("quantity", "100001", Reason::Quantity),
        ("quantity", "99999999999999999999", Reason::Quantity),
        ("price", "", Reason::Price),
        ("price", "6,95", Reason::Price),
        ("price", "6000000.00", Reason::Price),
        ("price", "-6.95", Reason::NegativePrice),
        ("date", "01/12/2009", Reason::Date),
        ("date", "2009-02-30 10:00:00", Reason::Date),
        ("date", "0009-12-01 10:00:00", Reason::Date),
        ("customer", "John", Reason::Customer),
        ("country", "", Reason::Country),
    ];
    for (field, value, reason) in cases {
        let found = read(with(field, value)).map(|row| row.line);
        assert_eq!(found, Err(reason), "{field} {value:?}");
    }
}

/// The good row, but for one field.
fn with<'a>(field: &str, value: &'a str) -> Texts<'a> {
    let mut texts = GOOD;
    match field {
        "invoice" => texts.invoice = value,
        "code" => texts.code = value,
        "quantity" => texts.quantity = value,
        "date" => texts.date = value,
        "price" => texts.price = value,
        "customer" => texts.customer = value,
        _ => texts.country = value,
    }
    texts
}

#[test]
fn a_price_that_rounds_to_nothing_is_a_price() {
    let row = Row::read(
        1,
        Texts {
            price: "0.001",
            ..GOOD
        },
        "100".parse().unwrap(),
    )
    .unwrap();
    assert_eq!((row.unit, row.priced), (Won(0), true));
    assert!(
        !read(Texts {
            price: "0.0",
            ..GOOD
        })
        .unwrap()
        .priced
    );
}
