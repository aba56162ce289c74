//! Inicis' other side, on this machine: windows for PCs and telephones, approvals and net cancels, INIAPI, and
//! notices of deposits. It believes only what is signed, refuses what it would refuse, and keeps its own books.
//!
//! The codes of refusals are made up, except the one for what went back already: Inicis' list is not part of what
//! was verified.

mod answers;
mod approve;
mod book;
mod call;
mod deliveries;
mod deposits;
mod desk;
mod issue;
mod mobile;
mod new_api;
mod notices;
mod old_api;
mod refund;
mod standard;
mod window;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use shop::ports::Clock;

use super::client;
use super::settings::published;
use super::sign::cipher::Cipher;
use crate::locks::lock;
use crate::paying::books::Move;
use crate::paying::developer;
use crate::paying::fault::Faults;
use crate::paying::kept::Kept;
use crate::paying::notices::Patience;
use crate::paying::secret::Secret;
use crate::texting::simulated::{Open, Port};

/// Calls that can go wrong.
const CALLS: &[&str] = &[
    "approve",
    "net_cancel",
    "inquiry",
    "refund",
    "partial_refund",
    "issue",
    "receipt",
    "escrow",
];

pub use book::NoticeSent;
pub use deposits::{Deposit, NoAccount};

/// The page that the PC's form is posted to.
pub const WINDOW: &str = "/stdpay/window";
/// What the windows' buttons send.
const CHOICE: &str = "/stdpay/choice";

/// What it knows of the shop.
#[derive(Debug, Clone)]
pub struct Account {
    /// The merchant id: ten characters.
    pub merchant: String,
    /// The shop's name, as windows show it.
    pub shop: String,
    /// The keys, as in [`super::Settings`].
    pub sign_key: Secret,
    /// Of telephones.
    pub hash_key: Secret,
    /// Of INIAPI.
    pub api_key: Secret,
    /// Of INIAPI.
    pub api_iv: Secret,
    /// The address that the shop's server says it calls from.
    pub client_ip: String,
    /// Where deposits into accounts of the PC's window are told, as registered by the merchant.
    pub deposit_url: Option<String>,
    /// How often notices are sent again.
    pub patience: Patience,
    /// How long a window stays open, and how long what it brought can be approved.
    pub window_life: chrono::Duration,
}

impl Account {
    /// The published test merchant. Matches [`super::Settings::published`].
    #[must_use]
    pub fn published(shop: &str, deposit_url: Option<String>) -> Self {
        Self {
            merchant: published::MERCHANT.to_owned(),
            shop: shop.to_owned(),
            sign_key: published::SIGN_KEY.into(),
            hash_key: published::HASH_KEY.into(),
            api_key: published::API_KEY.into(),
            api_iv: published::API_IV.into(),
            client_ip: "127.0.0.1".to_owned(),
            deposit_url,
            patience: Patience::default(),
            window_life: chrono::Duration::minutes(30),
        }
    }
}

/// What goes wrong besides [`crate::paying::fault::Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knob {
    /// An approval's answer names ten won more than was taken.
    WrongPrice,
    /// The signature of an approval's answer fits nothing.
    WrongSignature,
    /// What the browser brings back comes a second time, from elsewhere.
    ReturnTwice,
    /// An account is paid into at once, and the notice comes before the approval's answer.
    EarlyNotice,
}

/// An open simulator; it closes when it is dropped.
pub struct Simulator {
    office: Shared,
    open: Open,
}

struct Office {
    account: Account,
    cipher: Cipher,
    clock: Arc<dyn Clock>,
    kept: Kept<book::Book>,
    faults: Arc<Faults>,
    knobs: Mutex<Vec<Knob>>,
    /// Its own address.
    url: String,
}

type Shared = Arc<Office>;

impl Office {
    /// Whether a knob was turned; it counts once.
    fn turned(&self, knob: Knob) -> bool {
        let mut knobs = lock(&self.knobs);
        let place = knobs.iter().position(|turned| *turned == knob);
        place.map(|place| knobs.swap_remove(place)).is_some()
    }

