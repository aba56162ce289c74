//! Whatever goes wrong between, the end is known, and money moved once.

use super::*;
use crate::paying::fault::Fault;
use crate::paying::rehearsal::FAULTS;
use crate::texting::simulated::Open;
use crate::tosspayments::asks::Cancel;
use crate::tosspayments::wire::Status;

/// Those that break off are met by a client that gives up, the others by a patient one.
fn client(stage: &Stage, fault: Fault) -> Client {
    if matches!(fault, Fault::Slow(_) | Fault::LostAnswer) {
        return stage.impatient();
    }
    stage.client.clone()
}

#[tokio::test]
async fn a_confirmation_that_broke_is_asked_for_and_repeated() {
    for fault in FAULTS {
        let stage = Stage::open().await;
        let key = stage.agree(&card(ORDER)).await.payment_key;
        stage.simulator.faults().switch_on("approve", fault, 1);
        let broken = client(&stage, fault)
            .confirm(&key, ORDER, AMOUNT, "attempt-1")
            .await;
        assert!(matches!(broken, Err(CallError::Unknown(_))), "{fault:?}");
        let stands = stage.of_order(ORDER).await;
        let done = stands.status == Status::Done;
        assert_eq!(done, fault.is_done(), "{fault:?}");
        let confirm = || stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1");
        let paid = settled(confirm).await;
        assert_eq!(paid.status, Status::Done, "{fault:?}");
        assert_eq!(stage.balance(), [(Way::In, 33_000)], "{fault:?}");
    }
}

#[tokio::test]
async fn a_refund_that_broke_is_asked_for_and_repeated() {
    for fault in FAULTS {
        let stage = Stage::open().await;
        let key = stage.paid(ORDER).await.payment_key;
        let ask = Cancel {
            cancel_reason: "단순 변심".to_owned(),
            cancel_amount: Some(Won(10_000)),
            ..Cancel::default()
        };
        stage.simulator.faults().switch_on("refund", fault, 1);
        let broken = client(&stage, fault).cancel(&key, &ask, "refund-1").await;
        assert!(matches!(broken, Err(CallError::Unknown(_))), "{fault:?}");
        let stands = stage.of_order(ORDER).await;
        assert_eq!(
            stands.paid_back() == Won(10_000),
            fault.is_done(),
            "{fault:?}"
        );
        let back = settled(|| stage.client.cancel(&key, &ask, "refund-1")).await;
        assert_eq!(
            (back.balance_amount, back.cancels.len()),
            (Won(23_000), 1),
            "{fault:?}"
        );
        assert_eq!(stage.simulator.moves().len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn the_same_key_waits_while_its_first_call_runs() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    stage
        .simulator
        .faults()
        .switch_on("approve", Fault::LostAnswer, 1);
    let (client, first_key) = (stage.client.clone(), key.clone());
    let first =
        tokio::spawn(async move { client.confirm(&first_key, ORDER, AMOUNT, "attempt-1").await });
    while stage.simulator.moves().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
    assert!(matches!(second, Err(CallError::Unknown(why)) if why.contains("409")));
    first.abort();
    let confirm = || stage.client.confirm(&key, ORDER, AMOUNT, "attempt-1");
    assert_eq!(settled(confirm).await.status, Status::Done);
}

#[tokio::test]
async fn a_question_that_breaks_is_asked_again() {
    let stage = Stage::open().await;
    stage.paid(ORDER).await;
    stage
        .simulator
        .faults()
        .switch_on("status", Fault::Truncated, 1);
    let broken = stage.client.payment_of_order(ORDER).await;
    assert!(matches!(broken, Err(CallError::Unknown(_))));
    assert_eq!(stage.of_order(ORDER).await.status, Status::Done);
}

/// A client of somebody who gives each question the same answer.
async fn answered(answer: serde_json::Value) -> (Open, Client) {
    let open = parrot(answer).await;
    let account = Account::simulated("장부상회", None);
    let settings = Settings {
        base: open.url(),
        ..Settings::new(&account.client_key, account.secret_key)
    };
    (open, Client::new(settings).unwrap())
}

#[tokio::test]
async fn an_answer_about_another_payment_is_none() {
    let other = serde_json::json!({ "paymentKey": "tother", "orderId": "ORD-20260801-000999",
        "status": "DONE", "totalAmount": 33_000, "balanceAmount": 33_000 });
    let (_open, client) = answered(other).await;
    unknown(client.confirm("tmine", ORDER, AMOUNT, "a").await);
    unknown(client.payment("tmine").await);
    unknown(client.payment_of_order(ORDER).await);
    unknown(client.cancel("tmine", &Cancel::default(), "r").await);
    assert!(client.payment("tother").await.unwrap().is_some());
}

#[tokio::test]
async fn a_list_that_goes_round_ends() {
    let row = |number: u8| {
        serde_json::json!({ "transactionKey": format!("T{number}"), "paymentKey": "t",
            "orderId": ORDER, "status": "DONE", "amount": 33_000 })
    };
    let (_open, client) = answered(serde_json::json!([row(1), row(2), row(3)])).await;
    let listed = client.transactions_of("2026-08-01".parse().unwrap()).await;
    assert!(matches!(listed, Err(CallError::Unknown(why)) if why.contains("round")));
}

#[tokio::test]
async fn nobody_at_the_door_means_that_nothing_happened() {
    let stage = Stage::open().await;
    let key = stage.agree(&card(ORDER)).await.payment_key;
    let settings = settings(&stage.simulator);
    drop(stage);
    for _ in 0..500 {
        // A connection that is open already may outlive the door.
        let client = Client::new(settings.clone()).unwrap();
        let closed = client.confirm(&key, ORDER, AMOUNT, "attempt-1").await;
        if matches!(closed, Err(CallError::NotSent(_))) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("somebody is still there");
}

#[tokio::test]
async fn what_was_paid_yesterday_is_paid_back_today() {
    let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
    let file = directory.join("tosspayments.json");
    let clock = HandClock::morning();
    let open = async || {
        let account = Account::simulated("장부상회", None);
        let simulator = Simulator::open(account, clock.clone(), 0, Some(file.clone())).await;
        let simulator = simulator.unwrap();
        let client = Client::new(settings(&simulator)).unwrap();
        Stage {
            clock: clock.clone(),
            simulator,
            client,
        }
    };
    let key = open().await.paid(ORDER).await.payment_key;
    let again = open().await;
    let all = Cancel {
        cancel_reason: "단순 변심".to_owned(),
        ..Cancel::default()
    };
    let back = again.client.cancel(&key, &all, "refund-1").await.unwrap();
    assert_eq!(back.status, Status::Canceled);
    let repeated = open()
        .await
        .client
        .cancel(&key, &all, "refund-1")
        .await
        .unwrap();
    assert_eq!(repeated.last_transaction_key, back.last_transaction_key);
    assert_eq!(again.simulator.moves().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
