//! Windows that take the money by themselves: the browser may say something else, or never come back.

use chrono::Duration;
use domain::AttemptId;
use domain::order::Status;
use domain::payment::PaymentStatus;
use gateways::paying::fault::Fault;
use shop::amend::Cancellation;
use shop::paying::Came;
use shop::ports::paying::Brought;
use tests::shop::{process, shopper};

use crate::bank::{Call, Which};
use crate::shopper::press;
use crate::street::{PRICE, Street};

const SHOWN: Which = Which::PortOne;

fn said(fields: &[(&str, &str)]) -> Brought {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Brought(fields.iter().map(owned).collect())
}

#[tokio::test]
async fn money_of_a_browser_that_never_came_back_is_found_before_the_order_is_given_up() {
    let street = Street::open(SHOWN).await;
    let order = street.order("key-1").await;
    street.window(&order, "approve").await;
    assert_eq!(street.status(&order).await, Status::PendingDeposit);
    street.world.clock.advance(Duration::minutes(31));
    street.bank.fail(Call::Look, Fault::Unavailable, 1);
    assert!(street.shop.expire(&process(), &order).await.is_err());
    assert!(!street.shop.expire(&process(), &order).await.unwrap());
    assert_eq!(street.status(&order).await, Status::Paid);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn who_pays_in_two_windows_gets_the_second_payment_back() {
    let street = Street::open(SHOWN).await;
    let order = street.order("key-1").await;
    street.window(&order, "approve").await;
    let came = street.visit(&order, "approve").await;
    assert!(matches!(came, Came::Paid(_)), "{came:?}");
    street.settle(&order).await;
    assert_eq!(street.payment(&order).await.captured(), PRICE);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn what_is_paid_while_the_order_is_cancelled_goes_back() {
    let street = Street::open(SHOWN).await;
    let order = street.order("key-1").await;
    let opening = street.opened(&order).await.unwrap();
    let whole = Cancellation::whole("shopper");
    let done = street.shop.cancel(&shopper(), &order, whole).await;
    done.unwrap();
    // Looked at too early, the window is looked at again.
    let early = street.shop.settle_attempts(&process(), &order, false).await;
    early.unwrap();
    press(&opening, "approve").await;
    let attempt = AttemptId::of(&order, 1);
    assert_eq!(street.bank.balance(attempt.as_str()), PRICE);
    street.settle(&order).await;
    assert_eq!(street.status(&order).await, Status::Cancelled);
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn a_browser_that_denies_it_is_not_believed() {
    let street = Street::open(SHOWN).await;
    let order = street.order("key-1").await;
    street.window(&order, "approve").await;
    let attempt = AttemptId::of(&order, 1);
    let denied = said(&[("paymentId", attempt.as_str()), ("code", "PG_PROVIDER")]);
    let came = street.back(&order, 1, &denied).await;
    assert!(matches!(came, Came::Paid(_)), "{came:?}");
    street.assert_books_agree(&order).await;
}

#[tokio::test]
async fn a_window_may_still_pay_after_the_browser_came_back_without() {
    let attempts: [(&[(&str, &str)], bool); 2] = [(&[("code", "PG_PROVIDER")], true), (&[], false)];
    for (more, closed) in attempts {
        let street = Street::open(SHOWN).await;
        let order = street.order("key-1").await;
        let opening = street.opened(&order).await.unwrap();
        let attempt = AttemptId::of(&order, 1);
        let mut fields = vec![("paymentId", attempt.as_str())];
        fields.extend(more);
        let came = street.back(&order, 1, &said(&fields)).await;
        assert_eq!(came == Came::Closed, closed, "{came:?}");
        let back = press(&opening, "approve").await.brought();
        let came = street.back(&order, 1, &back).await;
        assert!(matches!(came, Came::Paid(_)), "{came:?}");
        assert_eq!(
            street.payment(&order).await.status(),
            PaymentStatus::Captured
        );
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn a_browser_that_says_nothing_right_leaves_the_attempt_open() {
    let street = Street::open(SHOWN).await;
    let order = street.order("key-1").await;
    let opening = street.opened(&order).await.unwrap();
    let other = said(&[("paymentId", "20261122-0000000000-1")]);
    let came = street.back(&order, 1, &other).await;
    assert_eq!(came, Came::Failed("foreign".to_owned()));
    press(&opening, "approve").await;
    street.world.clock.advance(Duration::minutes(31));
    assert!(!street.shop.expire(&process(), &order).await.unwrap());
    assert_eq!(street.payment(&order).await.captured(), PRICE);
    street.assert_books_agree(&order).await;
}
