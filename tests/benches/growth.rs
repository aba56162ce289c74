//! Growth: the same work on a log of 100 thousand events and on one of millions, turn by
//! turn. `--events N` says how many the long one has.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::OrderId;
use domain::order::Order;
use projections::catalogue::{self, ListQuery};
use projections::{Runner, Source, orders, rebuild};
use shop::Shop;
use shop::audit::Moment;
use sqlx::PgPool;
use store::{Cursor, EventLog, LaneOptions, Ledger, PgLog};
use tests::made_up::{Mix, copy_in, history};
use tests::measure::{Bench, Beside, Limit, Run, Series, buy, drive, note_commit, open_counter};
use tests::pg::{Database, database};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(800);
/// Orders that are read, spread over the whole log.
const READ: i64 = 2_000;
const GOODS: u64 = 200;
/// A made-up order leaves about so many events.
const EVENTS_AN_ORDER: u64 = 19;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let events = bench.argument("events").unwrap_or(3_000_000);
    let long = House::open(bench.database.clone(), events).await;
    let short = House::open(database().await, 100_000).await;
    bench.say(&format!("{} and {} events", short.events, long.events));
    let figures: [(&str, Figure); 7] = [
        ("append: 3 × 400 B a commit, 16 callers", |house| {
            Box::pin(house.append())
        }),
        ("load an order, 16 callers, uncached", |house| {
            Box::pin(house.load())
        }),
        ("order replay: its trail, folded", |house| {
            Box::pin(house.replay())
        }),
        ("order placed and paid, 64 callers", |house| {
            Box::pin(house.buy())
        }),
        ("read 2,000 events of the log's end", |house| {
            Box::pin(house.tail())
        }),
        ("what an order's page reads, 16 callers", |house| {
            Box::pin(house.order_page())
        }),
        ("what the list page reads, 16 callers", |house| {
            Box::pin(house.list_page())
        }),
    ];
    for (name, figure) in figures {
        let [mut ours, mut beside] = [const { Series(Vec::new()) }; 2];
        // Whatever is read first, or planned, is not what is measured.
        figure(&long).await;
        figure(&short).await;
        for _ in 0..ROUNDS {
            ours.push(figure(&long).await.rate());
            beside.push(figure(&short).await.rate());
        }
        let beside = Beside {
            name: "with 100 k events",
            rounds: &beside,
        };
        bench.compare(
            &format!("growth: {name}"),
            "/s",
            &ours,
            &beside,
            Limit::AtLeast(0.9),
        );
    }
    bench.close();
}

type Figure = for<'a> fn(&'a House) -> std::pin::Pin<Box<dyn Future<Output = Run> + Send + 'a>>;

/// A shop over a log of some length.
struct House {
    events: usize,
    log: Arc<PgLog>,
    shop: Shop,
    forgetful: Ledger,
    orders: Arc<Vec<OrderId>>,
    near_end: Cursor,
    /// Of the read models, which hold all that was made up.
    tables: PgPool,
}

impl House {
    /// Makes up a history of about so many events, and opens a shop over it.
    async fn open(database: Database, events: u64) -> Self {
        let client = database.client().await;
        let orders = usize::try_from(events / EVENTS_AN_ORDER).expect("a machine of 64 bits");
        let mix = Mix {
            orders,
            products: 1_000,
            window: 2_000,
            seed: 1,
        };
        // Keys and indexes made afterwards are those that a slow filling would have left.
        client
            .batch_execute(BARE)
            .await
            .expect("the server answers");
        let events = copy_in(&client, history(mix)).await;
        client
            .batch_execute(DRESSED)
            .await
            .expect("the server answers");
        let some = "SELECT aggregate_id FROM events WHERE aggregate_type = 'order' AND sequence = 1
                    ORDER BY hashtext(aggregate_id) LIMIT $1";
        let orders = client
            .query(some, &[&READ])
            .await
            .expect("the server answers");
        let orders = orders
            .iter()
            .map(|row| row.get::<_, String>(0).parse().expect("an order's number"));
        let near_end = "SELECT epoch || ':' || xid::text || ':' || position FROM events
                        ORDER BY epoch DESC, xid DESC, position DESC OFFSET 2500 LIMIT 1";
        let near_end = client
            .query_one(near_end, &[])
            .await
            .expect("the server answers");
        let log = Arc::new(
            PgLog::connect(&database.url, 8)
                .await
                .expect("the log answers"),
        );
        let forgetful = LaneOptions {
            cached: 0,
            ..LaneOptions::default()
        };
        Self {
            events,
            tables: folded(&database, log.clone()).await,
            shop: open_counter(&database, GOODS).await,
            forgetful: Ledger::new(log.clone(), forgetful),
            log,
            orders: Arc::new(orders.collect()),
            near_end: near_end.get::<_, String>(0).parse().expect("a cursor"),
        }
    }

