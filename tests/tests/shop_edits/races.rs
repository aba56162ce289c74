//! Whatever repeats, races or crashes.

use std::sync::Arc;

use domain::order::EditOutcome;
use futures::future::join_all;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, paid_back, pieces_are};
use tests::shop::pay;

use crate::stage::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_edit_sent_five_times_at_once_is_one_edit() {
    let database = tests::pg::database().await;
    let world = world_over(Arc::new(database.log().await));
    let (shop, id) = paid(&world).await;
    let sent = (0..5).map(|_| {
        let (shop, id) = (world.open(), id.clone());
        async move { edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await }
    });
    for outcome in join_all(sent).await {
        if let Err(error) = outcome {
            assert!(error.is_passing(), "{error}");
        }
    }
    let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
    let added = edited.unwrap().supplement.unwrap();
    pieces_are(&shop, "tea", 1, 0).await;
    let paying = (0..5).map(|_| pay(&shop, &added));
    join_all(paying)
        .await
        .into_iter()
        .for_each(|it| drop(it.unwrap()));
    assert!(attend(&shop).await.is_empty());
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("edit-1")].outcome,
        Some(EditOutcome::Done)
    );
    pieces_are(&shop, "rice", 0, 1).await;
    pieces_are(&shop, "tea", 0, 1).await;
    assert_eq!(paid_back(&world), 12_000);
}

/// Nobody repeats the calls: only the processes come after a crash.
#[tokio::test]
async fn an_edit_that_crashes_anywhere_is_whole_or_never_was() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (_, id) = paid(&world).await;
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let shop = world.open_over(crashing.clone());
            let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
            if let Ok(added) = edited.map(|it| it.supplement.unwrap()) {
                let _ = pay(&shop, &added).await;
            }

            let restarted = world.open();
            attend(&restarted).await;
            let state = order(&restarted, &id).await;
            let added = state.supplements().next().cloned();
            if let Some(added) = added {
                pay(&restarted, &added).await.unwrap();
                attend(&restarted).await;
                let state = order(&restarted, &id).await;
                let known = &state.edits()[&named("edit-1")];
                assert_eq!(
                    known.outcome,
                    Some(EditOutcome::Done),
                    "{survive} {moment:?}"
                );
                pieces_are(&restarted, "rice", 0, 1).await;
                pieces_are(&restarted, "tea", 0, 1).await;
                assert_eq!(paid_back(&world), 12_000);
            } else {
                assert!(crashing.broke());
                pieces_are(&restarted, "rice", 0, 2).await;
                pieces_are(&restarted, "tea", 0, 0).await;
            }
            if !crashing.broke() {
                assert!(survive > 5, "the edit hardly wrote anything");
                break;
            }
            assert!(survive + 1 < ENOUGH, "the edit never ends");
        }
    }
}
