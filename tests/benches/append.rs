//! Appending: our log and ledger beside the same statement on bare connections, single-row
//! inserts by pgbench, and the stock framework.

use std::sync::Arc;
use std::time::Duration;

use cqrs_es::CqrsFramework;
use domain::Meta;
use store::{EventLog, LaneOptions, Ledger, NewEvent, PgLog};
use tests::measure::{
    Append, Bench, Beside, Limit, NoteCommand, Pgbench, Plain, Run, Series, Slip, Stock,
    bare_clients, drive, literal, note_commit, single_commit, slip_meta,
};
use uuid::Uuid;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1_200);
/// A caller's slip is full after so many commits and it begins another.
const NOTES: u64 = 10;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    three_events(&bench).await;
    group_commit(&bench).await;
    bench.close();
}

/// Commits of three events of 400 bytes, each to a stream of its own, by 16 callers.
#[expect(clippy::too_many_lines, reason = "one story, told from its beginning")]
async fn three_events(bench: &Bench) {
    let log = Arc::new(
        PgLog::connect(&bench.database.url, 16)
            .await
            .expect("the log answers"),
    );
    let ledger = Ledger::new(log.clone(), LaneOptions::default());
    let bare = Arc::new(appends(bare_clients(&bench.database, 16).await).await);
    let stock = Arc::new(Plain::open(&bench.database, 16).await.framework::<Slip>());
    let meta = Arc::new(slip_meta());
    let [mut by_log, mut by_ledger, mut by_hand, mut by_stock] = [const { Series(Vec::new()) }; 4];
    for _ in 0..ROUNDS {
        let log = log.clone();
        let run = drive(16, ROUND, move |_, _| {
            let log = log.clone();
            async move {
                log.append(&[note_commit(3)])
                    .await
                    .pop()
                    .expect("one outcome")
                    .map(|_| ())
                    .expect("it lands");
            }
        });
        by_log.push(run.await.rate());
        let bare = bare.clone();
        let run = drive(16, ROUND, move |caller, _| {
            let bare = bare.clone();
            async move { bare[caller].send(&note_commit(3)).await }
        });
        by_hand.push(run.await.rate());
        by_ledger.push(execute(&ledger, &meta, 16, 3, 1).await.rate());
        by_stock.push(execute_stock(&stock, 16, 3, 1).await.rate());
    }
    let bare = Beside {
        name: "bare tokio-postgres",
        rounds: &by_hand,
    };
    bench.compare(
        "append: 3 × 400 B a commit, 16 callers, log",
        "/s",
        &by_log,
        &bare,
        Limit::AtLeast(0.9),
    );
    bench.compare(
        "append: the same by commands, ledger",
        "/s",
        &by_ledger,
        &bare,
        Limit::AtLeast(0.9),
    );
    let stock = Beside {
        name: "stock execute",
        rounds: &by_stock,
    };
    bench.compare(
        "append: the same by commands, ledger",
        "/s",
        &by_ledger,
        &stock,
        Limit::AtLeast(2.3),
    );
}

/// Commits of one event by 256 callers: lanes gather them.
async fn group_commit(bench: &Bench) {
    let log = Arc::new(
        PgLog::connect(&bench.database.url, 8)
            .await
            .expect("the log answers"),
    );
    let ledger = Ledger::new(log, LaneOptions::default());
    let stock = Arc::new(Plain::open(&bench.database, 32).await.framework::<Slip>());
    let pgbench = single_row(bench).await;
    let meta = Arc::new(slip_meta());
    let commit = single_commit(&pgbench, &[]).await;
    let [mut ours, mut waits, mut rows, mut by_stock] = [const { Series(Vec::new()) }; 4];
    for _ in 0..ROUNDS {
        let run = execute(&ledger, &meta, 256, 1, NOTES).await;
        ours.push(run.rate());
        waits.push(run.per_mille(990));
        rows.push(pgbench.run(32, 2, &[]).await.rate);
        by_stock.push(execute_stock(&stock, 256, 1, NOTES).await.rate());
    }
    let rows = Beside {
        name: "pgbench single rows, -c 32",
        rounds: &rows,
    };
    bench.compare(
        "group commit: 1 event a commit, 256 callers",
        "/s",
        &ours,
        &rows,
        Limit::AtLeast(2.5),
    );
    let stock = Beside {
        name: "stock execute",
        rounds: &by_stock,
    };
    bench.compare(
        "group commit: 1 event a commit, 256 callers",
        "/s",
        &ours,
        &stock,
        Limit::AtLeast(8.0),
    );
    bench.absolute(
        "group commit: 99 % of the callers wait at most",
        "ms",
        &waits,
        Limit::AtMost(30.0),
    );
    bench.say(&format!(
        "one commit of a single client takes {commit:.2} ms here"
    ));
}

/// Commands that each write `events` notes; a caller begins a new slip every `per_slip`.
async fn execute(
    ledger: &Ledger,
    meta: &Arc<Meta>,
    callers: usize,
    events: i64,
    per_slip: u64,
) -> Run {
    let (ledger, meta, round) = (
        ledger.clone(),
        meta.clone(),
        Uuid::new_v4().simple().to_string(),
    );
    drive(callers, ROUND, move |caller, call| {
        let (ledger, meta, id) = (
            ledger.clone(),
            meta.clone(),
            format!("{round}-{caller}-{}", call / per_slip),
        );
        async move {
            ledger
                .execute::<Slip>(&id, NoteCommand(events), &meta)
                .await
                .map(|_| ())
                .expect("a slip refuses nothing");
        }
    })
    .await
}

/// The same on the stock framework.
async fn execute_stock(
    stock: &Arc<CqrsFramework<Slip, Stock<Slip>>>,
    callers: usize,
    events: i64,
    per_slip: u64,
) -> Run {
    let (stock, round) = (stock.clone(), Uuid::new_v4().simple().to_string());
    let metadata: std::collections::HashMap<_, _> = slip_meta().to_map().into_iter().collect();
    drive(callers, ROUND, move |caller, call| {
        let (stock, metadata, id) = (
            stock.clone(),
            metadata.clone(),
            format!("{round}-{caller}-{}", call / per_slip),
        );
        async move {
            stock
                .execute_with_metadata(&id, NoteCommand(events), metadata)
                .await
                .expect("a slip refuses nothing");
        }
    })
    .await
}

/// pgbench inserting one event a transaction into a table like ours.
async fn single_row(bench: &Bench) -> Pgbench {
    let client = bench.database.client().await;
    let table = "CREATE TABLE single_rows (LIKE events INCLUDING ALL)";
    client
        .batch_execute(table)
        .await
        .expect("the table is made");
    let commit = note_commit(1);
    let NewEvent {
        payload, metadata, ..
    } = &commit.events[0];
    let script = format!(
        "\\set n random(1, 9000000000000000000)\n\
         INSERT INTO single_rows (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)\n\
         VALUES ('slip', (:n)::text, 1, 'Noted', '1', {}, {});\n",
        literal(payload),
        literal(metadata)
    );
    Pgbench::new(&bench.database.url, &script)
}

async fn appends(clients: Vec<tokio_postgres::Client>) -> Vec<Append> {
    futures::future::join_all(clients.into_iter().map(Append::prepare)).await
}
