//! Where the stock libraries or a plain cursor lose events, and our log does not. Each
//! sentence shows both.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore, QueryReplay};
use cqrs_es::{CqrsFramework, EventEnvelope, Query};
use futures::StreamExt;
use postgres_es::PostgresEventRepository;
use store::cqrs::Repository;
use store::{
    Barrier, Cursor, EventLog, LaneOptions, Ledger, LogError, PgLog, Recorded, Replayed, StreamKey,
    replay,
};
use tests::pg::{self, Cluster, Database};
use tests::proxy::Proxy;
use tests::till::{Till, TillCommand, commit, meta};
use tokio::task::JoinSet;
use tokio_postgres::Client;

type StockFramework = CqrsFramework<Till, PersistedEventStore<PostgresEventRepository, Till>>;

fn stock(pool: sqlx::PgPool) -> StockFramework {
    CqrsFramework::new(
        PersistedEventStore::new_event_store(PostgresEventRepository::new(pool)),
        vec![],
        (),
    )
}

const BY_HAND: &str = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
    VALUES ('till', $1, 1, 'PaidIn', '1', '{\"PaidIn\":{\"amount\":1}}', '{}')";

/// What almost every event store does: everything beyond the last position.
async fn naive_read(client: &Client, after: i64) -> Vec<(i64, String)> {
    let sql = "SELECT position, aggregate_id FROM events WHERE position > $1 ORDER BY position";
    let rows = client.query(sql, &[&after]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn read_ids(log: &PgLog, after: Cursor, count: usize) -> Vec<String> {
    for _ in 0..500 {
        let events = log.read(after, 1_000).await.unwrap();
        if events.len() >= count {
            return events.into_iter().map(|event| event.id).collect();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("readers never saw {count} events");
}

/// The barrier once this backend holds it: a transaction of another test in the same cluster may be older,
/// and is then named until it ends.
async fn barrier_held_by(log: &PgLog, pid: i32) -> Barrier {
    for _ in 0..1_000 {
        let barrier = log.barrier().await.unwrap();
        if barrier.holder == Some(pid) {
            return barrier;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the barrier never names {pid}");
}

#[tokio::test]
async fn a_transaction_that_takes_a_position_and_stalls_is_still_read() {
    let database = pg::database().await;
    let (log, stalling, naive) = (
        database.log().await,
        database.client().await,
        database.client().await,
    );
    stalling.batch_execute("BEGIN").await.unwrap();
    stalling.execute(BY_HAND, &[&"stalled"]).await.unwrap();
    for n in 0..5 {
        log.append(&[commit(&format!("t{n}"), 0, 1)])
            .await
            .pop()
            .unwrap()
            .unwrap();
    }
    // Both read while it stalls. The naive reader takes what it sees; ours waits.
    let seen = naive_read(&naive, 0).await;
    assert_eq!(seen.len(), 5);
    let naive_cursor = seen.last().unwrap().0;
    assert!(log.read(Cursor::default(), 100).await.unwrap().is_empty());
    // Rules are not held up.
    assert_eq!(
        log.load(&[(StreamKey::new("till", "t4"), 0)])
            .await
            .unwrap()
            .len(),
        1
    );
    let pid: i32 = stalling
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .unwrap()
        .get(0);
    let barrier = barrier_held_by(&log, pid).await;
    assert_eq!(barrier.hidden, 5);
    assert!(barrier.seconds > 0.0);

    stalling.batch_execute("COMMIT").await.unwrap();
    assert!(
        naive_read(&naive, naive_cursor).await.is_empty(),
        "the naive reader never sees it"
    );
    assert_eq!(
        read_ids(&log, Cursor::default(), 6).await,
        ["stalled", "t0", "t1", "t2", "t3", "t4"]
    );
}

#[tokio::test]
async fn a_stall_in_another_database_of_the_cluster_delays_but_loses_nothing() {
    let (database, other) = (pg::database().await, pg::database().await);
    let (log, stalling) = (database.log().await, other.client().await);
    stalling
        .batch_execute("BEGIN; SELECT pg_current_xact_id()")
        .await
        .unwrap();
    log.append(&[commit("a", 0, 2)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    assert!(log.read(Cursor::default(), 100).await.unwrap().is_empty());
    stalling.batch_execute("ROLLBACK").await.unwrap();
    assert_eq!(read_ids(&log, Cursor::default(), 2).await, ["a", "a"]);
}

#[tokio::test]
async fn readers_go_by_index_at_both_ends_however_long_the_backlog() {
    let database = pg::database().await;
    let plan = database.log().await.reading_plan().await.unwrap();
    let condition = plan
        .lines()
        .find(|line| line.contains("Index Cond"))
        .unwrap_or_else(|| panic!("{plan}"));
    assert!(plan.contains("Index Scan using events_cursor"), "{plan}");
    assert!(condition.contains('>') && condition.contains('<'), "{plan}");
    assert!(!plan.contains("Filter") && !plan.contains("Sort"), "{plan}");
}

/// 20,000 events of about 400 bytes.
async fn fill(log: &PgLog) -> usize {
    let mut commits: Vec<_> = (0..200).map(|n| commit(&format!("t{n}"), 0, 100)).collect();
    for event in commits.iter_mut().flat_map(|commit| &mut commit.events) {
        event.metadata = format!(r#"{{"pad":"{}"}}"#, "x".repeat(350));
    }
    assert!(log.append(&commits).await.iter().all(Result::is_ok));
    20_000
}

/// Ends all other connections to this database from the server's side.
async fn terminate(client: &Client) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.query(sql, &[]).await.unwrap();
}

/// Counts events, and kills the connection after the first.
struct Counting {
    seen: Arc<AtomicUsize>,
    killer: Arc<Client>,
}

#[async_trait]
impl Query<Till> for Counting {
    async fn dispatch(&self, _id: &str, events: &[EventEnvelope<Till>]) {
        if self.seen.fetch_add(events.len(), Ordering::SeqCst) == 0 {
            terminate(&self.killer).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_whose_connection_is_killed_never_ends_as_if_it_were_whole() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    let killer = Arc::new(database.client().await);
    let all = fill(&log).await;
    read_last(&log, all).await;

    // Stock: the task that reads panics, and the replay says Ok.
    let seen = Arc::new(AtomicUsize::new(0));
    let query = Counting {
        seen: seen.clone(),
        killer: killer.clone(),
    };
    let stock = QueryReplay::new(PostgresEventRepository::new(database.pool().await), query);
    stock.replay_all().await.unwrap();
    let seen = seen.load(Ordering::SeqCst);
    assert!(
        seen < all,
        "the stock replay was cut short and says it was whole, after {seen} of {all}"
    );

    // Our repository under the stock replay: the error arrives.
    let counted = Arc::new(AtomicUsize::new(0));
    let errors = Arc::new(AtomicUsize::new(0));
    let query = Counting {
        seen: counted.clone(),
        killer: killer.clone(),
    };
    let mut ours = QueryReplay::new(Repository::new(log.clone(), database.pool().await), query);
    let told = errors.clone();
    ours.use_error_handler(Box::new(move |_| {
        told.fetch_add(1, Ordering::SeqCst);
    }));
    ours.replay_all().await.unwrap();
    assert!(counted.load(Ordering::SeqCst) < all);
    assert_eq!(errors.load(Ordering::SeqCst), 1);

    // Our own replay: goes on over another connection, and says that it is whole.
    let mut stream = std::pin::pin!(replay(log.clone(), Cursor::default()));
    let mut events: Vec<Recorded> = Vec::new();
    let mut whole = false;
    while let Some(item) = stream.next().await {
        terminate(&killer).await;
        match item.unwrap() {
            Replayed::Events(batch) => events.extend(batch),
            Replayed::End(_) => whole = true,
        }
    }
    assert!(whole);
    assert_eq!(events.len(), all);
}

async fn read_last(log: &PgLog, count: usize) -> Cursor {
    for _ in 0..500 {
        let head = log.head().await.unwrap();
        if log.barrier().await.unwrap().hidden == 0 && head != Cursor::default() {
            return head;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("readers never saw {count} events");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_whose_server_dies_ends_in_an_error_and_goes_on_from_its_cursor() {
    let cluster = Cluster::start();
    let database = cluster.database().await;
    let log = Arc::new(database.log().await);
    let all = fill(&log).await;
    let mut seen = 0;
    let mut last = Cursor::default();
    let mut error = None;
    let mut stream = std::pin::pin!(replay(log.clone(), last));
    while let Some(item) = stream.next().await {
        match item {
            Ok(Replayed::Events(batch)) => {
                if seen == 0 {
                    cluster.kill();
                }
                seen += batch.len();
                last = batch.last().unwrap().cursor;
            }
            Ok(Replayed::End(_)) => panic!("it cannot be whole"),
            Err(lost) => error = Some(lost),
        }
    }
    assert!(matches!(error, Some(LogError::Unreachable(_))), "{error:?}");
    assert!(seen < all);

    cluster.restart();
    log.ready(Duration::from_secs(20)).await.unwrap();
    let mut stream = std::pin::pin!(replay(log, last));
    while let Some(item) = stream.next().await {
        if let Replayed::Events(batch) = item.unwrap() {
            seen += batch.len();
        }
    }
    assert_eq!(seen, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_restored_into_a_new_cluster_is_read_on() {
    let (old, new) = (Cluster::start(), Cluster::start());
    let from = old.database().await;
    let client = from.client().await;
    // An old cluster has counted far.
    for _ in 0..5_000 {
        client
            .execute("SELECT pg_current_xact_id()", &[])
            .await
            .unwrap();
    }
    let log = from.log().await;
    for n in 0..3 {
        log.append(&[commit(&format!("t{n}"), 0, 2)])
            .await
            .pop()
            .unwrap()
            .unwrap();
    }
    let read_before = log
        .read(Cursor::default(), 4)
        .await
        .unwrap()
        .last()
        .unwrap()
        .cursor;

    let to = new.empty_database().await;
    dump_and_restore(&from, &to);
    // Without the epoch nothing passes: every stored number lies in the future.
    let client = to.client().await;
    let naive = "SELECT count(*) FROM events WHERE xid < pg_snapshot_xmin(pg_current_snapshot())";
    let passed: i64 = client.query_one(naive, &[]).await.unwrap().get(0);
    assert_eq!(passed, 0);

    let log = to.log().await;
    assert_eq!(
        read_ids(&log, Cursor::default(), 6).await,
        ["t0", "t0", "t1", "t1", "t2", "t2"]
    );
    let cursor = log
        .append(&[commit("t0", 2, 1), commit("new", 0, 1)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    assert_eq!(cursor.epoch, 2);
    assert_eq!(
        read_ids(&log, read_before, 4).await,
        ["t2", "t2", "new", "t0"]
    );
    assert_eq!(
        store::adopt_cluster(&to.pool().await).await.unwrap(),
        2,
        "once is enough"
    );
    // Stock writers also write into the new epoch.
    client.execute(BY_HAND, &[&"stock"]).await.unwrap();
    assert_eq!(read_ids(&log, cursor, 1).await.last().unwrap(), "stock");
}

fn dump_and_restore(from: &Database, to: &Database) {
    let script = r#"set -eu; bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
        PATH="${bin:+$bin:}$PATH"; pg_dump --no-owner --no-privileges "$1" | psql --quiet --set ON_ERROR_STOP=1 "$2" >/dev/null"#;
    let status = std::process::Command::new("sh")
        .args(["-c", script, "sh", &from.url, &to.url])
        .status()
        .unwrap();
    assert!(status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_writers_on_one_stream_are_all_served() {
    let database = pg::database().await;
    let stock = Arc::new(stock(database.pool().await));
    let mut writers = JoinSet::new();
    for _ in 0..64 {
        let stock = stock.clone();
        writers.spawn(async move { stock.execute("stock", TillCommand::PayIn(1)).await });
    }
    let lost = writers
        .join_all()
        .await
        .into_iter()
        .filter(Result::is_err)
        .count();
    assert!(lost > 0, "the stock framework turns writers away");

    let ledger = Ledger::new(Arc::new(database.log().await), LaneOptions::default());
    let mut writers = JoinSet::new();
    for _ in 0..64 {
        let ledger = ledger.clone();
        writers.spawn(async move {
            ledger
                .execute::<Till>("ours", TillCommand::PayIn(1), &meta())
                .await
        });
    }
    let versions: std::collections::BTreeSet<_> = writers
        .join_all()
        .await
        .into_iter()
        .map(|outcome| outcome.unwrap().version)
        .collect();
    assert!(
        versions.into_iter().eq(1..=64),
        "all of ours are served; the stock lost {lost} of 64"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_acknowledged_once_and_stored_once() {
    let cluster = Cluster::start();
    let database = cluster.database().await;
    let wire = Proxy::before(&database.url);
    let through = Database {
        url: wire.url.clone(),
        name: database.name.clone(),
    };

    // Stock: the event is stored, the caller is told it is not, and tries again.
    let stock = stock(through.pool().await);
    stock.execute("stock", TillCommand::PayIn(1)).await.unwrap();
    wire.lose_answers(1);
    let told = stock.execute("stock", TillCommand::PayIn(100)).await;
    assert!(told.is_err());
    stock
        .execute("stock", TillCommand::PayIn(100))
        .await
        .unwrap();
    let log = Arc::new(through.log().await);
    let ledger = Ledger::new(log.clone(), LaneOptions::default());
    assert_eq!(
        ledger.state::<Till>("stock").await.unwrap().state.balance,
        201,
        "paid in twice"
    );

    // Ours: the same wire, cut in the same place, and several times.
    ledger
        .execute::<Till>("ours", TillCommand::PayIn(1), &meta())
        .await
        .unwrap();
    for cuts in 1..4 {
        let before = wire.cuts();
        wire.lose_answers(cuts);
        let done = ledger
            .execute::<Till>("ours", TillCommand::PayIn(100), &meta())
            .await
            .unwrap();
        wire.lose_answers(0);
        assert!(wire.cuts() > before);
        let history = ledger.history("till", "ours").await.unwrap();
        assert_eq!(done.cursor, history.last().map(|event| event.cursor));
    }
    assert_eq!(
        ledger.state::<Till>("ours").await.unwrap().state.balance,
        301
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_cut_in_the_middle_of_an_append_is_mended() {
    let database = pg::database().await;
    let (log, holder, killer) = (
        Arc::new(database.log().await),
        database.client().await,
        database.client().await,
    );
    holder
        .batch_execute("BEGIN; LOCK TABLE events IN SHARE MODE")
        .await
        .unwrap();
    let appending = log.clone();
    let append = tokio::spawn(async move {
        appending
            .append(&[commit("a", 0, 3), commit("b", 0, 1)])
            .await
    });
    // The insert waits for the table; its server process is ended there, twice.
    for _ in 0..2 {
        let ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while killer.query_one(ended, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    holder.batch_execute("COMMIT").await.unwrap();
    let outcomes = append.await.unwrap();
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(
        read_ids(&log, Cursor::default(), 4).await,
        ["a", "a", "a", "b"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_under_load_loses_no_acknowledged_event() {
    let cluster = Cluster::start();
    let database = cluster.database().await;
    let log = Arc::new(database.log().await);
    let ledger = Ledger::new(log.clone(), LaneOptions::default());
    let mut writers = JoinSet::new();
    for writer in 0..16 {
        let ledger = ledger.clone();
        writers.spawn(async move {
            let mut acknowledged = Vec::new();
            for n in 0..150 {
                let id = format!("t{}", (writer + n) % 5);
                if let Ok(done) = ledger
                    .execute::<Till>(&id, TillCommand::PayIn(1), &meta())
                    .await
                {
                    acknowledged.push((id, done.version, done.cursor.unwrap()));
                }
            }
            acknowledged
        });
    }
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        cluster.kill();
        cluster.restart();
    }
    let acknowledged = writers.join_all().await.concat();
    log.ready(Duration::from_secs(20)).await.unwrap();
    let mut stored = std::collections::HashSet::new();
    for n in 0..5 {
        let history = ledger.history("till", &format!("t{n}")).await.unwrap();
        assert!(
            history
                .iter()
                .map(|event| event.sequence)
                .eq(1..=i64::try_from(history.len()).unwrap())
        );
        stored.extend(
            history
                .into_iter()
                .map(|event| (event.id, event.sequence, event.cursor)),
        );
    }
    assert!(
        acknowledged.len() > 500,
        "{} acknowledged",
        acknowledged.len()
    );
    assert!(acknowledged.iter().all(|event| stored.contains(event)));
}

#[tokio::test]
async fn events_are_replayed_in_the_order_they_happened_not_by_their_number() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    for (id, expected, count) in [("first", 0, 2), ("second", 0, 1), ("first", 2, 1)] {
        log.append(&[commit(id, expected, count)])
            .await
            .pop()
            .unwrap()
            .unwrap();
    }
    assert_eq!(
        read_ids(&log, Cursor::default(), 4).await,
        ["first", "first", "second", "first"]
    );
    let order = async |mut stream: cqrs_es::persist::ReplayStream| {
        let mut order = Vec::new();
        while let Some(event) = stream.next::<Till>(&[]).await {
            order.push(event.unwrap().aggregate_id);
        }
        order
    };
    let pool = database.pool().await;
    assert_ne!(
        order_of_second(&pool).await,
        2,
        "the stock query puts the second stream before its time"
    );
    let ours = Repository::new(log, pool)
        .stream_all_events::<Till>()
        .await
        .unwrap();
    assert_eq!(order(ours).await, ["first", "first", "second", "first"]);
}

/// Where the stock repository's own query puts the second stream's only event.
async fn order_of_second(pool: &sqlx::PgPool) -> usize {
    let mut stream = PostgresEventRepository::new(pool.clone())
        .stream_all_events::<Till>()
        .await
        .unwrap();
    let mut at = 0;
    while let Some(event) = stream.next::<Till>(&[]).await {
        if event.unwrap().aggregate_id == "second" {
            return at;
        }
        at += 1;
    }
    panic!("it is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_beside_busy_writers_sees_every_stream_whole_and_in_order() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    let naive = database.client().await;
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let log = log.clone();
        writers.spawn(async move {
            for n in 0..100 {
                let commits: Vec<_> = (0..5)
                    .map(|s| commit(&format!("w{writer}s{s}"), n * 2, 2))
                    .collect();
                assert!(log.append(&commits).await.iter().all(Result::is_ok));
            }
        });
    }
    let all = 8 * 100 * 5 * 2;
    let (mut cursor, mut seen, mut naive_cursor, mut naive_seen) = (Cursor::default(), 0, 0, 0);
    let mut versions = std::collections::HashMap::new();
    while seen < all {
        for event in log.read(cursor, 500).await.unwrap() {
            let version = versions.entry(event.id.clone()).or_insert(0);
            *version += 1;
            assert_eq!(event.sequence, *version, "{}", event.id);
            assert!(event.cursor > cursor);
            cursor = event.cursor;
            seen += 1;
        }
        let batch = naive_read(&naive, naive_cursor).await;
        naive_seen += batch.len();
        naive_cursor = batch.last().map_or(naive_cursor, |(position, _)| *position);
    }
    writers.join_all().await;
    naive_seen += naive_read(&naive, naive_cursor).await.len();
    println!("of {all} events the naive reader saw {naive_seen}, ours {seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forced_deadlock_leaves_no_half_of_a_batch() {
    let database = pg::database().await;
    let (log, other) = (Arc::new(database.log().await), database.client().await);
    for victim in 0..3 {
        let (first, second) = (format!("a{victim}"), format!("b{victim}"));
        other.batch_execute("BEGIN").await.unwrap();
        other.execute(BY_HAND, &[&second]).await.unwrap();
        let (appending, batch) = (log.clone(), [commit(&first, 0, 2), commit(&second, 0, 2)]);
        let append = tokio::spawn(async move { appending.append(&batch).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        // Now each waits for the other, until the server ends one of them.
        let theirs = other.execute(BY_HAND, &[&first]).await;
        let end = if theirs.is_ok() { "COMMIT" } else { "ROLLBACK" };
        other.batch_execute(end).await.unwrap();
        let outcomes = append.await.unwrap();
        let stored = log
            .load(&[
                (StreamKey::new("till", first), 0),
                (StreamKey::new("till", second), 0),
            ])
            .await
            .unwrap();
        let landed = theirs.is_err();
        assert!(
            outcomes.iter().all(|outcome| outcome.is_ok() == landed),
            "{outcomes:?}"
        );
        assert_eq!(stored.len(), if landed { 4 } else { 2 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_all_connections_are_taken_the_answer_is_quick_and_the_log_recovers() {
    let database = pg::database().await;
    let log = Arc::new(PgLog::connect(&database.url, 2).await.unwrap());
    let slow = "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_sleep(5); RETURN NULL; END $$;
                CREATE TRIGGER dawdle AFTER INSERT ON events FOR EACH ROW
                    WHEN (NEW.aggregate_id LIKE 'stuck%') EXECUTE FUNCTION dawdle()";
    database.client().await.batch_execute(slow).await.unwrap();
    let mut stuck = JoinSet::new();
    for n in 0..2 {
        let log = log.clone();
        stuck.spawn(async move { log.append(&[commit(&format!("stuck{n}"), 0, 1)]).await });
        // Long enough that they do not go together.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let began = std::time::Instant::now();
    let refused = log.append(&[commit("late", 0, 1)]).await;
    assert!(
        matches!(refused[0], Err(store::AppendError::Unavailable(_))),
        "{refused:?}"
    );
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    assert!(stuck.join_all().await.concat().iter().all(Result::is_ok));
    log.append(&[commit("late", 0, 1)])
        .await
        .pop()
        .unwrap()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_append_in_one_process_wakes_readers_in_another() {
    let database = pg::database().await;
    let (ours, theirs) = (database.log().await, database.log().await);
    // Both are listening once a first signal came through.
    let mut told = theirs.appended();
    let mut n = 0;
    while tokio::time::timeout(Duration::from_millis(200), told.changed())
        .await
        .is_err()
    {
        ours.append(&[commit("a", n, 1)])
            .await
            .pop()
            .unwrap()
            .unwrap();
        n += 1;
        assert!(n < 50, "no signal came");
    }
    // Our own signals do not come back to us as news.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut own = ours.appended();
    own.mark_unchanged();
    ours.append(&[commit("a", n, 1)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    own.changed().await.unwrap();
    assert!(
        tokio::time::timeout(Duration::from_millis(200), own.changed())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_stream_that_lost_an_event_is_reported_not_folded() {
    let database = pg::database().await;
    let log = Arc::new(database.log().await);
    log.append(&[commit("a", 0, 3)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    database
        .client()
        .await
        .execute("DELETE FROM events WHERE sequence = 2", &[])
        .await
        .unwrap();
    let state = Ledger::new(log, LaneOptions::default())
        .state::<Till>("a")
        .await;
    assert!(matches!(state, Err(LogError::Damaged(_))), "{state:?}");
}
