//! Cash receipts for money that came another way.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde_json::{Value, json};

use super::shown;
use super::state::{Receipt, Reply, State, no};
use crate::tosspayments::asks::{ReceiptAsk, ReceiptKind, is_order};

impl State {
    /// `POST /v1/cash-receipts`
    pub(super) fn issue_receipt(&mut self, ask: &ReceiptAsk, now: DateTime<Utc>) -> Reply {
        let tax_free = ask.tax_free_amount.unwrap_or(Won::ZERO);
        let number = &ask.customer_identity_number;
        let digits = number.bytes().all(|digit| digit.is_ascii_digit());
        let known = !matches!(ask.kind, ReceiptKind::Unknown(_));
        let amounts = ask.amount.is_positive() && !tax_free.is_negative() && tax_free <= ask.amount;
        let numbered = digits && (10..=30).contains(&number.len());
        if !(known && amounts && numbered && is_order(&ask.order_id)) {
            return no(400, "INVALID_REQUEST");
        }
        let issued =
            |receipt: &Receipt| receipt.order == ask.order_id && receipt.left.is_positive();
        if self.receipts.iter().any(issued) {
            return no(400, "ALREADY_PROCESSED_PAYMENT");
        }
        let receipt = Receipt {
            key: format!("rsim{:08}", self.next()),
            order: ask.order_id.clone(),
            name: ask.order_name.clone(),
            kind: ask.kind.word().to_owned(),
            number: number.clone(),
            amount: ask.amount,
            tax_free,
            left: ask.amount,
            cancels: false,
            at: now,
        };
        let told = shown::receipt(&receipt);
        self.receipts.push(receipt);
        Ok(told)
    }

    /// `POST /v1/cash-receipts/{receiptKey}/cancel`
    pub(super) fn cancel_receipt(
        &mut self,
        key: &str,
        amount: Option<Won>,
        now: DateTime<Utc>,
    ) -> Reply {
        let of = |receipt: &&mut Receipt| receipt.key == key && !receipt.cancels;
        let Some(receipt) = self.receipts.iter_mut().find(of) else {
            return no(404, "NOT_FOUND");
        };
        let amount = amount.unwrap_or(receipt.left);
        if receipt.left.is_zero() {
            return no(400, "ALREADY_CANCELED_PAYMENT");
        }
        if !amount.is_positive() || amount > receipt.left {
            return no(403, "NOT_CANCELABLE_AMOUNT");
        }
        receipt.left -= amount;
        let taken_back = Receipt {
            key: String::new(),
            amount,
            left: Won::ZERO,
            cancels: true,
            at: now,
            ..receipt.clone()
        };
        let taken_back = Receipt {
            key: format!("rsim{:08}", self.next()),
            ..taken_back
        };
        let told = shown::receipt(&taken_back);
        self.receipts.push(taken_back);
        Ok(told)
    }

    /// `GET /v1/cash-receipts?requestDate=`
    pub(super) fn receipts_of(&self, day: NaiveDate) -> Value {
        let of = |receipt: &&Receipt| receipt.at.with_timezone(&Seoul).date_naive() == day;
        let rows: Vec<Value> = self
            .receipts
            .iter()
            .filter(of)
            .map(shown::receipt)
            .collect();
        json!({ "hasNext": false, "lastCursor": null, "data": rows })
    }
}
