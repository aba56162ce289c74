//! PortOne's other side: asks for the secret, shows the window that PortOne's script would open, refuses what
//! PortOne would refuse, tells by signed webhooks until it is acknowledged, and keeps its own books.
//!
//! It stands for the provider behind PortOne as well: the shopper pays here.

mod account;
mod calls;
mod cancel;
mod deposits;
mod extras;
mod hooks;
mod list;
mod refusal;
mod script;
mod state;
mod window;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::{get, post};
use domain::Won;
use shop::ports::Clock;
use tokio::sync::mpsc;

pub use self::account::Account;
pub use self::deposits::NoDeposit;
use self::hooks::{Hook, Mail};
use self::state::State;
pub use self::window::PATH as WINDOW;
use super::sign::WebhookSecret;
use super::{Client, Settings};
use crate::locks::lock;
use crate::paying::books::Moves;
use crate::paying::developer;
use crate::paying::fault::Faults;
use crate::paying::kept::Kept;
use crate::texting::BadAddress;
use crate::texting::simulated::{Open, Port};

/// Calls that can go wrong.
const CALLS: &[&str] = &[
    "status",
    "pre_register",
    "cancel",
    "close",
    "logistics",
    "resend",
    "cash_receipt",
    "cash_receipt_cancel",
    "list",
];

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    office: Arc<Office>,
    open: Open,
}

pub(super) struct Office {
    account: Account,
    /// What its webhooks are signed with.
    secret: WebhookSecret,
    clock: Arc<dyn Clock>,
    state: Arc<Kept<State>>,
    faults: Arc<Faults>,
    /// Where it listens.
    url: String,
    hooks: mpsc::UnboundedSender<Hook>,
    mail: Mutex<Mail>,
    held: Mutex<Vec<Hook>>,
    /// Of the next cancels: the code of the provider that refuses them.
    declines: Mutex<VecDeque<String>>,
    /// Of the next questions: the total that is answered instead of the right one.
    misreports: Mutex<VecDeque<Won>>,
    /// How many of the next cancels are only taken, to be done later.
    pending: Mutex<usize>,
}

type Shared = Arc<Office>;

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one. What it knows is kept in the file, or ends
    /// with it.
    ///
    /// # Errors
    /// The port is taken, the file is not its own, or the account's secret for webhooks is none.
    pub async fn open(
        account: Account,
        clock: Arc<dyn Clock>,
        port: u16,
        kept: Option<PathBuf>,
    ) -> io::Result<Self> {
        let secret = account.webhook_secret().map_err(io::Error::other)?;
        let client = crate::paying::notices::client().map_err(io::Error::other)?;
        let port = Port::take(port).await?;
        let state = Kept::open(kept)?;
        let (hooks, to_send) = mpsc::unbounded_channel();
        let patience = account.patience;
        tokio::spawn(hooks::deliver(
            client,
            secret.clone(),
            patience,
            clock.clone(),
            to_send,
        ));
        let office = Arc::new(Office {
            account,
            secret,
            clock,
            state: Arc::new(state),
            faults: Arc::default(),
            url: port.url(),
            hooks,
            mail: Mutex::default(),
            held: Mutex::default(),
            declines: Mutex::default(),
            misreports: Mutex::default(),
            pending: Mutex::default(),
        });
        let open = port.serve(router(&office));
        Ok(Self { office, open })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// Settings of a shop that it believes; their window is the simulator's.
    pub fn settings(&self) -> Settings {
        let secret = self.office.secret.clone();
        self.office.account.believed_at(&self.url(), secret)
    }

    /// A client that it believes.
    ///
    /// # Errors
    /// There is no client for https.
    pub fn client(&self) -> Result<Client, BadAddress> {
        Client::new(self.settings())
    }

    /// What goes wrong: `pre_register`, `status`, `cancel`, `close`, `logistics`, `cash_receipt`,
    /// `cash_receipt_cancel`, `resend`, `list`.
    pub fn faults(&self) -> &Faults {
        &self.office.faults
    }

    /// Its books.
    pub fn moves(&self) -> Moves {
        self.office.state.read(|state| state.moves.clone())
    }

    /// The next question is answered with this total; its books have the right one.
    pub fn misreport(&self, total: Won) {
        lock(&self.office.misreports).push_back(total);
    }

    /// The provider behind it refuses the next cancel with this code.
    pub fn decline_cancel(&self, pg_code: &str) {
        lock(&self.office.declines).push_back(pg_code.to_owned());
    }

    /// The next cancel is only taken; [`Simulator::finish_cancels`] does it.
    pub fn delay_cancel(&self) {
        *lock(&self.office.pending) += 1;
    }
}

fn router(office: &Shared) -> Router {
    let books = office.state.clone();
    let moves = move || books.read(|state| state.moves.clone());
    Router::new()
        .route("/payments", get(list::list))
        .route("/payments/{id}", get(calls::status))
        .route("/payments/{id}/pre-register", post(calls::pre_register))
        .route("/payments/{id}/cancel", post(calls::cancel))
        .route("/payments/{id}/virtual-account/close", post(calls::close))
        .route("/payments/{id}/escrow/logistics", post(calls::logistics))
        .route("/payments/{id}/resend-webhook", post(calls::resend))
        .route(
            "/payments/{id}/cash-receipt/cancel",
            post(calls::receipt_cancel),
        )
        .route("/cash-receipts", post(calls::receipt))
        .route(script::SDK, get(script::sdk))
        .route(window::PATH, post(window::show))
        .route(window::CHOOSE, post(window::choose))
        .route("/_simulator/deposits", post(deposits::by_developer))
        .with_state(office.clone())
        .merge(developer::routes(office.faults.clone(), CALLS, moves))
}
