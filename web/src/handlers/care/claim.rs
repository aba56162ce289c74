//! Asking to send something back, and thinking better of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::image::ImagePurpose;
use domain::order::{ClaimReason, Fault, Order, Preview, Terms, Wish};
use domain::{ClaimId, OrderId};
use shop::ShopError;
use shop::exchange::ExchangePreview;
use shop::ports::RefundAccount;
use shop::ports::refund_account::BadAccount;
use uuid::Uuid;

use super::account::Known;
use super::photos::receive;
use super::swap;
use super::{Fields, chosen, key, status, text};
use crate::error::WebError;
use crate::handlers::order::refused;
use crate::orderer::Orderer;
use crate::pages::{ClaimForm, Notice, RefundTo};
use crate::parcel::Parcel;
use crate::say::say;
use crate::state::Web;
use crate::view::care::claim::{Chosen, claim as page_of};
use crate::view::care::photos::Attached;
use crate::visitor::Visitor;
use crate::words;

/// `GET /orders/{order}/{token}/return`
pub async fn show(
    State(web): State<Web>,
    Orderer {
        visitor,
        order,
        state,
    }: Orderer,
) -> Result<Response, WebError> {
    if !something(&web, &visitor, &state) {
        return Ok(Redirect::to(&web.tokens.path(&order)).into_response());
    }
    let account = Known::of(&web, &state).await?;
    let chosen = Chosen {
        swaps: swap::swaps(&web, &state).await?,
        refund_to: account.shown(visitor.lang(), &Fields::new(), BadAccount::default()),
        form: ClaimForm {
            key: Uuid::new_v4().simple().to_string(),
            text: String::new(),
        },
        ..Chosen::default()
    };
    page(&web, &visitor, &state, StatusCode::OK, chosen, None, None).await
}

/// `POST /orders/{order}/{token}/return`
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
    mut parcel: Parcel,
) -> Result<Response, WebError> {
    let mut chosen = read(&parcel.fields, &state)?;
    chosen.swaps = swap::swaps(&web, &state).await?;
    let claim = ClaimId::new(format!("r-{}", chosen.form.key));
    let claim = claim.map_err(|_| WebError::NotFound)?;
    let lang = visitor.lang();
    let account = Known::of(&web, &state).await?;
    chosen.refund_to = account.shown(lang, &parcel.fields, BadAccount::default());
    let asked = state.claims().contains_key(&claim);
    if !asked && something(&web, &visitor, &state) {
        let purpose = ImagePurpose::Claim;
        chosen.photos = receive(&web, &visitor, &order, purpose, &mut parcel).await?;
    }
    let (Some(reason), false) = (chosen.reason, chosen.lines.is_empty()) else {
        let missing = if chosen.lines.is_empty() {
            "choose-pieces"
        } else {
            "claim-choose-reason"
        };
        let notice = Some(Notice::warning(say(lang, missing)));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&web, &visitor, &state, status, chosen, None, notice).await;
    };
    if chosen.wish == Wish::Exchange && !asked {
        match swap::preview(&web, &state, &claim, reason, &chosen).await {
            Ok(preview) => {
                chosen.exchange = preview;
                chosen.refund_to.optional = chosen.exchange.cheaper.is_zero();
            }
            Err(error) => {
                let notice = Some(Notice::warning(words::refusal(lang, &error)));
                let status = status(&error, StatusCode::CONFLICT);
                return page(&web, &visitor, &state, status, chosen, None, notice).await;
            }
        }
    }
    let preview = state.preview_return(chosen.wish, chosen.lines.clone(), reason, terms(&visitor));
    let refused = !chosen.photos.troubles.is_empty();
    if !asked && (refused || text(&parcel.fields, "step") != "ask") {
        let notice = preview.as_ref().err().map(|refusal| {
            Notice::warning(words::refusal(lang, &ShopError::Order(refusal.clone())))
        });
        let preview = preview.ok();
        let status = if refused {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        return page(
            &web,
            &visitor,
            &state,
            status,
            chosen,
            preview.as_ref(),
            notice,
        )
        .await;
    }
    let to = match account.read(&parcel.fields) {
        // Nothing goes back, or it was asked before.
        _ if asked => None,
        Ok(to) => to,
        // It may never be needed.
        Err(_) if chosen.refund_to.optional && !Known::names(&parcel.fields) => None,
        Err(wrong) => {
            let optional = chosen.refund_to.optional;
            chosen.refund_to = account.shown(lang, &parcel.fields, wrong);
            chosen.refund_to.optional = optional;
            let (status, preview) = (StatusCode::UNPROCESSABLE_ENTITY, preview.ok());
            let shown = preview.as_ref();
            let notice = Some(Notice::warning(say(lang, "checkout-mend")));
            return page(&web, &visitor, &state, status, chosen, shown, notice).await;
        }
    };
    match ask(&web, &visitor, &order, (claim, reason), &chosen, to).await {
        Ok(()) => {
            let path = web.tokens.path(&order);
            Ok(Redirect::to(&format!("{path}?asked=1")).into_response())
        }
        Err(error) => {
            let notice = Some(Notice::warning(words::refusal(lang, &error)));
            let status = status(&error, StatusCode::CONFLICT);
            page(&web, &visitor, &state, status, chosen, None, notice).await
        }
    }
}

