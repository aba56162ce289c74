//! How money goes back.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use super::pay::split;
use super::shown;
use super::state::{Held, HeldRefund, Refusal, Reply, State, bad, no};
use crate::paying::books::Way;
use crate::tosspay::asks::may_be_said;
use crate::tosspay::wire::PayStatus;

/// `POST /api/v2/refunds`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PayBack {
    pay_token: String,
    refund_no: Option<String>,
    #[serde(default = "yes")]
    idempotent: bool,
    #[serde(default)]
    reason: String,
    amount: Option<Won>,
    #[serde(default)]
    amount_tax_free: Won,
    amount_taxable: Option<Won>,
    amount_vat: Option<Won>,
    amount_service_fee: Option<Won>,
}

const fn yes() -> bool {
    true
}

impl State {
    pub(super) fn refund(&mut self, ask: &PayBack, now: DateTime<Utc>) -> Reply {
        let Some(at) = self.place(&ask.pay_token) else {
            return Err(Refusal(404, "TRANSACTION_NOT_FOUND".to_owned()));
        };
        let said = ask.reason.chars();
        let number = ask.refund_no.as_deref().map_or(1, str::len);
        if !said.clone().all(may_be_said) || said.count() > 255 || !(1..=36).contains(&number) {
            return bad();
        }
        if let Some(before) = self.before(ask, at)? {
            return Ok(before);
        }
        let held = &self.payments[at];
        refundable(held)?;
        let amount = ask.amount.unwrap_or(held.left);
        let parts = [ask.amount_taxable, ask.amount_vat, ask.amount_service_fee];
        let split = split(amount, ask.amount_tax_free, parts)?;
        let taxed = amount - split.amount_tax_free;
        if !amount.is_positive()
            || split.amount_tax_free > held.tax_free_left
            || taxed > held.left - held.tax_free_left
        {
            return bad();
        }
        let transaction = self.next("refund");
        let number = ask.refund_no.clone().unwrap_or_else(|| transaction.clone());
        let held = &mut self.payments[at];
        held.left -= amount;
        held.tax_free_left -= split.amount_tax_free;
        held.status = PayStatus::RefundSuccess;
        held.refunds.push(HeldRefund {
            number,
            amount,
            left: held.left,
            at: now,
            transaction: transaction.clone(),
        });
        self.enter(at, Way::Back, amount, transaction, now);
        let held = &self.payments[at];
        held.refunds
            .last()
            .map_or_else(bad, |refund| Ok(shown::refunded(held, refund)))
    }

    /// What was answered to this number before; another's number, or the same with another amount, is refused.
    fn before(&self, ask: &PayBack, at: usize) -> Result<Option<serde_json::Value>, Refusal> {
        let Some(number) = &ask.refund_no else {
            return Ok(None);
        };
        for (place, held) in self.payments.iter().enumerate() {
            let Some(refund) = held.refunds.iter().find(|refund| refund.number == *number) else {
                continue;
            };
            let same = ask.amount.is_none_or(|amount| amount == refund.amount);
            if place == at && same && ask.idempotent {
                return Ok(Some(shown::refunded(held, refund)));
            }
            return no("REFUND_REFUND_NO_DUPLICATE");
        }
        Ok(None)
    }
}

fn refundable(held: &Held) -> Result<(), Refusal> {
    if held.is_paid() && held.left.is_zero() {
        return no("REFUND_ALREADY_REFUNDED");
    }
    if held.is_paid() {
        return Ok(());
    }
    no("COMMON_ITS_NOT_ABLE_TO_CHANGE_STATUS")
}
