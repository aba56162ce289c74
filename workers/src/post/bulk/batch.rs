//! A batch: a thousand messages, call by call. What a crash leaves is taken up where it stopped.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::PersonalRef;
use serde::{Deserialize, Serialize};
use shop::StoreSettings;
use shop::ports::post::TextMessage;
use store::post::{Batch, BatchState, Bulk, BulkSend, BulkState};
use uuid::Uuid;

use super::content::Content;
use super::sweep::close;
use crate::jobs::{Job, JobContext, JobError};
use crate::post::gate::{self, Sending, Verdict};
use crate::post::hand_over::hand_over;
use crate::post::outgoing::{Outgoing, calls};

/// Recipients of a batch.
pub const BATCH: usize = 1_000;

/// What the deliveries of a send are about, and the vault's name for its recipients.
pub fn subject(send: Uuid) -> String {
    format!("bulk:{send}")
}

/// Sends one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkBatch {
    pub send: Uuid,
    /// Its number, from 0.
    pub batch: i32,
}

/// A recipient, as the vault keeps it.
#[derive(Deserialize)]
struct Kept {
    index: usize,
    phone: String,
    values: Vec<(String, String)>,
}

#[async_trait]
impl Job for BulkBatch {
    const NAME: &'static str = "bulk-batch";

    async fn run(&self, context: &JobContext) -> Result<(), JobError> {
        let bulk = Bulk::new(context.pool.clone());
        let send = bulk.get(self.send).await.map_err(JobError::again)?;
        let batch = bulk
            .batch(self.send, self.batch)
            .await
            .map_err(JobError::again)?;
        let (Some(send), Some(batch)) = (send, batch) else {
            return Err(JobError::never("there is no such batch"));
        };
        if matches!(batch.state, BatchState::Done | BatchState::Cancelled) {
            return self.tidy(context, &batch).await;
        }
        bulk.begin(self.send, self.batch)
            .await
            .map_err(JobError::again)?;
        let ended = match self.work(context, &bulk, &send, &batch).await? {
            Rest::Nothing => BatchState::Done,
            Rest::Cancelled => BatchState::Cancelled,
            Rest::Until(morning) => {
                let mut job = self.job();
                job.run_at = Some(morning);
                let postponed = bulk.postpone(self.send, self.batch, morning, &job).await;
                return postponed.map_err(JobError::again);
            }
        };
        let now = context.shop.now();
        let all = bulk.end(self.send, self.batch, ended, now).await;
        if all.map_err(JobError::again)? {
            tracing::info!(send = %self.send, "bulk send {} has ended", self.send);
            close(context, self.send).await?;
        }
        self.tidy(context, &batch).await
    }
}

/// What is left of a batch.
enum Rest {
    Nothing,
    Cancelled,
    /// Advertising at night: the rest waits.
    Until(DateTime<Utc>),
}

impl BulkBatch {
    async fn work(
        &self,
        context: &JobContext,
        bulk: &Bulk,
        send: &BulkSend,
        batch: &Batch,
    ) -> Result<Rest, JobError> {
        if send.state == BulkState::Cancelled {
            return Ok(Rest::Cancelled);
        }
        let stores = &context.shop.settings().stores;
        let store = stores.iter().find(|(id, _)| id.as_str() == send.store);
        let (_, store) = store.ok_or_else(|| JobError::never("there is no such store"))?;
        let Some(messages) = self.messages(context, send, store, batch).await? else {
            tracing::warn!(send = %self.send, batch = self.batch, "the recipients of a batch are erased");
            return Ok(Rest::Cancelled);
        };
        let mut later: Option<DateTime<Utc>> = None;
        for call in calls(messages, context.post.texter.most()) {
            if self.is_cancelled(bulk).await? {
                return Ok(Rest::Cancelled);
            }
            let now = context.shop.now();
            let (ready, morning) = admit(context, store, call, now).await?;
            later = later.into_iter().chain(morning).min();
            hand_over(&context.post, &context.shop, &ready).await?;
        }
        Ok(later.map_or(Rest::Nothing, Rest::Until))
    }

