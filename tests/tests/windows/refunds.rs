//! Money goes back through the provider, once per refund, never more than came.

use domain::order::{LineQuantity, Status};
use domain::{ClaimId, OrderId, Won};
use shop::amend::Cancellation;
use tests::shop::shopper;

use crate::bank::{Call, Which};
use crate::street::{FAULTS, PRICE, Street};

const PIECE: Won = Won(12_000);

async fn paid(street: &Street) -> OrderId {
    let order = street.order("key-1").await;
    street.visit(&order, "approve").await;
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
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = paid(&street).await;
        let done = street.shop.cancel(&shopper(), &order, piece("a")).await;
        done.unwrap_or_else(|error| panic!("{which:?}: {error}"));
        assert_eq!(street.payment(&order).await.refunded(), PIECE);
        street.assert_books_agree(&order).await;
        let done = street.shop.cancel(&shopper(), &order, piece("b")).await;
        done.unwrap_or_else(|error| panic!("{which:?}: {error}"));
        assert_eq!(street.payment(&order).await.refunded(), PRICE);
        assert_eq!(street.status(&order).await, Status::Cancelled);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_refund_without_an_answer_is_paid_once() {
    for which in Which::ALL {
        for fault in FAULTS {
            let street = Street::open(which).await;
            let order = paid(&street).await;
            street.bank.fail(Call::PayBack, fault, 1);
            let cancelled = street.shop.cancel(&shopper(), &order, piece("a")).await;
            let passing = cancelled.is_err_and(|error| error.is_passing());
            assert!(passing, "{which:?} {fault:?}");
            street.settle_claims(&order).await;
            let refunded = street.payment(&order).await.refunded();
            assert_eq!(refunded, PIECE, "{which:?} {fault:?}");
            street.assert_books_agree(&order).await;
            street.settle_claims(&order).await;
            street.assert_books_agree(&order).await;
        }
    }
}

#[tokio::test]
async fn two_refunds_at_once_are_paid_one_after_the_other() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = paid(&street).await;
        let caller = shopper();
        let (first, second) = tokio::join!(
            street.shop.cancel(&caller, &order, piece("a")),
            street.shop.cancel(&caller, &order, piece("b")),
        );
        for ended in [first, second] {
            let fine = ended.is_ok() || ended.is_err_and(|error| error.is_passing());
            assert!(fine, "{which:?}");
        }
        street.settle_claims(&order).await;
        assert_eq!(street.payment(&order).await.refunded(), PRICE);
        street.assert_books_agree(&order).await;
    }
}
