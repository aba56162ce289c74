//! Who must be logged in: a page of a member's own. Whoever is not is asked to, and comes back.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use domain::MemberId;
use domain::member::Member;
use shop::Caller;
use tower_sessions::Session;

use crate::error::WebError;
use crate::helpers::url;
use crate::state::Web;
use crate::visitor::Visitor;

/// A member, logged in.
pub struct Insider {
    pub visitor: Visitor,
    /// Whose pages these are: what an address or a form says of members is not asked.
    pub id: MemberId,
    /// As the events left them.
    pub member: Member,
    pub session: Session,
}

impl Insider {
    /// On whose behalf a use case runs.
    pub fn caller(&self) -> Caller {
        self.visitor.caller()
    }
}

impl FromRequestParts<Web> for Insider {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, web).await?;
        let Some(id) = visitor.member() else {
            return Err(WebError::Moved(login_for(parts)));
        };
        let session = parts.extensions.get::<Session>().cloned();
        let session = session.ok_or_else(|| WebError::Bug("no session layer".to_owned()))?;
        let member = web.shop.member(id).await?;
        Ok(Self {
            visitor,
            id,
            member,
            session,
        })
    }
}

/// Where to log in, and come back from. What was to be changed is not done by coming back.
fn login_for(parts: &Parts) -> String {
    let here = parts
        .uri
        .path_and_query()
        .map_or("/members", |it| it.as_str());
    let next = match parts.method {
        Method::GET => here,
        _ => "/members",
    };
    format!("/members/login?next={}", url(next))
}
