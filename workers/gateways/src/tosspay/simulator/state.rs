//! What it knows: payments, refunds, receipts, books.

use std::collections::VecDeque;

use chrono::{DateTime, Duration, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::paying::books::{Move, Moves, Way};
use crate::paying::telling::Letter;
use crate::tosspay::asks::Split;
use crate::tosspay::wire::PayStatus;

#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) payments: Vec<Held>,
    pub(super) moves: Moves,
    pub(super) serial: u64,
    /// Callbacks that are still to be sent.
    #[serde(skip)]
    pub(super) outbox: Vec<Letter>,
    /// Codes with which executions are refused next.
    #[serde(skip)]
    pub(super) declines: VecDeque<String>,
    /// Executions that are answered with a wrong amount next.
    #[serde(skip)]
    pub(super) wrong_amounts: usize,
    /// Executions that hang next.
    #[serde(skip)]
    pub(super) stalls: usize,
}

/// A payment.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) token: String,
    pub(super) order: String,
    pub(super) goods: String,
    pub(super) amount: Won,
    pub(super) split: Split,
    pub(super) left: Won,
    pub(super) tax_free_left: Won,
    pub(super) return_url: String,
    pub(super) cancel_url: String,
    pub(super) callback: Option<String>,
    pub(super) status: PayStatus,
    pub(super) method: String,
    pub(super) created: DateTime<Utc>,
    pub(super) expires: DateTime<Utc>,
    pub(super) paid: Option<DateTime<Utc>>,
    pub(super) transaction: String,
    pub(super) refunds: Vec<HeldRefund>,
    pub(super) receipt: Option<String>,
}

/// What went back.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct HeldRefund {
    pub(super) number: String,
    pub(super) amount: Won,
    pub(super) left: Won,
    pub(super) at: DateTime<Utc>,
    pub(super) transaction: String,
}

/// Why not: the HTTP status and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16, pub(super) String);

pub(super) type Reply = Result<Value, Refusal>;

/// A refusal of the business: answered with 200.
pub(super) fn no<T>(code: &str) -> Result<T, Refusal> {
    Err(Refusal(200, code.to_owned()))
}

/// A refusal of the request.
pub(super) fn bad<T>() -> Result<T, Refusal> {
    Err(Refusal(400, "COMMON_INVALID_PARAMETER".to_owned()))
}

/// After this nothing goes back.
fn settled_after() -> Duration {
    Duration::days(365)
}

impl State {
    /// An id that is another each time.
    pub(super) fn next(&mut self, of: &str) -> String {
        self.serial += 1;
        format!("sim-{of}-{:012}", self.serial)
    }

    pub(super) fn place(&self, token: &str) -> Option<usize> {
        self.payments.iter().position(|held| held.token == token)
    }

    /// The payment of an order that counts: one that was agreed to, or else the newest.
    pub(super) fn place_of(&self, order: &str) -> Option<usize> {
        let of = |held: &Held| held.order == order;
        let agreed = self
            .payments
            .iter()
            .rposition(|held| of(held) && held.is_agreed());
        agreed.or_else(|| self.payments.iter().rposition(of))
    }

    /// Whether time changed something.
    pub(super) fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.payments.iter().any(|held| held.after(now).is_some())
    }

    /// What was not done in time is over, and so is what was settled.
    pub(super) fn expire(&mut self, now: DateTime<Utc>) {
        for held in &mut self.payments {
            if let Some(status) = held.after(now) {
                held.status = status;
            }
        }
    }

    /// Writes money that moved into the books.
    pub(super) fn enter(
        &mut self,
        at: usize,
        way: Way,
        amount: Won,
        transaction: String,
        now: DateTime<Utc>,
    ) {
        let held = &self.payments[at];
        self.moves.enter(Move {
            id: transaction,
            payment: held.token.clone(),
            order: held.order.clone(),
            way,
            amount,
            at: now,
        });
    }
}

impl Held {
    /// What time made of it.
    fn after(&self, now: DateTime<Utc>) -> Option<PayStatus> {
        let old = self.paid.is_some_and(|paid| now - paid > settled_after());
        match self.status {
            PayStatus::Standby | PayStatus::Approved if now > self.expires => {
                Some(PayStatus::Cancel)
            }
            PayStatus::Complete if old => Some(PayStatus::SettlementComplete),
            PayStatus::RefundSuccess if old => Some(PayStatus::SettlementRefundComplete),
            _ => None,
        }
    }

    /// Whether the shopper agreed, whatever became of it.
    pub(super) fn is_agreed(&self) -> bool {
        !matches!(self.status, PayStatus::Standby | PayStatus::Cancel)
    }

    /// Whether money was taken that may go back.
    pub(super) fn is_paid(&self) -> bool {
        matches!(self.status, PayStatus::Complete | PayStatus::RefundSuccess)
    }
}
