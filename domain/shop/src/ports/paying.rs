//! Payment providers: whoever takes a shopper's money in a window of their own, and pays it back.
//!
//! Each call may be made again: a provider's own keys, or what it says of the state it is in, make it one.

use std::net::IpAddr;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::payment::{Approval, Issued, Means};
use domain::{AttemptId, Channel, RefundId, StoreId, Won};
use serde::{Deserialize, Serialize};

use super::GatewayError;
use super::deliveries::DeliveryAsk;
pub use super::refund_account::RefundAccount;

/// A payment provider.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Its name in events, settings and addresses: `kakaopay`.
    fn name(&self) -> &'static str;

    /// How shoppers of a store can pay in its window; nothing where the store has no contract.
    fn means(&self, store: &StoreId) -> &[Means];

    /// Whether its window takes the money by itself, without [`PaymentProvider::approve`]: then it may have it
    /// whatever the browser says, and whether or not it ever comes back.
    fn takes_in_window(&self) -> bool {
        false
    }

    /// Makes a window ready. Unless it [takes it by itself](PaymentProvider::takes_in_window), the money is not taken before [`PaymentProvider::approve`].
    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError>;

    /// Reads what the browser brought back. It proves nothing.
    fn read(&self, of: &Opened, back: &Brought) -> Returned;

    /// Takes the money that the shopper agreed to, or has an account issued. `Declined`: none was taken.
    async fn approve(&self, of: &Opened, back: &Brought) -> Result<Taken, GatewayError>;

    /// What the provider knows of an attempt. `back` is what the browser brought, if it came back.
    async fn look(&self, of: &Opened, back: Option<&Brought>) -> Result<Known, GatewayError>;

    /// Has nothing of an attempt left: what was taken goes back, what was not yet never is.
    async fn undo(&self, of: &Opened, back: Option<&Brought>) -> Result<(), GatewayError>;

    /// Pays part of what was taken back, or all of it. The provider holds `ask.held` before that.
    /// `AccountRefused`: nothing was paid, and nothing ever is to that account.
    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError>;

    /// Whether it holds money in escrow, and wants to be told when the goods leave.
    fn wants_deliveries(&self) -> bool {
        false
    }

    /// Tells it that a parcel left. Telling the same again changes nothing.
    async fn register_delivery(&self, _: &DeliveryAsk) -> Result<(), GatewayError> {
        Err(GatewayError::Declined("not-offered".to_owned()))
    }

    /// Reads what the provider tells by itself, and checks that it is the provider.
    async fn hear(&self, notice: &NoticeRequest) -> Result<Heard, Unheard>;

    /// What moved on a day (KST) by the provider's books; `None` where it does not tell.
    async fn day(
        &self,
        store: &StoreId,
        day: NaiveDate,
    ) -> Result<Option<Vec<Booked>>, GatewayError>;
}

/// What a window is to be made ready for.
#[derive(Debug, Clone)]
pub struct WindowAsk {
    /// Which store's contract.
    pub store: StoreId,
    /// The shop's number of it.
    pub attempt: AttemptId,
    /// How the shopper wants to pay.
    pub means: Means,
    /// Won.
    pub amount: Won,
    /// Won of it that are free of VAT.
    pub tax_free: Won,
    /// Won of VAT in the rest.
    pub vat: Won,
    /// What is bought, in a few words.
    pub goods: String,
    /// Pieces.
    pub pieces: u32,
    /// On a telephone or not.
    pub channel: Channel,
    /// Who pays, as the provider's window wants it.
    pub payer: Payer,
    /// Whether the money is to be held in escrow until the goods arrive.
    pub escrow: bool,
    /// Where the browser comes back to; whatever came of it.
    pub back: String,
    /// Where the browser comes back to when the window is closed.
    pub closed: String,
    /// Where the provider tells of what happens later.
    pub notices: String,
    /// Until when a deposit to an account may come.
    pub deposit_until: DateTime<Utc>,
}

/// Who pays. For the window alone: it is kept nowhere.
#[derive(Debug, Clone, Default)]
pub struct Payer {
    /// Their name.
    pub name: String,
    /// Digits.
    pub phone: String,
    /// Empty for none.
    pub email: String,
    /// What the provider may know them by, the same for each of their orders; never their name.
    pub id: String,
}

/// A window that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// What the provider calls it, where it does.
    pub key: Option<String>,
    /// How the browser gets there.
    pub opening: Opening,
}

