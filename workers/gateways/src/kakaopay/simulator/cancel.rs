//! Giving back: never more than there is, never on another remainder than the shop believes in.

use domain::Won;
use serde_json::{Value, json};

use super::Office;
use super::fields::Fields;
use super::payments::Payment;
use super::refusal::{BAD_AMOUNTS, NO_PAYMENT, No, TOO_MUCH};
use crate::kakaopay::sign;
use crate::kakaopay::wire::{ActionType, Amount, Status};

impl Office {
    pub(super) fn cancel(&self, fields: &Fields) -> Result<Value, No> {
        let now = self.clock.now();
        self.state.change(|state| {
            let tid = fields.text("tid", 20)?;
            let payment = state.payments.get_mut(tid).ok_or(NO_PAYMENT)?;
            let back = back(fields, payment)?;
            let before = &payment.cancelled;
            payment.cancelled = Amount {
                total: before.total + back.total,
                tax_free: before.tax_free + back.tax_free,
                vat: before.vat + back.vat,
                green_deposit: before.green_deposit + back.green_deposit,
                ..Amount::default()
            };
            payment.status = if payment.cancelled.total == payment.amount.total {
                Status::CancelPayment
            } else {
                Status::PartCancelPayment
            };
            payment.canceled_at = Some(now);
            let moved = payment.happened(ActionType::Cancel, back.total, now);
            let mut told = payment.told(&self.account.cid);
            told["aid"] = Value::from(moved.id.clone());
            told["status"] = json!(payment.status);
            told["approved_cancel_amount"] = json!(back);
            told["canceled_amount"] = json!(payment.cancelled);
            told["cancel_available_amount"] = json!(payment.left());
            state.moves.enter(moved);
            Ok(told)
        })
    }
}

/// What is to be given back, as far as it may be.
fn back(fields: &Fields, payment: &Payment) -> Result<Amount, No> {
    let left = payment.left();
    let total = fields.won("cancel_amount")?;
    let tax_free = fields.won("cancel_tax_free_amount")?;
    if total > left.total {
        return Err(TOO_MUCH);
    }
    let believed = fields.maybe_won("cancel_available_amount")?;
    let whole = total == payment.amount.total;
    // A cup's deposit goes back with everything or not at all.
    let green_deposit = if whole { left.green_deposit } else { Won::ZERO };
    let parted = left.green_deposit.is_positive() && !whole;
    let fits = total.is_positive()
        && believed.is_none_or(|believed| believed == left.total)
        && tax_free <= total
        && tax_free <= left.tax_free
        && total - tax_free <= left.total - left.tax_free;
    if !fits || parted {
        return Err(BAD_AMOUNTS);
    }
    let vat = match fields.maybe_won("cancel_vat_amount")? {
        Some(vat) if vat > left.vat || vat > total - tax_free => return Err(BAD_AMOUNTS),
        Some(vat) => vat,
        // The last cancel takes what rounding left.
        None if total == left.total => left.vat,
        None => sign::vat(total, tax_free).min(left.vat),
    };
    Ok(Amount {
        total,
        tax_free,
        vat,
        green_deposit,
        ..Amount::default()
    })
}
