//! Solapi's other side: believes only what is signed, refuses what it would refuse, keeps its own
//! books, and tells what became of messages.
//!
//! The codes of single refusals are made up; Solapi's own list is not part of what was verified.

mod accept;
mod account;
mod handlers;
mod webhook;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use shop::ports::Clock;
use tokio::sync::mpsc;

use crate::texting::simulated::{Desk, Open, Taken};

/// What it knows of the shop.
#[derive(Clone)]
pub struct Account {
    pub key: String,
    pub secret: String,
    /// Registered numbers (발신번호).
    pub senders: Vec<String>,
    /// Kakao channels (`pfId`).
    pub channels: Vec<String>,
    /// Approved templates: words with `#{…}` by their ids.
    pub templates: BTreeMap<String, String>,
    /// Where it tells what became of messages.
    pub webhook: Option<Webhook>,
}

/// Where and how it calls.
#[derive(Clone)]
pub struct Webhook {
    /// The shop's address for it.
    pub url: String,
    /// Its hash stands in `X-Solapi-Secret`.
    pub secret: String,
    /// Between two tries; five in all.
    pub again_after: Duration,
}

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    desk: Arc<Desk>,
    open: Open,
}

pub(super) struct Office {
    account: Account,
    desk: Arc<Desk>,
    clock: Arc<dyn Clock>,
    salts: Mutex<HashSet<String>>,
    reports: mpsc::UnboundedSender<Vec<Taken>>,
}

type Shared = Arc<Office>;

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn open(account: Account, clock: Arc<dyn Clock>, port: u16) -> std::io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let (reports, to_report) = mpsc::unbounded_channel();
        if let Some(webhook) = account.webhook.clone() {
            tokio::spawn(webhook::tell(webhook, clock.clone(), to_report));
        }
        let office = Office {
            account,
            desk: desk.clone(),
            clock,
            salts: Mutex::default(),
            reports,
        };
        let router = Router::new()
            .route("/messages/v4/send-many/detail", post(handlers::send))
            .route("/messages/v4/list", get(handlers::list))
            .layer(DefaultBodyLimit::max(64 * 1024 * 1024))
            .with_state(Arc::new(office));
        let open = Open::serve(port, router).await?;
        Ok(Self { desk, open })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// Its books and its faults.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}
