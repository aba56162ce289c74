//! Carries error reports to Sentry, beside everything else: on a thread of its own, from a short queue.
//! A Sentry that does not answer costs reports, which are counted, and never anybody's time.
//!
//! The crate's own transport would do, but for the end: with a full queue it waits for as long as Sentry
//! is silent.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use sentry::types::Dsn;
use sentry::{Envelope, Transport, TransportFactory, TransportOptions};

use crate::meters;

/// Reports that may wait.
const QUEUE: usize = 64;
/// Sentry answers within this time, or the report is lost.
const DEADLINE: Duration = Duration::from_secs(5);
/// How long to say nothing where Sentry asks for it and does not say for how long.
const SILENCE: Duration = Duration::from_mins(1);
/// How often somebody who waits looks again.
const LOOK: Duration = Duration::from_millis(10);

/// Makes a courier for a Sentry.
pub struct Couriers(pub Dsn);

impl TransportFactory for Couriers {
    fn create_transport_with_options(&self, _: TransportOptions) -> Arc<dyn Transport> {
        Arc::new(Courier::to(&self.0))
    }
}

/// See the module.
struct Courier {
    queue: SyncSender<Errand>,
}

enum Errand {
    Deliver(Box<Envelope>),
    /// Everything before it is done.
    Answer(SyncSender<()>),
}

impl Courier {
    fn to(dsn: &Dsn) -> Self {
        let (queue, errands) = sync_channel(QUEUE);
        let (address, login) = (dsn.envelope_api_url(), dsn.to_auth(Some("jangbu")));
        let run = move || run(&errands, address.as_str(), &login.to_string());
        let started = thread::Builder::new()
            .name("error-reports".into())
            .spawn(run);
        if let Err(error) = started {
            // Then reports are dropped, and counted so.
            tracing::warn!(%error, "error reports cannot be sent: {error}");
        }
        Self { queue }
    }
}

impl Transport for Courier {
    fn send_envelope(&self, envelope: Envelope) {
        match self.queue.try_send(Errand::Deliver(Box::new(envelope))) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => meters::report("queue_full"),
            Err(TrySendError::Disconnected(_)) => meters::report("lost"),
        }
    }

    fn flush(&self, timeout: Duration) -> bool {
        let until = Instant::now() + timeout;
        let (answer, answered) = sync_channel(1);
        let mut errand = Errand::Answer(answer);
        loop {
            errand = match self.queue.try_send(errand) {
                Ok(()) => break,
                Err(TrySendError::Full(errand)) if Instant::now() < until => errand,
                Err(_) => return false,
            };
            thread::sleep(LOOK);
        }
        let left = until.saturating_duration_since(Instant::now());
        answered.recv_timeout(left).is_ok()
    }
}

/// Until the last sender is gone. A process that ends does not wait for it.
fn run(errands: &Receiver<Errand>, address: &str, login: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let client = Client::builder()
        .timeout(DEADLINE)
        .redirect(Policy::none())
        .build();
    let (Ok(runtime), Ok(client)) = (runtime, client) else {
        return;
    };
    let mut silent_until = Instant::now();
    for errand in errands {
        match errand {
            Errand::Answer(answer) => {
                // Whoever asked may have stopped waiting.
                let _ = answer.try_send(());
            }
            Errand::Deliver(_) if Instant::now() < silent_until => meters::report("refused"),
            Errand::Deliver(envelope) => {
                let delivered = runtime.block_on(deliver(&client, address, login, &envelope));
                meters::report(delivered.outcome());
                if let Delivered::Hush(silence) = delivered {
                    silent_until = Instant::now() + silence;
                }
            }
        }
    }
}

enum Delivered {
    Sent,
    Refused,
    /// Sentry wants to hear nothing for so long.
    Hush(Duration),
    Lost,
}

impl Delivered {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused | Self::Hush(_) => "refused",
            Self::Lost => "lost",
        }
    }
}

async fn deliver(client: &Client, address: &str, login: &str, envelope: &Envelope) -> Delivered {
    let mut body = Vec::new();
    if envelope.to_writer(&mut body).is_err() {
        return Delivered::Lost;
    }
    let request = client.post(address).header("x-sentry-auth", login);
    match request.body(body).send().await {
        Err(_) => Delivered::Lost,
        Ok(answer) if answer.status().is_success() => Delivered::Sent,
        Ok(answer) if answer.status() == StatusCode::TOO_MANY_REQUESTS => {
            let told = answer.headers().get(RETRY_AFTER);
            let told = told.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
            Delivered::Hush(told.map_or(SILENCE, Duration::from_secs))
        }
        Ok(_) => Delivered::Refused,
    }
}

#[cfg(test)]
#[path = "courier_tests.rs"]
mod tests;
