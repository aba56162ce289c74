//! The client against its own simulator, over HTTP.

mod callbacks;
mod faults;
mod payments;
mod refunds;

use std::sync::Arc;
use std::time::Duration;

use domain::Won;
use reqwest::Response;

use super::asks::{Opened, Refund};
use super::notice::Returned;
use super::simulator::{Account, Simulator};
use super::wire::{Created, Status};
use super::{Client, Settings};
use crate::paying::books::Way;
use crate::paying::call::CallError;
use crate::paying::notices::Patience;
use crate::paying::opening::Opening;
use crate::paying::rehearsal::{
    HandClock, books, browser, code_of, parrot, press, query, sent_to, unknown, ways, wish,
};

const ORDER: &str = "ORD-20260801-000125";
const AMOUNT: Won = Won(33_000);

struct Stage {
    clock: Arc<HandClock>,
    simulator: Simulator,
    client: Client,
}

fn settings(simulator: &Simulator) -> Settings {
    Settings {
        base: simulator.url(),
        deadline: Duration::from_secs(20),
        ..Settings::new(Account::simulated("장부상회").api_key)
    }
}

impl Stage {
    async fn open() -> Self {
        let clock = HandClock::morning();
        let account = Account {
            patience: Patience {
                tries: 5,
                again_after: Duration::from_millis(20),
            },
            ..Account::simulated("장부상회")
        };
        let simulator = Simulator::open(account, clock.clone(), 0, None)
            .await
            .unwrap();
        let client = Client::new(settings(&simulator)).unwrap();
        Self {
            clock,
            simulator,
            client,
        }
    }

    /// A client that gives up soon.
    fn impatient(&self) -> Client {
        let deadline = Duration::from_millis(1_500);
        let hasty = Settings {
            deadline,
            ..settings(&self.simulator)
        };
        Client::new(hasty).unwrap()
    }

    async fn window(&self, created: &Created) -> Response {
        let Opening::Redirect(page) = Client::opening(created) else {
            panic!("no page");
        };
        browser().get(page).send().await.unwrap()
    }

    /// The shopper agrees and comes back.
    async fn agree(&self, opened: &Opened) -> (Created, Returned) {
        let created = self.client.create(opened).await.unwrap();
        let answer = press(self.window(&created).await, "TOSS_MONEY", "approve").await;
        (created, query(&sent_to(&answer)))
    }

    /// A payment that the shop executed; its token.
    async fn paid(&self, order: &str) -> String {
        let (created, _) = self.agree(&opened(order)).await;
        self.client
            .execute(&created.pay_token, order)
            .await
            .unwrap();
        created.pay_token
    }

    async fn status(&self, token: &str) -> Status {
        self.client.status(token).await.unwrap().unwrap()
    }

    fn balance(&self) -> Vec<(Way, i64)> {
        ways(&self.simulator.moves())
    }
}

fn opened(order: &str) -> Opened {
    Opened {
        order: order.to_owned(),
        goods: "면 티셔츠 \"S\" 외 1건".to_owned(),
        amount: AMOUNT,
        tax_free: Won::ZERO,
        return_url: "https://shop.example/pay/back?attempt=7".to_owned(),
        cancel_url: "https://shop.example/pay/cancelled?attempt=7".to_owned(),
        callback: None,
        expires: None,
    }
}

fn refund(token: &str, number: &str, amount: i64) -> Refund {
    Refund {
        pay_token: token.to_owned(),
        refund_no: number.to_owned(),
        amount: Won(amount),
        tax_free: Won::ZERO,
        reason: "단순 변심 \"취소\"".to_owned(),
    }
}
