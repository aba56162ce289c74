//! Cash receipts, as sentences.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use common::hour;
use common::orders::{order_id, refund};
use common::payments::*;
use common::story::{after, given};
use domain::ids::{ProviderId, ReceiptId};
use domain::money::Won;
use domain::payment::{
    Payment, PaymentCommand, PaymentEvent, PaymentRefusal, ReceiptCommand, ReceiptKind,
    ReceiptStage, ReceiptWish,
};

fn id(turn: u32) -> ReceiptId {
    ReceiptId::of(&order_id(), turn)
}

fn tell(turn: u32, command: ReceiptCommand) -> PaymentCommand {
    let receipt = id(turn);
    PaymentCommand::Receipt { receipt, command }
}

fn ask(turn: u32, amount: i64) -> PaymentCommand {
    let ask = ReceiptCommand::Ask {
        issuer: ProviderId::new("tosspayments").unwrap(),
        wish: ReceiptWish {
            kind: ReceiptKind::Deduction,
            number: None,
        },
        amount: Won(amount),
        tax_free: Won(0),
        at: hour(2 + i64::from(turn)),
    };
    tell(turn, ask)
}

fn issued(turn: u32) -> PaymentCommand {
    let note = ReceiptCommand::NoteIssued {
        reference: format!("key-{turn}"),
        approval: "123456789".to_owned(),
        at: hour(3),
    };
    tell(turn, note)
}

fn reduced(turn: u32, claim: &str) -> PaymentCommand {
    let (refund, at) = (refund(claim), hour(7));
    tell(turn, ReceiptCommand::NoteReduced { refund, at })
}

fn cancelled(turn: u32) -> PaymentCommand {
    tell(turn, ReceiptCommand::NoteCancelled { at: hour(8) })
}

fn refused(turn: u32) -> PaymentCommand {
    let code = "INVALID_REQUEST".to_owned();
    tell(turn, ReceiptCommand::NoteRefused { code, at: hour(3) })
}

fn paid() -> Vec<PaymentCommand> {
    vec![request(), issue(), note("n-1")]
}

fn with(more: impl IntoIterator<Item = PaymentCommand>) -> Vec<PaymentCommand> {
    paid().into_iter().chain(more).collect()
}

#[test]
fn a_receipt_stands_for_what_came_and_nothing_else() {
    given::<Payment>([])
        .when(ask(1, DUE.0))
        .refuses(PaymentRefusal::NotCaptured);
    after::<Payment>(paid())
        .when(ask(1, DUE.0 - 1))
        .refuses(PaymentRefusal::ReceiptDiffers { due: DUE })
        .when(ask(1, DUE.0))
        .happens()
        .when(ask(1, DUE.0))
        .nothing_happens()
        .when(ask(2, DUE.0))
        .refuses(PaymentRefusal::ReceiptStands);
    let less = [give_back("return", 4_200), given_back("return")];
    let left = after::<Payment>(with(less)).when(ask(1, DUE.0 - 4_200));
    let left = left.happens().state();
    assert_eq!(left.unreceipted().count(), 0, "it knows of that refund");
}

#[test]
fn what_an_issuer_says_twice_is_said_once() {
    after::<Payment>(with([ask(1, DUE.0)]))
        .when(issued(1))
        .then([PaymentEvent::CashReceiptIssued {
            receipt: id(1),
            amount: DUE,
            reference: "key-1".to_owned(),
            approval: "123456789".to_owned(),
            at: hour(3),
        }])
        .when(issued(1))
        .nothing_happens()
        .when(refused(1))
        .nothing_happens();
    after::<Payment>(paid())
        .when(issued(1))
        .refuses(PaymentRefusal::NoReceipt);
}

#[test]
fn each_refund_is_taken_off_once() {
    let refund_of = |claim| [give_back(claim, 4_200), given_back(claim)];
    let history = with([ask(1, DUE.0), issued(1)].into_iter().chain(refund_of("a")));
    let payment = after::<Payment>(history)
        .when(reduced(1, "b"))
        .refuses(PaymentRefusal::NoRefund)
        .when(reduced(1, "a"))
        .then([PaymentEvent::CashReceiptReduced {
            receipt: id(1),
            refund: refund("a"),
            amount: Won(4_200),
            at: hour(7),
        }])
        .when(reduced(1, "a"))
        .nothing_happens()
        .state();
    let (_, receipt) = payment.standing_receipt().unwrap();
    assert_eq!(receipt.left, payment.receipt_due());
    assert_eq!(payment.unreceipted().count(), 0);
}

#[test]
fn a_receipt_that_was_taken_back_makes_room_for_one_of_what_is_left() {
    let history = [
        ask(1, DUE.0),
        issued(1),
        give_back("a", 4_200),
        given_back("a"),
    ];
    let payment = after::<Payment>(with(history))
        .when(cancelled(1))
        .then([PaymentEvent::CashReceiptCancelled {
            receipt: id(1),
            amount: DUE,
            at: hour(8),
        }])
        .when(cancelled(1))
        .nothing_happens()
        .when(ask(2, DUE.0 - 4_200))
        .happens()
        .state();
    let stages: Vec<_> = payment.receipts().map(|(_, it)| it.stage.clone()).collect();
    assert_eq!(stages, [ReceiptStage::Cancelled, ReceiptStage::Asked]);
}

#[test]
fn nothing_is_due_of_a_deposit_that_was_taken_back() {
    let history = [ask(1, DUE.0), issued(1), reverse("n-2")];
    let payment = after::<Payment>(with(history)).state();
    assert_eq!(payment.receipt_due(), Won(0));
}
