//! A shop with a provider of messages on this machine.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use gateways::solapi::simulator::Webhook;
use gateways::{sens, solapi};
use letters::messages::{self, Message, OrderPaid, TemplateCodes};
use shop::ports::post::{Mail, Mailer, SendError, Texter};
use shop::{Ports, Shop};
use sqlx::PgPool;
use store::jobs::{JobDesk, JobQuery, JobRow};
use store::post::{Consents, Deliveries, Delivery, Medium, NewWord, Said, Suppressions};
use store::vault::{MasterKey, Vault};
use store::{LaneOptions, Ledger};
use tests::pg::{Database, database};
use tests::shop::{FixedClock, World};
use workers::jobs::{Job, JobContext, JobError};
use workers::post::Post;
use workers::post::texts::{Route, message_for};

pub const SENDER: &str = "0200000000";
pub const CHANNEL: &str = "KA01PF0001";
pub const TEMPLATE: &str = "KA01TP0001";
pub const STORE: &str = "intake";
const KEY: &str = "NCSDEMOKEY000001";
const SECRET: &str = "DEMOSECRET000000000000000000000001";
pub const SMS_SERVICE: &str = "ncp:sms:kr:000000000000:demo";
pub const ALIMTALK_SERVICE: &str = "ncp:kkobizmsg:kr:000000000000:demo";

/// Nothing goes by mail here.
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

/// A shop, its database and its clock.
pub struct Scene {
    pub database: Database,
    pub pool: PgPool,
    pub shop: Shop,
    pub clock: Arc<FixedClock>,
}

impl Scene {
    /// Noon in Korea, and nothing sent yet.
    pub async fn open() -> Self {
        let database = database().await;
        // The engine makes its own tables.
        let worker = graphile_worker::WorkerOptions::default().database_url(&database.url);
        worker.max_pg_conn(2).init().await.unwrap();
        Self::around(database, [7; 32]).await
    }

    /// The same shop with another key of the vault.
    pub async fn with_vault_key(&self, key: [u8; 32]) -> Self {
        Self::around(self.database.clone(), key).await
    }

    async fn around(database: Database, key: [u8; 32]) -> Self {
        let pool = database.pool().await;
        let log = Arc::new(database.log().await);
        let world = World::around(log.clone());
        let vault = Vault::postgres(&log, MasterKey::from_bytes(key));
        let ports = Ports {
            vault: Arc::new(vault),
            ..world.ports()
        };
        let ledger = Ledger::new(log, LaneOptions::default());
        Self {
            shop: Shop::new(ledger, ports, world.settings.clone()),
            clock: world.clock.clone(),
            database,
            pool,
        }
    }

    /// Solapi on this machine.
    pub async fn solapi(&self, webhook: Option<Webhook>) -> solapi::simulator::Simulator {
        let account = solapi::simulator::Account {
            key: KEY.to_owned(),
            secret: SECRET.to_owned(),
            senders: vec![SENDER.to_owned()],
            channels: vec![CHANNEL.to_owned()],
            templates: BTreeMap::from([(TEMPLATE.to_owned(), paid_words())]),
            webhook,
        };
        let open = solapi::simulator::Simulator::open(account, self.clock.clone(), 0);
        open.await.unwrap()
    }

    /// The way to it; `change` spoils the settings.
    pub fn to_solapi(
        &self,
        simulator: &solapi::simulator::Simulator,
        change: impl FnOnce(&mut solapi::Settings),
    ) -> Arc<dyn Texter> {
        let mut settings = solapi::Settings::new(KEY, SECRET);
        settings.base = simulator.url();
        settings.deadline = StdDuration::from_millis(1_500);
        settings
            .channels
            .insert(STORE.to_owned(), CHANNEL.to_owned());
        change(&mut settings);
        Arc::new(solapi::Solapi::new(settings, self.clock.clone()).unwrap())
    }

