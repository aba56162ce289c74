//! The client against the simulated PortOne.

mod cancelling;
mod faults;
mod hooks;
mod provider;
mod refused;
mod windows;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use domain::Won;
use domain::payment::Means;
use reqwest::Url;
use shop::ports::Clock;
use shop::ports::paying::Brought;
use tokio::sync::mpsc;

use super::asks::{CancelAsk, RefundAccount, Requester};
use super::simulator::{Account, NoDeposit, Simulator, WINDOW};
use super::webhook::{self, Webhook};
use super::wire::{Payment, Status};
use super::{Client, OpenAsk, Opening, PayMethod, Return, Settings, read_return};
use crate::paying::call::CallError;
use crate::paying::notices::Patience;
use crate::paying::rehearsal::{HandClock, browser, is_refused, parrot, press, sent_to};
use crate::texting::simulated::Open;

/// A simulator, a client that speaks to it, the clock of both, and the shop's ear.
struct Scene {
    simulator: Simulator,
    client: Client,
    clock: Arc<HandClock>,
    ear: Ear,
}

impl Scene {
    async fn new() -> Self {
        let ear = Ear::open().await;
        let clock = HandClock::morning();
        let account = Account {
            webhook: Some(format!("{}/hook", ear.open.url())),
            patience: Patience {
                tries: 5,
                again_after: Duration::from_millis(10),
            },
            ..Account::default()
        };
        let simulator = Simulator::open(account, clock.clone(), 0, None)
            .await
            .unwrap();
        let client = Client::new(Settings {
            channels: channels(&Account::default().channel),
            deadline: Duration::from_millis(1_500),
            ..simulator.settings()
        });
        Self {
            simulator,
            client: client.unwrap(),
            clock,
            ear,
        }
    }

    /// Opens the window as the script does.
    async fn window(&self, ask: &OpenAsk) -> reqwest::Response {
        opened(&self.client, ask).await
    }

    /// The shopper's choice; what the browser brings back.
    async fn choose(&self, ask: &OpenAsk, means: &str, choice: &str) -> Return {
        let back = sent_to(&press(self.window(ask).await, means, choice).await);
        returned(&back)
    }

    async fn paid(&self, payment: &str) -> Payment {
        self.choose(&asked(payment, PayMethod::Card), "CARD", "approve")
            .await;
        self.payment(payment).await
    }

    async fn issued(&self, payment: &str) -> Payment {
        let ask = asked(payment, PayMethod::VirtualAccount);
        self.choose(&ask, "SHINHAN", "approve").await;
        self.payment(payment).await
    }

    async fn payment(&self, payment: &str) -> Payment {
        self.client.payment(payment).await.unwrap()
    }

    fn balance(&self, payment: &str) -> Won {
        self.simulator.moves().balance(payment)
    }

    /// The next webhook that comes in, believed.
    async fn heard(&mut self) -> Webhook {
        let (headers, body) = self.ear.next().await;
        let secret = Account::default().webhook_secret().unwrap();
        webhook::read(&secret, &headers, &body, self.clock.now()).unwrap()
    }
}

/// Where the shop hears webhooks.
struct Ear {
    open: Open,
    heard: mpsc::UnboundedReceiver<(HeaderMap, Bytes)>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Ear {
    async fn open() -> Self {
        let (tell, heard) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(VecDeque::<u16>::new()));
        let next = answers.clone();
        let hear = move |headers: HeaderMap, body: Bytes| async move {
            tell.send((headers, body)).unwrap();
            let status = next.lock().unwrap().pop_front().unwrap_or(200);
            StatusCode::from_u16(status).unwrap()
        };
        let router = Router::new().route("/hook", post(hear));
        Self {
            open: Open::serve(0, router).await.unwrap(),
            heard,
            answers,
        }
    }

    async fn next(&mut self) -> (HeaderMap, Bytes) {
        let next = tokio::time::timeout(Duration::from_secs(5), self.heard.recv());
        next.await.expect("a webhook in time").unwrap()
    }
}

/// Settings of a shop, at PortOne's own address.
fn believed() -> Settings {
    let webhook = Account::default().webhook_secret().unwrap();
    Settings::new("secret", "store-1", channels("channel-key-1"), webhook)
}

/// One channel for all that is paid by.
fn channels(key: &str) -> BTreeMap<Means, String> {
    Means::ALL.map(|means| (means, key.to_owned())).into()
}

/// What a browser meets that the script sends to the window.
async fn opened(client: &Client, ask: &OpenAsk) -> reqwest::Response {
    let Opening {
        script, request, ..
    } = client.open(ask);
    let window = Url::parse(&script).unwrap().join(WINDOW).unwrap();
    let fields = [("request", request.to_string())];
    let sent = browser().post(window).form(&fields).send();
    sent.await.unwrap()
}

/// What a browser brings by a query.
pub(super) fn brought(query: &str) -> Brought {
    let address = Url::parse(&format!("https://shop.example/?{query}")).unwrap();
    let pairs = address.query_pairs();
    Brought(
        pairs
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
    )
}

/// What a browser brings that was sent to this address.
fn returned(address: &str) -> Return {
    let (_, query) = address.split_once('?').unwrap();
    read_return(&brought(query)).expect("a payment")
}

/// 33,000 won with 3,000 of tax.
fn asked(payment: &str, method: PayMethod) -> OpenAsk {
    OpenAsk {
        payment: payment.to_owned(),
        order_name: "단백질쉐이크 외 2건".to_owned(),
        total: Won(33_000),
        tax_free: Won::ZERO,
        vat: Won(3_000),
        method,
        wallet: None,
        deposit_until: None,
        escrow: false,
        buyer: None,
        redirect_url: "https://shop.example/pay/portone?try=7".to_owned(),
        notice_urls: Vec::new(),
    }
}

/// Some of it back, of so much that the shop believes is left.
fn back(amount: i64, left: i64) -> CancelAsk {
    CancelAsk {
        amount: Won(amount),
        tax_free_amount: Won::ZERO,
        vat_amount: Won::half_up(i128::from(amount), 11).unwrap(),
        reason: "변심".to_owned(),
        requester: Requester::Customer,
        current_cancellable_amount: Won(left),
        refund_account: None,
        key: None,
    }
}

/// To an account.
fn account() -> RefundAccount {
    RefundAccount {
        bank: "SHINHAN".to_owned(),
        number: "110123456789".into(),
        holder_name: "김장부".into(),
    }
}
