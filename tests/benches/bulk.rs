//! A bulk send to many: written down, then sent to Solapi's simulator over HTTP by as many workers
//! as a shop has in its bulk lane.
//!
//! The simulator runs in the same process and checks every signature, number and length, so a part
//! of the time is the other side's.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use gateways::solapi;
use shop::ports::post::{Mail, Mailer, SendError};
use shop::{Ports, Shop};
use store::post::{Deliveries, DeliveryState, Suppressions};
use store::vault::{MasterKey, Vault};
use store::{LaneOptions, Ledger};
use tests::measure::{Bench, Limit, Series};
use tests::shop::World;
use tokio::task::JoinSet;
use uuid::Uuid;
use workers::jobs::{Job, JobContext};
use workers::post::Post;
use workers::post::bulk::{BATCH, BulkBatch, Content, Plan, Recipient, create, subject};

const RECIPIENTS: u64 = 100_000;
const WORKERS: usize = 4;
const SENDER: &str = "0200000000";

struct NoMail;

#[async_trait]
impl Mailer for NoMail {
    fn name(&self) -> &'static str {
        "none"
    }

    async fn send(&self, _: &Mail) -> Result<String, SendError> {
        Err(SendError::NotSent("no mail here".to_owned()))
    }
}

#[tokio::main]
async fn main() {
    let bench = Bench::open().await;
    let many = bench.argument("recipients").unwrap_or(RECIPIENTS);
    let database = &bench.database;
    let worker = graphile_worker::WorkerOptions::default().database_url(&database.url);
    worker
        .max_pg_conn(2)
        .init()
        .await
        .expect("the engine makes its tables");
    let log = Arc::new(database.log().await);
    let world = World::around(log.clone());
    let ports = Ports {
        vault: Arc::new(Vault::postgres(&log, MasterKey::from_bytes([7; 32]))),
        ..world.ports()
    };
    let ledger = Ledger::new(log, LaneOptions::default());
    let shop = Shop::new(ledger, ports, world.settings.clone());
    let simulator = simulator(&world).await;
    let context = context(&shop, &world, database.pool().await, &simulator);
    let plan = plan(usize::try_from(many).expect("it fits"));
    let began = Instant::now();
    let send = create(&shop, &context.pool, &plan, |_| ())
        .await
        .expect("it is written down");
    line(
        &bench,
        "bulk: recipients written down, encrypted",
        many,
        began,
    );
    let began = Instant::now();
    send_all(&context, send, plan.recipients.len().div_ceil(BATCH)).await;
    line(
        &bench,
        "bulk: messages sent, 4 batches at once",
        many,
        began,
    );
    let counts = context
        .post
        .deliveries
        .counts(&subject(send))
        .await
        .expect("the database answers");
    let sent: i64 = counts
        .iter()
        .filter(|row| row.0 == DeliveryState::Sent)
        .map(|row| row.2)
        .sum();
    assert!(u64::try_from(sent) == Ok(many) && simulator.desk().count() as u64 == many);
    bench.close();
}

/// Some batches at once, until none is left.
async fn send_all(context: &JobContext, send: Uuid, batches: usize) {
    let mut left: Vec<i32> = (0..).take(batches).collect();
    let mut working = JoinSet::new();
    while !left.is_empty() || !working.is_empty() {
        while working.len() < WORKERS {
            let Some(batch) = left.pop() else { break };
            let context = context.clone();
            working.spawn(async move { BulkBatch { send, batch }.run(&context).await });
        }
        if let Some(done) = working.join_next().await {
            done.expect("no batch panics").expect("each batch is sent");
        }
    }
}

fn line(bench: &Bench, name: &str, many: u64, began: Instant) {
    #[expect(clippy::cast_precision_loss, reason = "a rate of a hundred thousand")]
    let rate = many as f64 / began.elapsed().as_secs_f64();
    bench.absolute(name, "/s", &Series(vec![rate]), Limit::None);
}

async fn simulator(world: &World) -> solapi::simulator::Simulator {
    let account = solapi::simulator::Account {
        key: "DEMO-KEY".to_owned(),
        secret: "DEMO-SECRET".to_owned(),
        senders: vec![SENDER.to_owned()],
        channels: vec![],
        templates: std::collections::BTreeMap::new(),
        webhook: None,
    };
    let open = solapi::simulator::Simulator::open(account, world.clock.clone(), 0);
    open.await.expect("a port is free")
}

fn context(
    shop: &Shop,
    world: &World,
    pool: sqlx::PgPool,
    simulator: &solapi::simulator::Simulator,
) -> JobContext {
    let mut settings = solapi::Settings::new("DEMO-KEY", "DEMO-SECRET");
    settings.base = simulator.url();
    let texter = solapi::Solapi::new(settings, world.clock.clone());
    let post = Post {
        mailer: Arc::new(NoMail),
        texter: Arc::new(texter.expect("a sound address")),
        codes: Arc::default(),
        deliveries: Deliveries::new(pool.clone()),
        suppressions: Suppressions::new(pool.clone()),
    };
    JobContext::new(shop.clone(), pool, post)
}

fn plan(many: usize) -> Plan {
    let one = |n: usize| Recipient {
        row: n as u64 + 2,
        phone: format!("010{:08}", 20_000_000 + n),
        values: vec![("이름".to_owned(), format!("손님{n}"))],
    };
    Plan {
        store: "intake".to_owned(),
        content: Content::Words {
            subject: String::new(),
            text: "#{이름}님, 이번 주 두부가 새로 나왔습니다.".to_owned(),
        },
        advertising: false,
        by: "staff:desk".to_owned(),
        recipients: (0..many).map(one).collect(),
    }
}
