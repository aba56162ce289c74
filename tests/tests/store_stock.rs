//! Stock cqrs-es and our log are each other's guests: one table, both directions.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::Arc;

use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{AggregateError, CqrsFramework};
use postgres_es::PostgresEventRepository;
use store::cqrs::{LogStore, Repository};
use store::{EventLog, LaneOptions, Ledger, MemoryLog, StreamKey};
use tests::pg;
use tests::till::{Till, TillCommand, TillRefusal, commit, meta};

fn metadata() -> HashMap<String, String> {
    meta().to_map().into_iter().collect()
}

#[tokio::test]
async fn the_stock_repository_reads_and_writes_our_table() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    let ledger = Ledger::new(log.clone(), LaneOptions::default());
    let stock = PersistedEventStore::<_, Till>::new_event_store(PostgresEventRepository::new(
        database.pool().await,
    ));
    let stock = CqrsFramework::new(stock, vec![], ());

    for round in 1..=3 {
        ledger
            .execute::<Till>("a", TillCommand::PayIn(10), &meta())
            .await
            .unwrap();
        // Stock decides on what we wrote …
        let refused = stock.execute("a", TillCommand::PayOut(1_000)).await;
        assert!(
            matches!(refused, Err(AggregateError::UserError(TillRefusal::TooLittle(left))) if left == round * 5 + 5)
        );
        stock
            .execute_with_metadata("a", TillCommand::PayOut(5), metadata())
            .await
            .unwrap();
        // … and we on what stock wrote.
        let state = ledger.state::<Till>("a").await.unwrap();
        assert_eq!((state.version, state.state.balance), (round * 2, round * 5));
    }
    let repository = PostgresEventRepository::new(database.pool().await);
    let theirs = repository.get_events::<Till>("a").await.unwrap();
    let ours = ledger.history("till", "a").await.unwrap();
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(i64::try_from(theirs.sequence).unwrap(), ours.sequence);
        assert_eq!(theirs.event_type, ours.event_type);
        assert_eq!(
            theirs.payload,
            serde_json::from_str::<serde_json::Value>(&ours.payload).unwrap()
        );
        assert_eq!(
            theirs.metadata,
            serde_json::from_str::<serde_json::Value>(&ours.metadata).unwrap()
        );
        assert_eq!(
            domain::Meta::from_map::<std::hash::RandomState>(
                &serde_json::from_str(&ours.metadata).unwrap()
            ),
            Some(meta())
        );
    }
}

#[tokio::test]
async fn our_repository_serves_the_stock_store() {
    let database = pg::database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let repository = || async { Repository::new(log.clone(), database.pool().await) };
    let framework = CqrsFramework::new(
        PersistedEventStore::<_, Till>::new_event_store(repository().await),
        vec![],
        (),
    );
    framework
        .execute_with_metadata("a", TillCommand::Count(3), metadata())
        .await
        .unwrap();
    framework
        .execute("a", TillCommand::PayOut(2))
        .await
        .unwrap();
    let repository = repository().await;
    assert_eq!(repository.get_events::<Till>("a").await.unwrap().len(), 4);
    assert_eq!(
        repository.get_last_events::<Till>("a", 3).await.unwrap()[0].event_type,
        "PaidOut"
    );
    let mut stream = repository.stream_events::<Till>("a").await.unwrap();
    let mut sequences = Vec::new();
    while let Some(event) = stream.next::<Till>(&[]).await {
        sequences.push(event.unwrap().sequence);
    }
    assert_eq!(sequences, [1, 2, 3, 4]);
    // A second writer with the same numbers is told, and leaves nothing.
    let events = repository.get_events::<Till>("a").await.unwrap();
    assert!(
        repository
            .persist::<Till>(&events[3..], None)
            .await
            .is_err()
    );
    // So is a writer that would leave a gap, which the stock repository would not notice.
    let mut ahead = events[3].clone();
    ahead.sequence = 9;
    assert!(repository.persist::<Till>(&[ahead], None).await.is_err());
    assert_eq!(repository.get_events::<Till>("a").await.unwrap().len(), 4);
}

#[tokio::test]
async fn snapshots_of_cqrs_es_are_refused_because_they_fold_events_twice() {
    let database = pg::database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let repository = Repository::new(log.clone(), database.pool().await);
    let framework = CqrsFramework::new(
        PersistedEventStore::<_, Till>::new_snapshot_store(repository, 2),
        vec![],
        (),
    );
    assert!(framework.execute("a", TillCommand::Count(3)).await.is_err());
    assert!(
        log.load(&[(StreamKey::new("till", "a"), 0)])
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn the_plain_framework_runs_over_any_log_of_ours() {
    for log in [
        Arc::new(MemoryLog::new()) as Arc<dyn EventLog>,
        Arc::new(pg::database().await.log().await),
    ] {
        let framework =
            CqrsFramework::<Till, _>::new(LogStore::new(log.clone(), Arc::default()), vec![], ());
        framework
            .execute_with_metadata("a", TillCommand::Count(3), metadata())
            .await
            .unwrap();
        framework.execute("a", TillCommand::PayIn(0)).await.unwrap();
        let refused = framework.execute("a", TillCommand::PayOut(4)).await;
        assert!(matches!(
            refused,
            Err(AggregateError::UserError(TillRefusal::TooLittle(3)))
        ));
        framework
            .execute("a", TillCommand::PayOut(3))
            .await
            .unwrap();
        let ledger = Ledger::new(log, LaneOptions::default());
        let state = ledger.state::<Till>("a").await.unwrap();
        assert_eq!((state.version, state.state.balance), (4, 0));
    }
}

#[tokio::test]
async fn a_conflict_reaches_the_plain_framework_as_a_conflict() {
    use cqrs_es::EventStore;
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
    let store = LogStore::new(log.clone(), Arc::default());
    let context = EventStore::<Till>::load_aggregate(&store, "a")
        .await
        .unwrap();
    log.append(&[commit("a", 0, 1)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    let events = vec![tests::till::TillEvent::PaidIn { amount: 1 }];
    let outcome = EventStore::<Till>::commit(&store, events, context, HashMap::new()).await;
    assert!(matches!(outcome, Err(AggregateError::AggregateConflict)));
}
