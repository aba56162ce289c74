//! Who is logged in: a session in the database, named by a random id in a cookie.
//!
//! A session holds a member's id and the generation of the account, and is asked about with every
//! request: after a password was changed, or the member slept or left, it holds no more.

use std::fmt;

use async_trait::async_trait;
use domain::{MemberId, StoreId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shop::Caller;
use time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error as StoreError};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};
use tower_sessions_sqlx_store::PostgresStore;

use crate::error::WebError;
use crate::pages::Notice;
use crate::seen::Seen;
use crate::state::Web;

/// A session that nobody uses ends.
const KEPT: Duration = Duration::days(14);

/// Where a session says who is logged in.
const MEMBER: &str = "member";
/// Where a session says who proved to be somebody whose account sleeps.
const ASLEEP: &str = "asleep";
/// Where a session keeps what the next page is to say.
const NOTE: &str = "note";

/// Who, and since which password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The store where they logged in: in another one's session it is worth nothing.
    store: StoreId,
    pub member: MemberId,
    pub generation: i32,
    /// The last day on which the session was used, days since 1970: used once a day, it lives on.
    pub day: i64,
}

impl Ticket {
    /// A ticket of today.
    pub fn of(web: &Web, seen: &Seen, member: MemberId, generation: i32) -> Self {
        let day = web.shop.now().timestamp().div_euclid(24 * 60 * 60);
        Self {
            store: seen.site.id.clone(),
            member,
            generation,
            day,
        }
    }
}

/// The layer that finds a request's session; nothing is read before somebody asks for it.
pub(crate) fn layer(web: &Web) -> SessionManagerLayer<HashedIds> {
    let secure = web.config.https;
    // `__Host-` makes the browser itself insist on https, this host and the whole site.
    let name = if secure { "__Host-jangbu" } else { "jangbu" };
    SessionManagerLayer::new(HashedIds::over(web.pool.clone()))
        .with_name(name)
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(KEPT))
}

impl Ticket {
    /// Whether it is of this store.
    pub fn is_of(&self, seen: &Seen) -> bool {
        self.store == seen.site.id
    }
}

impl From<tower_sessions::session::Error> for WebError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Unavailable(format!("sessions: {error}"))
    }
}

/// The member of a session that holds.
pub(crate) async fn member(
    web: &Web,
    session: &Session,
    seen: &Seen,
) -> Result<Option<MemberId>, WebError> {
    let ticket = session.get::<Ticket>(MEMBER).await?;
    let Some(ticket) = ticket.filter(|ticket| ticket.is_of(seen)) else {
        return Ok(None);
    };
    let (member, generation) = (ticket.member, ticket.generation);
    if !web.shop.session_holds(member, generation).await? {
        session.flush().await?;
        return Ok(None);
    }
    let today = Ticket::of(web, seen, member, generation);
    if today != ticket {
        let caller = Caller {
            store: seen.site.id.clone(),
            actor: member.into(),
            channel: seen.channel(),
            correlation: None,
        };
        web.shop.saw(&caller, member).await?;
        session.insert(MEMBER, today).await?;
    }
    Ok(Some(member))
}

/// Logs somebody in: under a new id, so that one that was planted before is worth nothing.
pub(crate) async fn begin(session: &Session, ticket: Ticket) -> Result<(), WebError> {
    session.cycle_id().await?;
    session.remove::<Ticket>(ASLEEP).await?;
    Ok(session.insert(MEMBER, ticket).await?)
}

/// Logs out, and forgets all that the session held.
pub(crate) async fn end(session: &Session) -> Result<(), WebError> {
    Ok(session.flush().await?)
}

/// Remembers who proved to be somebody whose account sleeps. They are not logged in.
pub(crate) async fn asleep(session: &Session, ticket: Ticket) -> Result<(), WebError> {
    session.cycle_id().await?;
    Ok(session.insert(ASLEEP, ticket).await?)
}

/// Whose account is to be woken.
pub(crate) async fn sleeper(session: &Session) -> Result<Option<Ticket>, WebError> {
    Ok(session.get(ASLEEP).await?)
}

/// Keeps something for the next page to say.
pub(crate) async fn say_next(session: &Session, notice: &Notice) -> Result<(), WebError> {
    Ok(session.insert(NOTE, notice).await?)
}

/// The same after what is kept already: one press may have done two things. A warning stays one.
pub(crate) async fn say_also(session: &Session, notice: &Notice) -> Result<(), WebError> {
    let before: Option<Notice> = session.get(NOTE).await?;
    match before {
        Some(before) => say_next(session, &before.and(notice)).await,
        None => say_next(session, notice).await,
    }
}

/// What a page before this one wanted said.
pub(crate) async fn said(session: &Session) -> Result<Option<Notice>, WebError> {
    // Asked first: taking out what is not there would write the session anew with every page.
    if session.get_value(NOTE).await?.is_none() {
        return Ok(None);
    }
    Ok(session.remove(NOTE).await?)
}

/// Sessions under the hash of their ids: whoever reads the table cannot be anybody by it.
#[derive(Clone)]
pub(crate) struct HashedIds(PostgresStore);

impl HashedIds {
    fn over(pool: sqlx::PgPool) -> Self {
        let named = PostgresStore::new(pool)
            .with_schema_name("public")
            .and_then(|store| store.with_table_name("sessions"));
        #[expect(clippy::expect_used, reason = "literals that are identifiers")]
        Self(named.expect("identifiers"))
    }

    fn hashed(id: &Id) -> Id {
        let digest = Sha256::digest(id.0.to_be_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&digest[..16]);
        Id(i128::from_be_bytes(half))
    }
}

impl fmt::Debug for HashedIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedIds(..)")
    }
}

#[async_trait]
impl SessionStore for HashedIds {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // Ids are 128 random bits: two alike are not to be expected.
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let mut kept = record.clone();
        kept.id = Self::hashed(&record.id);
        self.0.save(&kept).await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let found = self.0.load(&Self::hashed(id)).await?;
        Ok(found.map(|record| Record { id: *id, ..record }))
    }

    async fn delete(&self, id: &Id) -> Result<(), StoreError> {
        self.0.delete(&Self::hashed(id)).await
    }
}
