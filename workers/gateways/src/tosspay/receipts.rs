//! Cash receipts (현금영수증) of payments with Toss money.

use domain::Won;
use serde::{Deserialize, Serialize};

use super::Client;
use super::asks::{ReceiptFor, SELF_ISSUE};
use crate::paying::call::CallError;
use crate::paying::lenient::{text, won};
use crate::paying::words::words;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReceiptAsk<'a> {
    pub(super) api_key: &'a str,
    pub(super) pay_token: &'a str,
    pub(super) cash_receipt_key: &'a str,
    pub(super) cash_receipt_key_type: &'static str,
    pub(super) cash_receipt_purpose: &'static str,
    pub(super) need_self_issue: bool,
}

/// A cash receipt that was asked for, or taken back as far as money went back.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Its number.
    pub cash_receipt_mgt_key: String,
    /// Won without VAT.
    #[serde(default, deserialize_with = "won")]
    pub supply_cost: Won,
    /// Won of VAT.
    #[serde(default, deserialize_with = "won")]
    pub tax: Won,
}

words! {
    /// How far a cash receipt is; the tax office takes two or three days.
    ReceiptStatus {
        /// On its way to the tax office.
        InProgress = "IN_PROGRESS",
        /// Asked for.
        Applied = "ISSUE_APPLIED",
        /// There.
        Complete = "ISSUE_COMPLETE",
        /// Refused.
        Failed = "ISSUE_FAILED",
    }
}

/// How a cash receipt stands. The number and name that TossPay tells with it are not read.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptInfo {
    /// Its number.
    pub cash_receipt_mgt_key: String,
    /// How far it is.
    pub status: ReceiptStatus,
    /// Won.
    #[serde(default, deserialize_with = "won")]
    pub total_amount: Won,
    /// The tax office's number.
    #[serde(default, deserialize_with = "text")]
    pub confirm_num: Option<String>,
}

impl Client {
    /// Issues the cash receipt of a payment with Toss money; its amounts are those of the payment.
    ///
    /// # Errors
    /// The call's.
    pub async fn issue_receipt(
        &self,
        pay_token: &str,
        whose: &ReceiptFor,
    ) -> Result<Receipt, CallError> {
        let (number, kind, purpose) = match whose {
            ReceiptFor::Consumer(number) => (number.as_str(), "PHONE", "DEDUCTION"),
            ReceiptFor::Business(number) => (number.as_str(), "CORPORATE", "EVIDENCE"),
            ReceiptFor::Nobody => (SELF_ISSUE, "PHONE", "DEDUCTION"),
        };
        let body = ReceiptAsk {
            api_key: self.key(),
            pay_token,
            cash_receipt_key: number,
            cash_receipt_key_type: kind,
            cash_receipt_purpose: purpose,
            need_self_issue: matches!(whose, ReceiptFor::Nobody),
        };
        self.post("receipt", "/api/v2/issue-cash-receipt", &body)
            .await
    }

    /// Takes the cash receipt back as far as money went back: after each refund, partial or whole.
    ///
    /// # Errors
    /// The call's.
    pub async fn revoke_receipt(&self, pay_token: &str) -> Result<Receipt, CallError> {
        let body = self.named(Some(pay_token), None);
        let path = "/api/v2/revoke-cash-receipt";
        self.post("cancel_receipt", path, &body).await
    }

    /// How the cash receipt stands.
    ///
    /// # Errors
    /// The call's.
    pub async fn receipt(&self, pay_token: &str) -> Result<ReceiptInfo, CallError> {
        let body = self.named(Some(pay_token), None);
        self.post("receipts", "/api/v2/cash-receipt-info", &body)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_without_whose_it_is() {
        let said = r#"{"cashReceiptMgtKey":"123456-123456","customerName":"김토스","identityNum":"01012341234",
            "totalAmount":"10000","status":"ISSUE_APPLIED","tradeDate":"20260801"}"#;
        let info: ReceiptInfo = serde_json::from_str(said).unwrap();
        assert_eq!(
            (info.status.clone(), info.total_amount),
            (ReceiptStatus::Applied, Won(10_000))
        );
        assert!(!format!("{info:?}").contains("0101234"));
    }
}
