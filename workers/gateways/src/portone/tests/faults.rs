//! What goes wrong on the way, and how it is found out what happened.

use super::*;
use crate::paying::rehearsal::{FAULTS, books, wish};

#[tokio::test]
async fn a_cancel_whose_answer_is_lost_gives_back_once() {
    let scene = Scene::new().await;
    for (number, fault) in FAULTS.into_iter().enumerate() {
        let payment = format!("ORD-{number}");
        scene.paid(&payment).await;
        let ask = back(11_000, 33_000);
        scene.simulator.faults().switch_on("cancel", fault, 1);
        let cancelled = scene.client.cancel(&payment, &ask).await;
        assert!(
            matches!(cancelled, Err(CallError::Unknown(_))),
            "{fault:?} {cancelled:?}"
        );

        let left = scene.payment(&payment).await.cancellable();
        assert_eq!(
            left,
            if fault.is_done() {
                Won(22_000)
            } else {
                Won(33_000)
            },
            "{fault:?}"
        );
        // Whether it happened or not, saying it again does no harm.
        let again = scene.client.cancel(&payment, &ask).await;
        assert_eq!(again.is_ok(), !fault.is_done(), "{fault:?} {again:?}");
        assert_eq!(scene.balance(&payment), Won(22_000), "{fault:?}");
    }
}

#[tokio::test]
async fn an_amount_that_may_have_been_said_is_said_again() {
    let scene = Scene::new().await;
    for (number, fault) in FAULTS.into_iter().enumerate() {
        let payment = format!("ORD-{number}");
        scene.simulator.faults().switch_on("pre_register", fault, 1);
        let said = scene
            .client
            .pre_register(&payment, Won(33_000), Won::ZERO)
            .await;
        assert!(
            matches!(said, Err(CallError::Unknown(_))),
            "{fault:?} {said:?}"
        );
        scene
            .client
            .pre_register(&payment, Won(33_000), Won::ZERO)
            .await
            .unwrap();
        scene.paid(&payment).await;
    }
}

#[tokio::test]
async fn a_question_whose_answer_is_lost_is_asked_again() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    for fault in FAULTS {
        scene.simulator.faults().switch_on("status", fault, 1);
        let first = scene.client.payment("ORD-1").await;
        assert!(
            matches!(first, Err(CallError::Unknown(_))),
            "{fault:?} {first:?}"
        );
        assert_eq!(scene.payment("ORD-1").await.status, Status::Paid);
    }
}

#[tokio::test]
async fn an_account_that_may_be_closed_is_closed_again() {
    let scene = Scene::new().await;
    for (number, fault) in FAULTS.into_iter().enumerate() {
        let payment = format!("ORD-{number}");
        scene.issued(&payment).await;
        scene.simulator.faults().switch_on("close", fault, 1);
        assert!(
            scene.client.close_virtual_account(&payment).await.is_err(),
            "{fault:?}"
        );
        let again = scene.client.close_virtual_account(&payment).await;
        assert_eq!(again.is_ok(), !fault.is_done(), "{fault:?} {again:?}");
        assert_eq!(
            scene.simulator.deposit(&payment, Won(33_000)),
            Err(NoDeposit::NoAccount)
        );
    }
}

#[tokio::test]
async fn a_developer_switches_faults_on_and_reads_the_books() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    let url = scene.simulator.url();
    let fault = serde_json::json!({ "call": "status", "fault": { "slow": 10_000 }, "times": 2 });
    assert_eq!(wish(&url, "faults", &fault).await, 200);
    assert!(scene.client.payment("ORD-1").await.is_err());
    assert!(scene.client.payment("ORD-1").await.is_err());
    assert!(scene.client.payment("ORD-1").await.is_ok());
    let moves = books(&url).await;
    assert_eq!(
        (&moves[0]["order"], &moves[0]["amount"]),
        (&"ORD-1".into(), &33_000.into())
    );
}
