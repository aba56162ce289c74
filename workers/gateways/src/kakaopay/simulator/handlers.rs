//! Its doors: `ready`, `approve`, `cancel`, `order`, in both generations.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::fields::Fields;
use super::payments::Payment;
use super::refusal::{
    APPROVED, BAD_CID, BAD_CID_SECRET, BAD_KEY, BAD_TOKEN, EXPIRED, NO_PAYMENT, NOT_AUTHENTICATED,
    No, OTHER_ORDER, OTHER_TOTAL, OTHER_USER,
};
use super::{Office, Shared};
use crate::kakaopay::wire::{ActionType, Method, Standing, Status};
use crate::kakaopay::{Generation, sign};
use crate::locks::lock;
use crate::paying::caller::is_authorized;

/// `POST /online/v1/payment/{call}`
pub(super) async fn current(
    State(office): State<Shared>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&office, Generation::Current, &call, &headers, &body).await
}

/// `POST /v1/payment/{call}`
pub(super) async fn legacy(
    State(office): State<Shared>,
    Path(call): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answer(&office, Generation::Legacy, &call, &headers, &body).await
}

async fn answer(
    office: &Office,
    generation: Generation,
    call: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Response {
    if !["ready", "approve", "cancel", "order"].contains(&call) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let work = async {
        match office.work(generation, call, headers, body) {
            Ok(answer) => Json(answer).into_response(),
            Err(no) => no.answer(generation),
        }
    };
    office.faults.under(call, work).await
}

impl Office {
    fn work(
        &self,
        generation: Generation,
        call: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Value, No> {
        let right = sign::authorization(generation, &self.account.key);
        if !is_authorized(headers, &right) {
            return Err(BAD_KEY);
        }
        let fields = Fields::read(generation, headers, body)?;
        if fields.text("cid", 10)? != self.account.cid {
            return Err(BAD_CID);
        }
        if self.account.cid_secret.as_deref() != fields.maybe("cid_secret")? {
            return Err(BAD_CID_SECRET);
        }
        match call {
            "ready" => self.ready(&fields),
            "approve" => self.approve(&fields, generation),
            "cancel" => self.cancel(&fields),
            _ => self.order(&fields),
        }
    }

    fn approve(&self, fields: &Fields, generation: Generation) -> Result<Value, No> {
        let now = self.clock.now();
        self.state.change(|state| {
            let tid = fields.text("tid", 20)?;
            let payment = state.payments.get_mut(tid).ok_or(NO_PAYMENT)?;
            if payment.is_late(now, self.patience()) {
                payment.status = Status::FailPayment;
                return Err(EXPIRED);
            }
            check(payment, fields)?;
            payment.pg_token = None;
            if let Some(method) = lock(&self.declines).pop_front() {
                payment.status = Status::FailPayment;
                return Err(No::declined(method));
            }
            payment.status = Status::SuccessPayment;
            payment.approved_at = Some(now);
            let paid = payment.happened(ActionType::Payment, payment.amount.total, now);
            let answer = self.approved(payment, &paid.id, generation);
            state.moves.enter(paid);
            Ok(answer)
        })
    }

    fn approved(&self, payment: &Payment, aid: &str, generation: Generation) -> Value {
        let mut told = payment.told(&self.account.cid);
        told["aid"] = Value::from(aid);
        if payment.method == Some(Method::Card) {
            told["card_info"] = match generation {
                Generation::Current => json!({
                    "kakaopay_purchase_corp": "비씨카드", "kakaopay_purchase_corp_code": "104",
                    "kakaopay_issuer_corp": "수협카드", "kakaopay_issuer_corp_code": "212",
                    "bin": "621640", "card_type": "체크", "install_month": "00",
                    "approved_id": "30625351", "card_mid": "123123123", "interest_free_install": "N",
                }),
                Generation::Legacy => json!({
                    "purchase_corp": "비씨카드", "purchase_corp_code": "01", "issuer_corp": "수협카드",
                    "issuer_corp_code": "02", "bin": "621640", "card_type": "체크",
                    "install_month": "00", "approved_id": "30625351", "interest_free_install": "N",
                }),
            };
        }
        if let Some(total) = lock(&self.misreports).pop_front() {
            told["amount"]["total"] = json!(total);
        }
        told
    }

    fn order(&self, fields: &Fields) -> Result<Value, No> {
        let tid = fields.text("tid", 20)?;
        self.state.read(|state| {
            let payment = state.payments.get(tid).ok_or(NO_PAYMENT)?;
            Ok(payment.order(&self.account.cid))
        })
    }

    pub(super) fn patience(&self) -> TimeDelta {
        TimeDelta::from_std(self.account.patience).unwrap_or(TimeDelta::MAX)
    }
}

/// Whether an approval is of this payment, and it waits for one.
fn check(payment: &Payment, fields: &Fields) -> Result<(), No> {
    if payment.order != fields.text("partner_order_id", 100)? {
        return Err(OTHER_ORDER);
    }
    if payment.user != fields.text("partner_user_id", 100)? {
        return Err(OTHER_USER);
    }
    let token = fields.text("pg_token", 200)?;
    match payment.status.standing() {
        Standing::Paid | Standing::PartlyCancelled | Standing::Cancelled => return Err(APPROVED),
        _ if payment.status != Status::AuthPassword => return Err(NOT_AUTHENTICATED),
        _ => {}
    }
    if payment.pg_token.as_deref() != Some(token) {
        return Err(BAD_TOKEN);
    }
    let total = fields.maybe_won("total_amount")?;
    if total.is_some_and(|total| total != payment.amount.total) {
        return Err(OTHER_TOTAL);
    }
    Ok(())
}
