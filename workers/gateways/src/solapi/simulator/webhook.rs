//! Telling the shop what became of messages: an array each time, five tries at most.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha1::{Digest, Sha1};
use shop::ports::Clock;
use tokio::sync::mpsc;

use super::Webhook;
use super::handlers::shown;
use crate::texting::simulated::Taken;

/// Calls in all.
const TRIES: u32 = 5;
/// Reports of one call.
const TOGETHER: usize = 100;

pub(super) async fn tell(
    webhook: Webhook,
    clock: Arc<dyn Clock>,
    mut reports: mpsc::UnboundedReceiver<Vec<Taken>>,
) {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .no_proxy()
        .build();
    let Ok(client) = client else { return };
    while let Some(taken) = reports.recv().await {
        for taken in taken.chunks(TOGETHER) {
            let told: Vec<Value> = taken
                .iter()
                .map(|taken| report(taken, clock.as_ref()))
                .collect();
            call(&client, &webhook, &Value::Array(told)).await;
        }
    }
}

fn report(taken: &Taken, clock: &dyn Clock) -> Value {
    let mut told = shown(taken);
    let now = clock.now().to_rfc3339();
    for name in ["dateProcessed", "dateReported", "dateReceived"] {
        told[name] = Value::from(now.clone());
    }
    told
}

async fn call(client: &reqwest::Client, webhook: &Webhook, told: &Value) {
    for _ in 0..TRIES {
        let call = client
            .post(&webhook.url)
            .header("X-Solapi-Event-Name", "SINGLE-REPORT")
            .header(
                "X-Solapi-Secret",
                HEXLOWER.encode(&Sha1::digest(&webhook.secret)),
            )
            .json(told)
            .send()
            .await;
        if call.is_ok_and(|answer| answer.status().as_u16() == 200) {
            return;
        }
        tokio::time::sleep(webhook.again_after).await;
    }
}
