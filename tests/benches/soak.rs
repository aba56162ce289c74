//! Ten minutes of letters and messages, and whether the memory of the process that writes them is flat:
//! `ops/bench --bench soak -- --minutes 10`. Without `--minutes` it takes one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{OrderId, Won};
use shop::Shop;
use shop::ports::post::{Mail, Mailer, SendError, TextMessage, TextOutcome, TextReport, Texter};
use sqlx::PgPool;
use store::PgLog;
use store::jobs::{Connections, add};
use store::post::{Deliveries, Suppressions};
use tests::measure::{Bench, resident};
use tests::shop::{World, cart, form, offer, put, shopper};
use tests::working::AtWork;
use uuid::Uuid;
use workers::jobs::{JobContext, RunnerOptions, all};
use workers::post::{About, Occasion, Post};

/// Orders that are written about, in turns.
const ORDERS: usize = 200;
/// Occasions a second; each is a letter and a message.
const A_SECOND: usize = 20;
/// Between two looks at the memory.
const LOOK: Duration = Duration::from_secs(5);

/// Takes everything, and keeps nothing.
#[derive(Default)]
struct Nowhere(AtomicU64);

#[async_trait]
impl Mailer for Nowhere {
    fn name(&self) -> &'static str {
        "nowhere"
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(mail.key.clone())
    }
}

#[async_trait]
impl Texter for Nowhere {
    fn name(&self) -> &'static str {
        "nowhere"
    }

    fn most(&self) -> usize {
        100
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        self.0.fetch_add(messages.len() as u64, Ordering::Relaxed);
        let taken = messages.iter();
        Ok(taken.map(|it| TextOutcome::Taken(it.key.clone())).collect())
    }

    async fn find(
        &self,
        _: &[TextMessage],
        _: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        Ok(None)
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        Ok(vec![TextReport::Pending; ids.len()])
    }
}

async fn order(shop: &Shop, number: usize) -> OrderId {
    let cart = cart();
    put(shop, cart, "tea", 1).await;
    let form = form(shop, cart, &format!("soak-{number}")).await;
    let mut form = form.expect("it can be ordered");
    form.recipient.email = format!("soak-{number}@example.com");
    let placed = shop.check_out(&shopper(), &form).await;
    placed.expect("it is ordered").order
}

async fn happen(pool: &PgPool, shop: &Shop, orders: &[OrderId], from: usize) {
    let jobs: Vec<_> = (0..A_SECOND)
        .flat_map(|number| {
            let occasion = Occasion {
                event: Uuid::new_v4(),
                order: orders[(from + number) % orders.len()].clone(),
                store: tests::shop::store_id(),
                about: About::Received,
                at: shop.now(),
                recorded_at: shop.now(),
            };
            occasion.jobs()
        })
        .collect();
    let mut transaction = pool.begin().await.expect("the database answers");
    add(&mut transaction, &jobs).await.expect("they are added");
    transaction.commit().await.expect("they are added");
}

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let minutes = bench.argument("minutes").unwrap_or(1);
    let log = PgLog::connect(&bench.database.url, 8).await;
    let shop = World::around(Arc::new(log.expect("the log answers"))).open();
    offer(&shop, "tea", Won(8_000), 100_000).await;
    let mut orders = vec![];
    for number in 0..ORDERS {
        orders.push(order(&shop, number).await);
    }
    let (pool, nowhere) = (bench.database.pool().await, Arc::new(Nowhere::default()));
    let post = Post {
        mailer: nowhere.clone(),
        texter: nowhere.clone(),
        codes: Arc::default(),
        deliveries: Deliveries::new(pool.clone()),
        suppressions: Suppressions::new(pool.clone()),
    };
    let context = JobContext::new(shop.clone(), pool.clone(), post);
    let connections = Connections::open(&bench.database.url, 8).expect("a URL of ours");
    let working = AtWork::jobs(context, connections, all(), RunnerOptions::default());
    let (began, whole) = (Instant::now(), Duration::from_secs(minutes * 60));
    let (mut looked, mut seen, mut turn) = (Instant::now(), vec![], 0);
    while began.elapsed() < whole {
        happen(&pool, &shop, &orders, turn).await;
        turn += A_SECOND;
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            seen.push(resident());
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    working.stop().await;
    let sent = nowhere.0.load(Ordering::Relaxed);
    let third = seen.len() / 3;
    let mean = |some: &[f64]| {
        some.iter().sum::<f64>() / f64::from(u32::try_from(some.len()).unwrap_or(1).max(1))
    };
    let (early, late) = (mean(&seen[third..third * 2]), mean(&seen[third * 2..]));
    bench.say(&format!(
        "soak, {minutes} min: {sent} letters and messages; resident memory {early:.0} MB in the middle third, \
         {late:.0} MB in the last ({:+.1} %)",
        (late / early - 1.0) * 100.0
    ));
    bench.close();
}
