//! Cancelling before shipping: the whole order, or some of its pieces.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::order::{Line, LineQuantity, Order, OrderRefusal, Preview, Status};
use domain::{ClaimId, OrderId};
use shop::ShopError;
use shop::amend::Cancellation;
use shop::ports::RefundAccount;
use shop::ports::refund_account::BadAccount;
use store::Cursor;
use uuid::Uuid;

use super::account::Known;
use super::{Fields, chosen, key, status, text};
use crate::error::WebError;
use crate::handlers::order::refused;
use crate::orderer::Orderer;
use crate::pages::{Notice, RefundTo};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{view, words};

/// `GET /orders/{order}/{token}/cancel`
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    let all: Vec<LineQuantity> = (0..)
        .zip(state.lines())
        .map(|(line, of)| LineQuantity {
            line,
            quantity: of.to_ship(),
        })
        .filter(|part| part.quantity > 0)
        .collect();
    // Before the deposit the order's own page gives it up; afterwards there must be something left.
    let keep = web.shop.keeps(&state).await?;
    let preview = state.preview_cancel(Some(all.clone()), keep).ok();
    let Some(preview) = preview.filter(|_| !all.is_empty()) else {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    };
    let key = Uuid::new_v4().simple().to_string();
    let account = Known::of(&web, &state).await?;
    let to = account.shown(visitor.lang(), &Fields::new(), BadAccount::default());
    let form = (key.as_str(), all.as_slice(), to);
    let shown = Some(&preview);
    page(&web, &visitor, &state, StatusCode::OK, form, shown, None).await
}

/// `POST /orders/{order}/{token}/cancel`
#[expect(
    clippy::too_many_lines,
    reason = "one step after the other, each with its answer"
)]
pub async fn send(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
    Sent(fields): Sent<Fields>,
) -> Result<Response, WebError> {
    if text(&fields, "step").is_empty() {
        return whole(&web, &visitor, &order, &state).await;
    }
    let (key, lines) = (key(&fields)?, chosen(&fields, state.lines().len()));
    let claim = ClaimId::new(format!("c-{key}")).map_err(|_| WebError::NotFound)?;
    // The same form once more: it is done.
    if state.claims().contains_key(&claim) {
        return Ok(done(&web, &order));
    }
    let account = Known::of(&web, &state).await?;
    let again = async |status, preview: Option<&Preview>, notice, wrong| {
        let to = account.shown(visitor.lang(), &fields, wrong);
        let form = (key.as_str(), lines.as_slice(), to);
        page(&web, &visitor, &state, status, form, preview, notice).await
    };
    let fine = BadAccount::default();
    if lines.is_empty() {
        let notice = Notice::warning(say(visitor.lang(), "choose-pieces"));
        return again(StatusCode::UNPROCESSABLE_ENTITY, None, Some(notice), fine).await;
    }
    let keep = web.shop.keeps(&state).await?;
    let preview = match state.preview_cancel(Some(lines.clone()), keep) {
        Ok(preview) => preview,
        // All of it was sent, or cancelled, while the form lay open.
        Err(refusal) if state.lines().iter().all(|it| it.to_ship() == 0) => {
            return refused(&web, &visitor, &order, ShopError::Order(refusal)).await;
        }
        Err(refusal) => {
            let why = words::refusal(visitor.lang(), &ShopError::Order(refusal));
            let notice = Some(Notice::warning(why));
            return again(StatusCode::CONFLICT, None, notice, fine).await;
        }
    };
    if text(&fields, "step") == "preview" {
        return again(StatusCode::OK, Some(&preview), None, fine).await;
    }
    if text(&fields, "shown").parse() != Ok(preview.refund.amount.0) {
        let notice = Notice::warning(say(visitor.lang(), "preview-changed"));
        return again(StatusCode::OK, Some(&preview), Some(notice), fine).await;
    }
    let to = match account.read(&fields) {
        // What costs nothing gives nothing back.
        _ if preview.refund.amount.is_zero() => None,
        Ok(to) => to,
        Err(wrong) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let notice = Notice::warning(say(visitor.lang(), "checkout-mend"));
            return again(status, Some(&preview), Some(notice), wrong).await;
        }
    };
    let named = claim.clone();
    let what = Cancellation {
        claim,
        lines: Some(lines.clone()),
        reason: "shopper".to_owned(),
    };
    let with = if preview.ends {
        web.shop.goes_with(&state).await?
    } else {
        vec![]
    };
    match cancel(&web, &visitor, (&order, &with), to.as_ref(), what).await {
        Ok(cursor) => {
            web.caught_up(&["orders"], cursor).await;
            if to.is_some() {
                // What the provider said of the account came after it.
                web.knows_all("orders").await?;
            }
            Ok(done(&web, &order))
        }
        // It is cancelled; the money follows, as the claims process sees to it.
        Err(ShopError::Gateway(error)) if is_cancelled(&web, &order, &named).await? => {
            tracing::warn!(%order, %error, "what a cancellation of {order} gives back follows later: {error}");
            Ok(done(&web, &order))
        }
        Err(error) => {
            let why = Notice::warning(words::refusal(visitor.lang(), &error));
            let status = status(&error, StatusCode::CONFLICT);
            again(status, Some(&preview), Some(why), fine).await
        }
    }
}

