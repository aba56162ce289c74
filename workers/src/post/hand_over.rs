//! Handing messages to a provider: claimed before, recorded after, and never twice.
//!
//! What an earlier attempt left in doubt is asked for where the provider can tell. Where it cannot,
//! the message counts as failed and is not sent again: silence is better than a second message.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use shop::Shop;
use shop::ports::post::TextMessage;
use store::post::{Claim, Claimed, IN_DOUBT, Outcome, Recorded};

use super::Post;
use super::attempt::{Held, booked, record, send};
use super::outgoing::Outgoing;
use crate::jobs::JobError;

/// A reason in the book of deliveries: the provider was asked, and has it not.
const NOT_TAKEN: &str = "not_taken";

/// So long after a call whose answer was lost, what the provider does not list it has not taken. A
/// call's own deadline is a third of it.
const SETTLES: Duration = Duration::seconds(90);

/// Hands over the messages of one call ([`super::outgoing::calls`]) that are not settled yet.
///
/// # Errors
/// Some are in doubt or were not taken: worth another try.
pub(super) async fn hand_over(post: &Post, shop: &Shop, call: &[Outgoing]) -> Result<(), JobError> {
    let doubtful = claim_and_send(post, shop, call).await?;
    if doubtful.is_empty() {
        return Ok(());
    }
    let released = resolve(post, doubtful, shop.now()).await?;
    let elsewhere = claim_and_send(post, shop, &released).await?;
    if elsewhere.is_empty() {
        Ok(())
    } else {
        Err(JobError::again("another worker is at it"))
    }
}

/// Sends what may be sent; gives what is in doubt.
async fn claim_and_send(
    post: &Post,
    shop: &Shop,
    call: &[Outgoing],
) -> Result<Vec<(Outgoing, Claimed)>, JobError> {
    if call.is_empty() {
        return Ok(vec![]);
    }
    let began = tokio::time::Instant::now();
    let new: Vec<_> = call.iter().map(Outgoing::delivery).collect();
    let claimed = post.deliveries.claim_many(&new, shop.now()).await;
    let (mut ready, mut doubtful, mut held) = (Vec::new(), Vec::new(), None);
    for (one, claimed) in call.iter().zip(claimed.map_err(JobError::again)?) {
        match claimed.claim {
            Claim::Send => {
                // One claim: all of them have this moment.
                held = Some(Held::new(claimed.tried_at, began));
                ready.push(one.clone());
            }
            Claim::Uncertain => doubtful.push((one.clone(), claimed)),
            Claim::Settled => {}
        }
    }
    if let Some(held) = held {
        send(post, shop, ready, held).await?;
    }
    Ok(doubtful)
}

/// Finds out what earlier calls left; gives those that were surely not taken.
async fn resolve(
    post: &Post,
    doubtful: Vec<(Outgoing, Claimed)>,
    now: DateTime<Utc>,
) -> Result<Vec<Outgoing>, JobError> {
    // By the call that handed them over: the provider is asked about that time and no other.
    let mut calls: BTreeMap<DateTime<Utc>, Vec<Outgoing>> = BTreeMap::new();
    for (one, claimed) in doubtful {
        calls.entry(claimed.tried_at).or_default().push(one);
    }
    if calls.keys().any(|tried_at| now < *tried_at + SETTLES) {
        let why = "a call is under way, or its answer was lost a moment ago";
        return Err(JobError::again(why));
    }
    let mut released = Vec::new();
    for (tried_at, call) in calls {
        released.extend(find(post, call, tried_at).await?);
    }
    Ok(released)
}

/// What one call left.
async fn find(
    post: &Post,
    call: Vec<Outgoing>,
    tried_at: DateTime<Utc>,
) -> Result<Vec<Outgoing>, JobError> {
    let messages: Vec<TextMessage> = call.iter().map(|one| one.message.clone()).collect();
    let found = post.texter.find(&messages, tried_at).await;
    let found = found.map_err(JobError::again)?;
    let mut recorded = Vec::with_capacity(messages.len());
    let mut released = Vec::new();
    for (at, one) in call.into_iter().enumerate() {
        let outcome = match found.as_ref().map(|found| found.get(at)) {
            None => Outcome::Failed(IN_DOUBT.to_owned()),
            Some(Some(Some(outcome))) => booked(&one, outcome.clone()),
            Some(Some(None)) => {
                released.push(one.clone());
                Outcome::Waits(NOT_TAKEN.to_owned())
            }
            Some(None) => return Err(JobError::again("not an outcome for each message")),
        };
        recorded.push(Recorded {
            key: one.message.key,
            tried_at,
            outcome,
        });
    }
    record(post, &recorded).await?;
    Ok(released)
}
