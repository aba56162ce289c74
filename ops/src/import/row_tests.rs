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
        (
            Texts {
                invoice: "",
                ..GOOD
            },
            Reason::Invoice,
        ),
        (
            Texts {
                invoice: "X1234",
                ..GOOD
            },
            Reason::Invoice,
        ),
        (
            Texts {
                invoice: "C",
                ..GOOD
            },
            Reason::Invoice,
        ),
        (
            Texts {
                invoice: "A506401",
                ..GOOD
            },
            Reason::BadDebt,
        ),
        (Texts { code: "", ..GOOD }, Reason::Code),
        (
            Texts {
                quantity: "0",
                ..GOOD
            },
            Reason::Quantity,
        ),
        (
            Texts {
                quantity: "1.5",
                ..GOOD
            },
            Reason::Quantity,
        ),
        (
            Texts {
                quantity: "+1",
                ..GOOD
            },
            Reason::Quantity,
        ),
        (
            Texts {
                quantity: "100001",
                ..GOOD
            },
            Reason::Quantity,
        ),
        (
            Texts {
                quantity: "99999999999999999999",
                ..GOOD
            },
            Reason::Quantity,
        ),
        (Texts { price: "", ..GOOD }, Reason::Price),
        (
            Texts {
                price: "6,95",
                ..GOOD
            },
            Reason::Price,
        ),
        (
            Texts {
                price: "6000000.00",
                ..GOOD
            },
            Reason::Price,
        ),
        (
            Texts {
                price: "-6.95",
                ..GOOD
            },
            Reason::NegativePrice,
        ),
        (
            Texts {
                date: "01/12/2009",
                ..GOOD
            },
            Reason::Date,
        ),
        (
            Texts {
                date: "2009-02-30 10:00:00",
                ..GOOD
            },
            Reason::Date,
        ),
        (
            Texts {
                date: "0009-12-01 10:00:00",
                ..GOOD
            },
            Reason::Date,
        ),
        (
            Texts {
                customer: "John",
                ..GOOD
            },
            Reason::Customer,
        ),
        (
            Texts {
                country: "",
                ..GOOD
            },
            Reason::Country,
        ),
    ];
    for (texts, reason) in cases {
        assert_eq!(read(texts).map(|row| row.line), Err(reason), "{texts:?}");
    }
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
