//! A shop with workers and a post office.

use std::sync::Arc;
use std::time::Duration;

use domain::{OrderId, Won};
use shop::Shop;
use shop::ports::post::Mail;
use sqlx::PgPool;
use store::post::{Deliveries, Delivery};
use tests::outbox::Outbox;
use tests::pg::{Database, database};
use tests::shop::{World, cart, form, offer, put, shopper};
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
        self.shop.check_out(&shopper(), &form).await.unwrap().order
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
