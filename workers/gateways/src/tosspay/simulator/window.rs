//! The page that a browser is sent to.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::Office;
use super::state::Held;
use crate::paying::back::{back, over, with};
use crate::paying::window::Window;
use crate::tosspay::wire::PayStatus;

/// Seconds until a late browser comes back.
const LATE: u32 = 5;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pay_token: String,
}

/// `GET /payfront/auth?payToken=…`
pub(super) async fn show(
    State(office): State<Arc<Office>>,
    Query(asked): Query<Asked>,
) -> Response {
    let held = office.look(|state| {
        let at = state.place(&asked.pay_token)?;
        Some(state.payments[at].clone())
    });
    let Some(held) = held.filter(|held| held.status == PayStatus::Standby) else {
        return over();
    };
    let window = Window {
        provider: "토스페이",
        shop: &office.account.shop,
        goods: &held.goods,
        amount: held.amount.0,
        action: "/payfront/auth",
        fields: vec![("payToken", held.token.clone())],
        means: vec![("TOSS_MONEY", "토스머니"), ("CARD", "카드")],
    };
    window.page()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chosen {
    pay_token: String,
    choice: String,
    #[serde(default)]
    means: String,
}

/// `POST /payfront/auth`
pub(super) async fn choose(
    State(office): State<Arc<Office>>,
    Form(chosen): Form<Chosen>,
) -> Response {
    let held = office.act(|state, now| {
        let at = state.place(&chosen.pay_token)?;
        let order = &state.payments[at].order;
        let agreed = |held: &Held| held.order == *order && held.is_agreed();
        if state.payments[at].status != PayStatus::Standby || state.payments.iter().any(agreed) {
            return None;
        }
        let held = &mut state.payments[at];
        match chosen.choice.as_str() {
            "approve" | "later" => {
                if chosen.means == "CARD" {
                    "CARD".clone_into(&mut held.method);
                }
                held.status = PayStatus::Approved;
                if held.callback.is_some() {
                    state.paid(at, now);
                }
            }
            "fail" => held.status = PayStatus::Cancel,
            _ => {}
        }
        Some(state.payments[at].clone())
    });
    let Some(held) = held else { return over() };
    let address = match chosen.choice.as_str() {
        "approve" | "later" => way_back(&held),
        "fail" => with(&held.cancel_url, &[]),
        // Who closes the app comes back by no address.
        _ => {
            return Html("<!doctype html><meta charset=\"utf-8\"><p>창을 닫았습니다.</p>")
                .into_response();
        }
    };
    let pause = if chosen.choice == "later" { LATE } else { 0 };
    address.map_or_else(over, |address| back(&address, pause))
}

fn way_back(held: &Held) -> Option<String> {
    let means = if held.method == "CARD" {
        ("cardCompany", "1")
    } else {
        ("bankCode", "088")
    };
    let said = [
        ("status", held.status.word()),
        ("orderNo", &held.order),
        ("payMethod", &held.method),
        means,
    ];
    with(&held.return_url, &said)
}