async fn ask(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
    (claim, reason): (ClaimId, ClaimReason),
    chosen: &Chosen,
    to: Option<RefundAccount>,
) -> Result<(), ShopError> {
    let caller = visitor.caller();
    if let Some(account) = to {
        web.shop
            .give_refund_account(&caller, order, &account)
            .await?;
    }
    let form = shop::claim::ClaimForm {
        claim,
        wish: chosen.wish,
        lines: chosen.lines.clone(),
        reason,
        text: chosen.form.text.clone(),
        photos: chosen.photos.names(),
        wanted: chosen.wanted.clone(),
    };
    let cursor = web.shop.request_claim(&caller, order, form).await?;
    web.caught_up(&["orders"], cursor).await;
    Ok(())
}

/// `POST /orders/{order}/{token}/claims/{claim}/withdraw`
pub async fn withdraw(
    State(web): State<Web>,
    Path((_, _, claim)): Path<(String, String, String)>,
    Orderer { visitor, order, .. }: Orderer,
) -> Result<Response, WebError> {
    let claim = ClaimId::new(claim).map_err(|_| WebError::NotFound)?;
    let withdrawn = web
        .shop
        .withdraw_claim(&visitor.caller(), &order, claim)
        .await;
    match withdrawn {
        Ok(cursor) => {
            web.caught_up(&["orders"], cursor).await;
            let path = web.tokens.path(&order);
            Ok(Redirect::to(&format!("{path}?withdrawn=1")).into_response())
        }
        Err(error) => refused(&web, &visitor, &order, error).await,
    }
}

/// Whether anything may still be sent back.
fn something(web: &Web, visitor: &Visitor, state: &Order) -> bool {
    let (terms, now) = (terms(visitor), web.shop.now());
    let lines = u32::try_from(state.lines().len()).unwrap_or(0);
    (0..lines).any(|line| state.returnable(line, Fault::Shops, terms, now) > 0)
}

fn terms(visitor: &Visitor) -> Terms {
    visitor.seen.site.settings.care.terms
}

fn read(fields: &Fields, state: &Order) -> Result<Chosen, WebError> {
    let lines = chosen(fields, state.lines().len());
    let wish = match text(fields, "wish") {
        "exchange" => Wish::Exchange,
        _ => Wish::Return,
    };
    Ok(Chosen {
        wanted: match wish {
            Wish::Exchange => swap::wanted(fields, &lines),
            Wish::Return => vec![],
        },
        wish,
        reason: ClaimReason::from_word(text(fields, "reason")),
        lines,
        swaps: vec![],
        exchange: ExchangePreview::default(),
        form: ClaimForm {
            key: key(fields)?,
            text: text(fields, "text").to_owned(),
        },
        photos: Attached::default(),
        refund_to: RefundTo::default(),
    })
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    state: &Order,
    status: StatusCode,
    chosen: Chosen,
    preview: Option<&Preview>,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let draft = state.draft().ok_or(WebError::NoOrder)?;
    let path = web.tokens.path(&draft.order);
    let by = (terms(visitor), web.shop.now());
    let faces = web.faces_of(visitor, &draft.quote).await?;
    let page = page_of(&faces, state, &path, chosen, preview, by, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page.ok_or(WebError::NoOrder)?)
}
