//! What comes back from TossPay: read leniently, unknown fields are ignored,
//! unknown words kept.

use std::fmt;

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use crate::paying::lenient::{number, or_default, text, time, won};
use crate::paying::words::words;

words! {
    /// Where a payment stands.
    PayStatus {
        /// Opened; either side may give up.
        Standby = "PAY_STANDBY",
        /// The shopper agreed, the shop has not executed: it ends by itself when its time is over.
        Approved = "PAY_APPROVED",
        /// Given up, or over time.
        Cancel = "PAY_CANCEL",
        /// Money is being taken.
        Progress = "PAY_PROGRESS",
        /// Paid.
        Complete = "PAY_COMPLETE",
        /// Money is going back; no second refund may begin.
        RefundProgress = "REFUND_PROGRESS",
        /// Money went back; how much, the amounts tell.
        RefundSuccess = "REFUND_SUCCESS",
        /// A year is over: nothing goes back any more.
        SettlementComplete = "SETTLEMENT_COMPLETE",
        /// Likewise, after refunds.
        SettlementRefundComplete = "SETTLEMENT_REFUND_COMPLETE",
    }
}

words! {
    /// How was paid.
    PayMethod {
        /// The wallet's money.
        TossMoney = "TOSS_MONEY",
        /// A card in the wallet.
        Card = "CARD",
    }
}

/// A payment that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// Where the browser goes.
    pub checkout_page: String,
    /// TossPay's token of the payment.
    pub pay_token: String,
}

/// A payment that was executed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Executed {
    /// TossPay's token.
    pub pay_token: String,
    /// The shop's number of the order.
    pub order_no: String,
    /// Won that were asked for.
    pub amount: Won,
    /// The move's id.
    #[serde(default, deserialize_with = "text")]
    pub transaction_id: Option<String>,
    /// `LIVE` or `TEST`.
    #[serde(default, deserialize_with = "text")]
    pub mode: Option<String>,
    /// How.
    #[serde(default)]
    pub pay_method: Option<PayMethod>,
    /// Won that TossPay gave. Need not add up with what was paid: do not assume it.
    #[serde(default, deserialize_with = "won")]
    pub discounted_amount: Won,
    /// Won that the shopper paid.
    #[serde(default, deserialize_with = "won")]
    pub paid_amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub approval_time: Option<DateTime<Utc>>,
    /// The cash receipt, where one was issued with it.
    #[serde(default, deserialize_with = "text")]
    pub cash_receipt_mgt_key: Option<String>,
}

impl Executed {
    /// Whether it is the payment that the shop opened.
    #[must_use]
    pub fn is_of(&self, pay_token: &str, order: &str, amount: Won) -> bool {
        self.pay_token == pay_token && self.order_no == order && self.amount == amount
    }
}

/// Money that went back. TossPay tells it below zero here and there; this does not.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refunded {
    /// The refund's own number, as it was asked with.
    pub refund_no: String,
    /// TossPay's token of the payment.
    #[serde(default, deserialize_with = "text")]
    pub pay_token: Option<String>,
    /// The move's id.
    #[serde(default, deserialize_with = "text")]
    pub transaction_id: Option<String>,
    /// Won that went back, discounts and all.
    #[serde(deserialize_with = "above_zero")]
    pub refunded_amount: Won,
    /// Won that can still go back.
    pub refundable_amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub approval_time: Option<DateTime<Utc>>,
}

fn above_zero<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Won, D::Error> {
    let said = i64::deserialize(from)?;
    Ok(Won(said.saturating_abs()))
}

/// A payment as it stands. Its `Debug` shows only state and amounts.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// TossPay's token.
    pub pay_token: String,
    /// The shop's number of the order.
    pub order_no: String,
    /// Where it stands.
    pub pay_status: PayStatus,
    /// Won that were asked for.
    pub amount: Won,
    /// Won that can still go back: this tells of partial refunds, the state does not.
    #[serde(default, deserialize_with = "won")]
    pub refundable_amount: Won,
    /// Won that TossPay gave.
    #[serde(default, deserialize_with = "won")]
    pub discounted_amount: Won,
    /// Won that the shopper paid.
    #[serde(default, deserialize_with = "won")]
    pub paid_amount: Won,
    /// `LIVE` or `TEST`.
    #[serde(default, deserialize_with = "text")]
    pub mode: Option<String>,
    /// How.
    #[serde(default)]
    pub pay_method: Option<PayMethod>,
    /// Won of VAT, as they split it.
    #[serde(default, deserialize_with = "won")]
    pub amount_vat: Won,
    /// Won that are tax-free.
    #[serde(default, deserialize_with = "won")]
    pub amount_tax_free: Won,
    /// When it was opened.
    #[serde(default, deserialize_with = "time")]
    pub created_ts: Option<DateTime<Utc>>,
    /// When it was paid.
    #[serde(default, deserialize_with = "time")]
    pub paid_ts: Option<DateTime<Utc>>,
    /// The card.
    #[serde(default)]
    pub card: Option<Card>,
    /// Each move of money, oldest first.
    #[serde(default, deserialize_with = "or_default")]
    pub transactions: Vec<Transaction>,
}

impl Status {
    /// Whether it is the payment that the shop opened.
    #[must_use]
    pub fn is_of(&self, pay_token: &str, order: &str, amount: Won) -> bool {
        self.pay_token == pay_token && self.order_no == order && self.amount == amount
    }

    /// Whether the shopper's money was taken, whatever went back since.
    #[must_use]
    pub fn was_paid(&self) -> bool {
        matches!(
            self.pay_status,
            PayStatus::Complete
                | PayStatus::RefundProgress
                | PayStatus::RefundSuccess
                | PayStatus::SettlementComplete
                | PayStatus::SettlementRefundComplete
        )
    }

    /// Won that went back.
    #[must_use]
    pub fn paid_back(&self) -> Won {
        let back = self
            .transactions
            .iter()
            .filter(|row| row.step_type == "REFUND");
        back.map(|row| Won(row.transaction_amount.0.saturating_abs()))
            .sum()
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("order_no", &self.order_no)
            .field("pay_status", &self.pay_status)
            .field("amount", &self.amount)
            .field("refundable_amount", &self.refundable_amount)
            .finish_non_exhaustive()
    }
}

/// The card of a wallet.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Its company ([`super::codes::card`]).
    #[serde(default, deserialize_with = "number")]
    pub card_company_code: i64,
    /// Its number, masked by TossPay.
    #[serde(default, deserialize_with = "text")]
    pub card_number: Option<String>,
    /// The company's approval.
    #[serde(default, deserialize_with = "text")]
    pub card_authorization_no: Option<String>,
    /// Months of payment; 0 is at once. A number or a text.
    #[serde(default, deserialize_with = "number")]
    pub spread_out: i64,
}

/// One move of money.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// `PAY` or `REFUND`.
    #[serde(default)]
    pub step_type: String,
    /// Its id.
    #[serde(default, deserialize_with = "text")]
    pub transaction_id: Option<String>,
    /// Won; what goes back is below zero.
    #[serde(default, deserialize_with = "won")]
    pub transaction_amount: Won,
    /// When.
    #[serde(default, deserialize_with = "time")]
    pub reg_ts: Option<DateTime<Utc>>,
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
