//! Questions to the shop.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::inquiry::{Inquiry, Topic};
use domain::{InquiryId, OrderId};
use serde::Deserialize;
use shop::inquiry::{Contact, InquiryForm, LONGEST_TEXT, LONGEST_TITLE};
use shop::{Recipient, ShopError, mail_address};
use uuid::Uuid;

use super::{status, wait};
use crate::check::line;
use crate::error::WebError;
use crate::handlers::members::origin;
use crate::handlers::order::opened;
use crate::handlers::saved;
use crate::pages::{AskErrors, AskForm, Notice};
use crate::say::{say, say_with};
use crate::sent::Sent;
use crate::state::Web;
use crate::view::care::inquiry as view;
use crate::visitor::Visitor;
use crate::words;

/// What the address says: the order that it is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    order: String,
    token: String,
}

/// `GET /inquiries/new`
pub async fn show(
    State(web): State<Web>,
    Query(about): Query<About>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let mut form = AskForm {
        key: Uuid::new_v4().to_string(),
        topic: "product".into(),
        ..AskForm::default()
    };
    if let Some(order) = about_order(&web, &about.order, &about.token) {
        let known = orderer(&web, &visitor, &order).await?.unwrap_or_default();
        form = AskForm {
            topic: "order".into(),
            order: about.order,
            token: about.token,
            name: known.orderer,
            email: known.email,
            phone: known.orderer_phone,
            ..form
        };
    } else {
        let known = saved::known(&web, &visitor).await?;
        form = AskForm {
            name: known.name,
            email: known.email,
            phone: known.phone,
            ..form
        };
    }
    let errors = AskErrors::default();
    asking(&web, &visitor, StatusCode::OK, form, errors, None).await
}

/// `POST /inquiries/new`
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(mut form): Sent<AskForm>,
) -> Result<Response, WebError> {
    let Ok(key) = form.key.parse::<Uuid>() else {
        return Err(WebError::Unreadable("the form has no key".into()));
    };
    let order = about_order(&web, &form.order, &form.token);
    if order.is_none() {
        form.order.clear();
        form.token.clear();
    }
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let errors = wrong(&visitor, &form);
    if errors != AskErrors::default() {
        return asking(&web, &visitor, unprocessable, form, errors, None).await;
    }
    let contact = Contact {
        name: line(&form.name),
        email: form.email.trim().to_owned(),
        phone: line(&form.phone).chars().take(20).collect(),
    };
    let inquiry = InquiryForm::id(key, &contact, &form.title, &form.text);
    let asked = InquiryForm {
        inquiry,
        contact,
        topic: Topic::from_word(&form.topic).unwrap_or(Topic::Other),
        order,
        title: form.title.clone(),
        text: form.text.clone(),
        photos: vec![],
    };
    let (caller, origin) = (visitor.caller(), origin(&visitor));
    match web.shop.ask_inquiry(&caller, &asked, &origin).await {
        Ok(_) => {
            let path = web.tokens.inquiry_path(inquiry);
            Ok(Redirect::to(&format!("{path}?new=1")).into_response())
        }
        Err(error) => {
            let notice = Some(Notice::warning(words::refusal(visitor.lang(), &error)));
            let status = status(&error, unprocessable);
            let answer = asking(&web, &visitor, status, form, errors, notice).await?;
            Ok(wait(&web, &error, answer))
        }
    }
}

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// It was asked a moment ago.
    new: Option<String>,
}

/// `GET /inquiries/{inquiry}/{token}`
pub async fn read(
    State(web): State<Web>,
    Path((inquiry, token)): Path<(String, String)>,
    Query(said): Query<Said>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let (id, state) = held(&web, &visitor, &inquiry, &token).await?;
    let fresh = said.new.is_some();
    page(
        &web,
        &visitor,
        id,
        &state,
        StatusCode::OK,
        fresh,
        String::new(),
        None,
    )
    .await
}

/// What is added.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct More {
    text: String,
}

