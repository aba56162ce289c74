//! Replaying the whole log into memory, every event typed and folded: beside a bare read of
//! the same rows, and the stock framework's replay into a query that folds the same way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use cqrs_es::{Aggregate, EventEnvelope, Query};
use futures::{StreamExt, TryStreamExt};
use store::{Cursor, EventLog, PgLog, Replayed, replay};
use tests::measure::{
    Bench, Beside, Limit, Plain, RawJson, RawXid, Series, Slip, SlipEvent, fill_slips, plain_events,
};
use tokio_postgres::Client;

const ROUNDS: usize = 5;
const SLIPS: i64 = 20_000;
const NOTES: i64 = 20;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let stock = Plain::open(&bench.database, 4).await;
    let client = bench.database.client().await;
    fill_slips(&client, "events", SLIPS, NOTES).await;
    fill_slips(&client, plain_events(), SLIPS, NOTES).await;
    let log: Arc<dyn EventLog> = Arc::new(
        PgLog::connect(&bench.database.url, 4)
            .await
            .expect("the log answers"),
    );
    let [mut ours, mut by_hand, mut by_stock] = [const { Series(Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        ours.push(timed(by_log(log.clone())).await);
        by_hand.push(timed(by_connection(&client)).await);
        by_stock.push(timed(by_framework(&stock)).await);
    }
    let name = "replay: into memory, typed and folded";
    let bare = Beside {
        name: "bare binary read",
        rounds: &by_hand,
    };
    bench.compare(name, "events/s", &ours, &bare, Limit::AtLeast(0.8));
    let stock = Beside {
        name: "stock QueryReplay",
        rounds: &by_stock,
    };
    bench.compare(name, "events/s", &ours, &stock, Limit::None);
    bench.close();
}

/// Events a second.
#[expect(clippy::cast_precision_loss, reason = "a count of events")]
async fn timed(work: impl Future<Output = i64>) -> f64 {
    let began = Instant::now();
    let events = work.await;
    assert!(events == SLIPS * NOTES, "{events} events were read");
    events as f64 / began.elapsed().as_secs_f64()
}

async fn by_log(log: Arc<dyn EventLog>) -> i64 {
    let mut slips: HashMap<String, Slip> = HashMap::new();
    let mut pages = std::pin::pin!(replay(log, Cursor::default()));
    while let Some(page) = pages.next().await {
        match page.expect("the log answers") {
            Replayed::Events(events) => {
                for event in events {
                    let parsed: SlipEvent = serde_json::from_str(&event.payload).expect("a note");
                    slips.entry(event.id).or_default().apply(parsed);
                }
            }
            Replayed::End(_) => return slips.values().map(|slip| slip.notes).sum(),
        }
    }
    panic!("the replay did not come to its end");
}

/// Reads the columns that a replay needs, as the server sends them, and does nothing with them.
async fn by_connection(client: &Client) -> i64 {
    let sql = "SELECT epoch, xid, position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                      payload, metadata, event_id, recorded_at
               FROM events ORDER BY epoch, xid, position";
    let rows = client
        .query_raw(sql, Vec::<String>::new())
        .await
        .expect("plain SQL");
    let mut rows = std::pin::pin!(rows);
    let mut events = 0;
    while let Some(row) = rows.try_next().await.expect("the server answers") {
        let (RawXid(xid), RawJson(payload), RawJson(metadata)) =
            (row.get(1), row.get(8), row.get(9));
        let (kind, id): (&str, &str) = (row.get(3), row.get(4));
        std::hint::black_box((xid, payload, metadata, kind, id));
        events += 1;
    }
    events
}

async fn by_framework(stock: &Plain) -> i64 {
    let folded = Folded::default();
    stock
        .replay::<Slip, _>(folded.clone())
        .replay_all()
        .await
        .expect("the server answers");
    let slips = folded.0.lock().expect("nobody panicked");
    slips.values().map(|slip| slip.notes).sum()
}

/// A query of the stock framework that folds slips.
#[derive(Clone, Default)]
struct Folded(Arc<Mutex<HashMap<String, Slip>>>);

#[async_trait]
impl Query<Slip> for Folded {
    async fn dispatch(&self, id: &str, events: &[EventEnvelope<Slip>]) {
        let mut slips = self.0.lock().expect("nobody panicked");
        let slip = slips.entry(id.to_owned()).or_default();
        for event in events {
            slip.apply(event.payload.clone());
        }
    }
}
