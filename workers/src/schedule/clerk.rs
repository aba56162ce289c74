//! Turns ticks into jobs: each once, however many workers look.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use store::jobs::NewJob;
use tokio_util::sync::CancellationToken;

use super::entries::Entry;
use super::tick::{BadCron, ticks};
use crate::meter;

/// Between two looks at the clock.
const LOOK: Duration = Duration::from_secs(1);

/// What the job of an entry is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// When it was due.
    pub tick: DateTime<Utc>,
}

impl Entry {
    /// The job of a tick. Runs of one entry come one after the other.
    pub fn job(&self, tick: DateTime<Utc>) -> NewJob {
        let key = format!("schedule:{}:{}", self.name, tick.timestamp());
        NewJob {
            priority: 10,
            queue: Some(format!("schedule:{}", self.name)),
            ..NewJob::new(self.name, serde_json::json!({ "tick": tick })).keyed(key)
        }
    }
}

/// Why the schedule stood still for a moment.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Cron(#[from] BadCron),
}

/// Looks at the clock until told to stop.
pub async fn run(
    pool: &PgPool,
    entries: &[Entry],
    now: impl Fn() -> DateTime<Utc>,
    stop: &CancellationToken,
) {
    let mut troubled = false;
    while !stop.is_cancelled() {
        let looked = look(pool, entries, now()).await;
        if let Err(error) = &looked
            && !troubled
        {
            tracing::warn!(%error, "the schedule stands still: {error}");
        }
        troubled = looked.is_err();
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Adds the jobs of all ticks that are due by now; gives how many.
///
/// # Errors
/// The database, or a line of the table.
pub async fn look(
    pool: &PgPool,
    entries: &[Entry],
    now: DateTime<Utc>,
) -> Result<usize, ScheduleError> {
    let known = known(pool).await?;
    let mut added = 0;
    for entry in entries {
        let last = known.iter().find(|(name, _)| name == entry.name);
        match last {
            // An entry that is new here has no past.
            None => begin(pool, entry, now).await?,
            Some((_, last)) if ticks(entry.cron, *last, now)?.is_empty() => {}
            Some(_) => added += advance(pool, entry, now).await?,
        }
    }
    Ok(added)
}

async fn known(pool: &PgPool) -> Result<Vec<(String, DateTime<Utc>)>, sqlx::Error> {
    let known = sqlx::query_as("SELECT name, last_tick FROM schedule_ticks");
    known.fetch_all(pool).await
}

async fn begin(pool: &PgPool, entry: &Entry, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO schedule_ticks (name, last_tick) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(entry.name)
    .bind(now)
    .execute(pool)
    .await?;
    Ok(())
}

/// Moves on and adds the jobs, in one transaction. Somebody else may be doing the same: who comes
/// second finds nothing due any more.
async fn advance(pool: &PgPool, entry: &Entry, now: DateTime<Utc>) -> Result<usize, ScheduleError> {
    let mut transaction = pool.begin().await?;
    let last: DateTime<Utc> =
        sqlx::query_scalar("SELECT last_tick FROM schedule_ticks WHERE name = $1 FOR UPDATE")
            .bind(entry.name)
            .fetch_one(&mut *transaction)
            .await?;
    let due = ticks(entry.cron, last, now)?;
    let Some(newest) = due.last() else {
        return Ok(0);
    };
    let ages: Vec<_> = due.iter().map(|tick| now - *tick).collect();
    let run: Vec<NewJob> = due[entry.missed.keeps(&ages)]
        .iter()
        .map(|tick| entry.job(*tick))
        .collect();
    let passed = due.len() - run.len();
    store::jobs::add(&mut transaction, &run).await?;
    sqlx::query(
        "UPDATE schedule_ticks SET last_tick = $2, moved_at = clock_timestamp() WHERE name = $1",
    )
    .bind(entry.name)
    .bind(*newest)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    meter::ticks(entry.name, "run", run.len());
    meter::ticks(entry.name, "passed", passed);
    if passed > 0 {
        let name = entry.name;
        tracing::warn!(
            name,
            passed,
            "{passed} missed tick(s) of {name} are let pass"
        );
    }
    Ok(run.len())
}

#[cfg(test)]
mod tests {
    use super::super::ENTRIES;
    use super::*;

    #[test]
    fn runs_of_one_entry_share_a_queue_and_those_of_two_do_not() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        let queue = |entry: &Entry, seconds| entry.job(at(seconds)).queue;
        let queues: Vec<_> = ENTRIES.iter().map(|entry| queue(entry, 0)).collect();
        for (entry, first) in ENTRIES.iter().zip(&queues) {
            assert!(first.is_some());
            assert_eq!(*first, queue(entry, 300));
            assert_eq!(queues.iter().filter(|other| *other == first).count(), 1);
        }
    }
}
