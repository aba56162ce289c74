//! Values of members.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a member agrees to, each by itself (정보통신망법 §50).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// Advertising by mail.
    Mail,
    /// Advertising by messages to the telephone, by day.
    Sms,
    /// Those messages between 21:00 and 08:00, too.
    Night,
}

impl ConsentKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Sms, Self::Night];

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Night => "night",
        }
    }
}

/// A consent that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The version of the words that were agreed to.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a password came to be another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordWay {
    /// By who knew the old one.
    Changed,
    /// By who had the letter.
    Reset,
}

/// Why a grade is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeReason {
    /// Purchases were summed up.
    Evaluated,
    /// Staff said so.
    Staff,
}

/// How it stands with a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody joined yet.
    #[default]
    New,
    /// Joined; the mail address is not proven yet.
    Unverified,
    /// A member.
    Active,
    /// Not seen for long: asleep until they come back.
    Dormant,
    /// Gone.
    Withdrawn,
}

impl Standing {
    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unverified => "unverified",
            Self::Active => "active",
            Self::Dormant => "dormant",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Letters of the longest version.
const LONGEST: usize = 32;

/// Whether a text may stand in an event as the version of a text: `2026-01`, `v3`.
pub fn is_version(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte)
        })
}
