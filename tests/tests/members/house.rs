//! A shop with members on a real database, its workers' letters in an outbox.

use std::sync::Arc;
use std::time::Duration;

use domain::member::{ConsentKind, Standing};
use domain::{Actor, MemberId, Won};
use shop::members::{Credentials, JoinForm, Joined, LoggedIn, MemberSettings, Profile};
use shop::ports::post::Mail;
use shop::{Caller, Ports, Shop, ShopError};
use sqlx::PgPool;
use store::accounts::{Accounts, Password, Token};
use store::vault::{MasterKey, Vault};
use store::{EventLog, LaneOptions, Ledger, PgLog, Recorded};
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::seen;
use tests::shop::{World, offer, shopper};
use tests::working::context;
use uuid::Uuid;

pub const EMAIL: &str = "kim@member.example";
pub const PASSWORD: &str = "수박씨를 뱉는 다람쥐";
pub const ORIGIN: &str = "203.0.113.7";

/// The shop.
pub struct House {
    pub database: Database,
    pub pool: PgPool,
    pub world: World,
    pub log: Arc<PgLog>,
    pub shop: Shop,
    pub outbox: Arc<Outbox>,
}

impl House {
    /// Sells rice for 12,000원.
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, with other settings of members.
    pub async fn with(change: impl FnOnce(&mut MemberSettings)) -> Self {
        let database = database().await;
        let log = Arc::new(database.log().await);
        let mut world = World::around(log.clone());
        world.settings.members.evenly = Duration::ZERO;
        change(&mut world.settings.members);
        let pool = database.pool().await;
        let shop = opened(&world, log.clone(), &log, &pool);
        offer(&shop, "rice", Won(12_000), 2_000).await;
        Self {
            database,
            pool,
            world,
            log,
            shop,
            outbox: Outbox::open(),
        }
    }

    /// A shop freshly started: nothing but log and database are remembered.
    pub fn restarted(&self) -> Shop {
        self.over(self.log.clone())
    }

    /// The same over another way to the log.
    pub fn over(&self, log: Arc<dyn EventLog>) -> Shop {
        opened(&self.world, log, &self.log, &self.pool)
    }

    /// Somebody who joined and has not proven the mail address.
    pub async fn joined(&self, email: &str) -> MemberId {
        match self.shop.join(&shopper(), &form(email)).await.unwrap() {
            Joined::Member { member, .. } => member,
            Joined::Taken => panic!("{email} is taken"),
        }
    }

    /// A member.
    pub async fn member(&self, email: &str) -> MemberId {
        let member = self.joined(email).await;
        let token = self.key_from_letter("verify-email").await;
        let proven = self
            .shop
            .verify_email(&shopper(), &token, &password(), ORIGIN)
            .await
            .unwrap();
        assert_eq!(proven.member, member);
        member
    }

    /// Tries to log in.
    pub async fn log_in(&self, email: &str, password: &str) -> Result<LoggedIn, ShopError> {
        log_in(&self.shop, email, password, ORIGIN).await
    }

    /// Sends the letters of all that happened to members, as workers would; sent ones stay sent.
    pub async fn send_letters(&self) -> Vec<Mail> {
        let context = context(&self.shop, &self.database, &self.outbox).await;
        tests::member_letters::send(self.log.as_ref(), &context).await;
        self.outbox.letters()
    }

    /// The key in the last letter of this name.
    pub async fn key_from_letter(&self, template: &str) -> Token {
        let letters = self.send_letters().await;
        let letter = letters.iter().rfind(|mail| mail.template == template);
        key_in(letter.unwrap())
    }

    pub async fn events(&self) -> Vec<Recorded> {
        seen::events(self.log.as_ref()).await
    }

    pub async fn standing(&self, member: MemberId) -> Standing {
        self.shop.member(member).await.unwrap().standing()
    }
}

fn opened(world: &World, log: Arc<dyn EventLog>, beneath: &PgLog, pool: &PgPool) -> Shop {
    let ports = Ports {
        vault: Arc::new(Vault::postgres(beneath, MasterKey::from_bytes([7; 32]))),
        ..world.ports()
    };
    let ledger = Ledger::new(log, LaneOptions::default());
    Shop::new(ledger, ports, world.settings.clone()).with_accounts(Accounts::new(pool.clone(), 2))
}

pub async fn log_in(
    shop: &Shop,
    email: &str,
    password: &str,
    origin: &str,
) -> Result<LoggedIn, ShopError> {
    let password = Password::new(password);
    let with = Credentials {
        email,
        password: &password,
        origin,
    };
    shop.log_in(&shopper(), &with).await
}

/// The key in a letter's address.
pub fn key_in(letter: &Mail) -> Token {
    let words = letter.text.split_whitespace();
    let mut keys = words.filter_map(|word| Token::read(word.rsplit('/').next()?));
    keys.next().unwrap()
}

pub fn password() -> Password {
    Password::new(PASSWORD)
}

/// A form that was just opened, by somebody with a network address of their own.
pub fn form(email: &str) -> JoinForm {
    JoinForm {
        key: Uuid::new_v4(),
        email: email.to_owned(),
        password: password(),
        profile: Profile {
            name: "김회원".to_owned(),
            phone: "010-1234-5678".to_owned(),
        },
        consents: vec![ConsentKind::Mail],
        language: "ko".to_owned(),
        origin: Uuid::new_v4().to_string(),
    }
}

/// A member at a PC.
pub fn as_member(member: MemberId) -> Caller {
    Caller {
        actor: Actor::from(member),
        ..shopper()
    }
}
