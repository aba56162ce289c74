//! Taking a payment down, as far as it can be one.

use domain::Won;
use serde_json::{Value, json};

use super::fields::Fields;
use super::payments::{Payment, fresh};
use super::refusal::{BAD_AMOUNTS, BAD_FIELD, No};
use super::{Office, window};
use crate::kakaopay::sign;
use crate::kakaopay::wire::{Amount, Method, Status, stamp};

impl Office {
    pub(super) fn ready(&self, fields: &Fields) -> Result<Value, No> {
        let quantity = fields.maybe_number("quantity")?.filter(|count| *count > 0);
        let months = fields.maybe_number("install_month")?;
        if months.is_some_and(|months| months > 12) {
            return Err(BAD_FIELD);
        }
        let payment = Payment {
            tid: fresh('T'),
            window: uuid::Uuid::new_v4().simple().to_string(),
            order: fields.text("partner_order_id", 100)?.to_owned(),
            user: fields.text("partner_user_id", 100)?.to_owned(),
            item: fields.text("item_name", 100)?.to_owned(),
            quantity: quantity.ok_or(BAD_FIELD)?,
            amount: amount(fields)?,
            approval_url: address(fields, "approval_url")?,
            cancel_url: address(fields, "cancel_url")?,
            fail_url: address(fields, "fail_url")?,
            only: method(fields)?,
            status: Status::Ready,
            pg_token: None,
            method: None,
            asked_at: self.clock.now(),
            approved_at: None,
            canceled_at: None,
            cancelled: Amount::default(),
            actions: Vec::new(),
        };
        let at = |device| self.window(device, &payment.window);
        let answer = json!({
            "tid": payment.tid, "tms_result": false, "next_redirect_app_url": at("mobile-app"),
            "next_redirect_mobile_url": at("mobile-web"), "next_redirect_pc_url": at("pc"),
            "android_app_scheme": "kakaotalk://kakaopay/pg?url=simulated",
            "ios_app_scheme": "kakaotalk://kakaopay/pg?url=simulated",
            "created_at": stamp(payment.asked_at),
        });
        self.state
            .change(|state| state.payments.insert(payment.tid.clone(), payment));
        Ok(answer)
    }

    fn window(&self, device: &str, window: &str) -> String {
        let path = window::PATH.replace("{device}", device);
        format!("{}{}", self.url, path.replace("{window}", window))
    }
}

/// The parts fit into the whole; the tax is computed where it was not said.
fn amount(fields: &Fields) -> Result<Amount, No> {
    let (total, tax_free) = (fields.won("total_amount")?, fields.won("tax_free_amount")?);
    if !total.is_positive() || tax_free > total {
        return Err(BAD_AMOUNTS);
    }
    let vat = fields.maybe_won("vat_amount")?;
    let vat = vat.unwrap_or_else(|| sign::vat(total, tax_free));
    let green_deposit = fields.maybe_won("green_deposit")?.unwrap_or(Won::ZERO);
    if vat > total - tax_free || green_deposit > total {
        return Err(BAD_AMOUNTS);
    }
    Ok(Amount {
        total,
        tax_free,
        vat,
        green_deposit,
        ..Amount::default()
    })
}

fn address(fields: &Fields, name: &str) -> Result<String, No> {
    let said = fields.text(name, 255)?;
    let url = reqwest::Url::parse(said).map_err(|_| BAD_FIELD)?;
    if ["http", "https"].contains(&url.scheme()) {
        Ok(said.to_owned())
    } else {
        Err(BAD_FIELD)
    }
}

fn method(fields: &Fields) -> Result<Option<Method>, No> {
    match fields
        .maybe("payment_method_type")?
        .map(|word| Method::from(word.to_owned()))
    {
        Some(Method::Unknown(_)) => Err(BAD_FIELD),
        known => Ok(known),
    }
}
