//! The client against the simulated KakaoPay.

mod approving;
mod cancelling;
mod faults;
mod refused;

use std::sync::Arc;
use std::time::Duration;

use domain::Won;

use super::asks::{ApproveAsk, CancelAsk, ReadyAsk};
use super::simulator::{Account, Simulator};
use super::wire::{Approved, Ready};
use super::{Client, Device, Generation, PgToken, Settings, read_return};
use crate::paying::call::CallError;
use crate::paying::rehearsal::{HandClock, browser, is_refused, parrot, press, sent_to};

/// A simulator, a client that speaks to it, and the clock of both.
struct Scene {
    simulator: Simulator,
    client: Client,
    clock: Arc<HandClock>,
}

impl Scene {
    async fn new(generation: Generation) -> Self {
        let clock = HandClock::morning();
        let simulator = Simulator::open(Account::default(), clock.clone(), 0, None);
        let simulator = simulator.await.unwrap();
        let account = Account::default();
        let client = Client::new(Settings {
            generation,
            base: simulator.url(),
            deadline: Duration::from_millis(1_500),
            ..Settings::new(&account.key, &account.cid)
        });
        Self {
            simulator,
            client: client.unwrap(),
            clock,
        }
    }

    async fn current() -> Self {
        Self::new(Generation::Current).await
    }

    /// The shopper's choice in the window; where they are sent to then.
    async fn choose(&self, ready: &Ready, means: &str, choice: &str) -> String {
        let window = browser()
            .get(ready.window(Device::Pc))
            .send()
            .await
            .unwrap();
        sent_to(&press(window, means, choice).await)
    }

    /// A payment that waits for its approval.
    async fn authenticated(&self, order: &str) -> ApproveAsk {
        let ready = self.client.ready(&asked(order)).await.unwrap();
        let back = self.choose(&ready, "MONEY", "approve").await;
        approving(order, &ready, token(&back))
    }

    async fn paid(&self, order: &str) -> Approved {
        let ask = self.authenticated(order).await;
        self.client.approve(&ask).await.unwrap()
    }

    fn balance(&self, order: &str) -> Won {
        self.simulator.moves().balance(order)
    }
}

/// 33,000 won with 3,000 of tax.
fn asked(order: &str) -> ReadyAsk {
    let back = |how: &str| format!("https://shop.example/pay/kakaopay/{how}?try={order}");
    ReadyAsk {
        partner_order_id: order.to_owned(),
        partner_user_id: "member-opaque-1".to_owned(),
        item_name: "단백질쉐이크 외 2건".to_owned(),
        quantity: 3,
        total_amount: Won(33_000),
        tax_free_amount: Won::ZERO,
        vat_amount: Won(3_000),
        approval_url: back("approved"),
        cancel_url: back("left"),
        fail_url: back("failed"),
        payment_method_type: None,
        install_month: None,
    }
}

/// The token that a browser brings back.
fn token(address: &str) -> PgToken {
    let (_, query) = address.split_once('?').unwrap();
    read_return(query).expect("a token")
}

fn approving(order: &str, ready: &Ready, pg_token: PgToken) -> ApproveAsk {
    ApproveAsk {
        tid: ready.tid.clone(),
        partner_order_id: order.to_owned(),
        partner_user_id: "member-opaque-1".to_owned(),
        pg_token,
        total_amount: Won(33_000),
    }
}

/// Some of it back, of so much that the shop believes is left.
fn back(tid: &str, amount: i64, left: i64) -> CancelAsk {
    CancelAsk {
        tid: tid.to_owned(),
        cancel_amount: Won(amount),
        cancel_tax_free_amount: Won::ZERO,
        cancel_vat_amount: super::sign::vat(Won(amount), Won::ZERO),
        cancel_available_amount: Won(left),
    }
}
