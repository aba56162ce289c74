//! From the window to the confirmation.

use super::*;
use crate::paying::listener::Listener;
use crate::paying::secret::Secret;
use crate::tosspayments::asks::Cancel;
use crate::tosspayments::means::Method;
use crate::tosspayments::window::NotPaid;
use crate::tosspayments::wire::Status;

#[tokio::test]
async fn a_card_is_charged_when_the_shop_confirms() {
    let stage = Stage::open().await;
    let returned = stage.agree(&card(ORDER)).await;
    assert_eq!(stage.of_order(ORDER).await.status, Status::InProgress);
    assert!(stage.simulator.moves().is_empty());
    let key = returned.payment_key.as_str();
    let paid = stage
        .client
        .confirm(key, ORDER, AMOUNT, "attempt-1")
        .await
        .unwrap();
    assert_eq!(
        (&paid.status, &paid.method),
        (&Status::Done, &Some(Method::Card))
    );
    assert!(paid.is_of(key, ORDER, AMOUNT));
    assert_eq!((paid.supplied_amount, paid.vat), (Won(30_000), Won(3_000)));
    assert_eq!(paid.approved_at, "2026-08-01T00:00:00Z".parse().ok());
    let found = stage.client.payment(key).await.unwrap().unwrap();
    assert_eq!(found.status, Status::Done);
    assert_eq!(stage.balance(), [(Way::In, 33_000)]);
}

#[tokio::test]
async fn confirming_twice_charges_once() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    let first = stage
        .client
        .confirm(&key, ORDER, AMOUNT, "attempt-1")
        .await
        .unwrap();
    let again = stage
        .client
        .confirm(&key, ORDER, AMOUNT, "attempt-1")
        .await
        .unwrap();
    assert_eq!(first.last_transaction_key, again.last_transaction_key);
    let other = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-2").await;
    assert!(matches!(other, Err(CallError::Unknown(why)) if why.contains("ALREADY_PROCESSED")));
    assert_eq!(stage.simulator.moves().len(), 1);
}

#[tokio::test]
async fn another_amount_or_order_is_not_confirmed() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    let less = stage
        .client
        .confirm(&key, ORDER, Won(1_000), "attempt-1")
        .await;
    assert_eq!(code_of(less), "INVALID_REQUEST");
    // The first answer to a key stays its answer.
    let same = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
    assert_eq!(code_of(same), "INVALID_REQUEST");
    let other = stage
        .client
        .confirm(&key, "ORD-20260801-000999", AMOUNT, "attempt-2")
        .await;
    assert_eq!(code_of(other), "INVALID_REQUEST");
    assert!(stage.simulator.moves().is_empty());
    let right = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-3").await;
    assert_eq!(right.unwrap().status, Status::Done);
}

#[tokio::test]
async fn a_window_may_fail_be_closed_or_come_back_late() {
    let stage = Stage::open().await;
    let failed = press(stage.window(&card(ORDER)).await, "CARD", "fail").await;
    let not_paid: NotPaid = query(&sent_to(&failed));
    assert_eq!(not_paid.safe_code(), "PAY_PROCESS_ABORTED");
    assert_eq!(
        (not_paid.order_id.as_deref(), not_paid.is_closed()),
        (Some(ORDER), false)
    );
    assert_eq!(stage.of_order(ORDER).await.status, Status::Aborted);

    let closed = press(stage.window(&card(ORDER)).await, "CARD", "close").await;
    let not_paid: NotPaid = query(&sent_to(&closed));
    assert!(not_paid.is_closed() && not_paid.order_id.is_none());
    assert_eq!(stage.of_order(ORDER).await.status, Status::Ready);

    let late = press(stage.window(&card(ORDER)).await, "EASY_PAY", "later").await;
    let refresh = late.headers().get("refresh").unwrap().to_str().unwrap();
    let (pause, address) = refresh.split_once("; url=").unwrap();
    assert_eq!(pause, "5");
    let returned: Returned = query(address);
    let paid = stage
        .client
        .confirm(&returned.payment_key, ORDER, AMOUNT, "a")
        .await
        .unwrap();
    assert_eq!(paid.method, Some(Method::EasyPay));
    assert_eq!(stage.simulator.moves().len(), 1);
}

#[tokio::test]
async fn consent_that_is_not_confirmed_in_time_is_over() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    stage.clock.turn(11);
    let late = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
    assert_eq!(code_of(late), "NOT_FOUND_PAYMENT_SESSION");
    let over = stage.of_order(ORDER).await;
    assert_eq!(over.status, Status::Expired);
    assert_eq!(over.failure.unwrap().code, "EXPIRED_PAYMENT");
    assert!(stage.simulator.moves().is_empty());
}

