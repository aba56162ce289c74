//! Around every job: its payload is read, it is done, its end is fenced, told and counted.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use chrono::TimeDelta;
use futures::FutureExt;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use tracing::Instrument;

use super::driver::More;
use super::fence::Hold;
use super::job::{Job, JobContext, JobError};
use super::told;

/// What all jobs of a process share; the engine hands it to each.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) context: JobContext,
    pub(super) more: More,
}

/// A job that waited longer than this for its start was not alone.
const CROWDED: TimeDelta = TimeDelta::milliseconds(10);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

/// A job as the engine knows it. Its payload is read late, so that one that cannot be read is dead at
/// once instead of tried for days.
pub(super) struct Handler<J> {
    payload: Value,
    job: PhantomData<fn() -> J>,
}

impl<J> Serialize for Handler<J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.payload.serialize(serializer)
    }
}

impl<'de, J> Deserialize<'de> for Handler<J> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            payload: Value::deserialize(deserializer)?,
            job: PhantomData,
        })
    }
}

/// What the engine writes down as the job's last error.
pub(super) struct Failure(String);

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<J: Job> TaskHandler for Handler<J> {
    const IDENTIFIER: &'static str = J::NAME;

    async fn run(self, engine: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(shared) = engine.get_ext::<Shared>() else {
            return Err(Failure("the worker was started without a shop".to_owned()));
        };
        let (job, more) = (engine.job(), &shared.more);
        let waited = job.locked_at().unwrap_or_default() - *job.run_at();
        let shared = &shared.context;
        let hold = Hold {
            pool: shared.pool.clone(),
            id: *job.id(),
            worker: engine.worker_id().to_owned(),
            since: job.locked_at().unwrap_or_default(),
        };
        let mut context = shared.clone();
        (context.id, context.attempt) = (hold.id, *job.attempts());
        context.hold = Some(hold.clone());
        let last = job.attempts() >= job.max_attempts();
        // At this level it is there whatever the log leaves out.
        let span = tracing::error_span!(
            "job",
            job = hold.id,
            task = J::NAME,
            attempt = context.attempt
        );
        told::started(J::NAME, context.shop.now() - *job.run_at());
        async {
            let began = Instant::now();
            let attempt = AssertUnwindSafe(attempt::<J>(self.payload, &context)).catch_unwind();
            // What it said went to the log when it happened.
            let panicked = |_| Err(JobError::again("it panicked; the log says where"));
            let outcome = attempt.await.unwrap_or_else(panicked);
            let ended = end(&hold, context.attempt, outcome).await;
            told::ended(
                J::NAME,
                hold.id,
                context.attempt,
                last,
                began.elapsed(),
                &ended,
            );
            if waited > CROWDED {
                more.look();
            }
            ended.map_err(|error| Failure(error.to_string()))
        }
        .instrument(span)
        .await
    }
}

async fn attempt<J: Job>(payload: Value, context: &JobContext) -> Result<(), JobError> {
    let job: J = serde_json::from_value(payload).map_err(|error| {
        JobError::Never(format!("its payload is no {}: {error}", type_name::<J>()))
    })?;
    job.run(context).await
}

/// Tells the database how it ended, as long as the job is still ours.
async fn end(hold: &Hold, attempt: i16, outcome: Result<(), JobError>) -> Result<(), JobError> {
    match outcome {
        Ok(()) => match hold.complete().await {
            Ok(true) => Ok(()),
            Ok(false) => {
                let waited = hold.let_siblings_end().await;
                Err(waited.map_or_else(JobError::again, |()| JobError::Lost))
            }
            Err(error) => Err(JobError::again(error)),
        },
        Err(error) => {
            let noted = match &error {
                JobError::Never(_) => hold.give_up().await,
                JobError::Again(_) => hold.scatter(attempt).await,
                JobError::Lost => Ok(()),
            };
            // A failure after the job was lost meanwhile must not hit a sibling either.
            let noted = match noted {
                Ok(()) if !matches!(hold.is_held().await, Ok(true)) => {
                    hold.let_siblings_end().await
                }
                noted => noted,
            };
            if let Err(trouble) = noted {
                tracing::warn!(%trouble, "a failure is tried again by the engine's own times: {trouble}");
            }
            Err(error)
        }
    }
}
