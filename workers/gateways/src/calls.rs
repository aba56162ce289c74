//! Calls to providers as operators see them: how many, how long, and what came of them.

use std::time::{Duration, Instant};

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use shop::ports::GatewayError;
use shop::ports::post::SendError;

/// Tells the recorder what the gateways' meters mean.
pub fn describe_metrics() {
    describe_counter!(
        "jangbu_provider_calls_total",
        "Calls to providers by call and outcome: done, refused, not_sent, unknown, misconfigured"
    );
    describe_histogram!(
        "jangbu_provider_call_duration_seconds",
        Unit::Seconds,
        "From calling a provider to its answer, or to giving up"
    );
}

/// How a failed call is counted.
pub trait Failure {
    /// One of a few words.
    fn outcome(&self) -> &'static str;
}

impl Failure for GatewayError {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Declined(_) | Self::AccountRefused(_) => "refused",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl Failure for SendError {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
            Self::Misconfigured(_) => "misconfigured",
        }
    }
}

/// Makes a call, counted. A call whose caller goes away, or sets a deadline that passes, counts as
/// `unknown`.
///
/// # Errors
/// The call's own.
pub async fn counted<T, E: Failure>(
    provider: &'static str,
    call: &'static str,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let mut count = Count {
        provider,
        call,
        began: Instant::now(),
        outcome: "unknown",
    };
    let answer = work.await;
    count.outcome = match &answer {
        Ok(_) => "done",
        Err(failure) => failure.outcome(),
    };
    answer
}

struct Count {
    provider: &'static str,
    call: &'static str,
    began: Instant,
    outcome: &'static str,
}

impl Drop for Count {
    fn drop(&mut self) {
        told(self.provider, self.call, self.outcome, self.began.elapsed());
    }
}

fn told(provider: &'static str, call: &'static str, outcome: &'static str, took: Duration) {
    let calls = counter!("jangbu_provider_calls_total", "provider" => provider, "call" => call, "outcome" => outcome);
    calls.increment(1);
    histogram!("jangbu_provider_call_duration_seconds", "provider" => provider, "call" => call)
        .record(took);
}
