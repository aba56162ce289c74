//! Cash receipts of payments with Toss money.

use serde::Deserialize;

use super::pay::Named;
use super::shown;
use super::state::{Refusal, Reply, State, bad, no};
use crate::tosspay::asks::SELF_ISSUE;

/// `POST /api/v2/issue-cash-receipt`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReceiptIssue {
    pay_token: String,
    cash_receipt_key: String,
    cash_receipt_key_type: String,
    cash_receipt_purpose: String,
    #[serde(default)]
    need_self_issue: bool,
}

impl State {
    pub(super) fn issue_receipt(&mut self, ask: &ReceiptIssue) -> Reply {
        let at = self.paid_with_money(Some(&ask.pay_token))?;
        let kinds = ["PHONE", "CORPORATE", "CARD"];
        let purposes = ["DEDUCTION", "EVIDENCE"];
        let number = &ask.cash_receipt_key;
        let digits = number.len() >= 10 && number.bytes().all(|digit| digit.is_ascii_digit());
        let known = kinds.contains(&ask.cash_receipt_key_type.as_str())
            && purposes.contains(&ask.cash_receipt_purpose.as_str());
        let selfish = !ask.need_self_issue || number == SELF_ISSUE;
        if !(digits && known && selfish) {
            return bad();
        }
        if self.payments[at].receipt.is_some() {
            return no("COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
        }
        let key = self.next("receipt");
        self.payments[at].receipt = Some(key);
        Ok(shown::receipt(&self.payments[at]))
    }

    pub(super) fn revoke_receipt(&mut self, ask: &Named) -> Reply {
        let at = self.paid_with_money(ask.pay_token.as_deref())?;
        let held = &self.payments[at];
        // It is taken back as far as money went back, and no further.
        if held.receipt.is_none() || held.refunds.is_empty() {
            return no("COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS");
        }
        Ok(shown::receipt(held))
    }

    pub(super) fn receipt(&self, ask: &Named) -> Reply {
        let at = self.paid_with_money(ask.pay_token.as_deref())?;
        if self.payments[at].receipt.is_none() {
            return no("TRANSACTION_NOT_FOUND");
        }
        Ok(shown::receipt_info(&self.payments[at]))
    }

    fn paid_with_money(&self, token: Option<&str>) -> Result<usize, Refusal> {
        let Some(at) = token.and_then(|token| self.place(token)) else {
            return Err(Refusal(404, "TRANSACTION_NOT_FOUND".to_owned()));
        };
        let held = &self.payments[at];
        if held.is_paid() && held.method == "TOSS_MONEY" {
            return Ok(at);
        }
        no("COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS")
    }
}
