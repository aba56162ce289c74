//! What the simulator knows of the shop, and the shop of it.

use std::time::Duration;

use domain::payment::Means;

use super::script;
use crate::paying::notices::Patience;
use crate::portone::Settings;
use crate::portone::sign::{BadSecret, WebhookSecret};

/// What it knows of the shop.
#[derive(Debug, Clone)]
pub struct Account {
    /// As it stands in the window.
    pub shop: String,
    /// The API secret.
    pub secret: String,
    /// The store's id.
    pub store: String,
    /// The channel's key.
    pub channel: String,
    /// What webhooks are signed with: `whsec_…`.
    pub webhook_secret: String,
    /// Where webhooks go that no payment has an address of its own for.
    pub webhook: Option<String>,
    /// How often and how patiently they are sent.
    pub patience: Patience,
    /// How long a window may stay open.
    pub window: Duration,
    /// How long a virtual account waits where the shop did not say.
    pub deposit: Duration,
    /// Seconds that a shopper who comes back late lets the shop wait.
    pub late: u32,
}

impl Default for Account {
    /// The demo shop.
    fn default() -> Self {
        Self {
            shop: "장부상회".to_owned(),
            secret: "simulated-api-secret-0000000000000000".to_owned(),
            store: "store-demo".to_owned(),
            channel: "channel-key-demo".to_owned(),
            webhook_secret: "whsec_cG9ydG9uZS1kZW1vLXNlY3JldC0zMmJ5dGVzLXh5eiE=".to_owned(),
            webhook: None,
            patience: Patience::default(),
            window: Duration::from_mins(30),
            deposit: Duration::from_hours(3 * 24),
            late: 5,
        }
    }
}

impl Account {
    /// What the shop checks webhooks with.
    ///
    /// # Errors
    /// The account's text is no secret.
    pub fn webhook_secret(&self) -> Result<WebhookSecret, BadSecret> {
        WebhookSecret::read(&self.webhook_secret)
    }

    /// Settings of a shop that has this account, for a simulator at this address.
    ///
    /// # Errors
    /// The account's text is no secret.
    pub fn settings_at(&self, url: &str) -> Result<Settings, BadSecret> {
        Ok(self.believed_at(url, self.webhook_secret()?))
    }

    pub(super) fn believed_at(&self, url: &str, webhook: WebhookSecret) -> Settings {
        let means = [Means::Card, Means::Transfer, Means::VirtualAccount];
        let channels = means.map(|means| (means, self.channel.clone()));
        Settings {
            base: url.to_owned(),
            sdk: format!("{url}{}", script::SDK),
            ..Settings::new(&self.secret, &self.store, channels.into(), webhook)
        }
    }
}
