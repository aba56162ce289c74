//! A flash sale: a thousand buyers want pieces of one SKU at once. Holds a second, beside
//! pgbench on one hot row, and beside a commit for each hold.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::stock::{Stock, StockCommand, StockRefusal};
use domain::{HoldId, Meta, Reference};
use futures::future::join_all;
use store::{ExecuteError, LaneOptions, Ledger, PgLog};
use tests::measure::{Bench, Beside, Limit, Pgbench, Series, slip_meta};
use uuid::Uuid;

const ROUNDS: usize = 5;
const BUYERS: usize = 1_000;
/// Too few for all, so that nobody can get one too many unseen.
const PIECES: u32 = 700;
const SALES: usize = 10;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let log = Arc::new(
        PgLog::connect(&bench.database.url, 8)
            .await
            .expect("the log answers"),
    );
    let ledger = Ledger::new(log.clone(), LaneOptions::default());
    let one_by_one = Ledger::new(
        log,
        LaneOptions {
            batch: 1,
            ..LaneOptions::default()
        },
    );
    let pgbench = hot_row(&bench).await;
    let [mut ours, mut rows, mut singly] = [const { Series(Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        ours.push(sales(&ledger, SALES, PIECES).await);
        rows.push(pgbench.run(32, 2, &[]).await.rate);
        singly.push(sales(&one_by_one, 1, PIECES).await);
    }
    let name = "flash sale: holds on one SKU, 1,000 buyers";
    let rows = Beside {
        name: "pgbench on a hot row, -c 32",
        rounds: &rows,
    };
    bench.compare(name, "/s", &ours, &rows, Limit::AtLeast(1.0));
    let singly = Beside {
        name: "a commit for each hold",
        rounds: &singly,
    };
    bench.compare(name, "/s", &ours, &singly, Limit::None);
    bench.say("never oversold: each sale ended with exactly its pieces held");
    bench.close();
}

/// So many sales, one after the other, each of a SKU of its own; holds a second.
#[expect(clippy::cast_precision_loss, reason = "a count of holds")]
async fn sales(ledger: &Ledger, sales: usize, pieces: u32) -> f64 {
    let (mut held, mut took) = (0, Duration::ZERO);
    for _ in 0..sales {
        let sku = format!("flash-{}", Uuid::new_v4().simple());
        let meta = slip_meta();
        let arrive = StockCommand::Receive {
            quantity: pieces,
            reference: Reference::new("opening").expect("a name"),
        };
        ledger
            .execute::<Stock>(&sku, arrive, &meta)
            .await
            .expect("pieces arrive");
        let began = Instant::now();
        held += sale(ledger, &sku, &meta).await;
        took += began.elapsed();
        let stock = ledger
            .state::<Stock>(&sku)
            .await
            .expect("the log answers")
            .state;
        assert!(
            stock.on_hand() == 0 && stock.held() == i64::from(pieces) && stock.balanced(),
            "oversold"
        );
    }
    assert!(
        held == sales * usize::try_from(pieces).expect("few"),
        "somebody was told otherwise"
    );
    held as f64 / took.as_secs_f64()
}

/// All buyers at once; how many were told that theirs is held.
async fn sale(ledger: &Ledger, sku: &str, meta: &Meta) -> usize {
    let now: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let buyers = (0..BUYERS).map(|buyer| {
        let hold = StockCommand::Hold {
            hold: HoldId::new(format!("{sku}-{buyer}")).expect("a name"),
            quantity: 1,
            until: now + chrono::Duration::days(3),
            now,
        };
        let (ledger, sku, meta) = (ledger.clone(), sku.to_owned(), meta.clone());
        tokio::spawn(async move {
            match ledger.execute::<Stock>(&sku, hold, &meta).await {
                Ok(_) => 1,
                Err(ExecuteError::Refused(StockRefusal::Short { .. })) => 0,
                Err(error) => panic!("{error}"),
            }
        })
    });
    join_all(buyers)
        .await
        .into_iter()
        .map(|told| told.expect("a buyer broke"))
        .sum()
}

/// pgbench taking one piece after the other from one row.
async fn hot_row(bench: &Bench) -> Pgbench {
    let make =
        "CREATE TABLE hot (sku text PRIMARY KEY, on_hand bigint NOT NULL CHECK (on_hand >= 0));
                INSERT INTO hot VALUES ('flash', 1000000000)";
    bench
        .database
        .client()
        .await
        .batch_execute(make)
        .await
        .expect("the table is made");
    let script = "UPDATE hot SET on_hand = on_hand - 1 WHERE sku = 'flash' AND on_hand >= 1;\n";
    Pgbench::new(&bench.database.url, script)
}
