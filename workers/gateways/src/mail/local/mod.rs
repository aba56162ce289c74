//! A mailbox on this machine instead of the world: where a shop's letters and messages lie until real
//! senders are set, and which tests read.

mod book;
mod entry;
mod index;

use domain::korean_bytes;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use shop::ports::Clock;
use shop::ports::post::{
    Kept, LocalMailbox, Mail, Mailer, Picture, SendError, TextBody, TextMessage, TextOutcome,
    TextReport, Texter,
};

pub use self::book::FILE;

use self::book::Book;
use self::entry::{Entry, Key};
use super::message::{compose, readable, readable_headers};

/// Messages taken in one call.
const MOST: usize = 1_000;

/// The mailbox. Cheap to clone; several processes may share one.
#[derive(Clone)]
pub struct LocalPost {
    book: Arc<Book>,
    clock: Arc<dyn Clock>,
}

impl LocalPost {
    /// The mailbox in this directory, which is made with the first letter, readable by its owner only.
    /// The clock dates messages; letters bring a date of their own.
    pub fn new(directory: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self {
            book: Arc::new(Book::new(directory)),
            clock,
        }
    }

    /// Files are locked, read and synced: not on a thread that others' requests need.
    async fn with<T: Send + 'static>(
        &self,
        what: impl FnOnce(&Book) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let book = self.book.clone();
        let done = tokio::task::spawn_blocking(move || what(&book)).await;
        done.unwrap_or_else(|error| Err(io::Error::other(error)))
    }

    async fn enter(&self, entries: Vec<Entry>) -> Result<Vec<u64>, SendError> {
        let entered = self.with(move |book| book.enter(&entries)).await;
        // What was written in part is taken away again by whoever writes next.
        entered.map_err(|error| SendError::NotSent(format!("the mailbox: {}", error.kind())))
    }
}

#[async_trait]
impl Mailer for LocalPost {
    fn name(&self) -> &'static str {
        "local"
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        // What no server would take is refused here, too.
        compose(mail)?;
        let numbers = self.enter(vec![letter(mail)]).await?;
        Ok(numbers.into_iter().map(id).collect())
    }
}

#[async_trait]
impl Texter for LocalPost {
    fn name(&self) -> &'static str {
        "local"
    }

    fn most(&self) -> usize {
        MOST
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        let now = self.clock.now();
        let entries = messages.iter().map(|message| text(message, now)).collect();
        let numbers = self.enter(entries).await?;
        Ok(numbers
            .into_iter()
            .map(|number| TextOutcome::Taken(id(number)))
            .collect())
    }

    async fn find(
        &self,
        messages: &[TextMessage],
        _: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        let keys: Vec<Key> = messages
            .iter()
            .map(|message| Key::of_text(&message.key))
            .collect();
        let found = self.with(move |book| book.find(&keys)).await;
        let found =
            found.map_err(|error| SendError::NotSent(format!("the mailbox: {}", error.kind())))?;
        let taken = |number| TextOutcome::Taken(id(number));
        Ok(Some(
            found.into_iter().map(|number| number.map(taken)).collect(),
        ))
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        Ok(ids.iter().map(|_| TextReport::Delivered).collect())
    }
}

#[async_trait]
impl LocalMailbox for LocalPost {
    async fn count(&self) -> Result<u64, io::Error> {
        self.with(Book::count).await
    }

    async fn newest(&self, skip: u64, most: usize) -> Result<Vec<Kept>, io::Error> {
        let entries = self.with(move |book| book.newest(skip, most)).await?;
        Ok(entries
            .into_iter()
            .map(|(number, entry)| entry.kept(number))
            .collect())
    }

    async fn open(&self, number: u64) -> Result<Option<Kept>, io::Error> {
        let entry = self.with(move |book| book.open(number)).await?;
        Ok(entry.map(|entry| entry.kept(number)))
    }
}

/// What the mailbox calls its entry of this number.
fn id(number: u64) -> String {
    format!("local-{number}")
}

fn letter(mail: &Mail) -> Entry {
    Entry {
        key: mail.key.clone(),
        kept: Kept {
            number: 0,
            at: mail.at,
            medium: "email".to_owned(),
            template: mail.template.to_owned(),
            store: mail.store.clone(),
            from: readable(&mail.from),
            to: readable(&mail.to),
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: Some(with_pictures(&mail.html, &mail.pictures)),
            headers: readable_headers(mail),
        },
    }
}

/// A letter's HTML that needs nothing beside it.
fn with_pictures(html: &str, pictures: &[Picture]) -> String {
    let mut pictures: Vec<_> = pictures.iter().collect();
    // The longest first: `cid:logo` is also the beginning of `cid:logo-small`.
    pictures.sort_by_key(|picture| std::cmp::Reverse(picture.id.len()));
    pictures.iter().fold(html.to_owned(), |html, picture| {
        let data = format!(
            "data:{};base64,{}",
            picture.mime,
            BASE64.encode(&picture.bytes)
        );
        html.replace(&format!("cid:{}", picture.id), &data)
    })
}

fn text(message: &TextMessage, now: DateTime<Utc>) -> Entry {
    let mut headers = Vec::new();
    let mut told = |name: &str, value: String| headers.push((name.to_owned(), value));
    let (medium, subject, words) = match &message.body {
        TextBody::Plain { subject, text } if bytes(text) > korean_bytes::SMS => {
            ("lms", subject.clone(), text)
        }
        TextBody::Plain { text, .. } => ("sms", String::new(), text),
        TextBody::Alimtalk {
            template,
            fallback,
            text,
            ..
        } => {
            told("template", template.clone());
            if let Some((title, words)) = fallback {
                told("fallback", format!("{title}\n{words}"));
            }
            ("alimtalk", String::new(), text)
        }
    };
    if message.advertising {
        told("advertising", "yes".to_owned());
    }
    Entry {
        key: message.key.clone(),
        kept: Kept {
            number: 0,
            at: now,
            medium: medium.to_owned(),
            template: message.template.clone(),
            store: message.store.clone(),
            from: message.from.clone(),
            to: message.to.clone(),
            subject,
            text: words.clone(),
            html: None,
            headers,
        },
    }
}

/// As carriers count; what no telephone can show counts as nothing.
fn bytes(text: &str) -> usize {
    korean_bytes::bytes(text).unwrap_or(0)
}

#[cfg(test)]
mod tests;
