//! A member's account, name, telephone number and password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shop::ShopError;
use shop::members::{self, AccountRefusal};
use store::accounts::Password;

use super::origin;
use crate::check_member as check;
use crate::error::WebError;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::pages::members::{Account, Profile, ProfileErrors};
use crate::say::say;
use crate::sent::Sent;
use crate::session::{self, Ticket};
use crate::state::Web;
use crate::{view, words};

/// Orders, questions and reviews on the first page.
const LAST: u32 = 3;

/// Name and telephone number as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    name: String,
    phone: String,
    /// Of another form on the same page: the others' fields are as they are kept.
    #[serde(skip)]
    new_email: Option<String>,
}

impl Typed {
    /// Another mail address as typed.
    pub(super) fn mail(new_email: String) -> Self {
        let new_email = Some(new_email);
        Self {
            new_email,
            ..Self::default()
        }
    }
}

/// Passwords as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Passwords {
    old_password: String,
    new_password: String,
}

/// `GET /members`
pub async fn home(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    let notice = session::said(&who.session).await?;
    let profile = web.shop.profile_of(&who.member).await?;
    let (from, until) = view::members::twelve_months(web.shop.now());
    let won = projections::members::won_within(&web.pool, who.id, from, until).await?;
    let orders = super::orders::last(&web, &who, LAST).await?;
    let inquiries = super::voices::last_asked(&web, &who, LAST).await?;
    let reviews = super::voices::last_thought(&web, &who, LAST).await?;
    let page = Account {
        orders,
        inquiries,
        reviews,
        ..view::members::account(&web, who.visitor.lang(), &who.member, profile, won, notice)
    };
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// `GET /members/profile`
pub async fn profile(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    let notice = session::said(&who.session).await?;
    again(
        &web,
        &who,
        StatusCode::OK,
        None,
        ProfileErrors::default(),
        notice,
    )
    .await
}

/// `POST /members/profile`
pub async fn save(
    State(web): State<Web>,
    who: Insider,
    Sent(typed): Sent<Typed>,
) -> Result<Response, WebError> {
    let lang = who.visitor.lang();
    let mut errors = ProfileErrors::default();
    let profile = members::Profile {
        name: check::name(lang, &typed.name, &mut errors.name),
        phone: check::phone(lang, &typed.phone, &mut errors.phone),
    };
    if errors != ProfileErrors::default() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return again(&web, &who, status, Some(typed), errors, None).await;
    }
    web.shop
        .change_profile(&who.caller(), who.id, &profile)
        .await?;
    let saved = Notice::done(say(lang, "account-saved"));
    session::say_next(&who.session, &saved).await?;
    Ok(Redirect::to("/members/profile").into_response())
}

/// `POST /members/password`
pub async fn password(
    State(web): State<Web>,
    who: Insider,
    Sent(typed): Sent<Passwords>,
) -> Result<Response, WebError> {
    let lang = who.visitor.lang();
    let (old, new) = (
        Password::new(typed.old_password),
        Password::new(typed.new_password),
    );
    let origin = origin(&who.visitor);
    let changed = web
        .shop
        .change_password(&who.caller(), who.id, &old, new, &origin)
        .await;
    match changed {
        Ok(generation) => {
            let ticket = Ticket::of(&web, &who.visitor.seen, who.id, generation);
            session::begin(&who.session, ticket).await?;
            let changed = Notice::done(say(lang, "account-password-changed"));
            session::say_next(&who.session, &changed).await?;
            Ok(Redirect::to("/members/profile").into_response())
        }
        Err(ShopError::Account(refusal)) => {
            let words = Some(words::account(lang, &refusal, "refused-password"));
            let of_old = matches!(
                refusal,
                AccountRefusal::Wrong | AccountRefusal::Locked { .. }
            );
            let mut errors = ProfileErrors::default();
            if of_old {
                errors.old_password = words;
            } else {
                errors.new_password = words;
            }
            let status = super::status(&refusal);
            let answer = again(&web, &who, status, None, errors, None).await?;
            Ok(super::wait(&web, &refusal, answer))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /members/password`: what a refused form leaves in the address bar, opened again.
pub async fn back() -> Redirect {
    Redirect::to("/members/profile")
}

pub(super) async fn again(
    web: &Web,
    who: &Insider,
    status: StatusCode,
    typed: Option<Typed>,
    errors: ProfileErrors,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let email = web.shop.email_of(&who.member).await?.unwrap_or_default();
    let pending_email = web.shop.pending_email_of(&who.member).await?;
    let typed = match typed {
        Some(typed) if typed.new_email.is_none() => typed,
        other => {
            let kept = web.shop.profile_of(&who.member).await?;
            let kept = kept.unwrap_or_default();
            Typed {
                name: kept.name,
                phone: kept.phone,
                new_email: other.and_then(|typed| typed.new_email),
            }
        }
    };
    let page = Profile {
        notice,
        email,
        pending_email,
        new_email: typed.new_email.unwrap_or_default(),
        name: typed.name,
        phone: typed.phone,
        errors,
    };
    web.door(&who.visitor, status, &page).await
}
