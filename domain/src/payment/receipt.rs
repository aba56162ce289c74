//! Cash receipts (현금영수증): what one says, for whom, and how far it came.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ProviderId, RefundId};
use crate::money::Won;
use crate::personal::PersonalRef;

/// What a cash receipt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// A person's income deduction (소득공제).
    Deduction,
    /// A business's expense (지출증빙).
    Expense,
}

impl ReceiptKind {
    /// Its name in forms and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deduction => "deduction",
            Self::Expense => "expense",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Deduction, Self::Expense];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The receipt that an order is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptWish {
    /// What for.
    pub kind: ReceiptKind,
    /// A telephone or business number, in the vault; none: nobody asked, and the law wants one (자진발급).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<PersonalRef>,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceipt {
    /// Who issues it.
    pub issuer: ProviderId,
    /// What for, and for whom.
    pub wish: ReceiptWish,
    /// Won that it was asked for.
    pub amount: Won,
    /// Won of it that are free of VAT.
    pub tax_free: Won,
    /// Won that it still says.
    pub left: Won,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// How far it came.
    pub stage: ReceiptStage,
}

impl CashReceipt {
    /// Whether its issuer refused it, or nobody knows.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.stage, ReceiptStage::Refused(_))
    }
}

/// How far a receipt came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStage {
    /// Its issuer was asked, or is about to be.
    Asked,
    /// It is issued.
    Issued {
        /// The issuer's id of it.
        reference: String,
        /// The tax office's number of it (승인번호).
        approval: String,
    },
    /// Its issuer refused: a code. Staff must look.
    Refused(String),
    /// All of it was taken back.
    Cancelled,
}

/// What may happen to a receipt.
#[derive(Debug, Clone, PartialEq)]
pub enum ReceiptCommand {
    /// Its issuer is about to be asked.
    Ask {
        /// Who issues it.
        issuer: ProviderId,
        /// What for, and for whom.
        wish: ReceiptWish,
        /// Won.
        amount: Won,
        /// Won of it that are free of VAT.
        tax_free: Won,
        /// When.
        at: DateTime<Utc>,
    },
    /// The issuer issued it.
    NoteIssued {
        /// The issuer's id of it.
        reference: String,
        /// The tax office's number of it.
        approval: String,
        /// When, by the issuer's clock.
        at: DateTime<Utc>,
    },
    /// The issuer refused, or nobody can find out: a code.
    NoteRefused {
        /// The issuer's code, or a word of ours.
        code: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// The issuer took back what a refund gave back.
    NoteReduced {
        /// The refund.
        refund: RefundId,
        /// When.
        at: DateTime<Utc>,
    },
    /// The issuer took all of it back.
    NoteCancelled {
        /// When.
        at: DateTime<Utc>,
    },
}
