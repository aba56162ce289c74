//! Work that waits: deposits that are due, and deposits that fit nothing.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::error::Answer;

/// An order whose deposit is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepositDue {
    /// The order's number.
    pub order: String,
    /// The store.
    pub store: String,
    /// Won.
    pub amount: i64,
    /// Three-digit KFTC code; `None` until the account is issued.
    pub bank: Option<String>,
    /// The account number, digits.
    pub account: Option<String>,
    /// Until when.
    pub deadline: DateTime<Utc>,
}

/// A deposit that fits no open payment: a task for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmatchedDeposit {
    /// The provider's id of the deposit.
    pub notice: String,
    /// The payment it came to, or `unmatched.…` when it came to none.
    pub payment: String,
    /// The order of that payment.
    pub order: Option<String>,
    /// The account it came to.
    pub account: String,
    /// Won.
    pub amount: i64,
    /// Why it fits nothing: `unknown_account`, `wrong_amount`, …; or `reversed`: it was taken back.
    pub reason: String,
    /// When the money arrived, by the provider's clock.
    pub at: DateTime<Utc>,
    /// When the log took it.
    pub recorded_at: DateTime<Utc>,
    /// When staff paid it back, or the provider took it; `None` while it waits for staff.
    pub settled_at: Option<DateTime<Utc>>,
    /// The bank's id of the transfer by which they did.
    pub transfer: Option<String>,
}

/// Orders whose deposit is awaited and due before `before`, the most urgent first.
pub async fn deposits_due(
    pool: &PgPool,
    before: DateTime<Utc>,
    limit: i64,
) -> Answer<Vec<DepositDue>> {
    let rows = sqlx::query(
        "SELECT o.order_id, o.store, o.total, p.bank, p.account, o.deposit_deadline
           FROM read.orders o LEFT JOIN read.payments p ON p.payment_id = o.order_id || '.1'
          WHERE o.status = 'pending_deposit' AND o.deposit_deadline < $1
          ORDER BY o.deposit_deadline, o.order_id LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let read = |row: &PgRow| {
        Ok(DepositDue {
            order: row.try_get("order_id")?,
            store: row.try_get("store")?,
            amount: row.try_get("total")?,
            bank: row.try_get("bank")?,
            account: row.try_get("account")?,
            deadline: row.try_get("deposit_deadline")?,
        })
    };
    rows.iter().map(read).collect()
}

impl UnmatchedDeposit {
    /// Whether it still waits for staff.
    pub fn is_open(&self) -> bool {
        self.settled_at.is_none()
    }

    /// Whether the provider took it back, so that nothing is left to pay back.
    pub fn is_reversal(&self) -> bool {
        self.reason == "reversed"
    }
}

/// Deposits that fitted no payment: first those that wait for staff, then the newest.
pub async fn unmatched(pool: &PgPool, limit: i64) -> Answer<Vec<UnmatchedDeposit>> {
    unmatched_of(pool, None, limit).await
}

/// The deposit that a notice told of, if it fitted no payment.
pub async fn unmatched_deposit(pool: &PgPool, notice: &str) -> Answer<Option<UnmatchedDeposit>> {
    Ok(unmatched_of(pool, Some(notice), 1).await?.pop())
}

async fn unmatched_of(
    pool: &PgPool,
    notice: Option<&str>,
    limit: i64,
) -> Answer<Vec<UnmatchedDeposit>> {
    let rows = sqlx::query(
        "SELECT u.notice, p.payment_id, p.order_id, u.account, u.amount, u.reason, u.at, u.recorded_at,
                u.settled_at, u.transfer
           FROM read.payments p, json_to_recordset(p.doc::json -> 'unmatched') AS
                u(notice text, account text, amount bigint, reason text, at timestamptz, recorded_at timestamptz,
                  settled_at timestamptz, transfer text)
          WHERE p.unmatched > 0 AND ($2::text IS NULL OR u.notice = $2)
          ORDER BY u.settled_at IS NOT NULL, u.recorded_at DESC, u.notice LIMIT $1",
    )
    .bind(limit)
    .bind(notice)
    .fetch_all(pool)
    .await?;
    let read = |row: &PgRow| {
        Ok(UnmatchedDeposit {
            notice: row.try_get("notice")?,
            payment: row.try_get("payment_id")?,
            order: row.try_get("order_id")?,
            account: row.try_get("account")?,
            amount: row.try_get("amount")?,
            reason: row.try_get("reason")?,
            at: row.try_get("at")?,
            recorded_at: row.try_get("recorded_at")?,
            settled_at: row.try_get("settled_at")?,
            transfer: row.try_get("transfer")?,
        })
    };
    rows.iter().map(read).collect()
}
