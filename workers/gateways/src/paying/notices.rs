//! A simulated provider telling the shop something: again and again, until it is believed.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
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

/// Names below `localhost` are this machine (RFC 6761): a demo's stores have such, and not every machine knows.
struct Localhost;

impl Resolve for Localhost {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = if host.ends_with(".localhost") {
                vec![(Ipv4Addr::LOCALHOST, 0).into()]
            } else {
                tokio::net::lookup_host((host, 0)).await?.collect()
            };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The client that notices are sent with.
///
/// # Errors
/// There is no client for https.
pub fn client() -> reqwest::Result<Client> {
    Client::builder()
        .dns_resolver(Localhost)
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
