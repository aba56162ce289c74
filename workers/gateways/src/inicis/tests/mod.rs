//! The shop's side against the other side, over HTTP.

mod browser;
mod deposits;
mod doors;
mod faults;
mod mobile;
mod older;
mod papers;
mod refunds;
mod returned;
mod shop;
mod standard;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use ::shop::ports::Clock;
use ::shop::ports::paying::Brought;
use chrono::NaiveDate;
use domain::Won;

use self::browser::Browser;
use self::shop::Shop;
use super::client::{Client, StandardApproval};
use super::settings::{Hosts, Settings};
use super::simulator::{Account, Simulator};
use super::wire::approval::Approval;
use super::wire::checkout::{Checkout, Method};
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::notices::Patience;
use crate::paying::rehearsal::{HandClock, code_of, unknown};

const ORDER: &str = "ORD-20260801-000123";
const DUE: Won = Won(33_000);

/// A simulator, a client of it, a shopper's browser and a shop that is told things.
struct Street {
    simulator: Simulator,
    client: Client,
    browser: Browser,
    shop: Shop,
    watch: Arc<HandClock>,
}

impl Street {
    async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// With other settings of the client.
    async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let watch = HandClock::at("2026-08-01T00:01:01.457Z");
        let shop = Shop::open().await;
        let mut account = Account::published("데모샵", Some(format!("{}/notice", shop.url)));
        account.patience = Patience {
            tries: 5,
            again_after: Duration::from_millis(5),
        };
        let simulator = Simulator::open(account, watch.clone(), 0, None)
            .await
            .unwrap();
        let mut settings = Settings::published(Hosts::simulated(&simulator.url()));
        settings.deadline = Duration::from_millis(1_500);
        change(&mut settings);
        Self {
            client: Client::new(settings, watch.clone()).unwrap(),
            browser: Browser::new(&simulator.url()),
            simulator,
            shop,
            watch,
        }
    }

    fn checkout(&self, method: Method) -> Checkout {
        Checkout {
            order: ORDER.to_owned(),
            amount: DUE,
            taxes: None,
            goods: "단백질쉐이크 \"초코\" 외 2건".to_owned(),
            buyer: Buyer {
                name: "홍길동".into(),
                phone: "01000000000".into(),
                email: "buyer@example.com".into(),
            },
            methods: vec![method],
            deposit_by: NaiveDate::from_ymd_opt(2026, 8, 4).unwrap(),
            escrow: false,
            return_url: format!("{}/return", self.shop.url),
            close_url: format!("{}/closed", self.shop.url),
            notice_url: Some(format!("{}/notice", self.shop.url)),
        }
    }

    /// Goes through the PC's window; what is to be approved then.
    async fn authenticated(&self, method: Method) -> StandardApproval {
        self.through(&self.checkout(method)).await
    }

    async fn through(&self, checkout: &Checkout) -> StandardApproval {
        let page = self
            .browser
            .open(&self.client.standard_form(checkout))
            .await;
        let method = checkout.methods[0].standard();
        let body = self.browser.choose(&page, method, "approve").await.body();
        let returned = self.client.standard_return(&brought(&body)).unwrap();
        assert_eq!(returned.order, checkout.order);
        let now = self.watch.now();
        self.client
            .standard_approval(&returned, checkout.amount, now)
    }

    /// Pays in the PC's window.
    async fn paid(&self, method: Method) -> Approval {
        let request = self.authenticated(method).await;
        self.client.approve(&request).await.unwrap()
    }

    fn balance(&self) -> Won {
        self.simulator.balance(ORDER)
    }
}

/// What a body of a form brings, as the shop's door reads it.
fn brought(body: &[u8]) -> Brought {
    let address = format!("http://shop.test/?{}", String::from_utf8_lossy(body));
    let pairs = reqwest::Url::parse(&address).unwrap();
    let owned =
        |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
    Brought(pairs.query_pairs().map(owned).collect())
}

/// Why something else happened.
fn differs<T: std::fmt::Debug>(answer: Result<T, CallError>) -> String {
    match answer {
        Err(CallError::Differs(why)) => why,
        other => panic!("{other:?}"),
    }
}
