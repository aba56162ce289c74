//! Another mail address: asked for with the password, confirmed by the key that went to it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::member::{BETWEEN_LETTERS, MemberRefusal};
use serde::Deserialize;
use shop::ShopError;
use shop::members::AccountRefusal;
use store::accounts::{Password, Purpose, Token};
use tower_sessions::Session;

use super::account::{Typed, again};
use super::keys::is_good;
use super::{after, origin, status, wait};
use crate::check_member as check;
use crate::error::WebError;
use crate::helpers::url;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::pages::members::{NewEmail, ProfileErrors};
use crate::say::say;
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{session, words};

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    new_email: String,
    email_password: String,
}

/// `POST /members/email`. The answer is the same for an address that is another member's.
pub async fn ask(
    State(web): State<Web>,
    who: Insider,
    Sent(wanted): Sent<Wanted>,
) -> Result<Response, WebError> {
    let lang = who.visitor.lang();
    let typed = wanted.new_email.chars().take(80).collect();
    let Some(email) = check::email(&wanted.new_email) else {
        let errors = ProfileErrors {
            new_email: Some(say(lang, "wrong-email")),
            ..ProfileErrors::default()
        };
        let refused = StatusCode::UNPROCESSABLE_ENTITY;
        return again(&web, &who, refused, Some(Typed::mail(typed)), errors, None).await;
    };
    let password = Password::new(wanted.email_password);
    let (caller, origin) = (who.caller(), origin(&who.visitor));
    let asked = web
        .shop
        .ask_email_change(&caller, who.id, &email, &password, &origin)
        .await;
    match asked {
        Ok(()) => {
            let sent = Notice::done(say(lang, "account-email-sent"));
            session::say_next(&who.session, &sent).await?;
            Ok(Redirect::to("/members/profile").into_response())
        }
        Err(ShopError::Account(refusal)) => {
            let words = words::account(lang, &refusal, "refused-password");
            let errors = ProfileErrors {
                email_password: Some(words),
                ..ProfileErrors::default()
            };
            let (status, typed) = (status(&refusal), Some(Typed::mail(typed)));
            let answer = again(&web, &who, status, typed, errors, None).await?;
            Ok(wait(&web, &refusal, answer))
        }
        Err(ShopError::Member(MemberRefusal::TooSoon)) => {
            let errors = ProfileErrors {
                new_email: Some(say(lang, "refused-too-soon")),
                ..ProfileErrors::default()
            };
            let (status, typed) = (StatusCode::TOO_MANY_REQUESTS, Some(Typed::mail(typed)));
            let answer = again(&web, &who, status, typed, errors, None).await?;
            Ok(after(BETWEEN_LETTERS, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /members/email/{key}`. Opening it uses nothing up: readers of mail open addresses, too.
pub async fn show(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let good = is_good(&web, &key, Purpose::Email).await?;
    let status = if good {
        StatusCode::OK
    } else {
        StatusCode::GONE
    };
    page(&web, &visitor, &key, status, good, None).await
}

/// `POST /members/email/{key}`
pub async fn confirm(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
    session: Session,
) -> Result<Response, WebError> {
    let Some(token) = Token::read(&key) else {
        return page(&web, &visitor, &key, StatusCode::GONE, false, None).await;
    };
    match web.shop.change_email(&visitor.caller(), &token).await {
        Ok(_) => {
            let changed = Notice::done(say(visitor.lang(), "account-email-changed"));
            session::say_next(&session, &changed).await?;
            let to = if visitor.member().is_some() {
                "/members/profile"
            } else {
                "/members/login"
            };
            Ok(Redirect::to(to).into_response())
        }
        Err(ShopError::Account(refusal)) => {
            let notice = match refusal {
                AccountRefusal::AddressTaken => Some(Notice::warning(words::account(
                    visitor.lang(),
                    &refusal,
                    "refused-password",
                ))),
                _ => None,
            };
            let status = match refusal {
                AccountRefusal::AddressTaken => StatusCode::CONFLICT,
                _ => StatusCode::GONE,
            };
            page(&web, &visitor, &key, status, false, notice).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    key: &str,
    status: StatusCode,
    good: bool,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let page = NewEmail {
        action: format!("/members/email/{}", url(key)),
        good,
        notice,
    };
    web.door(visitor, status, &page).await
}
