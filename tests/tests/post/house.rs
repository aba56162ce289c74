//! A shop with workers and a post office.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::order::PaymentMethod;
use domain::payment::Means;
use domain::{OrderId, ProviderId, Won};
use gateways::kakaopay::{Client, Generation, KakaoPay, NAME, simulator};
use shop::ports::post::{Mail, TextMessage};
use shop::{Providers, Shop};
use sqlx::PgPool;
use store::post::{Deliveries, Delivery};
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::shop::{World, cart, form, offer, pay, process, put, shopper, store_id};
use tests::working::{AtWork, workers};

/// Personal data that must be found nowhere but in letters.
pub const CANARY: &str = "canary-kim@example.com";

/// The shop.
pub struct House {
    pub database: Database,
    pub pool: PgPool,
    pub world: World,
    pub shop: Shop,
    pub outbox: Arc<Outbox>,
    /// The wallet's provider, where there is one.
    wallet: Option<simulator::Simulator>,
}

impl House {
    /// Sells tea for 8,000원.
    pub async fn open() -> Self {
        Self::with_staff(&[]).await
    }

    /// The same, with these people on its staff.
    pub async fn with_staff(staff: &[&str]) -> Self {
        let database = database().await;
        let mut world = World::around(Arc::new(database.log().await));
        world.settings.staff = staff.iter().map(|&address| address.to_owned()).collect();
        let shop = world.open();
        offer(&shop, "tea", Won(8_000), 1_000).await;
        Self {
            pool: database.pool().await,
            database,
            world,
            shop,
            outbox: Outbox::open(),
            wallet: None,
        }
    }

    /// The same, whose shoppers may pay in a wallet's window, too.
    pub async fn with_wallet() -> Self {
        let house = Self::open().await;
        let (account, clock) = (simulator::Account::default(), house.world.clock.clone());
        let wallet = simulator::Simulator::open(account, clock, 0, None).await;
        let wallet = wallet.unwrap();
        let client = Client::new(wallet.settings(Generation::Current)).unwrap();
        let provider = KakaoPay::new(BTreeMap::from([(store_id(), client)]));
        let providers = Providers::new([Arc::new(provider) as _]);
        Self {
            shop: house.shop.with_providers(providers),
            wallet: Some(wallet),
            ..house
        }
    }

    /// Workers at work.
    pub async fn work(&self) -> AtWork {
        AtWork::begin(workers(&self.shop, &self.database, &self.outbox).await)
    }

    /// An order of two pieces by somebody with this mail address.
    pub async fn order(&self, key: &str, address: &str) -> OrderId {
        let cart = cart();
        put(&self.shop, cart, "tea", 2).await;
        let mut form = form(&self.shop, cart, key).await.unwrap();
        address.clone_into(&mut form.recipient.email);
        if self.wallet.is_some() {
            form.method = PaymentMethod::Window {
                provider: ProviderId::new(NAME).unwrap(),
                means: Means::Wallet,
            };
        }
        self.shop.check_out(&shopper(), &form).await.unwrap().order
    }

    /// An order that is paid, was sent and arrived.
    pub async fn arrived(&self, key: &str) -> OrderId {
        let order = self.order(key, CANARY).await;
        pay(&self.shop, &order).await.unwrap();
        let (carrier, invoice) = ("cj".to_owned(), "688012345678".to_owned());
        let desk = process();
        let sent = self.shop.ship(&desk, &order, carrier, invoice, None);
        sent.await.unwrap();
        self.shop.deliver(&desk, &order, 1).await.unwrap();
        order
    }

    /// Waits until so many letters were taken.
    pub async fn letters(&self, many: usize) -> Vec<Mail> {
        for _ in 0..600 {
            let letters = self.outbox.letters();
            if letters.len() >= many {
                return letters;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let names: Vec<_> = self
            .outbox
            .letters()
            .iter()
            .map(|mail| mail.template)
            .collect();
        panic!("{} of {many} letters: {names:?}", names.len());
    }

    /// Waits until so many short messages of this template were taken: they
    /// go by themselves, before or after the letter of the same event.
    pub async fn messages(&self, template: &str, many: usize) -> Vec<TextMessage> {
        for _ in 0..600 {
            let mut messages = self.outbox.messages();
            messages.retain(|message| message.template == template);
            if messages.len() >= many {
                return messages;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not {many} messages of {template}");
    }

    /// Waits until an order's letters, by name, have these states.
    pub async fn delivered(&self, order: &OrderId, states: &[(&str, &str)]) -> Vec<Delivery> {
        let book = Deliveries::new(self.pool.clone());
        let mut states = states.to_vec();
        states.sort_unstable();
        let mut seen = vec![];
        for _ in 0..600 {
            seen = book.about(order.as_str()).await.unwrap();
            seen.retain(|delivery| delivery.medium == "email");
            seen.sort_by(|one, other| one.template.cmp(&other.template));
            let told = seen
                .iter()
                .map(|it| (it.template.as_str(), it.state.as_str()));
            if told.eq(states.iter().copied()) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not {states:?}: {seen:#?}");
    }
}
