//! Naver Cloud SENS: SMS, LMS and Alimtalk (after api.ncloud-docs.com).
//!
//! It knows neither an idempotency key nor fields of ours, and a request whose answer was lost has
//! no id to ask by. So after a lost answer nothing is sent again. What became of messages is asked
//! for: SENS does not call us.

mod reports;
mod send;
pub mod sign;
pub mod simulator;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use reqwest::{Method, RequestBuilder};
use shop::ports::Clock;
use shop::ports::post::{SendError, TextMessage, TextOutcome, TextReport, Texter};

use crate::texting::{BadAddress, Door};

/// As deliveries know it.
pub const NAME: &str = "sens";
/// Its address.
pub const BASE: &str = "https://sens.apigw.ntruss.com";
/// Messages of one call at most, by its manual.
const MOST: usize = 100;

/// How the shop is known there.
#[derive(Clone)]
pub struct Settings {
    pub base: String,
    pub access_key: String,
    pub secret_key: String,
    /// `ncp:sms:kr:…`
    pub sms_service: String,
    /// `ncp:kkobizmsg:kr:…`; empty where no Alimtalk is sent.
    pub alimtalk_service: String,
    /// The Kakao channel (`@name`) of each store.
    pub channels: BTreeMap<String, String>,
    /// How long one call may take.
    pub deadline: Duration,
}

/// SENS behind the shop's port.
pub struct Sens {
    settings: Settings,
    door: Door,
    clock: Arc<dyn Clock>,
}

impl Sens {
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

    /// A signed request; the path is signed as it is sent, query included.
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let timestamp = self.clock.now().timestamp_millis().to_string();
        let Settings {
            access_key,
            secret_key,
            ..
        } = &self.settings;
        let signature = sign::signature(secret_key, method.as_str(), path, &timestamp, access_key);
        self.door
            .ask(method, path)
            .header("x-ncp-apigw-timestamp", timestamp)
            .header("x-ncp-iam-access-key", access_key)
            .header("x-ncp-apigw-signature-v2", signature)
    }

    fn sms(&self) -> String {
        format!("/sms/v2/services/{}/messages", self.settings.sms_service)
    }

    fn alimtalk(&self) -> String {
        let service = &self.settings.alimtalk_service;
        format!("/alimtalk/v2/services/{service}/messages")
    }

    /// Stands for a number in our id of a short message, for SENS names none when it takes one.
    /// Nobody gets back to the number without the secret key.
    fn tag(&self, to: &str) -> String {
        HEXLOWER.encode(&sign::mac(&self.settings.secret_key, to)[..8])
    }
}

#[async_trait]
impl Texter for Sens {
    fn name(&self) -> &'static str {
        NAME
    }

    fn most(&self) -> usize {
        MOST
    }

    async fn send(&self, messages: &[TextMessage]) -> Result<Vec<TextOutcome>, SendError> {
        self.send_alike(messages).await
    }

    async fn find(
        &self,
        _: &[TextMessage],
        _: DateTime<Utc>,
    ) -> Result<Option<Vec<Option<TextOutcome>>>, SendError> {
        Ok(None)
    }

    async fn reports(&self, ids: &[String]) -> Result<Vec<TextReport>, SendError> {
        self.ask_for(ids).await
    }
}
