//! Joining.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use shop::ShopError;
use shop::members::{AccountRefusal, JoinForm as Joining};
use store::accounts::Password;
use uuid::Uuid;

use super::{HOME, origin, status, wait};
use crate::check_member as check;
use crate::error::WebError;
use crate::pages::Notice;
use crate::pages::members::{Join, JoinErrors, JoinForm, LetterSent};
use crate::sent::Sent;
use crate::state::Web;
use crate::visitor::Visitor;
use crate::words;

/// `GET /members/join`
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, WebError> {
    if visitor.member().is_some() {
        return Ok(Redirect::to(HOME).into_response());
    }
    let form = JoinForm {
        key: Uuid::new_v4().to_string(),
        ..JoinForm::default()
    };
    again(
        &web,
        &visitor,
        StatusCode::OK,
        form,
        JoinErrors::default(),
        None,
    )
    .await
}

/// `POST /members/join`. The answer is the same for a mail address that is a member's already: what is
/// true is told by letter, to whoever owns it.
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    Sent(mut form): Sent<JoinForm>,
) -> Result<Response, WebError> {
    let lang = visitor.lang();
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(key) = form.key.parse() else {
        return Err(WebError::Unreadable("the form has no key".into()));
    };
    let (email, profile, consents) = match check::join(lang, &form) {
        Ok(read) => read,
        Err(errors) => return again(&web, &visitor, refused, form, *errors, None).await,
    };
    let joining = Joining {
        key,
        email,
        password: Password::new(std::mem::take(&mut form.password)),
        profile,
        consents,
        language: lang.code().to_owned(),
        origin: origin(&visitor),
    };
    match web.shop.join(&visitor.caller(), &joining).await {
        Ok(_) => Ok(Redirect::to("/members/letter/verify").into_response()),
        Err(error @ ShopError::Account(AccountRefusal::BadEmail)) => {
            let errors = JoinErrors {
                email: Some(words::refusal(lang, &error)),
                ..JoinErrors::default()
            };
            again(&web, &visitor, refused, form, errors, None).await
        }
        Err(ShopError::Account(refusal @ AccountRefusal::TooManyLetters { .. })) => {
            let notice = Notice::warning(words::account(lang, &refusal, "refused-login"));
            let (status, errors) = (status(&refusal), JoinErrors::default());
            let answer = again(&web, &visitor, status, form, errors, Some(notice)).await?;
            Ok(wait(&web, &refusal, answer))
        }
        Err(error @ ShopError::Account(_)) => {
            let errors = JoinErrors {
                password: Some(words::refusal(lang, &error)),
                ..JoinErrors::default()
            };
            again(&web, &visitor, refused, form, errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /members/letter/{what}`
pub async fn letter(
    State(web): State<Web>,
    Path(what): Path<String>,
    visitor: Visitor,
) -> Result<Response, WebError> {
    if !["verify", "reset"].contains(&what.as_str()) {
        return Err(WebError::NotFound);
    }
    web.door(&visitor, StatusCode::OK, &LetterSent { what })
        .await
}

async fn again(
    web: &Web,
    visitor: &Visitor,
    status: StatusCode,
    form: JoinForm,
    errors: JoinErrors,
    notice: Option<Notice>,
) -> Result<Response, WebError> {
    let page = Join {
        form,
        errors,
        notice,
    };
    web.door(visitor, status, &page).await
}
