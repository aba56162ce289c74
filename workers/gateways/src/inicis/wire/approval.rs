//! An approved payment, whichever window it came from.

use chrono::{DateTime, Utc};
use domain::Won;

use crate::paying::private::Private;

/// What Inicis approved. An approval with [`Means::Account`] is an account that was issued: no money yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Inicis' number of the payment (거래번호): 40 characters at most.
    pub tid: String,
    /// The shop's number of the attempt.
    pub order: String,
    /// Won.
    pub amount: Won,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub means: Means,
}

/// How it was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// A card.
    Card(Card),
    /// From an account at a bank (Inicis' code of it).
    Transfer {
        /// Inicis' code.
        bank: String,
    },
    /// Into an account that was issued.
    Account(Account),
    /// With a telephone bill.
    Phone,
    /// A word that is not known here; nobody should take it for money.
    Unknown(String),
}

/// A card, as far as it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Inicis' code of the issuer (not a bank's: `04` is 현대 here).
    pub issuer: String,
    /// The number as Inicis masked it.
    pub masked: Private,
    /// The card company's number of the approval (승인번호).
    pub approval: String,
    /// Months; 0 is at once.
    pub instalments: u32,
    /// Whether parts can be paid back, where it was said.
    pub partial: Option<bool>,
}

/// An account for a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: Private,
    /// Inicis' code of its bank.
    pub bank: String,
    /// That bank's name, where it was said.
    pub bank_name: String,
    /// Whose account it seems to be (예금주).
    pub holder: String,
    /// Who is to deposit.
    pub depositor: Private,
    /// Until when.
    pub due: DateTime<Utc>,
}
