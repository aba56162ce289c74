//! What goes wrong on the way, and how it is found out what happened.

use super::*;
use crate::kakaopay::wire::Standing;
use crate::paying::fault::Fault;
use crate::paying::rehearsal::{FAULTS, books, wish};

#[tokio::test]
async fn an_approval_whose_answer_is_lost_is_found_by_asking() {
    let scene = Scene::current().await;
    for fault in FAULTS {
        let order = format!("ORD-{fault:?}");
        let ask = scene.authenticated(&order).await;
        scene.simulator.faults().switch_on("approve", fault, 1);
        let approved = scene.client.approve(&ask).await;
        assert!(
            matches!(approved, Err(CallError::Unknown(_))),
            "{fault:?} {approved:?}"
        );

        let found = scene.client.order(&ask.tid).await.unwrap();
        let (standing, here) = if fault.is_done() {
            (Standing::Paid, Won(33_000))
        } else {
            (Standing::Open, Won::ZERO)
        };
        assert_eq!(found.status.standing(), standing, "{fault:?}");
        assert_eq!(scene.balance(&order), here, "{fault:?}");
        if !fault.is_done() {
            scene.client.approve(&ask).await.unwrap();
        }
        assert_eq!(scene.balance(&order), Won(33_000), "{fault:?}");
    }
}

#[tokio::test]
async fn a_cancel_whose_answer_is_lost_gives_back_once() {
    let scene = Scene::current().await;
    for fault in FAULTS {
        let order = format!("ORD-{fault:?}");
        let paid = scene.paid(&order).await;
        let ask = back(&paid.tid, 11_000, 33_000);
        scene.simulator.faults().switch_on("cancel", fault, 1);
        let cancelled = scene.client.cancel(&ask).await;
        assert!(matches!(cancelled, Err(CallError::Unknown(_))), "{fault:?}");

        let left = scene
            .client
            .order(&paid.tid)
            .await
            .unwrap()
            .cancel_available_amount
            .total;
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
        let again = scene.client.cancel(&ask).await;
        assert_eq!(again.is_ok(), !fault.is_done(), "{fault:?} {again:?}");
        assert_eq!(scene.balance(&order), Won(22_000), "{fault:?}");
    }
}

#[tokio::test]
async fn a_question_whose_answer_is_lost_is_asked_again() {
    let scene = Scene::current().await;
    let paid = scene.paid("ORD-1").await;
    scene
        .simulator
        .faults()
        .switch_on("order", Fault::Truncated, 1);
    let first = scene.client.order(&paid.tid).await;
    assert!(matches!(first, Err(CallError::Unknown(_))));
    assert_eq!(scene.client.order(&paid.tid).await.unwrap().tid, paid.tid);
}

#[tokio::test]
async fn nobody_at_the_door_means_that_nothing_happened() {
    let scene = Scene::current().await;
    let Scene {
        simulator, client, ..
    } = scene;
    drop(simulator);
    // It stops listening soon after.
    let ended = tokio::time::timeout(Duration::from_secs(5), async {
        while !matches!(client.order("T1").await, Err(CallError::NotSent(_))) {
            tokio::task::yield_now().await;
        }
    });
    ended.await.expect("no connection");
}

#[tokio::test]
async fn a_developer_switches_faults_on_and_reads_the_books() {
    let scene = Scene::current().await;
    let ask = scene.authenticated("ORD-1").await;
    let fault = serde_json::json!({ "call": "approve", "fault": "done_then_error" });
    let url = scene.simulator.url();
    // A call that is none is refused, and what was switched on can be taken back.
    let misspelt = serde_json::json!({ "call": "aprove", "fault": "unavailable" });
    assert_eq!(wish(&url, "faults", &misspelt).await, 400);
    for times in [3, 0] {
        let taken_back =
            serde_json::json!({ "call": "approve", "fault": "unavailable", "times": times });
        assert_eq!(wish(&url, "faults", &taken_back).await, 200);
    }
    assert_eq!(wish(&url, "faults", &fault).await, 200);
    assert!(scene.client.approve(&ask).await.is_err());
    let moves = books(&url).await;
    assert_eq!(
        (&moves[0]["order"], &moves[0]["amount"], &moves[0]["way"]),
        (&"ORD-1".into(), &33_000.into(), &"in".into())
    );
}
