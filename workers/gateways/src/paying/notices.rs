//! A simulated provider telling the shop something: again and again, until it is believed.

use std::time::Duration;

use reqwest::{Client, RequestBuilder};

/// How often and how patiently.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Calls in all.
    pub tries: u32,
    /// Between two of them.
    pub again_after: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            tries: 10,
            again_after: Duration::from_secs(2),
        }
    }
}

/// The client that notices are sent with.
///
/// # Errors
/// There is no client for https.
pub fn client() -> reqwest::Result<Client> {
    Client::builder()
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

/// Sends until `believed` says so of status and body; false when patience ended before.
pub async fn tell(
    patience: Patience,
    request: impl Fn() -> RequestBuilder,
    believed: impl Fn(u16, &[u8]) -> bool,
) -> bool {
    for turn in 0..patience.tries {
        if turn > 0 {
            tokio::time::sleep(patience.again_after).await;
        }
        let Ok(answer) = request().send().await else {
            continue;
        };
        let status = answer.status().as_u16();
        if answer
            .bytes()
            .await
            .is_ok_and(|body| believed(status, &body))
        {
            return true;
        }
    }
    false
}