#[tokio::test]
async fn a_card_that_is_refused_takes_no_money() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    stage.simulator.decline("REJECT_CARD_PAYMENT", 1);
    let declined = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
    assert_eq!(code_of(declined), "REJECT_CARD_PAYMENT");
    assert_eq!(stage.of_order(ORDER).await.status, Status::Aborted);
    assert!(stage.simulator.moves().is_empty());
    assert_eq!(stage.paid(ORDER).await.status, Status::Done);
}

#[tokio::test]
async fn a_wrong_amount_in_the_answer_is_seen() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    stage.simulator.tell_wrong_amounts(1);
    let told = stage
        .client
        .confirm(&key, ORDER, AMOUNT, "attempt-1")
        .await
        .unwrap();
    assert!(!told.is_of(&key, ORDER, AMOUNT));
}

#[tokio::test]
async fn who_does_not_know_the_key_learns_and_does_nothing() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    let stranger = Client::new(Settings {
        secret_key: Secret::new("test_sk_another"),
        ..settings(&stage.simulator)
    });
    let stranger = stranger.unwrap();
    let confirmed = stranger.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
    assert!(matches!(confirmed, Err(CallError::NotSent(why)) if why == "401 UNAUTHORIZED_KEY"));
    assert!(stranger.payment_of_order(ORDER).await.is_err());
    assert!(stage.simulator.moves().is_empty());
    let foreign = Client::new(Settings {
        client_key: "test_ck_another".to_owned(),
        ..settings(&stage.simulator)
    });
    let window = opened(&foreign.unwrap(), &card(ORDER)).await;
    assert_eq!(window.status(), 401);
}

#[tokio::test]
async fn what_came_with_a_browser_leads_nowhere() {
    let listener = Listener::open(0).await;
    let account = Account::simulated("장부상회", None);
    let client = Client::new(Settings {
        base: listener.url(),
        ..Settings::new(&account.client_key, account.secret_key)
    });
    let client = client.unwrap();
    for odd in [
        "https://evil.test/",
        "../cash-receipts",
        "x/cancel",
        "x?y=z",
        "x#y",
        "@evil.test",
        "x\r\nhost: evil.test",
        "%2e%2e",
        "",
    ] {
        let not_sent = |failure: Option<CallError>| matches!(failure, Some(CallError::NotSent(_)));
        assert!(
            not_sent(client.confirm(odd, ORDER, AMOUNT, "a").await.err()),
            "{odd}"
        );
        assert!(not_sent(client.payment(odd).await.err()), "{odd}");
        assert!(not_sent(client.payment_of_order(odd).await.err()), "{odd}");
        let refund = client.cancel(odd, &Cancel::default(), "a").await;
        assert!(not_sent(refund.err()), "{odd}");
        let receipt = client.cancel_receipt(odd, None, "a").await;
        assert!(not_sent(receipt.err()), "{odd}");
    }
    assert_eq!(listener.calls(), 0);
}

#[tokio::test]
async fn an_order_that_was_paid_opens_no_second_window() {
    let stage = Stage::open().await;
    stage.paid(ORDER).await;
    let window = stage.window(&card(ORDER)).await;
    assert_eq!(window.status(), 400);
    assert!(window.text().await.unwrap().contains("DUPLICATED_ORDER_ID"));
    let nothing = stage.client.payment_of_order("ORD-20260801-000777").await;
    assert!(nothing.unwrap().is_none());
}

#[tokio::test]
async fn the_simulated_sdk_opens_the_same_window() {
    let stage = Stage::open().await;
    let call = stage.client.open(&account(ORDER)).unwrap();
    let script = browser().get(&call.sdk).send().await.unwrap();
    let kind = script.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/javascript"), "{kind}");
    let script = script.text().await.unwrap();
    let window = format!("{}{WINDOW}", stage.simulator.url());
    assert!(script.contains("requestPayment") && script.contains(&window));
    assert_eq!(call.origins, [stage.simulator.url()]);
    let (_, request) = call.fields.last().unwrap();
    let request: serde_json::Value = serde_json::from_str(request).unwrap();
    assert_eq!(request["amount"]["value"], 33_000);
    assert_eq!(request["virtualAccount"]["dueDate"], "2026-08-02T09:00:00");
}

#[test]
fn what_they_would_not_take_is_not_asked() {
    let account = Account::simulated("장부상회", None);
    let settings = Settings::new(&account.client_key, account.secret_key);
    assert!(!format!("{settings:?}").contains("test_sk"));
    let client = Client::new(settings).unwrap();
    let short = WindowAsk {
        order: "1".to_owned(),
        ..card(ORDER)
    };
    let nothing = WindowAsk {
        amount: Won::ZERO,
        ..card(ORDER)
    };
    for odd in [short, nothing] {
        assert!(matches!(client.open(&odd), Err(CallError::NotSent(_))));
    }
}
