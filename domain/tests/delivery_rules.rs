//! What a provider that holds money in escrow was told of parcels, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::order_id;
use common::payments::*;
use common::story::after;
use domain::ids::{AttemptId, ProviderId};
use domain::payment::{
    Approval, AttemptCommand, DeliveryNote, Means, Payment, PaymentCommand, PaymentEvent,
    PaymentRefusal,
};

fn attempt(command: AttemptCommand) -> PaymentCommand {
    let attempt = AttemptId::of(&order_id(), 1);
    PaymentCommand::Attempt { attempt, command }
}

/// Paid in a window.
fn paid() -> [PaymentCommand; 4] {
    let opened = AttemptCommand::Open {
        provider: ProviderId::new("inicis").unwrap(),
        means: Means::Transfer,
        key: None,
        until: hour(1),
        at: hour(0),
    };
    let asked = AttemptCommand::Ask {
        ticket: None,
        at: hour(1),
    };
    let taken = AttemptCommand::NoteApproval(Approval {
        transaction: "tid-1".to_owned(),
        amount: DUE,
        issuer: None,
        at: hour(1),
    });
    [request(), attempt(opened), attempt(asked), attempt(taken)]
}

fn told(invoice: &str, refused: Option<&str>) -> PaymentCommand {
    PaymentCommand::NoteDelivery(DeliveryNote {
        parcel: 1,
        carrier: "cj".to_owned(),
        invoice: invoice.to_owned(),
        refused: refused.map(str::to_owned),
        at: hour(4),
    })
}

#[test]
fn a_parcel_is_told_once_and_its_corrected_invoice_again() {
    let payment = after::<Payment>(paid())
        .when(told("123", None))
        .then([PaymentEvent::EscrowDeliveryRegistered {
            parcel: 1,
            carrier: "cj".to_owned(),
            invoice: "123".to_owned(),
            at: hour(4),
        }])
        .when(told("123", None))
        .nothing_happens()
        .when(told("123", Some("NO_ESCROW")))
        .nothing_happens()
        .when(told("124", None))
        .happens()
        .state();
    assert_eq!(payment.delivery(1).unwrap().invoice, "124");
    assert!(payment.delivery_known());
}

#[test]
fn what_is_refused_may_still_be_taken() {
    let payment = after::<Payment>(paid())
        .when(told("123", Some("NO_ESCROW")))
        .happens()
        .when(told("123", Some("NO_ESCROW")))
        .nothing_happens();
    let payment = payment.when(told("123", None)).happens().state();
    assert_eq!(payment.delivery(1).unwrap().refused, None);
}

#[test]
fn nobody_holds_what_was_not_paid_in_a_window() {
    after::<Payment>([request(), issue(), note("n-1")])
        .when(told("123", None))
        .refuses(PaymentRefusal::NoAttempt);
}
