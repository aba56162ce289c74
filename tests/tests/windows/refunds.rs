//! Money goes back through the provider, once per refund, never more than came.

use domain::order::{LineQuantity, Status};
use domain::payment::{Payment, PaymentCommand, PaymentRefusal, RefundState};
use domain::{Actor, ClaimId, Meta, OrderId, RefundId, Won};
use shop::amend::Cancellation;
use shop::paying::RefundRemedy;
use shop::{Caller, ShopError};
use tests::attend::attend;
use tests::faults::FAULTS;
use tests::shop::{process, shopper, store_id};

use crate::bank::{Call, Which};
use crate::street::{PATIENCE, PRICE, Street};

const PIECE: Won = Won(12_000);

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
        let order = street.paid("key-1").await;
        let done = street.shop.cancel(&shopper(), &order, piece("a")).await;
        done.unwrap_or_else(|error| panic!("{which:?}: {error}"));
        assert_eq!(street.payment(&order).await.refunded(), PIECE);
        street.assert_books_agree(&order).await;
        // Staff may name a claim in any letters.
        let rest = piece("나머지 전부");
        let done = street.shop.cancel(&shopper(), &order, rest).await;
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
            let order = street.paid("key-1").await;
            street.bank.fail(Call::PayBack, fault, 1);
            let cancelled = street.shop.cancel(&shopper(), &order, piece("a")).await;
            // Who holds less than before has paid it, and says so when asked again at once.
            let found = which == Which::TossPay && cancelled.is_ok();
            let passing = cancelled.is_err_and(|error| error.is_passing());
            assert!(found || passing, "{which:?} {fault:?}");
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
        let order = street.paid("key-1").await;
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

/// Somebody gives part of an order back on the provider's own pages: from then on it holds less than the shop knows.
async fn given_back_by_hand(street: &Street, order: &OrderId) {
    let held = street.payment(order).await.with_provider();
    let ask = street.pay_back(order, Won(1_000), held, "by-hand").await;
    let provider = street.bank.provider(PATIENCE * 2);
    provider.pay_back(&ask).await.unwrap();
}

/// Those of which one learns how much they hold.
const COMPARING: [Which; 4] = [
    Which::KakaoPay,
    Which::PortOne,
    Which::TossPay,
    Which::TossPayments,
];

async fn state_of(street: &Street, order: &OrderId, claim: &str) -> RefundState {
    let refund = RefundId::of(order, &ClaimId::new(claim).unwrap());
    street.payment(order).await.refunds()[&refund]
}

async fn is_refused(street: &Street, order: &OrderId, claim: &str) {
    let state = state_of(street, order, claim).await;
    let refused = matches!(state, RefundState::Refused(_));
    assert!(refused, "{} {state:?}", street.name());
}

fn desk() -> Caller {
    Caller {
        actor: Actor::Staff("desk".to_owned()),
        ..process()
    }
}

async fn mend(
    street: &Street,
    order: &OrderId,
    claim: &str,
    remedy: RefundRemedy,
) -> Result<(), ShopError> {
    let claim = ClaimId::new(claim).unwrap();
    street
        .shop
        .mend_refund(&desk(), order, &claim, remedy)
        .await
        .map(drop)
}

