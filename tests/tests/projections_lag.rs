//! How far behind the tables are said to be.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::sync::Arc;

use projections::{Runner, all, status};
use store::EventLog;
use tests::pg::database;
use tests::till::commit;

#[tokio::test]
async fn what_a_forgotten_transaction_keeps_from_readers_counts_as_unread() {
    let database = database().await;
    let (pool, forgotten) = (database.pool().await, database.client().await);
    let log = Arc::new(database.log().await);
    let runner = Runner::new(pool.clone(), log.clone(), Arc::default(), all());
    runner.ensure().await.unwrap();
    forgotten
        .batch_execute("BEGIN; SELECT pg_current_xact_id()")
        .await
        .unwrap();
    let landed = log.append(&[commit("a", 0, 2)]).await.pop().unwrap();
    let landed = landed.unwrap();
    assert!(
        log.head().await.unwrap() < landed,
        "readers may not see it yet"
    );
    assert_eq!(log.end().await.unwrap(), landed);
    for one in status(&pool).await.unwrap() {
        assert_eq!(one.lag_events, 2, "{one:?}");
    }
}
