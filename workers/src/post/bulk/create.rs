//! Writing a bulk send down, and taking it back.

use domain::personal::Retention;
use serde_json::{Value, json};
use shop::Shop;
use shop::ports::PersonalData;
use sqlx::PgPool;
use store::jobs::{Lane, NewJob};
use store::post::{Bulk, BulkSend, BulkState, Deliveries, Group, batch_key};
use uuid::Uuid;

use super::batch::{BATCH, BulkBatch, subject};
use super::content::Content;
use super::recipients::Recipient;
use crate::jobs::JobError;

/// A reason in the book of deliveries: the send ended before the message left.
const CANCELLED: &str = "cancelled";

/// What is to be sent to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub store: String,
    pub content: Content,
    pub advertising: bool,
    /// Who asks for it: `staff:desk`.
    pub by: String,
    pub recipients: Vec<Recipient>,
}

/// Writes it down: recipients into the vault, then all batches and their jobs in one transaction.
/// Nothing leaves before that. `progress` is told how many recipients are written down.
///
/// # Errors
/// The database; what was written is taken back then, as far as that goes.
pub async fn create(
    shop: &Shop,
    pool: &PgPool,
    plan: &Plan,
    progress: impl Fn(usize),
) -> Result<Uuid, JobError> {
    let (bulk, id) = (Bulk::new(pool.clone()), Uuid::now_v7());
    let send = BulkSend {
        id,
        store: plan.store.clone(),
        template: plan.content.name().to_owned(),
        advertising: plan.advertising,
        content: serde_json::to_value(&plan.content).map_err(JobError::never)?,
        state: BulkState::Preparing,
        created_by: plan.by.clone(),
        created_at: shop.now(),
        ended_at: None,
    };
    bulk.prepare(&send).await.map_err(JobError::again)?;
    let started = match write_down(shop, plan, id, progress).await {
        Ok(groups) => bulk.start(id, &groups, &jobs(id, groups.len())).await,
        Err(error) => Err(error),
    };
    match started {
        Ok(true) => Ok(id),
        Ok(false) => {
            // Also what was written down after it was cancelled.
            erase(shop.personal_data(), id).await?;
            let why = "it was cancelled while it was written down";
            Err(JobError::never(why))
        }
        Err(error) => {
            // Whatever is left then is for the sweep.
            if let Err(also) = cancel(shop, pool, id).await {
                tracing::warn!(send = %id, "bulk send {id} is half written down: {also}");
            }
            Err(JobError::again(error))
        }
    }
}

async fn write_down(
    shop: &Shop,
    plan: &Plan,
    id: Uuid,
    progress: impl Fn(usize),
) -> Result<Vec<Group>, sqlx::Error> {
    let mut groups = Vec::new();
    for (number, some) in plan.recipients.chunks(BATCH).enumerate() {
        let first = number * BATCH;
        let data = keep(first, some);
        let vault = shop.personal_data();
        let put = vault.put(&subject(id), Retention::UntilSent, &data).await;
        let recipients = put.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
        let size = some.len();
        groups.push(Group { recipients, size });
        progress(first + size);
    }
    Ok(groups)
}

/// A batch as the vault keeps it.
fn keep(first: usize, recipients: &[Recipient]) -> Value {
    let each = recipients.iter().enumerate().map(|(at, recipient)| {
        json!({ "index": first + at, "phone": recipient.phone, "values": recipient.values })
    });
    Value::Array(each.collect())
}

fn jobs(send: Uuid, batches: usize) -> Vec<NewJob> {
    let numbers = (0..).take(batches);
    numbers
        .map(|batch| BulkBatch { send, batch }.job())
        .collect()
}

/// Cancels a send and erases its recipients. A batch at work stops before its next call. False
/// where it has ended already, or never was.
///
/// # Errors
/// The database.
pub async fn cancel(shop: &Shop, pool: &PgPool, send: Uuid) -> Result<bool, JobError> {
    let bulk = Bulk::new(pool.clone());
    let cancelled = bulk.cancel(send, shop.now()).await;
    let cancelled = cancelled.map_err(JobError::again)?;
    let state = bulk.get(send).await.map_err(JobError::again)?;
    if let Some(send_now) = state.filter(|send| send.state == BulkState::Cancelled) {
        if send_now.ended_at.is_some() {
            give_up(pool, send).await?;
        }
        erase(shop.personal_data(), send).await?;
    }
    Ok(cancelled)
}

/// Nobody goes on with the messages of a send that has ended. Gives how many there were.
pub(super) async fn give_up(pool: &PgPool, send: Uuid) -> Result<u64, JobError> {
    let deliveries = Deliveries::new(pool.clone());
    let given_up = deliveries.give_up(&subject(send), CANCELLED).await;
    given_up.map_err(JobError::again)
}

pub(super) async fn erase(vault: &dyn PersonalData, send: Uuid) -> Result<(), JobError> {
    let erased = vault.erase(&subject(send), Retention::UntilSent).await;
    erased.map_err(JobError::again)
}

impl BulkBatch {
    /// Itself as a job; the same batch never waits twice.
    pub(super) fn job(self) -> NewJob {
        let Self { send, batch } = self;
        let payload = json!({ "send": send, "batch": batch });
        let mut job = NewJob::new(<Self as crate::jobs::Job>::NAME, payload);
        job.lane = Lane::Bulk;
        job.keyed(batch_key(send, batch))
    }
}
