//! Its webhooks: signed anew for each try, the same id and body over all of them.

use std::sync::Arc;

use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shop::ports::Clock;
use tokio::sync::mpsc;

use super::state::{Record, fresh, stamp};
use super::{Office, Simulator};
use crate::locks::lock;
use crate::paying::notices::{Patience, tell};
use crate::portone::sign::{WebhookSecret, signature};
use crate::portone::webhook::Kind;

/// How the next webhooks arrive.
#[derive(Debug, Default)]
pub(super) struct Mail {
    /// They wait until they are released.
    held: bool,
    /// So many arrive twice.
    twice: usize,
    /// So many are signed with something else first.
    forged: usize,
}

/// One webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Hook {
    pub(super) id: String,
    pub(super) urls: Vec<String>,
    body: String,
    #[serde(default)]
    forged: bool,
}

impl Office {
    /// Tells what happened to a payment; what is told is kept with it.
    pub(super) fn tell(&self, kind: &Kind, record: &mut Record, cancellation: Option<&str>) {
        let mut data = json!({
            "paymentId": record.id, "storeId": self.account.store, "transactionId": record.transaction,
        });
        if let Some(cancellation) = cancellation {
            data["cancellationId"] = json!(cancellation);
        }
        let at = stamp(self.clock.now());
        let body = json!({ "type": kind, "timestamp": at, "data": data });
        let mut urls = record.notice_urls.clone();
        if urls.is_empty() {
            urls.extend(self.account.webhook.clone());
        }
        let hook = Hook {
            id: fresh("wh_"),
            urls,
            body: body.to_string(),
            forged: false,
        };
        record.hooks.push(hook.clone());
        self.send(hook);
    }

    /// Sends a webhook, as the mail is now.
    pub(super) fn send(&self, hook: Hook) {
        let mut mail = lock(&self.mail);
        let mut all = Vec::new();
        if mail.forged > 0 {
            mail.forged -= 1;
            all.push(Hook {
                forged: true,
                ..hook.clone()
            });
        }
        if mail.twice > 0 {
            mail.twice -= 1;
            all.push(hook.clone());
        }
        all.push(hook);
        if mail.held {
            lock(&self.held).extend(all);
            return;
        }
        drop(mail);
        for hook in all {
            // Nobody sends any more once the simulator is closing.
            let _ = self.hooks.send(hook);
        }
    }
}

impl Simulator {
    /// Webhooks wait from now on.
    pub fn hold_webhooks(&self) {
        lock(&self.office.mail).held = true;
    }

    /// What waited is sent, the last first where it is to arrive out of order; nothing waits any more.
    pub fn release_webhooks(&self, last_first: bool) {
        lock(&self.office.mail).held = false;
        let mut held = std::mem::take(&mut *lock(&self.office.held));
        if last_first {
            held.reverse();
        }
        for hook in held {
            let _ = self.office.hooks.send(hook);
        }
    }

    /// So many of the next webhooks arrive twice, with one id.
    pub fn double_webhooks(&self, times: usize) {
        lock(&self.office.mail).twice = times;
    }

    /// Before so many of the next webhooks somebody says the same with a signature of their own.
    pub fn forge_webhooks(&self, times: usize) {
        lock(&self.office.mail).forged = times;
    }
}

/// Sends what there is to send: in its order where it is acknowledged at once; what is not acknowledged
/// does not keep the next one waiting.
pub(super) async fn deliver(
    client: Client,
    secret: WebhookSecret,
    patience: Patience,
    clock: Arc<dyn Clock>,
    mut hooks: mpsc::UnboundedReceiver<Hook>,
) {
    while let Some(hook) = hooks.recv().await {
        for url in hook.urls.clone() {
            let first = Patience {
                tries: 1,
                ..patience
            };
            if try_to(&client, &secret, first, &clock, &hook, &url).await || patience.tries < 2 {
                continue;
            }
            let (client, secret, clock) = (client.clone(), secret.clone(), clock.clone());
            let hook = hook.clone();
            let rest = Patience {
                tries: patience.tries - 1,
                ..patience
            };
            tokio::spawn(async move {
                tokio::time::sleep(rest.again_after).await;
                try_to(&client, &secret, rest, &clock, &hook, &url).await;
            });
        }
    }
}

async fn try_to(
    client: &Client,
    secret: &WebhookSecret,
    patience: Patience,
    clock: &Arc<dyn Clock>,
    hook: &Hook,
    url: &str,
) -> bool {
    let request = || {
        let timestamp = clock.now().timestamp().to_string();
        let right = signature(secret, &hook.id, &timestamp, hook.body.as_bytes());
        let signed = if hook.forged {
            "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned()
        } else {
            right
        };
        client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &hook.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signed)
            .body(hook.body.clone())
    };
    // Nobody repeats what they forged.
    tell(patience, request, |status, _| {
        hook.forged || (200..300).contains(&status)
    })
    .await
}