#[tokio::test]
async fn what_a_provider_refuses_holds_nothing_else_up_and_staff_settle_it() {
    for which in COMPARING {
        let street = Street::open(which).await;
        let order = street.paid("key-1").await;
        given_back_by_hand(&street, &order).await;
        for claim in ["a", "b"] {
            let done = street.shop.cancel(&shopper(), &order, piece(claim)).await;
            done.unwrap_or_else(|error| panic!("{which:?}: {error}"));
            is_refused(&street, &order, claim).await;
        }
        assert_eq!(
            street.status(&order).await,
            Status::Cancelled,
            "it is, all the same"
        );
        street.shop.settle_claims(&process(), &order).await.unwrap();
        // What stood in the way still does.
        mend(&street, &order, "a", RefundRemedy::AskAgain)
            .await
            .unwrap();
        is_refused(&street, &order, "a").await;
        let told = |reference: &str, transfer| RefundRemedy::PaidBack {
            looked: false,
            reference: reference.to_owned(),
            transfer,
        };
        let bad = mend(&street, &order, "a", told("김장부에게 보냄", true)).await;
        assert!(matches!(
            bad,
            Err(ShopError::Payment(PaymentRefusal::BadTransfer))
        ));
        let held = street.payment(&order).await.with_provider();
        for _ in 0..2 {
            mend(&street, &order, "a", told("20261128-01", true))
                .await
                .unwrap();
            mend(&street, &order, "b", told("T-0123456789", false))
                .await
                .unwrap();
        }
        let payment = street.payment(&order).await;
        assert_eq!(payment.refunded(), PRICE);
        assert_eq!(
            payment.with_provider(),
            held - (PRICE - PIECE),
            "the transfer's stays there"
        );
        let state = tests::seen::order(&street.shop, &order).await;
        assert!(state.open_claims().next().is_none(), "{which:?}");
        let none = mend(&street, &order, "c", RefundRemedy::AskAgain).await;
        assert!(matches!(
            none,
            Err(ShopError::Payment(PaymentRefusal::NoRefund))
        ));
    }
}

/// The tax in each part is rounded for itself: more of it than there was must not be asked for.
#[tokio::test]
async fn small_parts_whose_tax_rounds_up_leave_the_rest_refundable() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.paid("key-1").await;
        for part in 0..4 {
            let claim = ClaimId::new(format!("sorry-{part}")).unwrap();
            let (staff, why) = (desk(), "staff".to_owned());
            let granted = street.shop.grant_refund(&staff, &order, claim, Won(6), why);
            granted.await.unwrap();
        }
        let whole = Cancellation::whole("shopper");
        let done = street.shop.cancel(&shopper(), &order, whole).await;
        done.unwrap_or_else(|error| panic!("{which:?}: {error}"));
        assert_eq!(street.payment(&order).await.refunded(), PRICE, "{which:?}");
        street.assert_books_agree(&order).await;
    }
}

/// Staff paid it back, and their program died before the order heard of it.
#[tokio::test]
async fn what_staff_began_is_finished_by_the_process() {
    for which in COMPARING {
        let street = Street::open(which).await;
        let order = street.paid("key-1").await;
        given_back_by_hand(&street, &order).await;
        let cancelled = street.shop.cancel(&shopper(), &order, piece("a")).await;
        cancelled.unwrap();
        let at = street.shop.now();
        let paid = PaymentCommand::PayRefundBack {
            refund: RefundId::of(&order, &ClaimId::new("a").unwrap()),
            reference: "T-0123456789".to_owned(),
            transfer: false,
            looked: true,
            at,
        };
        let (payment, meta) = (
            order.payment(),
            Meta::new(store_id(), desk().actor, desk().channel, at),
        );
        let ledger = street.shop.ledger();
        let paid = ledger.execute::<Payment>(payment.as_str(), paid, &meta);
        paid.await.unwrap();
        attend(&street.shop).await;
        let state = tests::seen::order(&street.shop, &order).await;
        assert!(state.open_claims().next().is_none(), "{which:?}");
    }
}

#[tokio::test]
async fn a_refusal_that_was_mended_is_another_question() {
    for which in COMPARING {
        let street = Street::open(which).await;
        let order = street.paid("key-1").await;
        let refund = RefundId::of(&order, &ClaimId::new("a").unwrap());
        given_back_by_hand(&street, &order).await;
        street
            .shop
            .cancel(&shopper(), &order, piece("a"))
            .await
            .unwrap();
        assert_eq!(street.payment(&order).await.refusals_of(&refund), 1);
        mend(&street, &order, "a", RefundRemedy::AskAgain)
            .await
            .unwrap();
        assert_eq!(
            street.payment(&order).await.refusals_of(&refund),
            2,
            "{which:?}"
        );
    }
}
