//! What keys from letters open, and asking for such letters.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::MemberId;
use serde::Deserialize;
use shop::members::AccountRefusal;
use shop::{Caller, ShopError};
use store::accounts::{Password, Purpose, Token};
use tower_sessions::Session;

use super::{HOME, enter, origin, status, wait};
use crate::check_member as check;
use crate::error::WebError;
use crate::handlers::coupons;
use crate::pages::members::{Forgot, Reset, Verify};
use crate::pages::{Link, Notice};
use crate::say::{say, say_with};
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::{session, words};

/// A form that asks for a letter.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    email: String,
}

/// A form with a password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    password: String,
}

/// `GET /members/forgot`
pub async fn forgot(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    ask(&web, &visitor, StatusCode::OK, "reset", String::new(), None).await
}

/// `GET /members/again`
pub async fn again(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    ask(
        &web,
        &visitor,
        StatusCode::OK,
        "verify",
        String::new(),
        None,
    )
    .await
}

/// `POST /members/forgot`
pub async fn ask_reset(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(asked): Sent<Asked>,
) -> Result<Response, WebError> {
    let Some(email) = check::email(&asked.email) else {
        return wrong(&web, &visitor, "reset", asked.email).await;
    };
    let (caller, origin) = (visitor.caller(), origin(&visitor));
    let asked = web.shop.ask_reset(&caller, &email, &origin).await;
    answered(&web, &visitor, "reset", email, asked).await
}

/// `POST /members/again`
pub async fn ask_again(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(asked): Sent<Asked>,
) -> Result<Response, WebError> {
    let Some(email) = check::email(&asked.email) else {
        return wrong(&web, &visitor, "verify", asked.email).await;
    };
    let (caller, origin) = (visitor.caller(), origin(&visitor));
    let asked = web.shop.ask_verification(&caller, &email, &origin).await;
    answered(&web, &visitor, "verify", email, asked).await
}

