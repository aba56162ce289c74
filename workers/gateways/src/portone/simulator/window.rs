//! The payment window: opened by its own script as PortOne's is, or by a form that says the same.

use axum::extract::{Form, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::state::{BankAccount, Record, State as Books, fresh};
use super::{Office, Shared};
use crate::paying::books::Way;
use crate::paying::window::Window;
use crate::portone::is_payment_id;
use crate::portone::opening::PayMethod;
use crate::portone::webhook::Kind;
use crate::portone::wire::Status;

/// Its script.
pub(super) const SDK: &str = "/v2/browser-sdk.js";
/// Where it is opened.
pub(super) const PATH: &str = "/window";
/// Where its form goes.
pub(super) const CHOOSE: &str = "/window/choice";

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
    let base = office.url.get().map_or("", String::as_str);
    let script = SCRIPT.replace("URL", &format!("{base}{PATH}"));
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, script).into_response()
}

#[derive(Deserialize)]
pub(super) struct Opened {
    request: String,
}

/// What the script was called with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    store_id: String,
    channel_key: String,
    payment_id: String,
    order_name: String,
    total_amount: Won,
    #[serde(default)]
    tax_free_amount: Won,
    vat_amount: Option<Won>,
    currency: String,
    pay_method: PayMethod,
    redirect_url: String,
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

    /// `None`: something that is asked for cannot be.
    fn record(&self, request: &Request, now: DateTime<Utc>) -> Option<Record> {
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
            return (StatusCode::GONE, "이미 처리된 결제입니다.").into_response();
        }
        let patience = TimeDelta::from_std(self.account.window).unwrap_or(TimeDelta::MAX);
        let stale = record.is_stale(now, patience);
        match choice.button.as_str() {
            // Whoever leaves leaves the attempt open: nobody tells that they left.
            "close" if !stale => return back(record, Some("PGProviderError"), None),
            "approve" | "later" if !stale => {}
            "approve" | "later" | "fail" | "close" => {
                record.status = Status::Failed;
                record.changed_at = now;
                self.tell(&Kind::Failed, record, None);
                return back(record, Some("PGProviderError"), None);
            }
            _ => return StatusCode::BAD_REQUEST.into_response(),
        }
        self.paid(state, id, &choice.means, now);
        let late = (choice.button == "later").then_some(self.account.late);
        match state.payments.get(id) {
            Some(record) => back(record, None, late),
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
fn back(record: &Record, code: Option<&str>, late: Option<u32>) -> Response {
    let mut fields = vec![
        ("transactionType", "PAYMENT"),
        ("txId", record.transaction.as_str()),
        ("paymentId", record.id.as_str()),
    ];
    if let Some(code) = code {
        fields.push(("code", code));
        fields.push(("message", "모의 결제가 되지 않았습니다"));
    }
    let address = with(&record.redirect_url, &fields);
    let Some(seconds) = late else {
        return Redirect::to(&address).into_response();
    };
    let refresh = [(
        HeaderName::from_static("refresh"),
        format!("{seconds}; url={address}"),
    )];
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (refresh, kind, "결제가 끝났습니다. 곧 상점으로 돌아갑니다.").into_response()
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
