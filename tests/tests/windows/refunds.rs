//! Money goes back through the provider, once per refund, never more than came.

use domain::order::{LineQuantity, Status};
use domain::{ClaimId, OrderId, Won};
use shop::amend::Cancellation;
use tests::shop::shopper;

use crate::street::{FAULTS, Street};

async fn paid(street: &Street) -> OrderId {
    let order = street.order("key-1").await;
    let back = street.window(&order, "approve").await;
    street.back(&order, 1, &back).await;
    assert_eq!(street.status(&order).await, Status::Paid);
    order
}

fn piece(claim: &str) -> Cancellation {
    Cancellation {
        claim: ClaimId::new(claim).unwrap(),
        lines: Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]),
        reason: "shopper".to_owned(),
    }
}

#[tokio::test]
async fn a_part_and_then_the_rest_go_back() {
    let street = Street::open().await;
    let order = paid(&street).await;
    street
        .shop
        .cancel(&shopper(), &order, piece("a"))
        .await
        .unwrap();
    assert_eq!(street.payment(&order).await.refunded(), Won(12_000));
    street.assert_books_agree(&order).await;
    street
        .shop
        .cancel(&shopper(), &order, piece("b"))
        .await
        .unwrap();
    assert_eq!(street.payment(&order).await.refunded(), Won(27_000));
    assert_eq!(street.status(&order).await, Status::Cancelled);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn a_refund_without_an_answer_is_paid_once() {
    for fault in FAULTS {
        let street = Street::open().await;
        let order = paid(&street).await;
        street.bank.faults().switch_on("cancel", fault, 1);
        let cancelled = street.shop.cancel(&shopper(), &order, piece("a")).await;
        assert!(
            cancelled.is_err_and(|error| error.is_passing()),
            "{fault:?}"
        );
        street.settle_claims(&order).await;
        assert_eq!(
            street.payment(&order).await.refunded(),
            Won(12_000),
            "{fault:?}"
        );
        street.assert_books_agree(&order).await;
        street.settle_claims(&order).await;
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn two_refunds_at_once_are_paid_one_after_the_other() {
    let street = Street::open().await;
    let order = paid(&street).await;
    let caller = shopper();
    let (first, second) = tokio::join!(
        street.shop.cancel(&caller, &order, piece("a")),
        street.shop.cancel(&caller, &order, piece("b")),
    );
    for ended in [first, second] {
        assert!(ended.is_ok() || ended.is_err_and(|error| error.is_passing()));
    }
    street.settle_claims(&order).await;
    assert_eq!(street.payment(&order).await.refunded(), Won(27_000));
    street.assert_books_agree(&order).await;
}