/// A letter is on its way, if there is anybody; or too many were asked for.
async fn answered(
    web: &Web,
    visitor: &Visitor,
    what: &str,
    email: String,
    asked: Result<(), ShopError>,
) -> Result<Response, WebError> {
    match asked {
        Ok(()) => Ok(Redirect::to(&format!("/members/letter/{what}")).into_response()),
        Err(ShopError::Account(refusal)) => {
            let error = words::account(visitor.lang(), &refusal, "refused-login");
            let answer = ask(web, visitor, status(&refusal), what, email, Some(error));
            Ok(wait(web, &refusal, answer.await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn wrong(
    web: &Web,
    visitor: &Visitor,
    what: &str,
    email: String,
) -> Result<Response, WebError> {
    let error = say(visitor.lang(), "wrong-email");
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ask(web, visitor, status, what, email, Some(error)).await
}

async fn ask(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    what: &str,
    email: String,
    error: Option<String>,
) -> Result<Response, WebError> {
    let page = Forgot {
        email,
        error,
        what: what.to_owned(),
    };
    web.door(visitor, status, &page).await
}

/// `GET /members/verify/{key}`. Opening it uses nothing up: readers of mail open addresses, too.
pub async fn verify(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let good = is_good(&web, &key, Purpose::Verify).await?;
    verified(&web, &visitor, &key, good, None).await
}

/// `POST /members/verify/{key}`
pub async fn prove(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
    session: Session,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let Some(token) = Token::read(&key) else {
        return verified(&web, &visitor, &key, false, None).await;
    };
    let (password, origin) = (Password::new(typed.password), origin(&visitor));
    let proven = web
        .shop
        .verify_email(&visitor.caller(), &token, &password, &origin)
        .await;
    match proven {
        Ok(who) => {
            let welcome = welcome(&web, &visitor, who.member).await;
            session::say_next(&session, &welcome).await?;
            enter(&web, visitor, &session, who, HOME).await
        }
        Err(error) => {
            let (good, refusal) = refused(error)?;
            verified(&web, &visitor, &key, good, refusal.as_ref()).await
        }
    }
}

/// What a new member is told: that they are one, and that coupons wait for them, if any do. Nobody is kept
/// out because these cannot be counted just now.
async fn welcome(web: &Web, visitor: &Visitor, member: MemberId) -> Notice {
    let lang = visitor.lang();
    let welcome = Notice::done(say(lang, "account-welcome"));
    let caller = Caller {
        actor: member.into(),
        ..visitor.caller()
    };
    let count = match coupons::to_take(web, &caller).await {
        Ok(count) => count,
        Err(error) => {
            tracing::warn!(%error, "a new member is not told of coupons: {error}");
            0
        }
    };
    if count == 0 {
        return welcome;
    }
    let told = say_with(lang, "account-welcome-coupons", &[("count", count.into())]);
    Notice {
        link: Some(Link {
            name: say(lang, "wallet-title"),
            href: "/members/coupons".into(),
        }),
        ..welcome.and(&Notice::done(told))
    }
}

async fn verified(
    web: &Web,
    visitor: &Visitor,
    key: &str,
    good: bool,
    refusal: Option<&AccountRefusal>,
) -> Result<Response, WebError> {
    let words = |refusal| words::account(visitor.lang(), refusal, "refused-password");
    let page = Verify {
        action: format!("/members/verify/{}", crate::helpers::url(key)),
        good,
        notice: refusal.map(words).map(Notice::warning),
    };
    let answer = web.door(visitor, found(good, refusal), &page).await?;
    Ok(match refusal {
        Some(refusal) => wait(web, refusal, answer),
        None => answer,
    })
}

/// `GET /members/reset/{key}`
pub async fn reset(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    let good = is_good(&web, &key, Purpose::Reset).await?;
    resetting(&web, &visitor, &key, good, None).await
}

/// `POST /members/reset/{key}`
pub async fn set(
    State(web): State<Web>,
    Path(key): Path<String>,
    visitor: Visitor,
    session: Session,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let Some(token) = Token::read(&key) else {
        return resetting(&web, &visitor, &key, false, None).await;
    };
    let new = Password::new(typed.password);
    match web
        .shop
        .reset_password(&visitor.caller(), &token, new)
        .await
    {
        Ok(who) => {
            let changed = Notice::done(say(visitor.lang(), "account-password-changed"));
            session::say_next(&session, &changed).await?;
            enter(&web, visitor, &session, who, HOME).await
        }
        Err(error) => {
            let (good, refusal) = refused(error)?;
            resetting(&web, &visitor, &key, good, refusal.as_ref()).await
        }
    }
}

async fn resetting(
    web: &Web,
    visitor: &Visitor,
    key: &str,
    good: bool,
    refusal: Option<&AccountRefusal>,
) -> Result<Response, WebError> {
    let words = |refusal| words::account(visitor.lang(), refusal, "refused-password");
    let page = Reset {
        action: format!("/members/reset/{}", crate::helpers::url(key)),
        good,
        error: refusal.map(words),
    };
    web.door(visitor, found(good, refusal), &page).await
}

pub(super) async fn is_good(web: &Web, key: &str, purpose: Purpose) -> Result<bool, WebError> {
    match Token::read(key) {
        Some(token) => Ok(web.shop.key_is_good(&token, purpose).await?),
        None => Ok(false),
    }
}

/// What a page says of a refused key or password: whether the key is still good, and what else is wrong.
fn refused(error: ShopError) -> Result<(bool, Option<AccountRefusal>), WebError> {
    match error {
        ShopError::Account(AccountRefusal::BadKey) => Ok((false, None)),
        ShopError::Account(refusal) => Ok((true, Some(refusal))),
        error => Err(error.into()),
    }
}

fn found(good: bool, refusal: Option<&AccountRefusal>) -> StatusCode {
    match refusal {
        Some(refusal) => status(refusal),
        None if good => StatusCode::OK,
        None => StatusCode::GONE,
    }
}