    async fn append(&self) -> Run {
        let log = self.log.clone();
        drive(16, ROUND, move |_, _| {
            let log = log.clone();
            async move {
                let outcome = log
                    .append(&[note_commit(3)])
                    .await
                    .pop()
                    .expect("one outcome");
                outcome.map(|_| ()).expect("it lands");
            }
        })
        .await
    }

    async fn load(&self) -> Run {
        let (ledger, orders) = (self.forgetful.clone(), self.orders.clone());
        drive(16, ROUND, move |caller, call| {
            let (ledger, order) = (ledger.clone(), nth(&orders, caller, call));
            async move {
                let order = ledger
                    .state::<Order>(order.as_str())
                    .await
                    .expect("the log answers");
                assert!(order.version > 0, "an order is missing");
            }
        })
        .await
    }

    async fn replay(&self) -> Run {
        let (shop, orders) = (self.shop.clone(), self.orders.clone());
        drive(16, ROUND, move |caller, call| {
            let (shop, order) = (shop.clone(), nth(&orders, caller, call));
            async move {
                let trail = shop
                    .trail(&order)
                    .await
                    .expect("the log answers")
                    .expect("the order is there");
                trail
                    .at(Moment::Latest)
                    .expect("its events are sound")
                    .expect("it was placed");
            }
        })
        .await
    }

    async fn buy(&self) -> Run {
        static CALL: AtomicU64 = AtomicU64::new(0);
        let shop = self.shop.clone();
        drive(64, ROUND * 2, move |_, _| {
            let shop = shop.clone();
            async move {
                buy(&shop, CALL.fetch_add(1, Ordering::Relaxed) % GOODS).await;
            }
        })
        .await
    }

    async fn tail(&self) -> Run {
        let (log, after) = (self.log.clone(), self.near_end);
        drive(2, ROUND, move |_, _| {
            let log = log.clone();
            async move {
                let events = log.read(after, 2_000).await.expect("the log answers");
                assert!(events.len() == 2_000, "the log's end is missing");
            }
        })
        .await
    }

    async fn order_page(&self) -> Run {
        let (tables, orders) = (self.tables.clone(), self.orders.clone());
        drive(16, ROUND, move |caller, call| {
            let (tables, order) = (tables.clone(), nth(&orders, caller, call));
            async move {
                let view = orders::view(&tables, order.as_str()).await;
                // An abandoned order has no page.
                view.expect("the tables answer");
            }
        })
        .await
    }

    async fn list_page(&self) -> Run {
        let tables = self.tables.clone();
        drive(16, ROUND, move |_, _| {
            let tables = tables.clone();
            async move {
                let page =
                    catalogue::list(&tables, &ListQuery::new("demo", chrono::Utc::now())).await;
                let page = page.expect("the tables answer");
                assert!(page.total > 0, "the list is empty");
            }
        })
        .await
    }
}

/// The read models, with all that is in the log.
async fn folded(database: &Database, log: Arc<PgLog>) -> PgPool {
    let (tables, projections) = (database.pool().await, projections::all());
    let runner = Runner::new(
        tables.clone(),
        log.clone(),
        Arc::default(),
        projections.clone(),
    );
    runner.ensure().await.expect("tables are made");
    let source = Source::new(log, Arc::default());
    rebuild(&tables, &source, &projections)
        .await
        .expect("events are sound");
    tables
}

/// Any of the orders; the same ones for both logs' callers.
fn nth(orders: &[OrderId], caller: usize, call: u64) -> OrderId {
    let number = (call * 16 + caller as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    orders[usize::try_from(number).expect("a machine of 64 bits") % orders.len()].clone()
}

const BARE: &str = "ALTER TABLE events DROP CONSTRAINT events_pkey; DROP INDEX events_cursor";

const DRESSED: &str = "
SET maintenance_work_mem = '512MB';
ALTER TABLE events ADD PRIMARY KEY (aggregate_type, aggregate_id, sequence);
CREATE INDEX events_cursor ON events (epoch, xid, position);
ANALYZE events;
CHECKPOINT";
