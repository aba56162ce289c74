//! Calls to the provider with messages that are claimed: each soon after the claim, or not at all.

use chrono::{DateTime, Utc};
use shop::Shop;
use shop::kakao;
use shop::ports::post::{SendError, TextMessage, TextOutcome};
use store::post::{Outcome, Recorded};
use tokio::time::Instant;

use super::Post;
use super::outgoing::Outgoing;
use crate::jobs::JobError;

/// Reasons in the book of deliveries.
const NOT_SENT: &str = "not_sent";
const SETTINGS: &str = "settings";
const REFUSED: &str = "refused";

/// So long after a claim its holder may begin a call: later somebody else may have found that
/// nothing was taken, and be calling.
const PROMPT: std::time::Duration = std::time::Duration::from_secs(20);

/// A claim of ours.
#[derive(Clone, Copy)]
pub(super) struct Held {
    tried_at: DateTime<Utc>,
    began: Instant,
}

impl Held {
    /// The claim of this name; `began` is when it was asked for.
    pub(super) const fn new(tried_at: DateTime<Utc>, began: Instant) -> Self {
        Self { tried_at, began }
    }

    /// Whether a call may begin. Both clocks are asked: one stands still while a machine sleeps, the
    /// other may be set back.
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let by_the_clock = (now - self.tried_at).to_std().unwrap_or_default();
        self.began.elapsed().max(by_the_clock) <= PROMPT
    }

    /// The same outcome for each.
    fn each(&self, part: &[Outgoing], outcome: &Outcome) -> Vec<Recorded> {
        let recorded = part.iter().map(|one| Recorded {
            key: one.message.key.clone(),
            tried_at: self.tried_at,
            outcome: outcome.clone(),
        });
        recorded.collect()
    }
}

/// One call; a call that is refused as a whole is made again by halves, so that one bad message
/// takes no other with it. What was claimed and not reached was surely not sent, and waits again.
///
/// # Errors
/// Some were not taken, are in doubt, or were not reached in time.
pub(super) async fn send(
    post: &Post,
    shop: &Shop,
    ready: Vec<Outgoing>,
    held: Held,
) -> Result<(), JobError> {
    let mut left = vec![ready];
    while let Some(part) = left.pop() {
        let attempt = if held.is_fresh(shop.now()) {
            attempt(post, &part, held).await?
        } else {
            left.push(part.clone());
            Attempt::Failed("the call came too late after its claim".to_owned())
        };
        match attempt {
            Attempt::Recorded => {}
            Attempt::Refused => {
                let (first, second) = part.split_at(part.len() / 2);
                left.extend([second.to_vec(), first.to_vec()]);
            }
            Attempt::Failed(why) => {
                let left = left.concat();
                let waits = Outcome::Waits(NOT_SENT.to_owned());
                record(post, &held.each(&left, &waits)).await?;
                return Err(JobError::Again(why));
            }
        }
    }
    Ok(())
}

/// How an attempt at some messages ended.
enum Attempt {
    /// Each has its outcome.
    Recorded,
    /// All of them were refused because of one.
    Refused,
    /// They were not taken, or are in doubt.
    Failed(String),
}

async fn attempt(post: &Post, part: &[Outgoing], held: Held) -> Result<Attempt, JobError> {
    let messages: Vec<TextMessage> = part.iter().map(|one| one.message.clone()).collect();
    let error = match post.texter.send(&messages).await {
        Ok(outcomes) if outcomes.len() == part.len() => {
            let recorded = part.iter().zip(outcomes).map(|(one, outcome)| Recorded {
                key: one.message.key.clone(),
                tried_at: held.tried_at,
                outcome: booked(one, outcome),
            });
            record(post, &recorded.collect::<Vec<_>>()).await?;
            return Ok(Attempt::Recorded);
        }
        Ok(_) => SendError::Unknown("not an outcome for each message".to_owned()),
        Err(error) => error,
    };
    let outcome = match &error {
        SendError::Refused(_) if part.len() > 1 => return Ok(Attempt::Refused),
        SendError::Refused(why) => {
            let key = &messages[0].key;
            tracing::warn!(key, why, "message {key} was refused: {why}");
            let refused = Outcome::Failed(REFUSED.to_owned());
            record(post, &held.each(part, &refused)).await?;
            return Ok(Attempt::Recorded);
        }
        SendError::NotSent(_) => NOT_SENT,
        SendError::Misconfigured(why) => {
            let provider = post.texter.name();
            tracing::error!(
                provider,
                why,
                "{provider} refuses the shop's settings: {why}"
            );
            SETTINGS
        }
        // They stay in doubt.
        SendError::Unknown(_) => return Ok(Attempt::Failed(error.to_string())),
    };
    let waits = Outcome::Waits(outcome.to_owned());
    record(post, &held.each(part, &waits)).await?;
    Ok(Attempt::Failed(error.to_string()))
}

/// Writes outcomes down.
///
/// # Errors
/// The database.
pub(super) async fn record(post: &Post, recorded: &[Recorded]) -> Result<(), JobError> {
    if recorded.is_empty() {
        return Ok(());
    }
    let written = post.deliveries.record_many(post.texter.name(), recorded);
    written.await.map_err(JobError::again)
}

/// What the provider said of one, for the book.
pub(super) fn booked(one: &Outgoing, outcome: TextOutcome) -> Outcome {
    match outcome {
        TextOutcome::Taken(id) => Outcome::Sent(id),
        TextOutcome::Refused(code) => {
            kakao::judge(one.medium, &one.message.key, &code);
            Outcome::Failed(code)
        }
    }
}
