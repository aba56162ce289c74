//! Samples of money given back that no order explains.

use domain::Won;
use domain::credit::{CreditEvent, CreditLine, CreditNote};
use domain::meta::Channel;

use super::parts::{at, id};

pub fn samples() -> Vec<CreditEvent> {
    let goods = CreditLine {
        sku: id("85123A"),
        category: id("hearts"),
        quantity: 6,
        amount: Won(27_540),
    };
    let charge = CreditLine {
        sku: id("POST"),
        category: id("charge"),
        quantity: 0,
        amount: Won(18_000),
    };
    let named = CreditNote {
        store: id("intake"),
        channel: Channel::External("online-retail".to_owned()),
        reference: id("C489449"),
        customer: Some("16321".to_owned()),
        country: "Australia".to_owned(),
        lines: vec![goods, charge],
        at: at("2009-12-01T10:33:00Z"),
    };
    let nameless = CreditNote {
        customer: None,
        ..named.clone()
    };
    [named, nameless]
        .map(|note| CreditEvent::CreditRecorded {
            note: Box::new(note),
        })
        .to_vec()
}
