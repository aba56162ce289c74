//! The provider does what it was asked, or not, and its answer is lost.

use chrono::Duration;
use domain::order::Status;
use domain::payment::PaymentRefusal;
use gateways::paying::fault::Fault;
use shop::ShopError;
use shop::amend::Cancellation;
use shop::paying::Came;
use tests::faults::FAULTS;
use tests::shop::{process, shopper};

use crate::bank::{Call, Which};
use crate::street::Street;

#[tokio::test]
async fn an_approval_without_an_answer_is_found_out() {
    for which in Which::ALL {
        for fault in FAULTS {
            let street = Street::open(which).await;
            let order = street.order("key-1").await;
            let back = street.window(&order, "approve").await;
            street.bank.fail(Call::Approve, fault, 1);
            let came = street.back(&order, 1, &back).await;
            assert_eq!(came, Came::Unsure, "{which:?} {fault:?}");
            street.settle(&order).await;
            street.assert_books_agree(&order).await;
            let paid = street.status(&order).await == Status::Paid;
            // What never reached the provider took nothing, unless its window had by itself.
            let took = fault != Fault::Unavailable || which.takes_in_window();
            assert_eq!(paid, took, "{which:?} {fault:?}");
            if !paid {
                let came = street.visit(&order, "approve").await;
                assert!(matches!(came, Came::Paid(_)), "{which:?}: {came:?}");
                street.assert_books_agree(&order).await;
            }
        }
    }
}

#[tokio::test]
async fn while_nobody_knows_the_order_is_neither_given_up_nor_paid_again() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let other = street.window(&order, "approve").await;
        let back = street.window(&order, "approve").await;
        street.bank.fail(Call::Approve, Fault::LostAnswer, 1);
        assert_eq!(street.back(&order, 2, &back).await, Came::Unsure);
        assert_eq!(street.back(&order, 1, &other).await, Came::Unsure);
        let open = |error: ShopError| {
            matches!(error, ShopError::Payment(PaymentRefusal::ApprovalOpen)) && error.is_passing()
        };
        let whole = Cancellation::whole("shopper");
        let cancelled = street.shop.cancel(&shopper(), &order, whole).await;
        assert!(open(cancelled.unwrap_err()), "{which:?}");
        let opened = street.opened(&order).await;
        assert!(open(opened.unwrap_err()), "{which:?}");
        // Nobody can be asked either: its time comes, and it stands all the same.
        street.bank.fail(Call::Look, Fault::Unavailable, 1);
        street.world.clock.advance(Duration::minutes(31));
        assert!(street.shop.expire(&process(), &order).await.is_err());
        assert_eq!(street.status(&order).await, Status::PendingDeposit);
        street.settle(&order).await;
        assert_eq!(street.status(&order).await, Status::Paid, "{which:?}");
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_provider_that_cannot_be_asked_is_asked_until_it_answers() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let back = street.window(&order, "approve").await;
        street.bank.fail(Call::Approve, Fault::Garbage, 1);
        street.bank.fail(Call::Look, Fault::Unavailable, 5);
        assert_eq!(street.back(&order, 1, &back).await, Came::Unsure);
        street.settle(&order).await;
        assert_eq!(street.status(&order).await, Status::Paid, "{which:?}");
        street.assert_books_agree(&order).await;
    }
}
