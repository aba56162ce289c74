//! Money given back that no order explains: a return without a known purchase, a manual
//! correction in an imported book. It is recorded, so that the books stay whole.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, Reference, Sku, StoreId};
use crate::meta::Channel;
use crate::money::Won;
use crate::rule::{aggregate, events};

events! {
    /// What happened to a credit.
    CreditEvent {
        /// Money went back, or was owed, outside any order.
        CreditRecorded @ "1" {
            /// What and why.
            note: Box<CreditNote>,
        },
    }
}

/// Money given back outside any order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditNote {
    /// The store.
    pub store: StoreId,
    /// The door it came through.
    pub channel: Channel,
    /// The document behind it.
    pub reference: Reference,
    /// The imported customer's id, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Country, as orders name it.
    pub country: String,
    /// What it was for.
    pub lines: Vec<CreditLine>,
    /// When.
    pub at: DateTime<Utc>,
}

/// One line of a credit note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditLine {
    /// The SKU, or the code of a charge.
    pub sku: Sku,
    /// Its category.
    pub category: CategoryId,
    /// Pieces; 0 for charges.
    pub quantity: u32,
    /// Won given back.
    pub amount: Won,
}

/// What may be asked of a credit.
#[derive(Debug, Clone, PartialEq)]
pub enum CreditCommand {
    /// Record it.
    Record { note: Box<CreditNote> },
}

/// Why a credit refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditRefusal {
    /// The document was recorded with another content.
    #[error("this document was recorded with another content")]
    Differs,
    /// It has no lines, or one below zero.
    #[error("a credit needs lines, none of them below zero")]
    BadLines,
}

/// A credit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    note: Option<Box<CreditNote>>,
}

aggregate!(Credit, "credit", CreditCommand => CreditEvent | CreditRefusal, shape 1);

impl Credit {
    /// What was recorded.
    pub fn note(&self) -> Option<&CreditNote> {
        self.note.as_deref()
    }

    /// A document is recorded once.
    fn rule(&self, command: CreditCommand) -> Result<Vec<CreditEvent>, CreditRefusal> {
        let CreditCommand::Record { note } = command;
        match &self.note {
            Some(known) if *known == note => Ok(vec![]),
            Some(_) => Err(CreditRefusal::Differs),
            None if note.lines.is_empty() => Err(CreditRefusal::BadLines),
            None if note.lines.iter().any(|line| line.amount < Won(0)) => {
                Err(CreditRefusal::BadLines)
            }
            None => Ok(vec![CreditEvent::CreditRecorded { note }]),
        }
    }

    fn fold(&mut self, event: CreditEvent) {
        let CreditEvent::CreditRecorded { note } = event;
        self.note = Some(note);
    }
}
