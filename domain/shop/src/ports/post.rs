//! The doors through which letters and messages leave.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::korean_bytes::{self, Length, Unsendable};
use serde::{Deserialize, Serialize};
pub use store::post::Medium;

/// Solapi, as deliveries and its webhooks are known by.
pub const SOLAPI: &str = "solapi";

/// A name and a mail address. Never into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Shown beside the address; may be empty.
    pub name: String,
    pub address: String,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A picture inside a letter; its HTML names it `cid:ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: String,
    /// `image/png`.
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// A finished letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The idempotency key: the same for every attempt. The letter's Message-ID follows from it.
    pub key: String,
    /// The letter's name, for the sender's statistics.
    pub template: &'static str,
    /// The store's id.
    pub store: String,
    pub from: Address,
    pub to: Address,
    pub reply_to: Option<Address>,
    pub subject: String,
    pub html: String,
    pub text: String,
    pub pictures: Vec<Picture>,
    /// When it was written; the letter's date.
    pub at: DateTime<Utc>,
}

/// Why something was not sent. The text holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It never will be: the address or the content is refused.
    #[error("refused: {0}")]
    Refused(String),
    /// Surely not sent, and worth another try.
    #[error("not sent: {0}")]
    NotSent(String),
    /// No answer, or none that can be understood: it may have been sent.
    #[error("no clear answer: {0}")]
    Unknown(String),
    /// The shop's own settings are wrong (keys, a sender, a template): staff must look.
    #[error("the settings are refused: {0}")]
    Misconfigured(String),
}

/// Sends letters.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// The provider's name, as deliveries and its notifications are known by.
    fn name(&self) -> &'static str;

    /// Hands a letter over; answers the provider's id of it. Where the provider can, the same key
    /// is one letter.
    async fn send(&self, mail: &Mail) -> Result<String, SendError>;
}

/// What a message says and how.
#[derive(Clone, PartialEq, Eq)]
pub enum TextBody {
    /// As a short message, or a long one if it is longer than 90 bytes.
    Plain {
        /// Of a long message; 40 bytes at most.
        subject: String,
        text: String,
    },
    /// Kakao's informational message (알림톡).
    Alimtalk {
        /// The template's code at the provider.
        template: String,
        /// Values by the names of `#{…}`, for providers that fill templates themselves.
        variables: Vec<(String, String)>,
        /// The filled template.
        text: String,
        /// Title of the message that goes out where Alimtalk cannot; and its words.
        fallback: Option<(String, String)>,
    },
}

impl std::fmt::Debug for TextBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain { .. } => "Plain(…)",
            Self::Alimtalk { .. } => "Alimtalk(…)",
        })
    }
}

/// A finished message. Never into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct TextMessage {
    /// The idempotency key: the same for every attempt.
    pub key: String,
    /// The message's name.
    pub template: String,
    /// The store's id.
    pub store: String,
    /// The recipient's number: digits, from 0.
    pub to: String,
    /// The store's registered number (발신번호): digits.
    pub from: String,
    pub body: TextBody,
    /// Advertising: providers want to be told.
    pub advertising: bool,
}

impl std::fmt::Debug for TextMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextMessage")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl TextMessage {
    /// By what way it goes: a plain one is short or long by its bytes.
    ///
    /// # Errors
    /// Its words cannot travel, or do not fit; also those of its fallback.
    pub fn medium(&self) -> Result<Medium, Unsendable> {
        match &self.body {
            TextBody::Plain { subject, text } => {
                korean_bytes::subject(subject)?;
                Ok(match korean_bytes::length(text)? {
                    Length::Sms(_) => Medium::Sms,
                    Length::Lms(_) => Medium::Lms,
                })
            }
            TextBody::Alimtalk { fallback, .. } => {
                if let Some((subject, text)) = fallback {
                    korean_bytes::subject(subject)?;
                    korean_bytes::length(text)?;
                }
                Ok(Medium::Alimtalk)
            }
        }
    }

    /// Whether it may go in one call with another: from the same number, by the same way and
    /// template, and to somebody else.
    pub fn goes_with(&self, other: &Self) -> bool {
        let template = |message: &Self| match &message.body {
            TextBody::Plain { .. } => None,
            TextBody::Alimtalk { template, .. } => Some(template.clone()),
        };
        self.from == other.from
            && self.store == other.store
            && self.advertising == other.advertising
            && self.to != other.to
            && self.medium() == other.medium()
            && template(self) == template(other)
    }
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextOutcome {
    /// The provider took it and calls it so.
    Taken(String),
    /// The provider refused it: its code or word.
    Refused(String),
}

/// What a provider says later of a message that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextReport {
    /// Nothing yet.
    Pending,
    Delivered,
    /// The provider's code.
    Failed(String),
}

/// Sends messages to telephones.
#[async_trait]
pub trait Texter: Send + Sync {
    /// The provider's name, as deliveries and its notifications are known by.
    fn name(&self) -> &'static str;

    /// Messages it takes in one call.
    fn most(&self) -> usize;

    /// Hands messages over, all of which go with each other ([`TextMessage::goes_with`]); outcomes
    /// come in their order. An error is one of the whole call.
    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError>;

    /// What an earlier call whose answer was lost has left, by the messages' keys; none for one that
    /// surely was not taken. The call was made within half an hour from `since`. `None` as a whole:
    /// this provider cannot tell.
    async fn find(
        &self,
        messages: &[TextMessage],
        since: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError>;

    /// What became of messages, by the provider's ids. One that cannot be asked for is pending; an
    /// error is one of the whole question.
    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError>;
}

/// A letter or message in the local mailbox, also as it is written down there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its number in the mailbox, from 0; not written down.
    #[serde(skip)]
    pub number: u64,
    pub at: DateTime<Utc>,
    /// `email`, `sms`, `lms` or `alimtalk`.
    pub medium: String,
    pub template: String,
    pub store: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Letters only; pictures are inside as `data:` addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The lines above a letter as they would leave, names and values, read as people read them; of a
    /// message what its provider would be told beside the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
}

/// The mailbox of a shop that sends nothing yet: what would have left, for people to look at.
#[async_trait]
pub trait LocalMailbox: Send + Sync {
    /// How many lie there.
    async fn count(&self) -> Result<u64, std::io::Error>;

    /// The newest, `skip` left out; without their HTML and headers.
    async fn newest(&self, skip: u64, most: usize) -> Result<Vec<Kept>, std::io::Error>;

    /// One, whole.
    async fn open(&self, number: u64) -> Result<Option<Kept>, std::io::Error>;
}