    /// SENS on this machine, and the way to it.
    pub async fn sens(&self) -> (sens::simulator::Simulator, Arc<dyn Texter>) {
        let account = sens::simulator::Account {
            access_key: "DEMOACCESSKEY0000001".to_owned(),
            secret_key: "DemoSecretKey00000000000000000000000001".to_owned(),
            sms_service: SMS_SERVICE.to_owned(),
            alimtalk_service: ALIMTALK_SERVICE.to_owned(),
            senders: vec![SENDER.to_owned()],
            channels: vec!["@jangbu".to_owned()],
            templates: BTreeMap::from([(TEMPLATE.to_owned(), paid_words())]),
        };
        let settings = sens::Settings {
            base: String::new(),
            access_key: account.access_key.clone(),
            secret_key: account.secret_key.clone(),
            sms_service: account.sms_service.clone(),
            alimtalk_service: account.alimtalk_service.clone(),
            channels: BTreeMap::from([(STORE.to_owned(), "@jangbu".to_owned())]),
            deadline: StdDuration::from_millis(1_500),
        };
        let open = sens::simulator::Simulator::open(account, self.clock.clone(), 0);
        let simulator = open.await.unwrap();
        let settings = sens::Settings {
            base: simulator.url(),
            ..settings
        };
        let texter = sens::Sens::new(settings, self.clock.clone()).unwrap();
        (simulator, Arc::new(texter))
    }

    pub fn post(&self, texter: Arc<dyn Texter>) -> Post {
        Post {
            codes: Arc::default(),
            mailer: Arc::new(NoMail),
            texter,
            deliveries: self.deliveries(),
            suppressions: Suppressions::new(self.pool.clone()),
        }
    }

    pub fn deliveries(&self) -> Deliveries {
        Deliveries::new(self.pool.clone())
    }

    pub async fn delivery(&self, key: &str) -> Delivery {
        self.deliveries().get(key).await.unwrap().unwrap()
    }

    /// Runs a job as the engine would.
    pub async fn run(&self, job: &impl Job, texter: Arc<dyn Texter>) -> Result<(), JobError> {
        job.run(&self.context(texter)).await
    }

    pub fn context(&self, texter: Arc<dyn Texter>) -> JobContext {
        JobContext::new(self.shop.clone(), self.pool.clone(), self.post(texter))
    }

    pub async fn jobs(&self) -> Vec<JobRow> {
        let all = JobQuery {
            most: 1_000,
            ..JobQuery::default()
        };
        JobDesk::new(self.pool.clone()).list(&all).await.unwrap()
    }

    /// Moves the clock to a Korean time.
    pub fn at(&self, kst: &str) {
        let then: DateTime<Utc> = format!("{kst}+09:00").parse().unwrap();
        self.clock.advance(then - self.shop.now());
    }

    /// Long enough for a lost answer to be looked into.
    pub fn later(&self) {
        self.clock.advance(Duration::minutes(3));
    }

    pub fn fingerprint(&self, number: &str) -> Vec<u8> {
        self.shop.personal_data().fingerprint("phone", number)
    }

    /// A person says so, now.
    pub async fn says(&self, numbers: &[&str], said: Said) {
        let words = numbers.iter().map(|number| NewWord {
            medium: Medium::Sms,
            address: self.fingerprint(number),
            said,
            at: self.shop.now(),
            source: "form".to_owned(),
        });
        let consents = Consents::new(self.pool.clone());
        let words: Vec<NewWord> = words.collect();
        consents.record(&words).await.unwrap();
    }
}

/// The words of the one approved template.
fn paid_words() -> String {
    OrderPaid::TEMPLATE.text.to_owned()
}

/// A payment's message; by Alimtalk with `approved`.
pub fn paid(scene: &Scene, key: &str, to: &str, approved: bool) -> shop::ports::post::TextMessage {
    let composed = OrderPaid::samples().remove(0).1.compose().unwrap();
    let mut codes = BTreeMap::new();
    if approved {
        let code = BTreeMap::from([("order-paid".to_owned(), TEMPLATE.to_owned())]);
        codes.insert(STORE.to_owned(), code);
    }
    let codes: TemplateCodes = codes.try_into().unwrap();
    let route = Route {
        key,
        store: STORE,
        settings: &scene.shop.settings().stores[&tests::shop::store_id()],
        to,
        codes: &codes,
    };
    message_for(&composed, &route)
}

/// The short words that go out where Alimtalk cannot.
pub fn paid_fallback() -> String {
    let found = messages::find("order-paid").unwrap();
    found.samples[0].1.as_ref().unwrap().fallback.clone()
}
