//! TossPay's other side: believes only the shop's key, refuses what it would refuse, shows its page, calls
//! back what it executed itself, and keeps its own books.

mod handlers;
mod pay;
mod receipts;
mod refund;
mod shown;
mod state;
mod window;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use shop::ports::Clock;

use crate::paying::books::Move;
use crate::paying::developer;
use crate::paying::fault::Faults;
use crate::paying::kept::Kept;
use crate::paying::notices::Patience;
use crate::paying::secret::Secret;
use crate::paying::telling::{Notices, Telling};
use crate::texting::simulated::Open;
use state::State;

/// Calls that can go wrong.
const CALLS: &[&str] = &[
    "ready",
    "approve",
    "refund",
    "status",
    "receipt",
    "cancel_receipt",
    "receipts",
];

/// The key of a simulated account; a live account has another.
pub const API_KEY: &str = "sk_test_simulated0000000000";

/// What it knows of the shop.
#[derive(Debug, Clone)]
pub struct Account {
    /// The shop's name on the page.
    pub shop: String,
    /// The merchant's key.
    pub api_key: Secret,
    /// How often a callback is sent: five times within ten minutes in reality.
    pub patience: Patience,
}

impl Account {
    /// The simulated account.
    pub fn simulated(shop: &str) -> Self {
        Self {
            shop: shop.to_owned(),
            api_key: Secret::new(API_KEY),
            patience: Patience {
                tries: 5,
                ..Patience::default()
            },
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
        let telling = Telling::new(account.patience, |status| status == 200)?;
        let office = Arc::new(Office {
            account,
            clock,
            kept,
            faults: Arc::default(),
            telling,
        });
        let open = Open::serve(port, router(&office)).await?;
        Ok(Self { office, open })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// What goes wrong: `ready`, `approve`, `refund`, `status`, `receipt`, `cancel_receipt`, `receipts`.
    pub fn faults(&self) -> &Faults {
        &self.office.faults
    }

    /// Its own books, oldest first.
    pub fn moves(&self) -> Vec<Move> {
        self.office.kept.read(|state| state.moves.all().to_vec())
    }

    /// The next so many executions are refused with this code.
    pub fn decline(&self, code: &str, times: usize) {
        let codes = std::iter::repeat_n(code.to_owned(), times);
        self.office.act(|state, _| state.declines.extend(codes));
    }

    /// The next so many executions are answered with an amount that nobody asked for.
    pub fn tell_wrong_amounts(&self, times: usize) {
        self.office.act(|state, _| state.wrong_amounts += times);
    }

    /// The next so many executions hang at a bank, until [`Simulator::finish`].
    pub fn stall(&self, times: usize) {
        self.office.act(|state, _| state.stalls += times);
    }

    /// The bank is done with what hung.
    pub fn finish(&self) {
        self.office.act(State::finish);
    }

    /// How callbacks are sent from now on.
    pub fn notices(&self, way: Notices) {
        self.office.telling.turn(way);
    }

    /// Sends what was held back, the newest first: out of order.
    pub fn release_notices(&self) {
        self.office.telling.release();
    }

    /// Calls back about an order again.
    pub fn tell_again(&self, order: &str) {
        self.office.act(|state, _| state.tell(order));
    }

    /// How many callbacks the shop has believed.
    pub fn believed(&self) -> usize {
        self.office.telling.believed()
    }
}

fn router(office: &Arc<Office>) -> Router {
    let books = office.clone();
    let moves = move || books.kept.read(|state| state.moves.clone());
    Router::new()
        .route("/api/v2/payments", post(handlers::create))
        .route("/api/v2/execute", post(handlers::execute))
        .route("/api/v2/refunds", post(handlers::refund))
        .route("/api/v2/status", post(handlers::status))
        .route("/api/v2/issue-cash-receipt", post(handlers::issue_receipt))
        .route(
            "/api/v2/revoke-cash-receipt",
            post(handlers::revoke_receipt),
        )
        .route("/api/v2/cash-receipt-info", post(handlers::receipt))
        .route("/payfront/auth", get(window::show).post(window::choose))
        .with_state(office.clone())
        .merge(developer::routes(office.faults.clone(), CALLS, moves))
}
