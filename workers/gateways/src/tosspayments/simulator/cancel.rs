//! How money goes back.

use chrono::{DateTime, Utc};
use domain::Won;

use super::shown;
use super::state::{Held, HeldCancel, Refusal, Reply, State, no};
use crate::demo_bank::is_nobodys;
use crate::paying::books::Way;
use crate::tosspayments::asks::{Cancel, RefundAccount};
use crate::tosspayments::codes;
use crate::tosspayments::wire::Status;

impl State {
    /// `POST /v1/payments/{paymentKey}/cancel`
    pub(super) fn cancel(&mut self, key: &str, ask: &Cancel, now: DateTime<Utc>) -> Reply {
        let Some(at) = self.place(key) else {
            return no(404, "NOT_FOUND_PAYMENT");
        };
        let held = &self.payments[at];
        let waiting = match held.status {
            Status::Done | Status::PartialCanceled => false,
            Status::WaitingForDeposit => true,
            Status::Canceled => return no(400, "ALREADY_CANCELED_PAYMENT"),
            _ => return no(403, "NOT_CANCELABLE_PAYMENT"),
        };
        let amount = ask.cancel_amount.unwrap_or(held.balance);
        check(held, ask, amount)?;
        if waiting && amount != held.balance {
            return no(403, "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT");
        }
        if !waiting && held.account.is_some() {
            check_account(ask.refund_receive_account.as_ref())?;
        }
        self.give_back(at, amount, ask, waiting, now);
        Ok(shown::payment(&self.payments[at]))
    }

    fn give_back(
        &mut self,
        at: usize,
        amount: Won,
        ask: &Cancel,
        waiting: bool,
        now: DateTime<Utc>,
    ) {
        let held = &mut self.payments[at];
        held.balance -= amount;
        let tax_free = ask.tax_free_amount.unwrap_or(Won::ZERO);
        held.tax_free_left -= tax_free;
        held.status = if held.balance.is_zero() {
            Status::Canceled
        } else {
            Status::PartialCanceled
        };
        let left = held.balance;
        self.enter(at, (!waiting).then_some(Way::Back), amount, now);
        let held = &mut self.payments[at];
        held.cancels.push(HeldCancel {
            amount,
            tax_free,
            left,
            reason: ask.cancel_reason.clone(),
            at: now,
            transaction: held.last.clone().unwrap_or_default(),
        });
        let account = held.account.is_some();
        self.changed(at, now);
        if account {
            self.told_of_deposit(at, now);
        }
    }
}

fn check(held: &Held, ask: &Cancel, amount: Won) -> Result<(), Refusal> {
    let reason = ask.cancel_reason.chars().count();
    if !(1..=200).contains(&reason) || !amount.is_positive() {
        return no(400, "INVALID_REQUEST");
    }
    if amount > held.balance {
        return no(403, "NOT_CANCELABLE_AMOUNT");
    }
    let tax_free = ask.tax_free_amount.unwrap_or(Won::ZERO);
    if tax_free.is_negative() || tax_free > amount || tax_free > held.tax_free_left {
        return no(400, "INVALID_REQUEST");
    }
    // What is taxable must be left, too.
    if amount - tax_free > held.balance - held.tax_free_left && ask.tax_free_amount.is_some() {
        return no(400, "NOT_MATCHES_REFUNDABLE_AMOUNT");
    }
    Ok(())
}

/// A deposit came from anybody: they must be told whose account it goes to.
fn check_account(account: Option<&RefundAccount>) -> Result<(), Refusal> {
    let Some(account) = account else {
        return no(400, "INVALID_REFUND_ACCOUNT_INFO");
    };
    if codes::kftc(&account.bank).is_none() {
        return no(400, "INVALID_BANK");
    }
    let number = &account.account_number;
    let digits = number.bytes().all(|digit| digit.is_ascii_digit());
    if !digits || !(6..=20).contains(&number.len()) || is_nobodys(number) {
        return no(400, "INVALID_REFUND_ACCOUNT_NUMBER");
    }
    if !(1..=60).contains(&account.holder_name.chars().count()) {
        return no(400, "INVALID_REFUND_ACCOUNT_INFO");
    }
    Ok(())
}
