//! How the shop is known at PortOne.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::payment::Means;

use super::sign::WebhookSecret;
use super::{BASE, SDK};
use crate::paying::secret::Secret;

/// How the shop is known at PortOne.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's address.
    pub base: String,
    /// The V2 API secret.
    pub secret: Secret,
    /// The store's id (`store-…`); no secret.
    pub store: String,
    /// The channels' keys (`channel-key-…`), by how is paid; no secrets. What has none is not offered.
    pub channels: BTreeMap<Means, String>,
    /// What its webhooks are signed with.
    pub webhook: WebhookSecret,
    /// The script that opens the window.
    pub sdk: String,
    /// The sites that the window of the provider behind a channel comes from, beside PortOne's own:
    /// `https://*.inicis.com`.
    pub sites: Vec<String>,
    /// How long one call may take. A cancel waits for the provider behind PortOne.
    pub deadline: Duration,
}

impl Settings {
    /// PortOne at its own address.
    pub fn new(
        secret: &str,
        store: &str,
        channels: BTreeMap<Means, String>,
        webhook: WebhookSecret,
    ) -> Self {
        Self {
            base: BASE.to_owned(),
            secret: secret.into(),
            store: store.to_owned(),
            channels,
            webhook,
            sdk: SDK.to_owned(),
            sites: vec![],
            deadline: Duration::from_mins(1),
        }
    }
}
