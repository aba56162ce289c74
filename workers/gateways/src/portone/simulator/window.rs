//! The payment window: opened by its own script as PortOne's is, or by a form that says the same.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::script::Request;
use super::state::{BankAccount, Record, State as Books};
use super::{Office, Shared};
use crate::paying::back::{back, over};
use crate::paying::books::Way;
use crate::paying::window::Window;
use crate::portone::opening::PayMethod;
use crate::portone::webhook::Kind;
use crate::portone::wire::Status;

/// Where it is opened: the script sends `request`, which it was called with, there in a form.
pub const PATH: &str = "/window";
/// Where its form goes.
pub(super) const CHOOSE: &str = "/window/choice";

#[derive(Deserialize)]
pub(super) struct Opened {
    request: String,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    window: String,
    #[serde(rename = "choice")]
    button: String,
    #[serde(default)]
    means: String,
}

/// `POST /window`
pub(super) async fn show(State(office): State<Shared>, Form(opened): Form<Opened>) -> Response {
    let Ok(request) = serde_json::from_str::<Request>(&opened.request) else {
        return (StatusCode::BAD_REQUEST, "BadRequest").into_response();
    };
    let redirect = reqwest::Url::parse(&request.redirect_url);
    if !redirect.is_ok_and(|url| ["http", "https"].contains(&url.scheme())) {
        return (StatusCode::BAD_REQUEST, "BadRequest").into_response();
    }
    match office.begin(&request) {
        Ok(record) => office.page(&record),
        Err(code) => {
            let fields = [("paymentId", request.payment_id.as_str()), ("code", code)];
            Redirect::to(&with(&request.redirect_url, &fields)).into_response()
        }
    }
}

/// `POST /window/choice`
pub(super) async fn choose(State(office): State<Shared>, Form(choice): Form<Choice>) -> Response {
    let now = office.clock.now();
    office.state.change(|state| {
        let mut records = state.payments.iter();
        let found = records.find(|(_, record)| record.window == choice.window);
        let Some(id) = found.map(|(id, _)| id.clone()) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        office.chosen(state, &id, &choice, now)
    })
}

impl Office {
    /// Opens an attempt, or says the script's code of why not.
    fn begin(&self, request: &Request) -> Result<Record, &'static str> {
        let now = self.clock.now();
        if request.store_id != self.account.store {
            return Err("StoreNotFound");
        }
        if request.channel_key != self.account.channel {
            return Err("ChannelNotFound");
        }
        let record = self.record(request, now).ok_or("BadRequest")?;
        self.state.change(|state| {
            let before = state.payments.get(&record.id);
            let over = [Status::Ready, Status::Failed];
            if before.is_some_and(|before| !over.contains(&before.status)) {
                return Err("PaymentAlreadyPaid");
            }
            let said = state.registered.get(&record.id);
            if said.is_some_and(|said| *said != (record.total, record.tax_free)) {
                return Err("AmountNotEqualToPredefined");
            }
            let mut record = record;
            self.tell(&Kind::Ready, &mut record, None);
            state.payments.insert(record.id.clone(), record.clone());
            Ok(record)
        })
    }

    fn page(&self, record: &Record) -> Response {
        let means = match record.method {
            PayMethod::VirtualAccount => vec![
                ("SHINHAN", "신한은행 가상계좌"),
                ("KOOKMIN", "국민은행 가상계좌"),
                ("NONGHYUP", "농협은행 가상계좌"),
            ],
            PayMethod::Transfer => vec![("TRANSFER", "계좌이체")],
            PayMethod::EasyPay => vec![("EASY_PAY", "간편결제")],
            PayMethod::Mobile => vec![("MOBILE", "휴대폰")],
            _ => vec![("CARD", "신용카드")],
        };
        let window = Window {
            provider: "포트원",
            shop: &self.account.shop,
            goods: &record.order_name,
            amount: record.total.0,
            action: CHOOSE,
            fields: vec![("window", record.window.clone())],
            means,
        };
        window.page()
    }

    fn chosen(&self, state: &mut Books, id: &str, choice: &Choice, now: DateTime<Utc>) -> Response {
        let Some(record) = state.payments.get_mut(id) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        if record.status != Status::Ready {
            return over();
        }
        let patience = TimeDelta::from_std(self.account.window).unwrap_or(TimeDelta::MAX);
        let stale = record.is_stale(now, patience);
        match choice.button.as_str() {
            // Whoever leaves leaves the attempt open: nobody tells that they left.
            "close" if !stale => return return_of(record, Some("PGProviderError"), 0),
            "approve" | "later" if !stale => {}
            "approve" | "later" | "fail" | "close" => {
                record.status = Status::Failed;
                record.changed_at = now;
                self.tell(&Kind::Failed, record, None);
                return return_of(record, Some("PGProviderError"), 0);
            }
            _ => return StatusCode::BAD_REQUEST.into_response(),
        }
        self.paid(state, id, &choice.means, now);
        let later = choice.button == "later";
        let pause = if later { self.account.late } else { 0 };
        match state.payments.get(id) {
            Some(record) => return_of(record, None, pause),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// The shopper paid, or took an account that waits.
    fn paid(&self, state: &mut Books, id: &str, bank: &str, now: DateTime<Utc>) {
        let Some(record) = state.payments.get_mut(id) else {
            return;
        };
        if record.method == PayMethod::VirtualAccount {
            record.status = Status::VirtualAccountIssued;
            record.changed_at = now;
            record.account = Some(BankAccount {
                bank: bank.to_owned(),
                number: format!("562{:011}", rand::random::<u32>()),
                issued_at: now,
                closed: false,
            });
            self.tell(&Kind::VirtualAccountIssued, record, None);
        } else {
            record.paid_at = Some(now);
            record.settle(now);
            let moved = record.moved(&record.transaction, Way::In, record.total, now);
            state.moves.enter(moved);
            self.tell(&Kind::Paid, record, None);
        }
    }
}

/// To the shop, with what PortOne's script adds: at once, or after so many seconds.
fn return_of(record: &Record, code: Option<&str>, pause: u32) -> Response {
    let mut fields = vec![
        ("transactionType", "PAYMENT"),
        ("txId", record.transaction.as_str()),
        ("paymentId", record.id.as_str()),
    ];
    if let Some(code) = code {
        fields.push(("code", code));
        fields.push(("message", "모의 결제가 되지 않았습니다"));
    }
    back(&with(&record.redirect_url, &fields), pause)
}

/// An address with fields behind it.
fn with(address: &str, fields: &[(&str, &str)]) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    format!("{address}{joint}{}", fields.collect::<Vec<_>>().join("&"))
}
