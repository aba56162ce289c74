//! Paying once, whatever comes twice, late, or not at all; with each provider.

use chrono::Duration;
use domain::order::Status;
use domain::payment::{PaymentRefusal, PaymentStatus};
use domain::{AttemptId, Won};
use shop::ShopError;
use shop::amend::Cancellation;
use shop::paying::Came;
use shop::ports::paying::Brought;
use tests::seen::stock;
use tests::shop::{process, shopper};

use crate::bank::Which;
use crate::shopper::press;
use crate::street::{PRICE, Street};

#[tokio::test]
async fn an_approved_window_pays_the_order_once_however_often_the_browser_comes_back() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let back = street.window(&order, "approve").await;
        let came = street.back(&order, 1, &back).await;
        assert!(matches!(came, Came::Paid(_)), "{which:?}: {came:?}");
        assert_eq!(street.status(&order).await, Status::Paid);
        for _ in 0..3 {
            assert_eq!(street.back(&order, 1, &back).await, Came::Paid(None));
        }
        assert_eq!(street.payment(&order).await.captured(), PRICE);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_browser_that_comes_back_five_times_at_once_pays_once() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let back = street.window(&order, "approve").await;
        let all = (0..5).map(|_| street.back(&order, 1, &back));
        let came = futures::future::join_all(all).await;
        let paid = came.iter().filter(|it| matches!(it, Came::Paid(_)));
        assert_eq!(paid.count(), 1, "{which:?}: {came:?}");
        street.settle(&order).await;
        assert_eq!(street.status(&order).await, Status::Paid);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn who_closes_the_window_or_is_refused_may_try_again() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        for choice in ["fail", "close"] {
            let came = street.visit(&order, choice).await;
            let no = matches!(came, Came::Failed(_) | Came::Closed);
            assert!(no, "{which:?} {choice}: {came:?}");
        }
        assert_eq!(street.status(&order).await, Status::PendingDeposit);
        let came = street.visit(&order, "approve").await;
        assert!(matches!(came, Came::Paid(_)), "{which:?}: {came:?}");
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_forged_return_pays_nothing() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        street.opened(&order).await.unwrap();
        let attempt = AttemptId::of(&order, 1);
        let forged = street.bank.forged(attempt.as_str(), PRICE);
        let came = street.back(&order, 1, &forged).await;
        assert!(matches!(came, Came::Failed(_)), "{which:?}: {came:?}");
        street.opened(&order).await.unwrap();
        let came = street.back(&order, 2, &Brought::default()).await;
        assert!(matches!(came, Came::Failed(_)), "{which:?}: {came:?}");
        assert_eq!(street.status(&order).await, Status::PendingDeposit);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn of_two_windows_one_is_asked_for_the_money() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let first = street.window(&order, "approve").await;
        let second = street.window(&order, "approve").await;
        let came = street.back(&order, 2, &second).await;
        assert!(matches!(came, Came::Paid(_)), "{which:?}: {came:?}");
        assert_eq!(street.back(&order, 1, &first).await, Came::Paid(None));
        assert_eq!(street.payment(&order).await.captured(), PRICE);
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn an_abandoned_window_gives_its_pieces_back_when_the_time_is_over() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        street.window(&order, "close").await;
        street.world.clock.advance(Duration::minutes(31));
        assert!(street.shop.expire(&process(), &order).await.unwrap());
        assert_eq!(street.status(&order).await, Status::Expired);
        let now = street.shop.now();
        let left = stock(&street.shop, "rice").await.available(now);
        assert_eq!(left, 10_000, "{which:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_for_money_after_the_order_ended() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let expired = street.order("key-1").await;
        // Before a window that takes the money by itself does, the time is over; the others wait for us.
        let opening = street.shop.open_window(&shopper(), &expired).await.unwrap();
        let mut late = None;
        if !which.takes_in_window() {
            late = Some(press(&opening, "approve").await.brought());
        }
        street.world.clock.advance(Duration::minutes(31));
        assert!(street.shop.expire(&process(), &expired).await.unwrap());
        let late = match late {
            Some(late) => late,
            None => press(&opening, "approve").await.brought(),
        };
        assert_eq!(street.back(&expired, 1, &late).await, Came::TooLate);
        let cancelled = street.order("key-2").await;
        let late = street.window(&cancelled, "approve").await;
        let whole = Cancellation::whole("shopper");
        let done = street.shop.cancel(&shopper(), &cancelled, whole).await;
        done.unwrap();
        assert_eq!(street.back(&cancelled, 1, &late).await, Came::TooLate);
        for order in [expired, cancelled] {
            assert_eq!(street.payment(&order).await.captured(), Won(0));
            street.assert_books_agree(&order).await;
        }
    }
}

#[tokio::test]
async fn another_amount_than_the_order_s_goes_back() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let back = street.window(&order, "approve").await;
        street.bank.lie();
        let came = street.back(&order, 1, &back).await;
        // Inicis takes it back at once.
        let back_at_once = came == Came::Failed("differs".to_owned());
        assert!(came == Came::TooLate || back_at_once, "{which:?}: {came:?}");
        street.settle(&order).await;
        let payment = street.payment(&order).await;
        assert_eq!(payment.status(), PaymentStatus::Requested, "{which:?}");
        street.assert_books_agree(&order).await;
        let came = street.visit(&order, "approve").await;
        assert!(matches!(came, Came::Paid(_)), "{which:?}: {came:?}");
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn an_order_that_is_paid_opens_no_window() {
    let street = Street::open(Which::KakaoPay).await;
    let order = street.order("key-1").await;
    street.visit(&order, "approve").await;
    let opened = street.opened(&order).await;
    let paid = ShopError::Payment(PaymentRefusal::AlreadyCaptured);
    assert_eq!(opened.unwrap_err().to_string(), paid.to_string());
}
