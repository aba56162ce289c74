//! The door for KG Inicis' deposit notices.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Actor, Channel};
use shop::deposit::Noticed;
use shop::{Caller, ShopError};

use crate::inicis::{self, Notice};
use crate::meter;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::watch::about_order;

/// `POST /webhooks/inicis/vbank`
///
/// Exactly `OK` and nothing else is said once the notice is in the books, whatever became of it; any
/// other answer makes Inicis send it again.
pub async fn notice(State(web): State<Web>, visitor: Visitor, body: Bytes) -> Response {
    if !web
        .config
        .notice_senders
        .iter()
        .any(|net| net.contains(visitor.address))
    {
        meter::notice("forbidden");
        tracing::warn!(address = %visitor.address, "a deposit notice from {}, who is not on the list, was refused", visitor.address);
        return say(StatusCode::FORBIDDEN, "FORBIDDEN");
    }
    let notice = match inicis::read(&body) {
        Ok(notice) => notice,
        Err(why) => {
            meter::notice("unreadable");
            tracing::error!(%why, "a deposit notice cannot be read: {why}");
            return say(StatusCode::BAD_REQUEST, "UNREADABLE");
        }
    };
    let id = notice.id();
    let caller = Caller {
        actor: Actor::Provider("inicis".into()),
        channel: Channel::System,
        ..visitor.caller()
    };
    let noticed = match notice {
        Notice::Deposit(notice) => web.shop.deposit_noticed(&caller, notice).await,
        Notice::Reversal(notice) => web.shop.reversal_noticed(&caller, notice).await,
    };
    meter::notice(outcome(&noticed));
    match noticed {
        Ok(Noticed::Unmatched) => {
            tracing::warn!(
                notice = id,
                "deposit notice {id} fits no order; staff must look"
            );
            say(StatusCode::OK, "OK")
        }
        Ok(Noticed::Reversed) => {
            tracing::error!(
                notice = id,
                "notice {id} takes a deposit back; staff must look"
            );
            say(StatusCode::OK, "OK")
        }
        Ok(Noticed::Paid(order, _)) => {
            about_order(&order);
            say(StatusCode::OK, "OK")
        }
        Ok(Noticed::Repeated) => say(StatusCode::OK, "OK"),
        Err(error) => {
            tracing::error!(notice = id, %error, "deposit notice {id} is not in the books yet: {error}");
            say(StatusCode::SERVICE_UNAVAILABLE, "AGAIN")
        }
    }
}

/// What became of a notice, as it is counted.
fn outcome(noticed: &Result<Noticed, ShopError>) -> &'static str {
    match noticed {
        Ok(Noticed::Paid(..)) => "paid",
        Ok(Noticed::Repeated) => "repeated",
        Ok(Noticed::Unmatched) => "unmatched",
        Ok(Noticed::Reversed) => "reversed",
        Err(_) => "failed",
    }
}

fn say(status: StatusCode, word: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain")], word).into_response()
}
