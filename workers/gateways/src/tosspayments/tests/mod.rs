//! The client against its own simulator, over HTTP.

mod accounts;
mod deposits;
mod faults;
mod notices;
mod refunds;
mod windows;

use std::sync::Arc;
use std::time::Duration;

use domain::Won;
use reqwest::{Response, Url};

use super::simulator::{Account, Simulator, WINDOW};
use super::window::{Means, Returned, WindowAsk};
use super::wire::Payment;
use super::{Client, Settings};
use crate::paying::books::Way;
use crate::paying::call::CallError;
use crate::paying::notices::Patience;
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
        deadline: Duration::from_secs(20),
        ..simulator.settings()
    }
}

impl Stage {
    async fn open() -> Self {
        Self::telling(None).await
    }

    async fn telling(webhook: Option<String>) -> Self {
        let clock = HandClock::morning();
        let account = Account {
            patience: Patience {
                tries: 10,
                again_after: Duration::from_millis(20),
            },
            ..Account::simulated("장부상회", webhook)
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

    async fn window(&self, ask: &WindowAsk) -> Response {
        opened(&self.client, ask).await
    }

    /// The shopper agrees and comes back.
    async fn agree(&self, ask: &WindowAsk) -> Returned {
        let means = if ask.means == Means::VirtualAccount {
            "20"
        } else {
            "CARD"
        };
        let answer = press(self.window(ask).await, means, "approve").await;
        let returned: Returned = query(&sent_to(&answer));
        assert!(returned.is_of(&ask.order, ask.amount));
        returned
    }

    /// A card payment, confirmed.
    async fn paid(&self, order: &str) -> Payment {
        let returned = self.agree(&card(order)).await;
        let confirmed = self
            .client
            .confirm(&returned.payment_key, order, AMOUNT, order);
        confirmed.await.unwrap()
    }

    /// An account that waits for its deposit.
    async fn waiting(&self) -> Payment {
        let key = self.agree(&account(ORDER)).await.payment_key;
        let confirmed = self.client.confirm(&key, ORDER, AMOUNT, "attempt-1");
        confirmed.await.unwrap()
    }

    async fn of_order(&self, order: &str) -> Payment {
        self.client.payment_of_order(order).await.unwrap().unwrap()
    }

    /// What moved, oldest first.
    fn balance(&self) -> Vec<(Way, i64)> {
        ways(&self.simulator.moves())
    }
}

/// What a browser meets that the SDK sends to the window.
async fn opened(client: &Client, ask: &WindowAsk) -> Response {
    let call = client.open(ask).unwrap();
    let window = Url::parse(&call.sdk).unwrap().join(WINDOW).unwrap();
    let sent = browser().post(window).form(&call.fields).send();
    sent.await.unwrap()
}

fn card(order: &str) -> WindowAsk {
    WindowAsk {
        means: Means::Card,
        order: order.to_owned(),
        order_name: "면 티셔츠 외 1건".to_owned(),
        amount: AMOUNT,
        tax_free: Won::ZERO,
        customer_key: None,
        customer_name: None,
        success_url: "https://shop.example/pay/back?attempt=7".to_owned(),
        fail_url: "https://shop.example/pay/failed".to_owned(),
        deposit_until: None,
        cash_receipt: None,
        use_escrow: false,
    }
}

fn account(order: &str) -> WindowAsk {
    WindowAsk {
        means: Means::VirtualAccount,
        customer_name: Some("홍길동".to_owned()),
        deposit_until: "2026-08-02T00:00:00Z".parse().ok(),
        ..card(order)
    }
}

/// Asks again until an earlier call's connection is gone.
async fn settled<T, F: Future<Output = Result<T, CallError>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..500 {
        match ask().await {
            Err(CallError::Unknown(why)) if why.contains("IDEMPOTENT_REQUEST_PROCESSING") => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            answer => return answer.unwrap(),
        }
    }
    panic!("never settled");
}
