//! INIAPI: what is asked without a shopper, and what it means that came back.

use chrono::{DateTime, Utc};
use domain::Won;

use super::checkout::{Method, Taxes};
use crate::paying::private::Private;

/// Where a deposit is paid back to.
#[derive(Debug, Clone)]
pub struct RefundAccount {
    /// Its number; it travels sealed.
    pub number: Private,
    /// Inicis' two-character code of its bank.
    pub bank: String,
    /// Whose it is.
    pub holder: Private,
}

/// All of a payment is to go back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// Inicis' number of the payment.
    pub tid: String,
    /// Why; staff of Inicis may read it.
    pub reason: String,
    /// For a deposit: where to. Without it the payment goes back the way it came.
    pub account: Option<RefundAccount>,
}

/// A part is to go back.
#[derive(Debug, Clone)]
pub struct PartRefund {
    /// The payment and the reason.
    pub of: Refund,
    /// Won that go back.
    pub amount: Won,
    /// Won that are left after it. Inicis refuses another sum, so that the same part cannot go back twice.
    pub remainder: Won,
    /// Of the amount.
    pub taxes: Option<Taxes>,
}

/// All went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refunded {
    /// When; nothing where it had gone back before this call.
    pub at: Option<DateTime<Utc>>,
    /// The tax office's number of the cancelled cash receipt, where there was one.
    pub receipt: Option<String>,
}

/// A part went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRefunded {
    /// Inicis' number of this move (`prtcTid`), where it was said.
    pub tid: Option<String>,
    /// Won that went back.
    pub amount: Won,
    /// Won that are left.
    pub remains: Won,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

/// What Inicis knows of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Inicis' number of it.
    pub tid: String,
    /// The shop's.
    pub order: String,
    /// Won that were approved.
    pub amount: Won,
    /// How; nothing for a word that is not known here.
    pub method: Option<Method>,
    /// How it stands.
    pub status: Status,
    /// When it was approved; nothing where it could not be read.
    pub at: Option<DateTime<Utc>>,
    /// The account, where one was issued.
    pub account: Option<FoundAccount>,
    /// Its deposit, where it is an account that was paid into.
    pub deposited: Option<Won>,
}

/// An account that was issued for a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAccount {
    /// Its number.
    pub number: Private,
    /// Inicis' code of its bank.
    pub bank: String,
    /// Until when it takes deposits; nothing where it could not be read.
    pub due: Option<DateTime<Utc>>,
}

/// How a payment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Approved; for an account: issued.
    Approved,
    /// All went back, or it never took effect.
    Cancelled,
    /// A part went back.
    PartlyCancelled,
    /// A word that is not known here.
    Unknown(String),
}

impl Status {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "APPROVAL" => Self::Approved,
            "CANCEL" => Self::Cancelled,
            "PART_CANCEL" => Self::PartlyCancelled,
            other => Self::Unknown(crate::texting::code(other)),
        }
    }
}

impl Found {
    /// Whether money came and none of it went back.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        let here = self.method != Some(Method::Account) || self.deposited.is_some();
        self.status == Status::Approved && self.method.is_some() && here
    }
}
