//! Giving back: never more than there is, never on another remainder than the shop believes in.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::{
    ALREADY_CANCELLED, INCONSISTENT, INVALID, NOT_FOUND, NOT_PAID, No, PARTS, TOO_MUCH,
    TOO_MUCH_TAX, TOO_MUCH_TAX_FREE,
};
use super::state::{Cancel, Record, State, fresh};
use super::{Office, Simulator};
use crate::locks::lock;
use crate::paying::books::Way;
use crate::portone::banks;
use crate::portone::opening::PayMethod;
use crate::portone::webhook::Kind;
use crate::portone::wire::{CancellationStatus, Status};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    amount: Option<Won>,
    tax_free_amount: Option<Won>,
    vat_amount: Option<Won>,
    #[serde(default)]
    reason: String,
    current_cancellable_amount: Option<Won>,
    refund_account: Option<Account>,
    #[serde(default)]
    skip_webhook: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    bank: String,
    number: String,
    holder_name: String,
}

impl Office {
    /// A call with a key that was seen before does nothing, and gets the answer of then.
    pub(super) fn cancel_once(
        &self,
        id: &str,
        key: Option<&str>,
        asked: &Asked,
    ) -> Result<Value, No> {
        let Some(key) = key else {
            return self.cancel(id, asked);
        };
        let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"-_".contains(&letter);
        if !(16..=256).contains(&key.len()) || !key.bytes().all(fits) {
            return Err(INVALID);
        }
        let key = format!("{id}/{key}");
        if let Some(answer) = self.state.read(|state| state.answers.get(&key).cloned()) {
            return Ok(answer);
        }
        let answer = self.cancel(id, asked)?;
        self.state
            .change(|state| state.answers.insert(key, answer.clone()));
        Ok(answer)
    }

    fn cancel(&self, id: &str, asked: &Asked) -> Result<Value, No> {
        let now = self.clock.now();
        self.state.change(|state| {
            let record = state.payments.get_mut(id).ok_or(NOT_FOUND)?;
            let cancel = cancel(record, asked, now)?;
            if let Some(pg_code) = lock(&self.declines).pop_front() {
                return Err(No::behind(pg_code));
            }
            let number = cancel.id.clone();
            record.cancels.push(cancel);
            let mut pending = lock(&self.pending);
            if *pending > 0 {
                *pending -= 1;
                self.tell(&Kind::CancelPending, record, Some(&number));
            } else {
                self.finish(state, id, &number, !asked.skip_webhook);
            }
            let record = state.payments.get(id).ok_or(NOT_FOUND)?;
            let done = record.cancels.iter().find(|cancel| cancel.id == number);
            Ok(json!({ "cancellation": done.map(Cancel::told) }))
        })
    }

    /// Does a cancel that was taken.
    fn finish(&self, state: &mut State, id: &str, number: &str, tell: bool) {
        let now = self.clock.now();
        let Some(record) = state.payments.get_mut(id) else {
            return;
        };
        let taken = record.cancels.iter_mut();
        let mut taken = taken.filter(|cancel| cancel.status == CancellationStatus::Requested);
        let Some(cancel) = taken.find(|cancel| cancel.id == number) else {
            return;
        };
        cancel.status = CancellationStatus::Succeeded;
        cancel.done_at = Some(now);
        let amount = cancel.amount;
        record.settle(now);
        state
            .moves
            .enter(record.moved(number, Way::Back, amount, now));
        let kind = if record.status == Status::Cancelled {
            Kind::Cancelled
        } else {
            Kind::PartialCancelled
        };
        if tell {
            self.tell(&kind, record, Some(number));
        }
    }
}

impl Simulator {
    /// Does all cancels that were only taken.
    pub fn finish_cancels(&self) {
        self.office.state.change(|state| {
            let all = state.payments.iter().flat_map(|(id, record)| {
                let cancels = record.cancels.iter();
                cancels.map(|cancel| (id.clone(), cancel.id.clone()))
            });
            for (id, number) in all.collect::<Vec<_>>() {
                self.office.finish(state, &id, &number, true);
            }
        });
    }
}

/// What is to be given back, as far as it may be.
fn cancel(record: &Record, asked: &Asked, now: DateTime<Utc>) -> Result<Cancel, No> {
    match record.status {
        Status::Paid | Status::PartialCancelled => {}
        Status::Cancelled => return Err(ALREADY_CANCELLED),
        _ => return Err(NOT_PAID),
    }
    let gone = record.gone();
    let left = record.total - gone.0;
    let (left_free, left_vat) = (record.tax_free - gone.1, record.vat - gone.2);
    let believed = asked.current_cancellable_amount;
    if believed.is_some_and(|believed| believed != left) {
        return Err(INCONSISTENT);
    }
    let amount = asked.amount.unwrap_or(left);
    let tax_free = match asked.amount {
        None => left_free,
        Some(_) => asked.tax_free_amount.unwrap_or(Won::ZERO),
    };
    let said = [Some(amount), Some(tax_free), asked.vat_amount];
    let below = said.iter().flatten().any(|won| won.is_negative());
    if asked.reason.is_empty() || below || !amount.is_positive() {
        return Err(INVALID);
    }
    if amount > left {
        return Err(TOO_MUCH);
    }
    if tax_free > left_free {
        return Err(TOO_MUCH_TAX_FREE);
    }
    let taxed = amount - tax_free;
    // The tax that nobody said is an eleventh; the last cancel takes what rounding left.
    let eleventh = Won::half_up(i128::from(taxed.0), 11).unwrap_or(Won::ZERO);
    let own = if amount == left {
        left_vat
    } else {
        eleventh.min(left_vat)
    };
    let vat = asked.vat_amount.unwrap_or(own);
    if tax_free + vat > amount {
        return Err(PARTS);
    }
    if taxed > left - left_free || vat > left_vat {
        return Err(TOO_MUCH_TAX);
    }
    check_account(record, asked.refund_account.as_ref())?;
    Ok(Cancel {
        id: fresh("cancellation-"),
        status: CancellationStatus::Requested,
        amount,
        tax_free,
        vat,
        reason: asked.reason.clone(),
        asked_at: now,
        done_at: None,
    })
}

/// What was deposited goes back to an account, and only that does.
fn check_account(record: &Record, account: Option<&Account>) -> Result<(), No> {
    let needed = record.method == PayMethod::VirtualAccount;
    match account {
        None if needed => Err(INVALID),
        None => Ok(()),
        Some(account) => {
            let digits = account.number.bytes().all(|letter| letter.is_ascii_digit());
            let known = banks::code_of(&account.bank).is_some();
            let fits = needed && known && digits && account.number.len() >= 6;
            if fits && !account.holder_name.is_empty() {
                Ok(())
            } else {
                Err(INVALID)
            }
        }
    }
}
