//! The script that opens its window, and what the script is called with.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde::Deserialize;

use super::state::{Record, fresh};
use super::window::PATH;
use super::{Office, Shared};
use crate::portone::is_payment_id;
use crate::portone::opening::PayMethod;
use crate::portone::wire::Status;

/// Where it is.
pub(super) const SDK: &str = "/v2/browser-sdk.js";

/// `PortOne.requestPayment` that goes to the window of this address. It always comes back by a redirect.
const SCRIPT: &str = r#"window.PortOne = {
  requestPayment: function (request) {
    var form = document.createElement("form");
    form.method = "post";
    form.action = "URL";
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "request";
    field.value = JSON.stringify(request);
    form.appendChild(field);
    document.body.appendChild(form);
    form.submit();
    return new Promise(function () {});
  }
};
"#;

/// `GET /v2/browser-sdk.js`
pub(super) async fn sdk(State(office): State<Shared>) -> Response {
    let script = SCRIPT.replace("URL", &format!("{}{PATH}", office.url));
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, script).into_response()
}

/// What the script was called with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    pub(super) store_id: String,
    pub(super) channel_key: String,
    pub(super) payment_id: String,
    order_name: String,
    total_amount: Won,
    #[serde(default)]
    tax_free_amount: Won,
    vat_amount: Option<Won>,
    currency: String,
    pay_method: PayMethod,
    pub(super) redirect_url: String,
    #[serde(default)]
    is_escrow: bool,
    #[serde(default)]
    notice_urls: Vec<String>,
    virtual_account: Option<VirtualAccount>,
    easy_pay: Option<EasyPay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VirtualAccount {
    account_expiry: Option<Expiry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expiry {
    valid_hours: Option<i64>,
    due_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EasyPay {
    easy_pay_provider: Option<String>,
}

impl Office {
    /// `None`: something that is asked for cannot be.
    pub(super) fn record(&self, request: &Request, now: DateTime<Utc>) -> Option<Record> {
        let (total, tax_free) = (request.total_amount, request.tax_free_amount);
        let fits = total.is_positive() && !tax_free.is_negative() && tax_free <= total;
        if !fits || request.currency != "KRW" || !is_payment_id(&request.payment_id) {
            return None;
        }
        let taxed = total - tax_free;
        let eleventh = Won::half_up(i128::from(taxed.0), 11)?;
        let vat = request.vat_amount.unwrap_or(eleventh);
        let unknown = matches!(request.pay_method, PayMethod::Unknown(_));
        if unknown || vat.is_negative() || vat > taxed || request.order_name.is_empty() {
            return None;
        }
        Some(Record {
            id: request.payment_id.clone(),
            transaction: fresh("tx-"),
            window: fresh(""),
            order_name: request.order_name.clone(),
            total,
            tax_free,
            vat,
            method: request.pay_method.clone(),
            wallet: request
                .easy_pay
                .as_ref()
                .and_then(|it| it.easy_pay_provider.clone()),
            redirect_url: request.redirect_url.clone(),
            notice_urls: request.notice_urls.clone(),
            escrow: request.is_escrow,
            parcel: None,
            status: Status::Ready,
            account: None,
            deposit_until: self.deposit_until(request, now)?,
            asked_at: now,
            changed_at: now,
            paid_at: None,
            cancels: Vec::new(),
            hooks: Vec::new(),
        })
    }

    fn deposit_until(&self, request: &Request, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let expiry = request.virtual_account.as_ref();
        let Some(expiry) = expiry.and_then(|account| account.account_expiry.as_ref()) else {
            return Some(now + TimeDelta::from_std(self.account.deposit).ok()?);
        };
        let until = match (expiry.valid_hours, &expiry.due_date) {
            (Some(hours), None) => now + TimeDelta::try_hours(hours)?,
            (None, Some(date)) => {
                let naive = NaiveDateTime::parse_from_str(date, "%Y-%m-%d %H:%M:%S").ok()?;
                Seoul.from_local_datetime(&naive).single()?.to_utc()
            }
            _ => return None,
        };
        (until > now).then_some(until)
    }
}
