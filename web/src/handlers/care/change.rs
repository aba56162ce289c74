//! Changing a placed order before it is sent: other pieces, another address. Two steps: what it comes to,
//! and doing it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::order::EditOutcome;
use domain::{ClaimId, OrderId};
use shop::ShopError;
use shop::edit::{Agreed, Edit, EditPreview, Edited};
use shop::ports::RefundAccount;
use shop::ports::refund_account::BadAccount;
use uuid::Uuid;

use super::account::Known;
use super::change_form::{Filled, filled, page};
use super::{Fields, key, status, text};
use crate::error::WebError;
use crate::handlers::order::refused;
use crate::orderer::Orderer;
use crate::pages::members::PlaceErrors;
use crate::pages::{Notice, RefundTo};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{view, words};

/// `GET /orders/{order}/{token}/change`
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    if state.may_edit().is_err() || state.open_edit().is_some() {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let now = web.shop.current_recipient(&state).await?;
    let filled = Filled {
        key: Uuid::new_v4().simple().to_string(),
        what: Edit::default(),
        place: view::care::change::place(&now.unwrap_or_default()),
        errors: PlaceErrors::default(),
        to: RefundTo::default(),
    };
    page(&web, &visitor, &state, StatusCode::OK, filled, None, None).await
}

/// `POST /orders/{order}/{token}/change`
pub async fn send(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
    Sent(fields): Sent<Fields>,
) -> Result<Response, WebError> {
    let edit = ClaimId::new(format!("e-{}", key(&fields)?)).map_err(|_| WebError::NotFound)?;
    let account = Known::of(&web, &state).await?;
    let mut filled = filled(&web, &visitor, &state, &fields).await?;
    filled.to = account.shown(visitor.lang(), &fields, BadAccount::default());
    let again = async |filled, status, preview: Option<&EditPreview>, notice| {
        page(&web, &visitor, &state, status, filled, preview, notice).await
    };
    if filled.errors != PlaceErrors::default() {
        let notice = Some(Notice::warning(say(visitor.lang(), "checkout-mend")));
        return again(filled, StatusCode::UNPROCESSABLE_ENTITY, None, notice).await;
    }
    let refused_with = |error: &ShopError| status(error, StatusCode::CONFLICT);
    let why = |error: &ShopError| Some(Notice::warning(words::refusal(visitor.lang(), error)));
    // The same form once more.
    if state.edits().contains_key(&edit) {
        return Ok(done(&web, &visitor, &order, None));
    }
    let preview = match web.shop.preview_edit(&order, &filled.what).await {
        Ok(preview) => preview,
        // It was sent, or is over, while the form lay open.
        Err(error) if state.may_edit().is_err() => {
            return refused(&web, &visitor, &order, error).await;
        }
        Err(error) => {
            return again(filled, refused_with(&error), None, why(&error)).await;
        }
    };
    if text(&fields, "step") != "change" {
        return again(filled, StatusCode::OK, Some(&preview), None).await;
    }
    let agreed = preview.agreed();
    let shown = |name: &str, now: domain::Won| text(&fields, name).parse() == Ok(now.0);
    if !shown("shown_pay", agreed.to_pay) || !shown("shown_back", agreed.to_pay_back) {
        let notice = Notice::warning(say(visitor.lang(), "preview-changed"));
        return again(filled, StatusCode::OK, Some(&preview), Some(notice)).await;
    }
    let to = match account.read(&fields) {
        // Where nothing goes back, none is asked for.
        _ if agreed.to_pay_back.is_zero() => None,
        Ok(to) => to,
        Err(wrong) => {
            filled.to = account.shown(visitor.lang(), &fields, wrong);
            let notice = Notice::warning(say(visitor.lang(), "checkout-mend"));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return again(filled, status, Some(&preview), Some(notice)).await;
        }
    };
    match change(&web, &visitor, (&order, edit), &filled.what, agreed, to).await {
        Ok(edited) => {
            web.knows_all("orders").await?;
            Ok(done(&web, &visitor, &order, Some(&edited)))
        }
        // It is changed; the money follows, as the claims process sees to it.
        Err(ShopError::Gateway(error)) if preview.added.is_none() => {
            tracing::warn!(%order, %error, "what an edit of {order} gives back follows later: {error}");
            Ok(done(&web, &visitor, &order, None))
        }
        Err(error) => again(filled, refused_with(&error), Some(&preview), why(&error)).await,
    }
}

/// The account first: a change that is done pays back at once, and what a provider says of the account comes after it.
async fn change(
    web: &Web,
    visitor: &Visitor,
    (order, edit): (&OrderId, ClaimId),
    what: &Edit,
    agreed: Agreed,
    to: Option<RefundAccount>,
) -> Result<Edited, ShopError> {
    let caller = visitor.caller();
    if let Some(account) = to {
        let given = web.shop.give_refund_account(&caller, order, &account);
        given.await?;
    }
    web.shop
        .edit_order(&caller, order, edit, what, agreed)
        .await
}

/// To what is to be paid, or back to the order.
fn done(web: &Web, visitor: &Visitor, order: &OrderId, edited: Option<&Edited>) -> Response {
    let to_pay = edited.filter(|it| it.outcome.is_none());
    let to_pay = to_pay.and_then(|it| it.supplement.as_ref());
    let instead = edited.filter(|it| it.outcome == Some(EditOutcome::Done));
    let instead = instead.and_then(|it| it.replacement.as_ref());
    let late = edited.is_some_and(|it| it.outcome == Some(EditOutcome::TooLate));
    let Some(next) = to_pay.or(instead) else {
        // A change that came too late is told by the page itself, for as long as it matters.
        let said = if late { "" } else { "?changed=1" };
        let address = format!("{}{said}", web.tokens.path(order));
        return Redirect::to(&address).into_response();
    };
    let address = format!("{}?new=1", web.tokens.path(next));
    (visitor.remember_own(next), Redirect::to(&address)).into_response()
}
