//! How the shop is known at PortOne.

use std::time::Duration;

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
    /// The channel's key (`channel-key-…`); no secret.
    pub channel: String,
    /// The script that opens the window.
    pub sdk: String,
    /// Where the simulator takes the same by a form; PortOne has no such place.
    pub form: Option<String>,
    /// How long one call may take. A cancel waits for the provider behind PortOne.
    pub deadline: Duration,
}

impl Settings {
    /// PortOne at its own address.
    pub fn new(secret: &str, store: &str, channel: &str) -> Self {
        Self {
            base: BASE.to_owned(),
            secret: secret.into(),
            store: store.to_owned(),
            channel: channel.to_owned(),
            sdk: SDK.to_owned(),
            form: None,
            deadline: Duration::from_mins(1),
        }
    }
}