/// The way to a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// An address of the provider.
    Redirect(String),
    /// A form that is sent to the provider.
    Form {
        /// Where to.
        action: String,
        /// What it says, by name.
        fields: Vec<(String, String)>,
    },
    /// A page of ours with the provider's own script, which opens the window over it.
    Script {
        /// The `https` address of the script.
        sdk: String,
        /// The name of our starter, which calls it: `inicis`.
        run: &'static str,
        /// What the starter hands over, by name.
        fields: Vec<(String, String)>,
        /// The sites, the script's own among them, that the page may load scripts, frames and connections from
        /// and send forms to: `https://pay.example`, or `https://*.pay.example` for all below it.
        origins: Vec<String>,
    },
}

/// An attempt, as the shop opened it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which store's contract.
    pub store: StoreId,
    /// The shop's number of it.
    pub attempt: AttemptId,
    /// How.
    pub means: Means,
    /// Won that are due.
    pub amount: Won,
    /// What the provider calls it.
    pub key: Option<String>,
    /// What the provider may know the payer by, as when it was opened.
    pub payer: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When the provider was asked for the money: the same in [`PaymentProvider::approve`] and, as long as nobody
    /// knows what came of that, in [`PaymentProvider::undo`].
    pub asked_at: Option<DateTime<Utc>>,
    /// Until when a deposit to an account may come.
    pub deposit_until: DateTime<Utc>,
    /// The provider's id of the transaction, once it is known.
    pub transaction: Option<String>,
}

/// What the browser brought back: fields of a form or of the address, in their order, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Brought(pub Vec<(String, String)>);

impl Brought {
    /// The first field of this name; empty for none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// What the browser says of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// The shopper agreed: the provider may be asked for the money.
    Agreed,
    /// They closed the window.
    Closed,
    /// The provider did not let them through: its code.
    Failed(String),
    /// It does not belong to this attempt, or names places that are not the provider's.
    Foreign(&'static str),
}

/// What the provider did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It took the money.
    Money(Approval),
    /// It issued an account.
    Account(Issued),
}

/// What the provider knows of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing, or nothing yet that took money; asking for it may still succeed.
    Nothing,
    /// It took the money and still holds so much of it.
    Taken {
        /// What it did.
        taken: Taken,
        /// Won that went back.
        returned: Won,
    },
    /// It took the money and gave part of it back; how much, it does not tell.
    PartlyReturned,
    /// It took none, or gave all of it back, and nothing will come of it any more: its code.
    Ended(String),
}

/// What is to be paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayBack {
    /// What brought the money.
    pub of: Opened,
    /// The idempotency key.
    pub refund: RefundId,
    /// Won.
    pub amount: Won,
    /// Won of it that are free of VAT.
    pub tax_free: Won,
    /// Won that the provider holds before.
    pub held: Won,
    /// How often it has refused this before: what is asked for again then is another question.
    pub refusals: u32,
    /// Where money of a deposit goes: what came to an account cannot go back the way it came.
    pub account: Option<RefundAccount>,
}

/// What came in at the door for notices.
#[derive(Debug, Clone)]
pub struct NoticeRequest {
    /// From where, as far as trusted proxies tell.
    pub address: IpAddr,
    /// Headers by lower-case name.
    pub headers: Vec<(String, String)>,
    /// The body, as it came.
    pub body: Vec<u8>,
    /// By the shop's clock.
    pub at: DateTime<Utc>,
}

/// What a provider told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The attempts that it is about: the provider is asked what became of them.
    pub attempts: Vec<AttemptId>,
    /// A deposit, or one that was taken back, where the notice itself is the word on it.
    pub deposit: Option<Deposited>,
    /// What the provider wants to hear, so that it does not tell it again.
    pub answer: Answer,
}

/// Money at an account that was issued in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposited {
    /// For which attempt.
    pub attempt: AttemptId,
    /// What came.
    pub deposit: domain::payment::Deposit,
    /// Whether it went away again.
    pub reversed: bool,
}

/// An answer to a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Of the body.
    pub kind: &'static str,
    /// The body.
    pub body: &'static str,
}

impl Answer {
    /// 200 and the two bytes that Korean providers want.
    pub const OK: Self = Self {
        status: 200,
        kind: "text/plain",
        body: "OK",
    };
    /// 200 and nothing.
    pub const TAKEN: Self = Self {
        status: 200,
        kind: "text/plain",
        body: "",
    };
}

/// A notice that is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unheard {
    /// It is not from the provider: its address or signature is wrong.
    #[error("a notice that is not the provider's: {0}")]
    Foreign(&'static str),
    /// It cannot be understood.
    #[error("a notice that makes no sense: {0}")]
    Unreadable(&'static str),
}

/// Money that moved by the provider's books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The provider's id of the transaction.
    pub transaction: String,
    /// The shop's number of it, as it was given.
    pub attempt: String,
    /// Won; below zero for what went back.
    pub amount: Won,
    /// When.
    pub at: DateTime<Utc>,
}
