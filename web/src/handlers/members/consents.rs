//! What a member agreed to, and what they said before.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::member::{ConsentKind, MemberRefusal};
use serde::Deserialize;
use shop::ShopError;

use crate::error::WebError;
use crate::helpers::date;
use crate::insider::Insider;
use crate::pages::Notice;
use crate::say::say_with;
use crate::sent::Sent;
use crate::session;
use crate::state::Web;
use crate::view;

/// The form of one kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    kind: String,
    /// `yes` or `no`.
    say: String,
}

/// `GET /members/consents`
pub async fn show(State(web): State<Web>, who: Insider) -> Result<Response, WebError> {
    let notice = session::said(&who.session).await?;
    let profile = web.shop.profile_of(&who.member).await?;
    let history = web.shop.consent_history(who.id).await?;
    let page = view::members::consents(&who.member, profile.as_ref(), history, notice);
    web.door(&who.visitor, StatusCode::OK, &page).await
}

/// `POST /members/consents`. The law wants to be told what was done, and when (정보통신망법 §50⑦): the
/// page says so at once.
pub async fn say(
    State(web): State<Web>,
    who: Insider,
    Sent(wanted): Sent<Wanted>,
) -> Result<Response, WebError> {
    let kind = ConsentKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == wanted.kind);
    let kind = kind.ok_or_else(|| WebError::Unreadable("no such consent".into()))?;
    let caller = who.caller();
    let done = match wanted.say.as_str() {
        "yes" => web.shop.give_consent(&caller, who.id, kind).await,
        "no" => web.shop.withdraw_consent(&caller, who.id, kind).await,
        _ => return Err(WebError::Unreadable("neither yes nor no".into())),
    };
    match done {
        Ok(_) => {
            let lang = who.visitor.lang();
            let day = date(web.shop.now(), lang);
            let noted = say_with(lang, "account-consent-saved", &[("day", day.into())]);
            session::say_next(&who.session, &Notice::done(noted)).await?;
        }
        // The page shows what is needed first.
        Err(ShopError::Member(MemberRefusal::NightNeedsSms)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to("/members/consents").into_response())
}
