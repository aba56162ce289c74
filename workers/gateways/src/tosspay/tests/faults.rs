//! Whatever goes wrong between, the end is known, and money moved once.

use serde_json::json;

use super::*;
use crate::paying::fault::Fault;
use crate::paying::rehearsal::FAULTS;
use crate::tosspay::wire::PayStatus;

/// Those that break off are met by a client that gives up, the others by a patient one.
fn client(stage: &Stage, fault: Fault) -> Client {
    if matches!(fault, Fault::Slow(_) | Fault::LostAnswer) {
        return stage.impatient();
    }
    stage.client.clone()
}

#[tokio::test]
async fn an_execution_that_broke_is_asked_for_and_then_perhaps_made() {
    for fault in FAULTS {
        let stage = Stage::open().await;
        let (created, _) = stage.agree(&opened(ORDER)).await;
        let token = created.pay_token;
        stage.simulator.faults().switch_on("approve", fault, 1);
        unknown(client(&stage, fault).execute(&token, ORDER).await);
        let stands = stage.status(&token).await.pay_status;
        if fault.is_done() {
            assert_eq!(stands, PayStatus::Complete, "{fault:?}");
        } else {
            assert_eq!(stands, PayStatus::Approved, "{fault:?}");
            stage.client.execute(&token, ORDER).await.unwrap();
        }
        assert_eq!(stage.balance(), [(Way::In, 33_000)], "{fault:?}");
    }
}

#[tokio::test]
async fn a_refund_that_broke_is_asked_for_and_repeated() {
    for fault in FAULTS {
        let stage = Stage::open().await;
        let token = stage.paid(ORDER).await;
        let ask = refund(&token, "refund-1", 10_000);
        stage.simulator.faults().switch_on("refund", fault, 1);
        unknown(client(&stage, fault).refund(&ask).await);
        let back = stage.status(&token).await.paid_back();
        assert_eq!(back == Won(10_000), fault.is_done(), "{fault:?}");
        let refunded = stage.client.refund(&ask).await.unwrap();
        assert_eq!(refunded.refundable_amount, Won(23_000), "{fault:?}");
        assert_eq!(stage.simulator.moves().len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn an_opening_that_broke_is_simply_made_again() {
    let stage = Stage::open().await;
    stage
        .simulator
        .faults()
        .switch_on("ready", Fault::Truncated, 1);
    unknown(stage.client.create(&opened(ORDER)).await);
    let (created, _) = stage.agree(&opened(ORDER)).await;
    stage
        .client
        .execute(&created.pay_token, ORDER)
        .await
        .unwrap();
    assert_eq!(stage.simulator.moves().len(), 1);
}

#[tokio::test]
async fn an_answer_about_another_payment_is_none() {
    let other = json!({ "code": 0, "payToken": "another", "orderNo": "ORD-2", "amount": 33_000,
        "payStatus": "PAY_COMPLETE", "refundNo": "refund-2", "refundedAmount": -1_000,
        "refundableAmount": 32_000 });
    let open = parrot(other).await;
    let settings = Settings {
        base: open.url(),
        ..Settings::new(Account::simulated("장부상회").api_key)
    };
    let client = Client::new(settings).unwrap();
    unknown(client.execute("mine", ORDER).await);
    unknown(client.status("mine").await);
    unknown(client.status_of_order(ORDER).await);
    unknown(client.refund(&refund("mine", "refund-1", 1_000)).await);
    assert!(client.status("another").await.unwrap().is_some());
}

#[tokio::test]
async fn a_page_of_another_address_is_shown_to_nobody() {
    let page = json!({ "code": 0, "payToken": "t", "checkoutPage": "https://evil.test/payfront" });
    let open = parrot(page).await;
    let settings = Settings {
        base: open.url(),
        ..Settings::new(Account::simulated("장부상회").api_key)
    };
    let client = Client::new(settings).unwrap();
    let why = unknown(client.create(&opened(ORDER)).await);
    assert!(why.contains("another address"), "{why}");
}

#[tokio::test]
async fn what_was_paid_yesterday_is_paid_back_today() {
    let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    let file = directory.join("tosspay.json");
    let clock = HandClock::morning();
    let open = async || {
        let account = Account::simulated("장부상회");
        let simulator = Simulator::open(account, clock.clone(), 0, Some(file.clone())).await;
        let simulator = simulator.unwrap();
        let client = Client::new(settings(&simulator)).unwrap();
        Stage {
            clock: clock.clone(),
            simulator,
            client,
        }
    };
    let token = open().await.paid(ORDER).await;
    let again = open().await;
    let back = again
        .client
        .refund(&refund(&token, "refund-1", 33_000))
        .await
        .unwrap();
    assert_eq!(back.refundable_amount, Won::ZERO);
    assert_eq!(again.simulator.moves().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