/// Whether it was written down.
async fn is_cancelled(web: &Web, order: &OrderId, claim: &ClaimId) -> Result<bool, WebError> {
    let found = web.shop.ledger().state::<Order>(order.as_str()).await;
    let state = found.map_err(ShopError::from)?.state;
    Ok(state.claims().contains_key(claim))
}

/// The account first, also for what goes with it: the letter about the cancellation says where the money goes.
async fn cancel(
    web: &Web,
    visitor: &Visitor,
    (order, with): (&OrderId, &[(OrderId, Order)]),
    to: Option<&RefundAccount>,
    what: Cancellation,
) -> Result<Option<Cursor>, ShopError> {
    let caller = visitor.caller();
    if let Some(account) = to {
        web.shop
            .give_refund_account(&caller, order, account)
            .await?;
        for (added, _) in with {
            let given = web.shop.give_refund_account(&caller, added, account).await;
            // Money that came another way goes back that way, and an account that was named before stays.
            match given {
                Ok(_) | Err(ShopError::Payment(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    web.shop.cancel(&caller, order, what).await
}

fn done(web: &Web, order: &OrderId) -> Response {
    Redirect::to(&format!("{}?cancelled=1", web.tokens.path(order))).into_response()
}

/// The button on the order's page: gives up an order that waits for its deposit.
async fn whole(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    state: &Order,
) -> Result<Response, WebError> {
    let refusal = match state.status() {
        Status::PendingDeposit => None,
        Status::Cancelled => return Ok(done(web, order)),
        status @ (Status::Expired | Status::Refunded) => Some(OrderRefusal::Closed(status)),
        // Paid meanwhile: what that means, the form shows.
        _ if state.lines().iter().any(|it: &Line| it.to_ship() > 0) => {
            let form = format!("{}/cancel", web.tokens.path(order));
            return Ok(Redirect::to(&form).into_response());
        }
        _ => Some(OrderRefusal::AlreadyPaid),
    };
    if let Some(refusal) = refusal {
        return refused(web, visitor, order, ShopError::Order(refusal)).await;
    }
    let what = Cancellation::whole("shopper");
    match web.shop.cancel(&visitor.caller(), order, what).await {
        Ok(cursor) => {
            web.caught_up(&["orders"], cursor).await;
            Ok(done(web, order))
        }
        Err(error) => refused(web, visitor, order, error).await,
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    state: &Order,
    status: StatusCode,
    (key, chosen, to): (&str, &[LineQuantity], RefundTo),
    preview: Option<&Preview>,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let path = web.tokens.path(&draft.order);
    let faces = web.faces_of(visitor, &draft.quote).await?;
    let with = match preview {
        Some(preview) if preview.ends => web.shop.goes_with(state).await?,
        _ => vec![],
    };
    let shown = preview.map(|preview| (preview, with.as_slice()));
    let page = view::care::cancel::cancel(&faces, state, &path, key, chosen, shown, to, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page.ok_or(WebError::NoOrder)?)
}
