//! Paying once, whatever comes twice, late, or not at all.

use chrono::Duration;
use domain::Won;
use domain::order::Status;
use domain::payment::{PaymentRefusal, PaymentStatus};
use shop::ShopError;
use shop::amend::Cancellation;
use shop::paying::Came;
use shop::ports::paying::Brought;
use tests::seen::stock;
use tests::shop::{process, shopper};

use crate::street::Street;

#[tokio::test]
async fn an_approved_window_pays_the_order_once_however_often_the_browser_comes_back() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let back = street.window(&order, "approve").await;
    assert!(matches!(street.back(&order, 1, &back).await, Came::Paid(_)));
    assert_eq!(street.status(&order).await, Status::Paid);
    for _ in 0..3 {
        assert_eq!(street.back(&order, 1, &back).await, Came::Paid(None));
    }
    assert_eq!(street.payment(&order).await.captured(), Won(27_000));
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn a_browser_that_comes_back_five_times_at_once_pays_once() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let back = street.window(&order, "approve").await;
    let all = (0..5).map(|_| street.back(&order, 1, &back));
    let came = futures::future::join_all(all).await;
    let paid = came.iter().filter(|it| matches!(it, Came::Paid(_)));
    assert_eq!(paid.count(), 1, "{came:?}");
    street.settle(&order).await;
    assert_eq!(street.status(&order).await, Status::Paid);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn who_closes_the_window_or_is_refused_may_try_again() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let back = street.window(&order, "fail").await;
    assert!(matches!(
        street.back(&order, 1, &back).await,
        Came::Failed(_)
    ));
    street.window(&order, "close").await;
    assert_eq!(street.status(&order).await, Status::PendingDeposit);
    let back = street.window(&order, "approve").await;
    assert!(matches!(street.back(&order, 3, &back).await, Came::Paid(_)));
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn a_forged_return_pays_nothing() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    street.shop.open_window(&shopper(), &order).await.unwrap();
    let forged = Brought(vec![("pg_token".to_owned(), "made-up".to_owned())]);
    assert!(matches!(
        street.back(&order, 1, &forged).await,
        Came::Failed(_)
    ));
    let nothing = Brought::default();
    street.shop.open_window(&shopper(), &order).await.unwrap();
    assert!(matches!(
        street.back(&order, 2, &nothing).await,
        Came::Failed(_)
    ));
    assert_eq!(street.status(&order).await, Status::PendingDeposit);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn of_two_windows_one_is_asked_for_the_money() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let first = street.window(&order, "approve").await;
    let second = street.window(&order, "approve").await;
    assert!(matches!(
        street.back(&order, 2, &second).await,
        Came::Paid(_)
    ));
    assert_eq!(street.back(&order, 1, &first).await, Came::Paid(None));
    assert_eq!(street.payment(&order).await.captured(), Won(27_000));
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn an_abandoned_window_gives_its_pieces_back_when_the_time_is_over() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    street.window(&order, "close").await;
    street.world.clock.advance(Duration::minutes(31));
    assert!(street.shop.expire(&process(), &order).await.unwrap());
    assert_eq!(street.status(&order).await, Status::Expired);
    let now = street.shop.now();
    assert_eq!(stock(&street.shop, "rice").await.available(now), 10_000);
}

#[tokio::test]
async fn nobody_is_asked_for_money_after_the_order_ended() {
    let street = Street::open().await;
    let expired = street.order("key-1").await;
    let late = street.window(&expired, "approve").await;
    street.world.clock.advance(Duration::minutes(31));
    assert!(street.shop.expire(&process(), &expired).await.unwrap());
    let came = street.back(&expired, 1, &late).await;
    assert_eq!(came, Came::TooLate);
    let cancelled = street.order("key-2").await;
    let late = street.window(&cancelled, "approve").await;
    let whole = Cancellation::whole("shopper");
    street
        .shop
        .cancel(&shopper(), &cancelled, whole)
        .await
        .unwrap();
    assert_eq!(street.back(&cancelled, 1, &late).await, Came::TooLate);
    for order in [expired, cancelled] {
        assert_eq!(street.payment(&order).await.captured(), Won(0));
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn another_amount_than_the_order_s_goes_back() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let back = street.window(&order, "approve").await;
    street.bank.misreport(Won(100));
    assert_eq!(street.back(&order, 1, &back).await, Came::TooLate);
    assert_eq!(
        street.payment(&order).await.status(),
        PaymentStatus::Requested
    );
    street.assert_books_agree(&order).await;
    let again = street.window(&order, "approve").await;
    assert!(matches!(
        street.back(&order, 2, &again).await,
        Came::Paid(_)
    ));
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn an_order_that_is_paid_opens_no_window() {
    let street = Street::open().await;
    let order = street.order("key-1").await;
    let back = street.window(&order, "approve").await;
    street.back(&order, 1, &back).await;
    let opened = street.shop.open_window(&shopper(), &order).await;
    let paid = ShopError::Payment(PaymentRefusal::AlreadyCaptured);
    assert_eq!(opened.unwrap_err().to_string(), paid.to_string());
}
