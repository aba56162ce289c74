//! Rebuilding all projections into tables, beside a bare reading of the log and the stock
//! framework's replay into its views; and catching up with a whole log while in service.
//! `--orders N` says how long the log is, about 18 events an order.

use std::sync::Arc;
use std::time::{Duration, Instant};

use projections::{Projection, Runner, Source, all, rebuild};
use sqlx::PgPool;
use store::{Cursor, EventLog, PgLog};
use tests::made_up::{Mix, copy_in, history};
use tests::measure::{Bench, Beside, Limit, Series, cpu_seconds, postmaster, stock_rebuild};
use tests::pg::{Database, database};
use tokio_util::sync::CancellationToken;

const ROUNDS: usize = 3;
/// Events read at once where nothing is done with them.
const PAGE: i64 = 20_000;

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let server = postmaster(&bench.database.client().await).await;
    let orders = usize::try_from(bench.argument("orders").unwrap_or(25_000)).expect("64 bits");
    let house = House::open(bench.database.clone(), orders).await;
    bench.say(&format!("{} events of {orders} orders", house.events));
    let [mut rebuilt, mut bare, mut cpu] = [const { Series(Vec::new()) }; 3];
    for _ in 0..ROUNDS {
        bare.push(house.rate(house.read()).await);
        let before = cpu_seconds(server) + cpu_seconds(std::process::id());
        rebuilt.push(house.rate(house.rebuild(&all())).await);
        let used = cpu_seconds(server) + cpu_seconds(std::process::id()) - before;
        cpu.push(used * 1e6 / house.count());
    }
    let name = "rebuild of all projections into tables";
    bench.absolute(name, "events/s", &rebuilt, Limit::AtLeast(150_000.0));
    let [mut ours, mut stock] = [const { Series(Vec::new()) }; 2];
    ours.push(rebuilt.median());
    stock.push(stock_rebuild(&database().await).await);
    let rivals = [
        (
            "stock replay into views",
            &ours,
            &stock,
            Limit::AtLeast(500.0),
        ),
        ("bare reading", &rebuilt, &bare, Limit::None),
    ];
    for (rival, ours, rounds, limit) in rivals {
        let beside = Beside {
            name: rival,
            rounds,
        };
        bench.compare(name, "events/s", ours, &beside, limit);
    }
    let unit = "µs an event";
    bench.absolute("rebuild: processor time of all", unit, &cpu, Limit::None);
    bench.say(&format!("peak memory of it: {}", peak_memory()));
    for projection in all() {
        let alone = Series(vec![
            house
                .rate(house.rebuild(std::slice::from_ref(&projection)))
                .await,
        ]);
        let name = format!("rebuild of {} alone", projection.name());
        bench.absolute(&name, "events/s", &alone, Limit::None);
    }
    let late = House::open(database().await, orders).await;
    let caught_up = Series(vec![late.rate(late.catch_up()).await]);
    let name = "catching up with it all while in service";
    bench.absolute(name, "events/s", &caught_up, Limit::None);
    bench.close();
}

/// A log of some length, and tables beside it.
struct House {
    events: usize,
    log: Arc<dyn EventLog>,
    pool: PgPool,
}

impl House {
    async fn open(database: Database, orders: usize) -> Self {
        let mix = Mix {
            orders,
            products: 1_000,
            window: 2_000,
            seed: 7,
        };
        let client = database.client().await;
        let events = copy_in(&client, history(mix)).await;
        for settle in ["VACUUM ANALYZE events", "CHECKPOINT"] {
            client
                .batch_execute(settle)
                .await
                .expect("the server answers");
        }
        let log = PgLog::connect(&database.url, 4).await;
        let house = Self {
            events,
            log: Arc::new(log.expect("the log answers")),
            pool: database.pool().await,
        };
        house.runner().ensure().await.expect("tables are made");
        house
    }

    fn runner(&self) -> Runner {
        Runner::new(self.pool.clone(), self.log.clone(), Arc::default(), all())
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of events")]
    fn count(&self) -> f64 {
        self.events as f64
    }

    /// Events a second.
    async fn rate(&self, work: impl Future<Output = ()>) -> f64 {
        let began = Instant::now();
        work.await;
        self.count() / began.elapsed().as_secs_f64()
    }

    async fn read(&self) {
        let mut after = Cursor::default();
        while let Some(last) = self
            .log
            .read(after, PAGE)
            .await
            .expect("the log answers")
            .last()
        {
            after = last.cursor;
        }
    }

    async fn rebuild(&self, projections: &[Arc<dyn Projection>]) {
        let source = Source::new(self.log.clone(), Arc::default());
        rebuild(&self.pool, &source, projections)
            .await
            .expect("events are sound");
    }

    async fn catch_up(&self) {
        let runner = self.runner();
        let progress = runner.progress();
        let head = self.log.head().await.expect("the log answers");
        let cancel = CancellationToken::new();
        let running = tokio::spawn(runner.run(cancel.clone()));
        let names: Vec<_> = all().iter().map(|projection| projection.name()).collect();
        let patience = Duration::from_mins(10);
        let caught_up = progress.wait_for_all(&names, head, patience).await;
        assert!(caught_up, "the tables did not catch up");
        cancel.cancel();
        running.await.expect("the runner ends");
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:"));
    peak.unwrap_or("unknown").trim().to_owned()
}
