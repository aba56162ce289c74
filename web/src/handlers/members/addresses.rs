//! A member's address book.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::AddressId;
use domain::member::{MOST_ADDRESSES, MemberRefusal};
use serde::Deserialize;
use shop::ShopError;
use uuid::Uuid;

use crate::check_member as check;
use crate::error::WebError;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::pages::members::{Addresses, PlaceErrors, PlaceForm};
use crate::say::say;
use crate::sent::Sent;
use crate::session;
use crate::state::Web;
use crate::view;

/// What the address says beyond itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The address to be corrected.
    edit: Option<String>,
}

/// `GET /members/addresses`
pub async fn show(
    State(web): State<Web>,
    Query(said): Query<Said>,
    who: Insider,
) -> Result<Response, WebError> {
    let places = web.shop.addresses_of(&who.member).await?;
    let edited = said.edit.and_then(|id| {
        let id: AddressId = id.parse().ok()?;
        places.iter().find(|place| place.id == id)
    });
    let form = edited.map_or_else(fresh, view::members::place_form);
    let notice = session::said(&who.session).await?;
    again(
        &web,
        &who,
        StatusCode::OK,
        form,
        PlaceErrors::default(),
        notice,
    )
    .await
}

/// `POST /members/addresses`
pub async fn save(
    State(web): State<Web>,
    who: Insider,
    Sent(form): Sent<PlaceForm>,
) -> Result<Response, WebError> {
    let lang = who.visitor.lang();
    let Ok(id) = form.id.parse() else {
        return Err(WebError::Unreadable("the form has no id".into()));
    };
    let place = match check::place(lang, &form) {
        Ok(place) => place,
        Err(errors) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return again(&web, &who, status, form, *errors, None).await;
        }
    };
    match web
        .shop
        .save_address(&who.caller(), who.id, id, &place)
        .await
    {
        Ok(_) => done(&who).await,
        Err(ShopError::Member(MemberRefusal::TooManyAddresses { .. })) => {
            let full = Notice::warning(say(lang, "account-place-full"));
            let errors = PlaceErrors::default();
            again(&web, &who, StatusCode::CONFLICT, form, errors, Some(full)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /members/addresses/{id}/remove`
pub async fn remove(
    State(web): State<Web>,
    Path(id): Path<String>,
    who: Insider,
) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    web.shop.remove_address(&who.caller(), who.id, id).await?;
    done(&who).await
}

/// `POST /members/addresses/{id}/first`
pub async fn first(
    State(web): State<Web>,
    Path(id): Path<String>,
    who: Insider,
) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    match web.shop.choose_address(&who.caller(), who.id, id).await {
        Ok(_) => done(&who).await,
        Err(ShopError::Member(MemberRefusal::NoAddress)) => Err(WebError::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// `GET /members/addresses/{id}/…`: what a form leaves in the address bar, opened again.
pub async fn back() -> Redirect {
    Redirect::to("/members/addresses")
}

async fn done(who: &Insider) -> Result<Response, WebError> {
    let saved = Notice::done(say(who.visitor.lang(), "account-saved"));
    session::say_next(&who.session, &saved).await?;
    Ok(Redirect::to("/members/addresses").into_response())
}

fn fresh() -> PlaceForm {
    PlaceForm {
        id: Uuid::new_v4().to_string(),
        ..PlaceForm::default()
    }
}

async fn again(
    web: &Web,
    who: &Insider,
    status: StatusCode,
    form: PlaceForm,
    errors: PlaceErrors,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let places = web.shop.addresses_of(&who.member).await?;
    let editing = places.iter().any(|place| place.id.to_string() == form.id);
    let page = Addresses {
        notice,
        full: places.len() >= MOST_ADDRESSES && !editing,
        places: places.iter().map(view::members::place_row).collect(),
        memos: view::checkout::memos(who.visitor.lang(), &form.memo),
        form,
        editing,
        errors,
    };
    web.door(&who.visitor, status, &page).await
}
