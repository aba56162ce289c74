//! What staff do about a receipt that its issuer refused, or of which nobody knows.

use std::sync::Arc;

use domain::Won;
use domain::payment::{PaymentRefusal, ReceiptKind, ReceiptStage};
use gateways::paying::fault::Fault;
use shop::receipts::ReceiptRemedy;
use shop::{ReceiptForm, ShopError};

use crate::town::{Forgetful, Town};

/// Asks again, for the same number.
const AGAIN: ReceiptRemedy = ReceiptRemedy::AskAgain {
    form: None,
    none_was_issued: false,
};

fn refuses(done: Result<(), ShopError>, refusal: &PaymentRefusal) {
    match done.unwrap_err() {
        ShopError::Payment(told) => assert_eq!(told, *refusal),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn staff_put_the_number_of_a_refused_receipt_right() {
    let town = Town::open().await;
    let order = town.paid(3, Some((ReceiptKind::Expense, "123"))).await;
    town.settle(&order).await;
    assert!(town.last(&order).await.is_refused());
    // Part of it goes back meanwhile.
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    town.mend(&order, AGAIN).await.unwrap();
    assert!(town.last(&order).await.is_refused(), "for the same reason");
    let remedy = ReceiptRemedy::AskAgain {
        form: ReceiptForm::read(ReceiptKind::Expense, "124-81-00998"),
        none_was_issued: false,
    };
    town.mend(&order, remedy.clone()).await.unwrap();
    let paid = town.payment(&order).await.receipt_due();
    assert_eq!(town.reported().await, (paid, 1));
    refuses(town.mend(&order, remedy).await, &PaymentRefusal::NoReceipt);
    // What goes back later is taken off it, though one before it was refused.
    town.cancel(&order, "b").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await.0, paid - Won(12_000));
    assert_eq!(town.last(&order).await.left, paid - Won(12_000));
}

#[tokio::test]
async fn where_nobody_knows_staff_look_before_it_is_asked_for_again() {
    for issued in [false, true] {
        let town = Town::whose_issuer(|issuer| Arc::new(Forgetful(issuer))).await;
        let order = town.asked().await;
        let fault = if issued {
            Fault::LostAnswer
        } else {
            Fault::Unavailable
        };
        town.tax_office.faults().switch_on("receipt", fault, 1);
        town.settle(&order).await;
        let receipt = town.last(&order).await;
        assert_eq!(
            receipt.stage,
            ReceiptStage::Refused("unknown-answer".to_owned())
        );
        refuses(
            town.mend(&order, AGAIN).await,
            &PaymentRefusal::ReceiptUnsure,
        );
        let remedy = if issued {
            ReceiptRemedy::Issued {
                reference: "cr-1".to_owned(),
                approval: "123456789".to_owned(),
            }
        } else {
            ReceiptRemedy::AskAgain {
                form: None,
                none_was_issued: true,
            }
        };
        town.mend(&order, remedy).await.unwrap();
        let stage = town.last(&order).await.stage;
        assert!(matches!(stage, ReceiptStage::Issued { .. }), "{stage:?}");
        let paid = town.payment(&order).await.receipt_due();
        assert_eq!(town.reported().await, (paid, 1));
    }
}
