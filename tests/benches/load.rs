//! Loading an aggregate of 20 events that nobody remembers: the ledger beside a bare
//! connection that reads and folds the same rows, and the stock framework.

use std::sync::Arc;
use std::time::Duration;

use cqrs_es::persist::EventStoreAggregateContext;
use cqrs_es::{Aggregate, AggregateContext, EventStore};
use store::{LaneOptions, Ledger, PgLog};
use tests::measure::{
    Bench, Beside, Limit, Plain, RawJson, Run, Series, Slip, SlipEvent, Stock, bare_clients, drive,
    fill_slips, plain_events,
};
use tokio_postgres::{Client, Statement};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(1_500);
const CALLERS: usize = 16;
const SLIPS: u64 = 10_000;
const NOTES: i64 = 20;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let stock = Plain::open(&bench.database, 16).await;
    let client = bench.database.client().await;
    fill_slips(&client, "events", SLIPS.cast_signed(), NOTES).await;
    fill_slips(&client, plain_events(), SLIPS.cast_signed(), NOTES).await;
    let log = Arc::new(
        PgLog::connect(&bench.database.url, 8)
            .await
            .expect("the log answers"),
    );
    let forgetful = LaneOptions {
        cached: 0,
        ..LaneOptions::default()
    };
    let ledger = Ledger::new(log, forgetful);
    let bare = Arc::new(readers(bare_clients(&bench.database, CALLERS).await).await);
    let stock = Arc::new(stock.store::<Slip>());
    let [mut ours, mut by_hand, mut by_stock] = [const { Series(Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        ours.push(by_ledger(&ledger).await.rate());
        by_hand.push(by_connection(&bare).await.rate());
        by_stock.push(by_framework(&stock).await.rate());
    }
    let name = "load: 20 events, 16 callers, uncached";
    let bare = Beside {
        name: "bare tokio-postgres",
        rounds: &by_hand,
    };
    bench.compare(name, "/s", &ours, &bare, Limit::AtLeast(0.9));
    let stock = Beside {
        name: "stock load_aggregate",
        rounds: &by_stock,
    };
    bench.compare(name, "/s", &ours, &stock, Limit::AtLeast(1.9));
    bench.close();
}

/// Any slip; the same ones for everybody.
fn slip(caller: usize, call: u64) -> String {
    ((call * 16 + caller as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) % SLIPS).to_string()
}

async fn by_ledger(ledger: &Ledger) -> Run {
    let ledger = ledger.clone();
    drive(CALLERS, ROUND, move |caller, call| {
        let ledger = ledger.clone();
        async move {
            let slip = ledger
                .state::<Slip>(&slip(caller, call))
                .await
                .expect("the log answers");
            assert!(slip.version == NOTES, "a slip lacks notes");
        }
    })
    .await
}

async fn by_connection(readers: &Arc<Vec<(Client, Statement)>>) -> Run {
    let readers = readers.clone();
    drive(CALLERS, ROUND, move |caller, call| {
        let readers = readers.clone();
        async move {
            let (client, statement) = &readers[caller];
            let rows = client
                .query(statement, &[&"slip", &slip(caller, call)])
                .await
                .expect("the server answers");
            let mut slip = Slip::default();
            for row in rows {
                let RawJson(payload) = row.get(1);
                let event: SlipEvent = serde_json::from_slice(payload).expect("a note");
                slip.apply(event);
            }
            assert!(slip.notes == NOTES, "a slip lacks notes");
        }
    })
    .await
}

async fn by_framework(stock: &Arc<Stock<Slip>>) -> Run {
    let stock = stock.clone();
    drive(CALLERS, ROUND, move |caller, call| {
        let stock = stock.clone();
        async move {
            let mut context: EventStoreAggregateContext<Slip> = stock
                .load_aggregate(&slip(caller, call))
                .await
                .expect("the server answers");
            assert!(context.aggregate().notes == NOTES, "a slip lacks notes");
        }
    })
    .await
}

async fn readers(clients: Vec<Client>) -> Vec<(Client, Statement)> {
    let sql = "SELECT sequence, payload FROM events
               WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence";
    futures::future::join_all(clients.into_iter().map(async |client| {
        let statement = client.prepare(sql).await.expect("plain SQL");
        (client, statement)
    }))
    .await
}
