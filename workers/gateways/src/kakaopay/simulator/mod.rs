//! KakaoPay's other side: asks for the key, refuses what KakaoPay would refuse, shows a payment window,
//! approves once, gives back what is there, and keeps its own books.
//!
//! Speaks both generations on the same port. Codes are those of KakaoPay's public list; where the list has
//! none for a case (a remainder that differs), the nearest one is used.

mod cancel;
mod fields;
mod handlers;
mod payments;
mod ready;
mod refusal;
mod window;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use domain::Won;
use shop::ports::Clock;

use self::payments::State;
use super::{Client, Generation, Settings, TEST_CID};
use crate::locks::lock;
use crate::paying::books::Moves;
use crate::paying::developer;
use crate::paying::fault::Faults;
use crate::paying::kept::Kept;
use crate::texting::simulated::{Open, Port};

/// Calls that can go wrong.
const CALLS: &[&str] = &["ready", "approve", "cancel", "order"];

/// What it knows of the shop.
#[derive(Clone)]
pub struct Account {
    /// As it stands in the window.
    pub shop: String,
    /// The secret key of the current API, and the admin key of the one before.
    pub key: String,
    /// The merchant id.
    pub cid: String,
    /// Its secret, where it has one.
    pub cid_secret: Option<String>,
    /// How long a payment may wait for its approval; KakaoPay's wait fifteen minutes.
    pub patience: Duration,
    /// Seconds that a shopper who comes back late lets the shop wait.
    pub late: u32,
}

impl Default for Account {
    /// The demo shop.
    fn default() -> Self {
        Self {
            shop: "장부상회".to_owned(),
            key: "DEV-SIMULATED-KEY-0000000000000000".to_owned(),
            cid: TEST_CID.to_owned(),
            cid_secret: None,
            patience: Duration::from_mins(15),
            late: 5,
        }
    }
}

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    office: Arc<Office>,
    open: Open,
}

pub(super) struct Office {
    account: Account,
    clock: Arc<dyn Clock>,
    state: Arc<Kept<State>>,
    faults: Arc<Faults>,
    /// Where it listens.
    url: String,
    /// Of the next approvals: the code of the bank that refuses them.
    declines: Mutex<VecDeque<String>>,
    /// Of the next approvals: the total that is answered instead of the right one.
    misreports: Mutex<VecDeque<Won>>,
}

type Shared = Arc<Office>;

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one. What it knows is kept in the file, or ends
    /// with it.
    ///
    /// # Errors
    /// The port is taken, or the file is not its own.
    pub async fn open(
        account: Account,
        clock: Arc<dyn Clock>,
        port: u16,
        kept: Option<PathBuf>,
    ) -> io::Result<Self> {
        let port = Port::take(port).await?;
        let state = Kept::open(kept)?;
        let office = Arc::new(Office {
            account,
            clock,
            state: Arc::new(state),
            faults: Arc::default(),
            url: port.url(),
            declines: Mutex::default(),
            misreports: Mutex::default(),
        });
        let books = office.state.clone();
        let moves = move || books.read(|state| state.moves.clone());
        let router = Router::new()
            .route("/online/v1/payment/{call}", post(handlers::current))
            .route("/v1/payment/{call}", post(handlers::legacy))
            .route(window::PATH, get(window::show))
            .route(window::CHOOSE, post(window::choose))
            .with_state(office.clone())
            .merge(developer::routes(office.faults.clone(), CALLS, moves));
        let open = port.serve(router);
        Ok(Self { office, open })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// Settings of a shop that it believes.
    pub fn settings(&self, generation: Generation) -> Settings {
        let account = &self.office.account;
        Settings {
            generation,
            base: self.url(),
            cid_secret: account.cid_secret.clone(),
            ..Settings::new(&account.key, &account.cid)
        }
    }

    /// A client that it believes.
    ///
    /// # Errors
    /// There is no client for https.
    pub fn client(&self, generation: Generation) -> Result<Client, crate::texting::BadAddress> {
        Client::new(self.settings(generation))
    }

    /// What goes wrong: `ready`, `approve`, `cancel`, `order`.
    pub fn faults(&self) -> &Faults {
        &self.office.faults
    }

    /// Its books.
    pub fn moves(&self) -> Moves {
        self.office.state.read(|state| state.moves.clone())
    }

    /// The next approval fails with -780 and this code of the bank: `LACK_BALANCE` and the like.
    pub fn decline(&self, method_result_code: &str) {
        let mut declines = lock(&self.office.declines);
        declines.push_back(method_result_code.to_owned());
    }

    /// The next approval answers with this total; its books have the right one.
    pub fn misreport(&self, total: Won) {
        lock(&self.office.misreports).push_back(total);
    }
}
