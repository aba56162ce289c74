//! A shopper's way through a provider's window: opened, asked for the money, and what came of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::ProviderId;
use crate::money::Won;
use crate::personal::PersonalRef;

/// How a shopper pays in a provider's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A card.
    Card,
    /// A bank transfer at once (실시간 계좌이체).
    Transfer,
    /// An account of this payment's own, to which the shopper sends the money later (가상계좌).
    VirtualAccount,
    /// What the provider keeps for the shopper: money, points, cards (간편결제).
    Wallet,
}

impl Means {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Card,
        Self::Transfer,
        Self::VirtualAccount,
        Self::Wallet,
    ];

    /// Its name in settings, forms and events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Transfer => "transfer",
            Self::VirtualAccount => "virtual_account",
            Self::Wallet => "wallet",
        }
    }

    /// The means of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Whether the law wants escrow to be offered for it (전자상거래법 §24): cash, not cards.
    #[must_use]
    pub const fn is_cash(self) -> bool {
        matches!(self, Self::Transfer | Self::VirtualAccount)
    }
}

/// One way through a window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Whose window.
    pub provider: ProviderId,
    /// How.
    pub means: Means,
    /// What the provider calls it, where it told so before the window opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Until when the shopper may come back.
    pub until: DateTime<Utc>,
    /// What the browser brought back, in the vault; once the money was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<PersonalRef>,
    /// How far it came.
    pub stage: Stage,
}

/// How far an attempt came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The shopper is in the window, or has left it.
    Open,
    /// The provider was asked for the money; its answer is not known yet.
    Asked {
        /// When.
        at: DateTime<Utc>,
    },
    /// The money is ours, or its account waits.
    Approved {
        /// The provider's id of the transaction.
        transaction: String,
    },
    /// The money came when it was not wanted any more: it must go back.
    Stranded {
        /// The provider's id of the transaction.
        transaction: String,
        /// Won.
        amount: Won,
    },
    /// No money was taken.
    Failed,
    /// What was taken, if anything was, went back.
    Undone,
}

impl Attempt {
    /// Whether the provider may be taking the money just now: nobody else may be asked meanwhile.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        matches!(self.stage, Stage::Asked { .. })
    }

    /// When the provider was asked for the money, as long as its answer is not known.
    #[must_use]
    pub const fn asked_at(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            Stage::Asked { at } => Some(at),
            _ => None,
        }
    }

    /// The provider's id of the transaction, once it is known.
    #[must_use]
    pub fn transaction(&self) -> Option<&str> {
        match &self.stage {
            Stage::Approved { transaction } | Stage::Stranded { transaction, .. } => {
                Some(transaction)
            }
            _ => None,
        }
    }
}

/// Why money that a provider took is not wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrandedReason {
    /// The order was cancelled before.
    AfterCancel,
    /// The time to pay had passed before.
    AfterExpiry,
    /// Another attempt had paid the order before.
    AlreadyPaid,
    /// It is not what is due.
    WrongAmount,
}

/// What a provider says that it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The provider's id of the transaction.
    pub transaction: String,
    /// Won.
    pub amount: Won,
    /// The card's issuer, as the provider numbers it; none for other means.
    pub issuer: Option<String>,
    /// When, by the provider's clock.
    pub at: DateTime<Utc>,
}

/// An account that a provider issued in its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The provider's id of the transaction.
    pub transaction: String,
    /// Three-digit KFTC code.
    pub bank: String,
    /// Digits.
    pub account: String,
    /// Until when it takes deposits.
    pub deadline: DateTime<Utc>,
    /// When, by the provider's clock.
    pub at: DateTime<Utc>,
}

/// What may happen to an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum AttemptCommand {
    /// The shopper goes to the window.
    Open {
        /// Whose window.
        provider: ProviderId,
        /// How they pay.
        means: Means,
        /// What the provider calls it.
        key: Option<String>,
        /// Until when they may come back.
        until: DateTime<Utc>,
        /// When.
        at: DateTime<Utc>,
    },
    /// The provider is about to be asked for the money.
    Ask {
        /// What the browser brought back.
        ticket: Option<PersonalRef>,
        /// When.
        at: DateTime<Utc>,
    },
    /// The provider says that it took the money.
    NoteApproval(Approval),
    /// The provider says that it issued an account, to which the money is to come.
    NoteAccount(Issued),
    /// The provider says that it took none, and why: a code.
    NoteFailure {
        /// The provider's code, or a word of ours.
        code: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// The provider says that nothing is left of it: whatever it took went back.
    NoteUndone {
        /// When.
        at: DateTime<Utc>,
    },
}
