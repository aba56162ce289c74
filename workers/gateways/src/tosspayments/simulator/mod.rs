//! Toss Payments' other side: believes only the shop's key, refuses what it would refuse, remembers what it
//! answered to each `Idempotency-Key`, keeps its own books, and calls the shop until it is believed.
//!
//! Its SDK sends the browser to its own page: `POST /window` takes what the SDK is given.

mod accounts;
mod calls;
mod cancel;
mod handlers;
mod pay;
mod receipts;
mod script;
mod shown;
mod state;
mod window;

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use domain::Won;
use shop::ports::Clock;

use crate::paying::books::Move;
use crate::paying::developer;
use crate::paying::fault::Faults;
use crate::paying::kept::Kept;
use crate::paying::notices::Patience;
use crate::paying::secret::Secret;
use crate::paying::telling::{Notices, Telling};
use crate::texting::simulated::{Open, Port};
use crate::tosspayments::Settings;
use state::State;

/// Calls that can go wrong.
const CALLS: &[&str] = &[
    "approve",
    "status",
    "refund",
    "issue",
    "receipt",
    "cancel_receipt",
    "receipts",
    "transactions",
];

pub use pay::NoDeposit;
pub use window::PATH as WINDOW;

/// The keys of a simulated account; a live account has others.
pub const CLIENT_KEY: &str = "test_ck_simulated00000000000000";
/// See [`CLIENT_KEY`].
pub const SECRET_KEY: &str = "test_sk_simulated00000000000000";

/// What it knows of the shop.
#[derive(Debug, Clone)]
pub struct Account {
    /// The shop's name in the window.
    pub shop: String,
    /// The browser's key.
    pub client_key: String,
    /// The server's key.
    pub secret_key: Secret,
    /// The shop's address for notices, as it would stand in the merchant's console; none: none are sent.
    pub webhook: Option<String>,
    /// How often a notice is sent: eight times within four days in reality.
    pub patience: Patience,
    /// How long the shopper's consent lasts until it is confirmed.
    pub session: Duration,
}

impl Account {
    /// The simulated account with ten minutes from consent to confirmation.
    pub fn simulated(shop: &str, webhook: Option<String>) -> Self {
        Self {
            shop: shop.to_owned(),
            client_key: CLIENT_KEY.to_owned(),
            secret_key: Secret::new(SECRET_KEY),
            webhook,
            patience: Patience {
                tries: 8,
                ..Patience::default()
            },
            session: Duration::from_mins(10),
        }
    }

    /// Settings of a shop that has this account, for a simulator at this address.
    #[must_use]
    pub fn settings_at(&self, url: &str) -> Settings {
        Settings {
            base: url.to_owned(),
            sdk: format!("{url}{}", script::SDK),
            ..Settings::new(&self.client_key, self.secret_key.clone())
        }
    }
}

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    office: Arc<Office>,
    open: Open,
}

struct Office {
    account: Account,
    clock: Arc<dyn Clock>,
    kept: Kept<State>,
    faults: Arc<Faults>,
    telling: Telling,
    /// Where it listens.
    url: String,
    /// Idempotency keys whose first call is not answered yet.
    running: Mutex<HashSet<String>>,
}

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one. Its books are in a file, or in memory.
    ///
    /// # Errors
    /// The port is taken, or the file is no book of it.
    pub async fn open(
        account: Account,
        clock: Arc<dyn Clock>,
        port: u16,
        kept_file: Option<PathBuf>,
    ) -> io::Result<Self> {
        let kept = Kept::open(kept_file)?;
        let port = Port::take(port).await?;
        let telling = Telling::new(account.patience, |status| (200..300).contains(&status))?;
        let office = Arc::new(Office {
            account,
            clock,
            kept,
            faults: Arc::default(),
            telling,
            url: port.url(),
            running: Mutex::default(),
        });
        let open = port.serve(router(&office));
        Ok(Self { office, open })
    }

    /// Where it listens: the API's address.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// Settings of a shop that it believes.
    pub fn settings(&self) -> Settings {
        self.office.account.settings_at(&self.url())
    }

    /// What goes wrong: `approve`, `refund`, `status`, `issue`, `transactions`, `receipt`, `cancel_receipt`,
    /// `receipts`.
    pub fn faults(&self) -> &Faults {
        &self.office.faults
    }

    /// Its own books, oldest first.
    pub fn moves(&self) -> Vec<Move> {
        self.office.kept.read(|state| state.moves.all().to_vec())
    }

    /// Somebody pays into the account of an order.
    ///
    /// # Errors
    /// No account of the order waits, or for another amount.
    pub fn deposit(&self, order: &str, amount: Won) -> Result<(), NoDeposit> {
        self.office
            .act(|state, now| state.deposit(order, amount, now))
    }

    /// The bank takes a deposit back.
    ///
    /// # Errors
    /// Nothing was paid into an account of the order.
    pub fn reverse(&self, order: &str) -> Result<(), NoDeposit> {
        self.office.act(|state, now| state.reverse(order, now))
    }

    /// The next so many confirmations are refused with this code.
    pub fn decline(&self, code: &str, times: usize) {
        let codes = std::iter::repeat_n(code.to_owned(), times);
        self.office.act(|state, _| state.declines.extend(codes));
    }

    /// The next so many confirmations are answered with an amount that nobody asked for.
    pub fn tell_wrong_amounts(&self, times: usize) {
        self.office.act(|state, _| state.wrong_amounts += times);
    }

    /// How notices are sent from now on.
    pub fn notices(&self, way: Notices) {
        self.office.telling.turn(way);
    }

    /// Sends what was held back, the newest first: out of order.
    pub fn release_notices(&self) {
        self.office.telling.release();
    }

    /// Tells the shop again how an order stands.
    pub fn tell_again(&self, order: &str) {
        self.office.act(|state, now| state.tell(order, now));
    }

    /// How many notices the shop has believed.
    pub fn believed(&self) -> usize {
        self.office.telling.believed()
    }
}

fn router(office: &Arc<Office>) -> Router {
    let books = office.clone();
    let moves = move || books.kept.read(|state| state.moves.clone());
    Router::new()
        .route(script::SDK, get(script::sdk))
        .route(window::PATH, post(window::open))
        .route("/window/choice", post(window::choose))
        .route("/v1/payments/confirm", post(handlers::confirm))
        .route("/v1/payments/{key}", get(handlers::payment))
        .route("/v1/payments/orders/{order}", get(handlers::of_order))
        .route("/v1/payments/{key}/cancel", post(handlers::cancel))
        .route("/v1/virtual-accounts", post(handlers::issue))
        .route("/v1/transactions", get(handlers::transactions))
        .route(
            "/v1/cash-receipts",
            post(handlers::receipt).get(handlers::receipts),
        )
        .route(
            "/v1/cash-receipts/{key}/cancel",
            post(handlers::cancel_receipt),
        )
        .route("/_simulator/deposits", post(handlers::deposit))
        .route("/_simulator/reversals", post(handlers::reverse))
        .with_state(office.clone())
        .merge(developer::routes(office.faults.clone(), CALLS, moves))
}
