//! What it knows: payments, receipts, books, and what it answered.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::paying::books::{Move, Moves, Way};
use crate::tosspayments::wire::Status;

#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) payments: Vec<Held>,
    pub(super) receipts: Vec<Receipt>,
    pub(super) rows: Vec<Row>,
    pub(super) moves: Moves,
    pub(super) answers: BTreeMap<String, Answered>,
    pub(super) serial: u64,
    /// Notices that are still to be sent.
    #[serde(skip)]
    pub(super) outbox: Vec<Value>,
    /// Codes with which confirmations are refused next.
    #[serde(skip)]
    pub(super) declines: VecDeque<String>,
    /// Confirmations that are answered with a wrong amount next.
    #[serde(skip)]
    pub(super) wrong_amounts: usize,
}

/// A payment.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Held {
    pub(super) key: String,
    pub(super) order: String,
    pub(super) name: String,
    /// The SDK's word: `CARD` and the like.
    pub(super) method: String,
    pub(super) amount: Won,
    pub(super) tax_free: Won,
    pub(super) balance: Won,
    pub(super) tax_free_left: Won,
    pub(super) status: Status,
    pub(super) requested: DateTime<Utc>,
    /// Until when it can be confirmed, or paid in.
    pub(super) until: DateTime<Utc>,
    pub(super) approved: Option<DateTime<Utc>>,
    pub(super) last: Option<String>,
    pub(super) secret: String,
    pub(super) escrow: bool,
    pub(super) valid_hours: i64,
    #[serde(default)]
    pub(super) due: Option<DateTime<Utc>>,
    pub(super) success_url: String,
    pub(super) fail_url: String,
    pub(super) account: Option<HeldAccount>,
    pub(super) cancels: Vec<HeldCancel>,
}

/// A virtual account.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct HeldAccount {
    pub(super) bank: String,
    pub(super) number: String,
    pub(super) customer: String,
    /// Whether money came into it that was not taken back by the bank.
    pub(super) filled: bool,
}

/// What went back.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct HeldCancel {
    pub(super) amount: Won,
    pub(super) tax_free: Won,
    pub(super) left: Won,
    pub(super) reason: String,
    pub(super) at: DateTime<Utc>,
    pub(super) transaction: String,
}

/// A cash receipt.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub(super) key: String,
    pub(super) order: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) amount: Won,
    pub(super) tax_free: Won,
    pub(super) left: Won,
    pub(super) cancels: bool,
    pub(super) at: DateTime<Utc>,
}

/// A row of the list of a time.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) transaction: String,
    pub(super) payment: String,
    pub(super) order: String,
    pub(super) method: String,
    pub(super) status: Status,
    pub(super) amount: Won,
    pub(super) at: DateTime<Utc>,
}

/// What was answered to an idempotency key.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) at: DateTime<Utc>,
}

/// Why not: the HTTP status and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16, pub(super) String);

pub(super) type Reply = Result<Value, Refusal>;

pub(super) fn no<T>(status: u16, code: &str) -> Result<T, Refusal> {
    Err(Refusal(status, code.to_owned()))
}

impl State {
    /// The number of this thing; each is another.
    pub(super) fn next(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    pub(super) fn transaction(&mut self) -> String {
        format!("SIMULATED{:023}", self.next())
    }

    pub(super) fn place(&self, key: &str) -> Option<usize> {
        self.payments.iter().position(|held| held.key == key)
    }

    /// The payment of an order that counts: one that was confirmed, or else the newest.
    pub(super) fn place_of(&self, order: &str) -> Option<usize> {
        let of = |held: &Held| held.order == order;
        let confirmed = self
            .payments
            .iter()
            .rposition(|held| of(held) && held.is_confirmed());
        confirmed.or_else(|| self.payments.iter().rposition(of))
    }

    /// Whether something waits whose time is over.
    pub(super) fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.payments.iter().any(|held| held.is_late(now))
    }

    /// What was not done in time is over, and the shop is told.
    pub(super) fn expire(&mut self, now: DateTime<Utc>) {
        for at in 0..self.payments.len() {
            if self.payments[at].is_late(now) {
                self.payments[at].status = Status::Expired;
                self.changed(at, now);
            }
        }
    }

    /// Writes a payment's newest state into the list of a time, and the money, if any moved, into the books.
    pub(super) fn enter(&mut self, at: usize, way: Option<Way>, amount: Won, now: DateTime<Utc>) {
        let transaction = self.transaction();
        let held = &mut self.payments[at];
        held.last = Some(transaction.clone());
        self.rows.push(Row {
            transaction: transaction.clone(),
            payment: held.key.clone(),
            order: held.order.clone(),
            method: held.method.clone(),
            status: held.status.clone(),
            amount,
            at: now,
        });
        let Some(way) = way else { return };
        self.moves.enter(Move {
            id: transaction,
            payment: held.key.clone(),
            order: held.order.clone(),
            way,
            amount,
            at: now,
        });
    }
}

impl Held {
    fn is_late(&self, now: DateTime<Utc>) -> bool {
        let waits = matches!(
            self.status,
            Status::Ready | Status::InProgress | Status::WaitingForDeposit
        );
        waits && now > self.until
    }

    /// Whether the shop confirmed it, whatever became of it.
    pub(super) fn is_confirmed(&self) -> bool {
        matches!(
            self.status,
            Status::Done | Status::PartialCanceled | Status::Canceled | Status::WaitingForDeposit
        )
    }
}
