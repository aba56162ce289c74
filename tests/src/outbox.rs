//! A post office for tests: takes letters and messages, remembers them, and has moods.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shop::ports::post::{Mail, Mailer, SendError, TextMessage, TextOutcome, TextReport, Texter};
use sqlx::PgPool;
use store::post::{Deliveries, Suppressions};
use workers::post::Post;

/// What the post office does with what it is handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Takes it.
    #[default]
    Kind,
    /// Refuses it for good.
    Refusing,
    /// Is not there.
    Away,
    /// Takes it and loses the answer.
    Forgetful,
    /// Never answers.
    Hanging,
}

/// The post office.
#[derive(Default)]
pub struct Outbox {
    mood: Mutex<Mood>,
    letters: Mutex<Vec<Mail>>,
    messages: Mutex<Vec<TextMessage>>,
}

impl Outbox {
    /// An empty, kind one.
    pub fn open() -> Arc<Self> {
        Arc::default()
    }

    /// From now on it is in this mood.
    pub fn is(&self, mood: Mood) {
        *lock(&self.mood) = mood;
    }

    /// Letters that it took, each time it took one.
    pub fn letters(&self) -> Vec<Mail> {
        lock(&self.letters).clone()
    }

    /// Messages likewise.
    pub fn messages(&self) -> Vec<TextMessage> {
        lock(&self.messages).clone()
    }

    /// How often each letter was taken, by its key.
    pub fn letter_keys(&self) -> BTreeMap<String, usize> {
        let mut keys = self.keys();
        keys.retain(|key, _| self.letters().iter().any(|letter| &letter.key == key));
        keys
    }

    /// How often each key was taken, letters and messages together.
    pub fn keys(&self) -> BTreeMap<String, usize> {
        let mut keys = BTreeMap::new();
        let letters = self.letters().into_iter().map(|letter| letter.key);
        let messages = self.messages().into_iter().map(|message| message.key);
        for key in letters.chain(messages) {
            *keys.entry(key).or_default() += 1;
        }
        keys
    }

    /// All that workers need to send through it.
    pub fn post(self: &Arc<Self>, pool: &PgPool) -> Post {
        Post {
            mailer: self.clone(),
            texter: self.clone(),
            codes: Arc::default(),
            deliveries: Deliveries::new(pool.clone()),
            suppressions: Suppressions::new(pool.clone()),
        }
    }

    async fn answer(&self, take: impl FnOnce()) -> Result<(), SendError> {
        let mood = *lock(&self.mood);
        match mood {
            Mood::Kind => take(),
            Mood::Refusing => return Err(SendError::Refused("550 5.1.1".to_owned())),
            Mood::Away => return Err(SendError::NotSent("connection refused".to_owned())),
            Mood::Forgetful => {
                take();
                return Err(SendError::Unknown("the answer was lost".to_owned()));
            }
            Mood::Hanging => std::future::pending().await,
        }
        Ok(())
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().expect("nobody panicked holding it")
}

#[async_trait]
impl Mailer for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }

    async fn send(&self, mail: &Mail) -> Result<String, SendError> {
        self.answer(|| lock(&self.letters).push(mail.clone()))
            .await?;
        Ok(format!("outbox-{}", mail.key))
    }
}

#[async_trait]
impl Texter for Outbox {
    fn name(&self) -> &'static str {
        "outbox"
    }

    fn most(&self) -> usize {
        100
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        self.answer(|| lock(&self.messages).extend_from_slice(messages))
            .await?;
        let taken = messages.iter();
        Ok(taken
            .map(|message| TextOutcome::Taken(format!("outbox-{}", message.key)))
            .collect())
    }

    async fn find(
        &self,
        messages: &[TextMessage],
        _since: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        let known = self.keys();
        let found = |message: &TextMessage| {
            let id = format!("outbox-{}", message.key);
            known
                .contains_key(&message.key)
                .then_some(TextOutcome::Taken(id))
        };
        Ok(Some(messages.iter().map(found).collect()))
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        Ok(vec![TextReport::Delivered; ids.len()])
    }
}
