//! Solapi: SMS, LMS and Alimtalk (after its official SDK for Node, 2026-04).
//!
//! It knows no idempotency key. Each message carries ours in `customFields`, and after a lost
//! answer the messages of that time are listed and ours looked for, before anything is sent again.

mod find;
mod send;
pub mod sign;
pub mod simulator;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::{Method, RequestBuilder};
use shop::ports::Clock;
use shop::ports::post::{SendError, TextMessage, TextOutcome, TextReport, Texter};

use crate::texting::{BadAddress, Door};

pub use shop::ports::post::SOLAPI as NAME;

/// Its address.
pub const BASE: &str = "https://api.solapi.com";
/// It takes 10,000 in one call; a thousand is one batch of ours, and a lost answer leaves fewer in
/// doubt.
const MOST: usize = 1_000;

/// How the shop is known there.
#[derive(Clone)]
pub struct Settings {
    pub base: String,
    pub key: String,
    pub secret: String,
    /// The Kakao channel (`pfId`) of each store.
    pub channels: BTreeMap<String, String>,
    /// How long one call may take.
    pub deadline: Duration,
}

impl Settings {
    /// With Solapi's own address and no channels.
    pub fn new(key: &str, secret: &str) -> Self {
        Self {
            base: BASE.to_owned(),
            key: key.to_owned(),
            secret: secret.to_owned(),
            channels: BTreeMap::new(),
            deadline: Duration::from_secs(30),
        }
    }
}

/// Solapi behind the shop's port.
pub struct Solapi {
    settings: Settings,
    door: Door,
    clock: Arc<dyn Clock>,
}

impl Solapi {
    /// # Errors
    /// The address is not one that may be sent to.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, BadAddress> {
        let door = Door::new(&settings.base, settings.deadline)?;
        Ok(Self {
            settings,
            door,
            clock,
        })
    }

    /// A signed request.
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let date = self
            .clock
            .now()
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let salt = sign::salt();
        let header = sign::header(&self.settings.key, &self.settings.secret, &date, &salt);
        self.door.ask(method, path).header("authorization", header)
    }
}

#[async_trait]
impl Texter for Solapi {
    fn name(&self) -> &'static str {
        NAME
    }

    fn most(&self) -> usize {
        MOST
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        self.send_many(messages).await
    }

    async fn find(
        &self,
        messages: &[TextMessage],
        since: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        self.look_for(messages, since).await.map(Some)
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        self.look_up(ids).await
    }
}
