//! Virtual accounts without a window.

use chrono::{DateTime, Duration, Utc};
use domain::Won;

use super::pay::Opened;
use super::shown;
use super::state::{Reply, State, no};
use crate::tosspayments::asks::AccountAsk;
use crate::tosspayments::codes;

impl State {
    /// `POST /v1/virtual-accounts`
    pub(super) fn issue_directly(&mut self, ask: &AccountAsk, now: DateTime<Utc>) -> Reply {
        if codes::kftc(&ask.bank).is_none() {
            return no(400, "INVALID_BANK");
        }
        if ask.customer_name.is_empty() {
            return no(400, "INVALID_REQUEST");
        }
        let priced = |line: &crate::tosspayments::asks::EscrowProduct| line.quantity > 0;
        if ask.use_escrow && !(ask.escrow_products.iter().any(priced)) {
            return no(400, "INVALID_REQUEST");
        }
        let opened = Opened {
            method: "VIRTUAL_ACCOUNT",
            order: &ask.order_id,
            name: &ask.order_name,
            amount: ask.amount,
            tax_free: ask.tax_free_amount.unwrap_or(Won::ZERO),
            valid_hours: ask.valid_hours.map_or(168, i64::from),
            due: None,
            escrow: ask.use_escrow,
            customer: &ask.customer_name,
            success_url: "",
            fail_url: "",
        };
        let key = self.ready(&opened, Duration::zero(), now)?;
        let Some(at) = self.place(&key) else {
            return no(500, "FAILED_INTERNAL_SYSTEM_PROCESSING");
        };
        if let Some(account) = &mut self.payments[at].account {
            account.bank.clone_from(&ask.bank);
        }
        self.issue(at, now);
        Ok(shown::payment(&self.payments[at]))
    }
}