    fn turn(&self, knob: Knob, times: usize) {
        let mut knobs = lock(&self.knobs);
        knobs.extend(std::iter::repeat_n(knob, times));
    }
}

impl Simulator {
    /// Opens it on a port of this machine; 0 takes a free one. With a file it knows tomorrow what was paid today.
    ///
    /// # Errors
    /// The port is taken, the file is not its own, or a key is none.
    pub async fn open(
        account: Account,
        clock: Arc<dyn Clock>,
        port: u16,
        file: Option<PathBuf>,
    ) -> std::io::Result<Self> {
        let port = Port::take(port).await?;
        let cipher = Cipher::new(&account.api_key, &account.api_iv);
        let office = Arc::new(Office {
            cipher: cipher.map_err(std::io::Error::other)?,
            account,
            clock,
            kept: Kept::open(file)?,
            faults: Arc::default(),
            knobs: Mutex::default(),
            url: port.url(),
        });
        let open = port.serve(router(&office));
        Ok(Self { office, open })
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        self.open.url()
    }

    /// What goes wrong: `approve`, `net_cancel`, `refund`, `partial_refund`, `cancel_account`, `inquiry`, `issue`,
    /// `receipt`, `escrow`.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.office.faults
    }

    /// Something goes wrong so often.
    pub fn turn(&self, knob: Knob, times: usize) {
        self.office.turn(knob, times);
    }

    /// All money that moved, oldest first.
    #[must_use]
    pub fn moves(&self) -> Vec<Move> {
        self.office.kept.read(|book| book.moves.all().to_vec())
    }

    /// Won that are here for an order.
    #[must_use]
    pub fn balance(&self, order: &str) -> domain::Won {
        self.office.kept.read(|book| book.moves.balance(order))
    }

    /// All notices so far, oldest first.
    #[must_use]
    pub fn notices(&self) -> Vec<NoticeSent> {
        self.office.kept.read(|book| book.notices.clone())
    }

    /// Money comes into the account of an order, and the shop is told. Answers the deposit's number at once.
    ///
    /// # Errors
    /// No account was issued for this order.
    pub fn deposit(&self, deposit: &Deposit) -> Result<String, NoAccount> {
        deposits::deposit(&self.office, deposit)
    }
}

fn router(office: &Shared) -> Router {
    let books = office.clone();
    let moves = move || books.kept.read(|book| book.moves.clone());
    Router::new()
        .route("/stdjs/INIStdPay.js", get(window::script))
        .route(WINDOW, post(standard::window))
        .route(CHOICE, post(window::choose))
        .route(client::APPROVE, post(standard::approve))
        .route(client::NET_CANCEL, post(standard::net_cancel))
        .route("/api/checkAck", post(standard::acknowledge))
        .route("/smart/{kind}/", post(mobile::window))
        .route(mobile::APPROVE, post(mobile::approve))
        .route(client::MOBILE_NET_CANCEL, post(mobile::net_cancel))
        .route("/api/v1/refund", post(old_api::refund))
        .route("/api/v1/formpay", post(issue::issue))
        .route("/api/v1/receipt", post(deliveries::receipt))
        .route("/api/v1/escrow", post(deliveries::delivery))
        .route("/v2/pg/refund", post(new_api::refund))
        .route("/v2/pg/refund/vacct", post(new_api::refund_deposit))
        .route("/v2/pg/partialRefund", post(new_api::part))
        .route("/v2/pg/partialRefund/vacct", post(new_api::part_deposit))
        .route("/v2/pg/inquiry", post(new_api::inquiry))
        .route("/_simulator/notices", get(desk::notices))
        .route("/_simulator/knobs", post(desk::knobs))
        .route("/_simulator/deposits", post(desk::deposits))
        .with_state(office.clone())
        .merge(developer::routes(office.faults.clone(), CALLS, moves))
}