/// `POST /inquiries/{inquiry}/{token}`
pub async fn more(
    State(web): State<Web>,
    Path((inquiry, token)): Path<(String, String)>,
    visitor: Visitor,
    Sent(more): Sent<More>,
) -> Result<Response, WebError> {
    let (id, state) = held(&web, &visitor, &inquiry, &token).await?;
    let (caller, origin) = (visitor.caller(), origin(&visitor));
    let added = web
        .shop
        .reopen_inquiry(&caller, id, &more.text, &origin)
        .await;
    match added {
        Ok(_) => Ok(Redirect::to(&web.tokens.inquiry_path(id)).into_response()),
        Err(error) => {
            let status = status(&error, StatusCode::UNPROCESSABLE_ENTITY);
            let why = match &error {
                ShopError::BadText { .. } => too_long(&visitor, "ask-text-wrong", LONGEST_TEXT),
                error => words::refusal(visitor.lang(), error),
            };
            let notice = Notice::warning(why);
            let answer = page(
                &web,
                &visitor,
                id,
                &state,
                status,
                false,
                more.text,
                Some(notice),
            )
            .await?;
            Ok(wait(&web, &error, answer))
        }
    }
}

/// The question behind an address; unknown ones and wrong tokens look alike.
async fn held(
    web: &Web,
    visitor: &Visitor,
    inquiry: &str,
    token: &str,
) -> Result<(InquiryId, Inquiry), WebError> {
    let id: InquiryId = inquiry.parse().map_err(|_| WebError::NotFound)?;
    if !web.tokens.fits_inquiry(id, token) {
        return Err(WebError::NotFound);
    }
    let state = web.shop.inquiry(id).await?;
    // Asked of another store, it is none here.
    if state.store() != Some(&visitor.seen.site.id) {
        return Err(WebError::NotFound);
    }
    Ok((id, state))
}

/// The order that a question is about: only with its token.
fn about_order(web: &Web, order: &str, token: &str) -> Option<OrderId> {
    opened(web, order, token).ok()
}

async fn orderer(
    web: &Web,
    visitor: &Visitor,
    order: &OrderId,
) -> Result<Option<Recipient>, WebError> {
    let state = super::state(web, visitor, order).await?;
    // Nothing of them is filled in for whoever only holds the address.
    let kept = state.recipient().filter(|_| visitor.ordered(&state));
    match kept {
        Some(kept) => Ok(web.shop.recipient(kept).await?),
        None => Ok(None),
    }
}

/// What is wrong with which field of the form, all of it at once.
fn wrong(visitor: &Visitor, form: &AskForm) -> AskErrors {
    let lang = visitor.lang();
    let letters = |text: &str| text.trim().chars().count();
    let email = form.email.trim();
    let one_line = !form.title.trim().chars().any(char::is_control);
    let title = one_line && (1..=LONGEST_TITLE).contains(&letters(&form.title));
    let text = (1..=LONGEST_TEXT).contains(&letters(&form.text));
    let name = (1..=30).contains(&letters(&line(&form.name)));
    let mail = email.is_empty() || (email.len() <= 80 && mail_address::is_plain(email));
    AskErrors {
        title: (!title).then(|| too_long(visitor, "ask-title-wrong", LONGEST_TITLE)),
        text: (!text).then(|| too_long(visitor, "ask-text-wrong", LONGEST_TEXT)),
        name: (!name).then(|| say(lang, "ask-name-wrong")),
        email: (!mail).then(|| say(lang, "ask-email-wrong")),
        agree: form.agree.is_empty().then(|| say(lang, "ask-agree-wrong")),
    }
}

fn too_long(visitor: &Visitor, key: &str, most: usize) -> String {
    say_with(visitor.lang(), key, &[("most", most.into())])
}

async fn asking(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    form: AskForm,
    errors: AskErrors,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let page = view::ask(visitor.lang(), form, errors, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}

#[expect(clippy::too_many_arguments, reason = "all that the page is made of")]
async fn page(
    web: &Web,
    visitor: &Visitor,
    id: InquiryId,
    state: &Inquiry,
    status: StatusCode,
    fresh: bool,
    typed: String,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let texts = web.shop.inquiry_texts(state).await?;
    let path = web.tokens.inquiry_path(id);
    let page = view::inquiry(visitor.lang(), state, &texts, &path, fresh, typed, notice);
    let frame = web.frame(visitor).await?;
    web.personal(status, &frame, &page)
}
