//! The page that a browser meets, in place of the SDK and the provider's window.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use domain::Won;
use serde::Deserialize;

use super::Office;
use super::calls::respond;
use super::pay::Opened;
use super::state::{Held, Refusal, no};
use crate::paying::back::{back, over, with};
use crate::paying::lenient::time;
use crate::paying::window::Window;
use crate::tosspayments::codes;
use crate::tosspayments::wire::Status;

/// Seconds until a late browser comes back.
const LATE: u32 = 5;

/// Where it is opened: the SDK sends what it was called with there in a form.
pub const PATH: &str = "/window";
/// Hours that an account waits where nobody says.
const WEEK: i64 = 168;

/// What the SDK sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sent {
    client_key: String,
    request: String,
}

/// What it was called with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    method: String,
    amount: Amount,
    order_id: String,
    order_name: String,
    success_url: String,
    fail_url: String,
    #[serde(default)]
    tax_free_amount: Won,
    #[serde(default)]
    customer_name: String,
    virtual_account: Option<Details>,
    transfer: Option<Details>,
}

#[derive(Deserialize)]
struct Amount {
    currency: String,
    value: Won,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    #[serde(default)]
    use_escrow: bool,
    valid_hours: Option<i64>,
    #[serde(default, deserialize_with = "time")]
    due_date: Option<DateTime<Utc>>,
}

/// `POST /window`
pub(super) async fn open(State(office): State<Arc<Office>>, Form(sent): Form<Sent>) -> Response {
    let Ok(asked) = serde_json::from_str::<Asked>(&sent.request) else {
        return respond(no(400, "INVALID_REQUEST"));
    };
    match opened(&office, &sent.client_key, &asked) {
        Ok(key) => page(&office, &asked, key),
        Err(refusal) => respond(Err(refusal)),
    }
}

fn opened(office: &Office, client_key: &str, asked: &Asked) -> Result<String, Refusal> {
    if client_key != office.account.client_key {
        return no(401, "UNAUTHORIZED_KEY");
    }
    let known = ["CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE_PHONE"];
    if !known.contains(&asked.method.as_str()) || asked.amount.currency != "KRW" {
        return no(400, "INVALID_REQUEST");
    }
    let ways_back = [&asked.success_url, &asked.fail_url];
    if ways_back.iter().any(|url| with(url, &[]).is_none()) {
        return no(400, "INVALID_REQUEST");
    }
    let details = asked.virtual_account.as_ref().or(asked.transfer.as_ref());
    let hours = details.and_then(|it| it.valid_hours);
    let due = details.and_then(|it| it.due_date);
    if hours.is_some() && due.is_some() {
        return no(400, "INVALID_REQUEST");
    }
    let opened = Opened {
        method: &asked.method,
        order: &asked.order_id,
        name: &asked.order_name,
        amount: asked.amount.value,
        tax_free: asked.tax_free_amount,
        valid_hours: hours.unwrap_or(WEEK),
        due,
        escrow: details.is_some_and(|it| it.use_escrow),
        customer: &asked.customer_name,
        success_url: &asked.success_url,
        fail_url: &asked.fail_url,
    };
    let session = Duration::from_std(office.account.session).unwrap_or(Duration::MAX);
    office.act(|state, now| state.ready(&opened, session, now))
}

fn page(office: &Office, asked: &Asked, key: String) -> Response {
    let means = match asked.method.as_str() {
        "VIRTUAL_ACCOUNT" => vec![("88", "신한은행"), ("20", "우리은행"), ("06", "국민은행")],
        "TRANSFER" => vec![("TRANSFER", "계좌이체")],
        "MOBILE_PHONE" => vec![("MOBILE_PHONE", "휴대폰")],
        _ => vec![("CARD", "신용카드"), ("EASY_PAY", "간편결제 (토스페이)")],
    };
    let window = Window {
        provider: "토스페이먼츠",
        shop: &office.account.shop,
        goods: &asked.order_name,
        amount: asked.amount.value.0,
        action: "/window/choice",
        fields: vec![("paymentKey", key)],
        means,
    };
    window.page()
}

/// What the shopper does.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chosen {
    payment_key: String,
    choice: String,
    #[serde(default)]
    means: String,
}

/// `POST /window/choice`
pub(super) async fn choose(
    State(office): State<Arc<Office>>,
    Form(chosen): Form<Chosen>,
) -> Response {
    let held = office.act(|state, now| {
        let at = state.place(&chosen.payment_key)?;
        let held = &mut state.payments[at];
        if held.status != Status::Ready {
            return None;
        }
        match chosen.choice.as_str() {
            "approve" | "later" => {
                held.status = Status::InProgress;
                held.until = now + Duration::from_std(office.account.session).ok()?;
                take_means(held, &chosen.means);
            }
            "fail" => held.status = Status::Aborted,
            _ => {}
        }
        Some(held.clone())
    });
    let Some(held) = held else { return over() };
    let pause = if chosen.choice == "later" { LATE } else { 0 };
    match way_back(&held, &chosen.choice) {
        Some(address) => back(&address, pause),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn take_means(held: &mut Held, means: &str) {
    match &mut held.account {
        Some(account) if codes::kftc(means).is_some() => means.clone_into(&mut account.bank),
        None if held.method == "CARD" && means == "EASY_PAY" => means.clone_into(&mut held.method),
        _ => {}
    }
}

fn way_back(held: &Held, choice: &str) -> Option<String> {
    let amount = held.amount.0.to_string();
    match choice {
        "approve" | "later" => {
            let said = [
                ("paymentType", "NORMAL"),
                ("orderId", &held.order),
                ("paymentKey", &held.key),
                ("amount", &amount),
            ];
            with(&held.success_url, &said)
        }
        "fail" => {
            let said = [
                ("code", "PAY_PROCESS_ABORTED"),
                (
                    "message",
                    "결제 진행 중 승인에 실패하여 결제가 중단되었습니다.",
                ),
                ("orderId", &held.order),
            ];
            with(&held.fail_url, &said)
        }
        // Who closes the window says nothing of the order.
        _ => {
            let said = [
                ("code", "PAY_PROCESS_CANCELED"),
                ("message", "사용자가 결제를 취소하였습니다."),
            ];
            with(&held.fail_url, &said)
        }
    }
}
