//! Who did it, through which door, when, and because of what: the metadata of every event.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{BadId, MemberId, StoreId};

/// Who issued a command. Never a name of a shopper: members appear by id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Actor {
    /// A shopper without an account.
    Guest,
    /// A member, by id.
    Member(String),
    /// A member of staff, by login.
    Staff(String),
    /// One of our own processes, by name.
    System(String),
    /// A payment provider, by name.
    Provider(String),
    /// An import of older books, by name.
    Import(String),
}

/// The door an order came through; one of the axes of the sales statistics.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Channel {
    /// The storefront's PC pages.
    Pc,
    /// The storefront's mobile pages.
    Mobile,
    /// Staff, typing at a prompt or in the back office.
    Desk,
    /// Not a sale's door: a process, a provider's notice.
    System,
    /// A market place or an imported book, by name.
    External(String),
}

/// The metadata of one command, written beside each event it causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The store whose business this is.
    pub store: StoreId,
    /// Who did it.
    pub actor: Actor,
    /// Through which door.
    pub channel: Channel,
    /// When it happened (the log adds when the shop came to know).
    pub occurred_at: DateTime<Utc>,
    /// The event or outside message that led to this.
    pub cause: Option<String>,
    /// The request or run that this belongs to.
    pub correlation: Option<String>,
}

impl Meta {
    /// Metadata without cause and correlation.
    pub fn new(store: StoreId, actor: Actor, channel: Channel, occurred_at: DateTime<Utc>) -> Self {
        Self {
            store,
            actor,
            channel,
            occurred_at,
            cause: None,
            correlation: None,
        }
    }

    /// The same, caused by an event or outside message.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The same, as part of a request or run.
    #[must_use]
    pub fn within(mut self, correlation: impl Into<String>) -> Self {
        self.correlation = Some(correlation.into());
        self
    }

    /// The flat form in which the log keeps it (cqrs-es reads a map of strings).
    pub fn to_map(&self) -> BTreeMap<String, String> {
        let mut map = BTreeMap::from([
            ("store".to_owned(), self.store.to_string()),
            ("actor".to_owned(), self.actor.to_string()),
            ("channel".to_owned(), self.channel.to_string()),
            (
                "occurred_at".to_owned(),
                self.occurred_at
                    .to_rfc3339_opts(SecondsFormat::Micros, true),
            ),
        ]);
        map.extend(self.cause.clone().map(|cause| ("cause".to_owned(), cause)));
        map.extend(
            self.correlation
                .clone()
                .map(|id| ("correlation".to_owned(), id)),
        );
        map
    }

    /// Reads the flat form back; `None` when a part is missing or malformed.
    pub fn from_map<S: std::hash::BuildHasher>(
        map: &std::collections::HashMap<String, String, S>,
    ) -> Option<Self> {
        Some(Self {
            store: map.get("store")?.parse().ok()?,
            actor: map.get("actor")?.parse().ok()?,
            channel: map.get("channel")?.parse().ok()?,
            occurred_at: map.get("occurred_at")?.parse().ok()?,
            cause: map.get("cause").cloned(),
            correlation: map.get("correlation").cloned(),
        })
    }
}

impl Actor {
    /// The member who did it, if it was one.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::Member(id) => id.parse().ok(),
            _ => None,
        }
    }
}

impl From<MemberId> for Actor {
    fn from(member: MemberId) -> Self {
        Self::Member(member.to_string())
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guest => f.write_str("guest"),
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Staff(login) => write!(f, "staff:{login}"),
            Self::System(name) => write!(f, "system:{name}"),
            Self::Provider(name) => write!(f, "provider:{name}"),
            Self::Import(name) => write!(f, "import:{name}"),
        }
    }
}

impl FromStr for Actor {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("actor", text);
        match text.split_once(':') {
            None if text == "guest" => Ok(Self::Guest),
            Some(("member", id)) => Ok(Self::Member(id.to_owned())),
            Some(("staff", login)) => Ok(Self::Staff(login.to_owned())),
            Some(("system", name)) => Ok(Self::System(name.to_owned())),
            Some(("provider", name)) => Ok(Self::Provider(name.to_owned())),
            Some(("import", name)) => Ok(Self::Import(name.to_owned())),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pc => f.write_str("pc"),
            Self::Mobile => f.write_str("mobile"),
            Self::Desk => f.write_str("desk"),
            Self::System => f.write_str("system"),
            Self::External(name) => write!(f, "external:{name}"),
        }
    }
}

impl FromStr for Channel {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        match text {
            "pc" => Ok(Self::Pc),
            "mobile" => Ok(Self::Mobile),
            "desk" => Ok(Self::Desk),
            "system" => Ok(Self::System),
            _ => match text.split_once(':') {
                Some(("external", name)) => Ok(Self::External(name.to_owned())),
                _ => Err(BadId::new("channel", text)),
            },
        }
    }
}

macro_rules! string_form {
    ($($name:ident),+) => {$(
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.to_string() }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> { text.parse() }
        }
    )+};
}
string_form!(Actor, Channel);
