//! Somebody holds a key, or the log says too little: nobody else suffers, and nothing is taken for done.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use store::{
    AppendError, Commit, Cursor, EventLog, ExecuteError, LaneOptions, Ledger, LogError, MemoryLog,
    Recorded, Snapshot, StreamKey,
};
use tests::pg::{self, Database};
use tests::till::{Till, TillCommand, commit, meta};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_postgres::Client;

/// Another session that has written the first event of this stream and does not commit.
async fn holder(database: &Database, stream: &str) -> Client {
    let client = database.client().await;
    client.batch_execute("BEGIN").await.unwrap();
    let by_hand = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                   event_version, payload, metadata) VALUES ('till', $1, 1, 'PaidIn', '1', '{}', '{}')";
    client.execute(by_hand, &[&stream]).await.unwrap();
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_another_session_holds_holds_up_nobody_else() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    let _holder = holder(&database, "t20").await;
    let began = Instant::now();
    let mut lanes = JoinSet::new();
    for n in 0..40 {
        let log = log.clone();
        lanes.spawn(async move {
            let outcome = log.append(&[commit(&format!("t{n}"), 0, 1)]).await.pop();
            (n, outcome.unwrap(), began.elapsed())
        });
    }
    let (held, others): (Vec<_>, Vec<_>) = lanes
        .join_all()
        .await
        .into_iter()
        .partition(|(n, ..)| *n == 20);
    let (_, outcome, given_up) = &held[0];
    assert!(
        matches!(outcome, Err(AppendError::Unavailable(_))),
        "{outcome:?}"
    );
    let longest = Duration::from_secs(30);
    assert!(*given_up < longest, "given up after {given_up:?}");
    for (n, outcome, took) in others {
        outcome.unwrap();
        // It would be later if it had waited for the held one.
        assert!(took < *given_up, "t{n} took {took:?} of {given_up:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_with_a_held_stream_is_written_but_for_that_stream() {
    let database = pg::database().await;
    let log = database.log().await;
    let holder = holder(&database, "t7").await;
    let mut batch: Vec<Commit> = (0..30).map(|n| commit(&format!("t{n}"), 0, 1)).collect();
    batch.push(commit("t7", 1, 1));
    let outcomes = log.append(&batch).await;
    for (commit, outcome) in batch.iter().zip(outcomes) {
        assert_eq!(outcome.is_ok(), commit.stream.id != "t7", "{outcome:?}");
    }
    holder.batch_execute("ROLLBACK").await.unwrap();
    let outcomes = log.append(&[commit("t7", 0, 1), commit("t7", 1, 1)]).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_free_soon_is_waited_for() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    let holder = holder(&database, "t").await;
    let appending = log.clone();
    let append = tokio::spawn(async move { appending.append(&[commit("t", 0, 1)]).await });
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    holder.batch_execute("ROLLBACK").await.unwrap();
    assert!(append.await.unwrap()[0].is_ok());
}

/// A log that writes nothing and says nothing of it.
struct Silent(MemoryLog);

#[async_trait]
impl EventLog for Silent {
    async fn append(&self, _: &[Commit]) -> Vec<Result<Cursor, AppendError>> {
        Vec::new()
    }
    async fn load(&self, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
        self.0.load(streams).await
    }
    async fn read(&self, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError> {
        self.0.read(after, limit).await
    }
    async fn head(&self) -> Result<Cursor, LogError> {
        self.0.head().await
    }
    async fn end(&self) -> Result<Cursor, LogError> {
        self.0.end().await
    }
    fn appended(&self) -> watch::Receiver<u64> {
        self.0.appended()
    }
    async fn load_snapshots(&self, _: &[(StreamKey, String)]) -> Result<Vec<Snapshot>, LogError> {
        Ok(Vec::new())
    }
    async fn save_snapshots(&self, _: &[Snapshot]) -> Result<(), LogError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_command_is_not_done_because_the_log_said_nothing() {
    let ledger = Ledger::new(
        Arc::new(Silent(MemoryLog::default())),
        LaneOptions::default(),
    );
    let done = ledger
        .execute::<Till>("t", TillCommand::PayIn(5), &meta())
        .await;
    assert!(
        matches!(done, Err(ExecuteError::Unavailable(LogError::Internal(_)))),
        "{done:?}"
    );
    assert_eq!(ledger.state::<Till>("t").await.unwrap().version, 0);
}
