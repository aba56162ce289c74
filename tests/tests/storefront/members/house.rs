//! A served shop with members, whose letters lie in an outbox.

use std::sync::Arc;
use std::time::Duration;

use domain::Won;
use reqwest::StatusCode;
use shop::{Ports, Shop};
use store::accounts::Accounts;
use store::vault::{MasterKey, Vault};
use store::{EventLog, LaneOptions, Ledger, PgLog};
use tests::crash::{CrashingLog, Moment};
use tests::member_letters;
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::shop::{World, offer};
use tests::working::context;
use web::WebConfig;

use crate::site::{Answer, Site, Visitor};

pub const EMAIL: &str = "kim@member.example";
pub const PASSWORD: &str = "수박씨를 뱉는 다람쥐";
pub const OTHER: &str = "여우가 넘은 담장 너머";
pub const NAME: &str = "김회원";

/// The shop.
pub struct House {
    pub site: Site,
    pub shop: Shop,
    pub world: World,
    pub database: Database,
    log: Arc<PgLog>,
    outbox: Arc<Outbox>,
}

impl House {
    /// Sells honey (30,000원, 9) and rice (12,000원, 50).
    pub async fn open() -> Self {
        Self::with(|config| config).await
    }

    /// The same, served with other settings.
    pub async fn with(change: impl FnOnce(WebConfig) -> WebConfig) -> Self {
        let database = database().await;
        let log = Arc::new(database.log().await);
        let mut world = World::around(log.clone());
        world.settings.members.evenly = Duration::ZERO;
        let shop = opened(&world, &log, &database).await;
        offer(&shop, "honey", Won(30_000), 9).await;
        offer(&shop, "rice", Won(12_000), 50).await;
        let served = Site::serving(shop.clone(), world.clone(), &database, change, |web| web);
        let site = served.await;
        site.caught_up().await;
        let outbox = Outbox::open();
        Self {
            site,
            shop,
            world,
            database,
            log,
            outbox,
        }
    }

    /// Another process before the same database, as after a restart.
    pub async fn restarted(&self) -> Site {
        let shop = opened(&self.world, &self.log, &self.database).await;
        let world = self.world.clone();
        Site::serving(shop, world, &self.database, |config| config, |web| web).await
    }

    /// Pages before the same database, of a shop that breaks at the first event it writes down.
    pub async fn breaking(&self) -> Site {
        let log = CrashingLog::new(self.log.clone(), 0, Moment::Before);
        let shop = opened_over(log, &self.world, &self.log, &self.database).await;
        let world = self.world.clone();
        Site::serving(shop, world, &self.database, |config| config, |web| web).await
    }

    /// The address below `below` in the last letter of this name.
    pub async fn link(&self, template: &str, below: &str) -> String {
        let letters = self.letters().await;
        let letter = letters.iter().rfind(|mail| mail.template == template);
        member_letters::link(letter.unwrap(), below)
    }

    /// All letters that were written.
    pub async fn letters(&self) -> Vec<shop::ports::post::Mail> {
        let context = context(&self.shop, &self.database, &self.outbox).await;
        member_letters::send(self.log.as_ref(), &context).await;
        self.outbox.letters()
    }

    /// Somebody who joined, opened the letter, and is logged in.
    pub async fn member(&self, email: &str) -> Visitor {
        let visitor = self.site.visitor();
        let sent = join(&visitor, &[("email", email)]).await;
        assert_eq!(sent.to(), "/members/letter/verify", "{}", sent.body);
        let link = self.link("verify-email", "/members/verify/").await;
        let proven = visitor.post(&link, &[("password", PASSWORD)]).await;
        assert_eq!(proven.to(), "/members", "{}", proven.body);
        visitor
    }
}

async fn opened(world: &World, log: &Arc<PgLog>, database: &Database) -> Shop {
    opened_over(log.clone(), world, log, database).await
}

/// The same over another way to the log.
async fn opened_over(
    way: Arc<dyn EventLog>,
    world: &World,
    log: &Arc<PgLog>,
    database: &Database,
) -> Shop {
    let ports = Ports {
        vault: Arc::new(Vault::postgres(log, MasterKey::from_bytes([7; 32]))),
        ..world.ports()
    };
    let ledger = Ledger::new(way, LaneOptions::default());
    let accounts = Accounts::new(database.pool().await, 2);
    Shop::new(ledger, ports, world.settings.clone()).with_accounts(accounts)
}

/// Opens the form, fills it in and sends it.
pub async fn join(visitor: &Visitor, change: &[(&str, &str)]) -> Answer {
    let key = visitor.get("/members/join").await.field("key");
    let mut form = vec![
        ("key", key.as_str()),
        ("email", EMAIL),
        ("password", PASSWORD),
        ("name", NAME),
        ("phone", "010-1234-5678"),
        ("agree", "on"),
        ("agree_privacy", "on"),
    ];
    for (name, value) in change {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    visitor.post("/members/join", &form).await
}

/// Sends the login form.
pub async fn log_in(visitor: &Visitor, email: &str, password: &str, next: &str) -> Answer {
    let form = [("email", email), ("password", password), ("next", next)];
    visitor.post("/members/login", &form).await
}

/// Whether somebody is logged in there.
pub async fn is_in(visitor: &Visitor) -> bool {
    let answer = visitor.get("/members").await;
    if answer.status == StatusCode::OK {
        return true;
    }
    assert_eq!(answer.to(), "/members/login?next=%2Fmembers");
    false
}

/// The session's cookie as this answer sets it: its name, value and flags.
pub fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").iter();
    let mut set = set.filter_map(|line| line.to_str().ok());
    let ours = |line: &&str| line.starts_with("jangbu=") || line.starts_with("__Host-jangbu=");
    set.find(ours).map(str::to_owned)
}

/// Asks for a path with this cookie alone.
pub async fn with_cookie(site: &Site, cookie: &str, path: &str) -> StatusCode {
    let pair = cookie.split(';').next().unwrap();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let request = client.build().unwrap().get(format!("{}{path}", site.store));
    request
        .header("cookie", pair)
        .send()
        .await
        .unwrap()
        .status()
}