    async fn is_cancelled(&self, bulk: &Bulk) -> Result<bool, JobError> {
        let send = bulk.get(self.send).await.map_err(JobError::again)?;
        Ok(send.is_none_or(|send| send.state == BulkState::Cancelled))
    }

    /// Those that nothing is settled of; none where the recipients are erased.
    async fn messages(
        &self,
        context: &JobContext,
        send: &BulkSend,
        store: &StoreSettings,
        batch: &Batch,
    ) -> Result<Option<Vec<Outgoing>>, JobError> {
        let Some(kept) = kept(context, &batch.recipients.0).await? else {
            return Ok(None);
        };
        let content = serde_json::from_value(send.content.clone());
        let content: Content = content.map_err(unreadable)?;
        let key = |kept: &Kept| format!("bulk:{}:{}", self.send, kept.index);
        let keys: Vec<String> = kept.iter().map(key).collect();
        let states = context.post.deliveries.states(&keys).await;
        let states = states.map_err(JobError::again)?;
        let open = |key: &String| !states.get(key).is_some_and(|state| state.is_settled());
        let open = kept.into_iter().zip(keys).filter(|(_, key)| open(key));
        let outgoing = open.map(|(kept, key)| {
            let body = content.body(store, send.advertising, &kept.values);
            let message = TextMessage {
                key,
                template: send.template.clone(),
                store: send.store.clone(),
                from: store.post.phone.clone(),
                body: body.map_err(JobError::never)?,
                advertising: send.advertising,
                to: kept.phone,
            };
            Ok(Outgoing {
                medium: message.medium().map_err(JobError::never)?,
                address: context
                    .shop
                    .personal_data()
                    .fingerprint("phone", &message.to),
                subject: Some(subject(self.send)),
                message,
            })
        });
        outgoing.collect::<Result<_, _>>().map(Some)
    }

    /// The recipients of a batch that has ended are erased; again is no harm.
    async fn tidy(&self, context: &JobContext, batch: &Batch) -> Result<(), JobError> {
        let vault = context.shop.personal_data();
        vault
            .forget(&batch.recipients.0)
            .await
            .map_err(JobError::again)
    }
}

/// The recipients of a batch; none where they are erased.
async fn kept(
    context: &JobContext,
    recipients: &PersonalRef,
) -> Result<Option<Vec<Kept>>, JobError> {
    let kept = context.shop.personal_data().get(recipients).await;
    let kept = kept.map_err(JobError::again)?.map(serde_json::from_value);
    kept.transpose().map_err(unreadable)
}

fn unreadable(_: serde_json::Error) -> JobError {
    JobError::never("the batch's recipients or words cannot be read")
}

/// Asks the gate for each message of a call, now. Those that never go are written down; those that
/// wait for the morning are left.
async fn admit(
    context: &JobContext,
    store: &StoreSettings,
    call: Vec<Outgoing>,
    now: DateTime<Utc>,
) -> Result<(Vec<Outgoing>, Option<DateTime<Utc>>), JobError> {
    let Some(first) = call.first() else {
        return Ok((vec![], None));
    };
    let sending = Sending {
        medium: first.medium,
        advertising: first.message.advertising,
    };
    let addresses: Vec<Vec<u8>> = call.iter().map(|one| one.address.clone()).collect();
    let standings = gate::standings(&context.pool, sending, &addresses).await;
    let standings = standings.map_err(JobError::again)?;
    let (mut ready, mut never, mut later) = (Vec::new(), Vec::new(), None);
    for one in call {
        let standing = standings.get(&one.address).copied().unwrap_or_default();
        match gate::judge(sending, &standing, now) {
            Verdict::Send => {
                gate::check_message(store, &one.message).map_err(JobError::never)?;
                ready.push(one);
            }
            Verdict::Later(at) => later = later.into_iter().chain([at]).min(),
            Verdict::Never(reason) => never.push((one, reason.as_str())),
        }
    }
    if !never.is_empty() {
        let rows = never.iter().map(|(one, reason)| (one.delivery(), *reason));
        let rows: Vec<_> = rows.collect();
        let written = context.post.deliveries.skip_many(&rows).await;
        written.map_err(JobError::again)?;
    }
    Ok((ready, later))
}
