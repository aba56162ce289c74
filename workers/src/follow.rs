//! Reading the log on behalf of all processes: one reader, each process its own checkpoint
//! and tasks, moved in one transaction.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::{Meta, StoreId};
use sqlx::{PgConnection, PgPool};
use store::jobs::NewJob;
use store::{
    Cursor, Ledger, Recorded, Tail, UpcastError, Upcasters, by_commit, keep_whole_transactions,
    unreadable,
};

use crate::engine::WorkerError;
use crate::processes::{Begins, Process, Reading};
use crate::tasks::Changes;

/// Events read at once, by and large.
const BATCH: usize = 1_000;

/// Processes that stand at the same place in the log and read it together.
pub(crate) struct Followers {
    pool: PgPool,
    processes: Vec<Arc<dyn Process>>,
    tail: Tail,
    upcasters: Arc<Upcasters>,
}

/// What one process read in a batch.
#[derive(Default)]
struct Notes {
    readings: Vec<(Reading, StoreId)>,
    jobs: Vec<NewJob>,
    parked: Vec<(Recorded, String)>,
}

impl Followers {
    /// Those that lag furthest behind, and the place where they stand: a process that is
    /// new to this shop reads its past alone, until it has caught up with the others.
    pub(crate) async fn gather(
        pool: &PgPool,
        ledger: &Ledger,
        all: &[Arc<dyn Process>],
    ) -> Result<Self, WorkerError> {
        let standing = standing(pool, all).await?;
        let place = standing
            .iter()
            .map(|(cursor, _)| *cursor)
            .min()
            .unwrap_or_default();
        let processes = standing
            .into_iter()
            .filter(|(cursor, _)| *cursor == place)
            .map(|(_, process)| process.clone())
            .collect();
        Ok(Self {
            pool: pool.clone(),
            processes,
            tail: Tail::new(ledger.log().clone(), place),
            upcasters: ledger.upcasters().clone(),
        })
    }

    /// Whether all processes are in this group.
    pub(crate) fn are_all(&self, all: &[Arc<dyn Process>]) -> bool {
        self.processes.len() == all.len()
    }

    /// Reads one batch, waiting a while for one. False when there was none, or when another
    /// worker has moved on in the meantime: then gather again.
    pub(crate) async fn read_batch(&mut self, patience: Duration) -> Result<Step, WorkerError> {
        let before = self.tail.cursor();
        let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let mut events = self.tail.next_batch(most, patience).await?;
        if events.len() >= BATCH {
            keep_whole_transactions(&mut events);
        }
        let Some(last) = events.last() else {
            return Ok(Step::CaughtUp);
        };
        let after = last.cursor;
        self.tail.seek(after);
        let notes = self.read(&events);
        let mut transaction = self.pool.begin().await?;
        if !self.move_on(&mut transaction, before, after).await? {
            return Ok(Step::Overtaken);
        }
        for (process, notes) in self.processes.iter().zip(notes) {
            write(&mut transaction, process.name(), notes).await?;
        }
        transaction.commit().await?;
        Ok(Step::Read)
    }

    /// Moves the checkpoints, if nobody has moved one of them meanwhile.
    ///
    /// The commit need not wait for the disk: should the server crash, checkpoints and tasks go
    /// back together, and the events are read again.
    async fn move_on(
        &self,
        db: &mut PgConnection,
        before: Cursor,
        after: Cursor,
    ) -> Result<bool, WorkerError> {
        let names: Vec<&str> = self
            .processes
            .iter()
            .map(|process| process.name())
            .collect();
        let moved = sqlx::query(
            "WITH mine AS (
                 SELECT process FROM process_checkpoints
                 WHERE process = ANY ($1) AND cursor = $2 ORDER BY process FOR UPDATE)
             UPDATE process_checkpoints AS c SET cursor = $3, moved_at = clock_timestamp()
             FROM mine WHERE c.process = mine.process
             RETURNING set_config('synchronous_commit', 'off', true)",
        )
        .bind(&names)
        .bind(before.to_string())
        .bind(after.to_string())
        .fetch_all(db)
        .await?;
        Ok(moved.len() == names.len())
    }

    fn read(&self, events: &[Recorded]) -> Vec<Notes> {
        let mut notes: Vec<Notes> = self.processes.iter().map(|_| Notes::default()).collect();
        for commit in by_commit(events) {
            match self.present(commit) {
                Ok(events) => events.iter().for_each(|event| self.note(event, &mut notes)),
                Err(error) => {
                    for event in commit {
                        self.park(event, &error.to_string(), &mut notes);
                    }
                }
            }
        }
        notes
    }

    /// The same events in the present shapes; steps may need what was written with them.
    fn present<'a>(&self, commit: &'a [Recorded]) -> Result<Cow<'a, [Recorded]>, UpcastError> {
        let old = |event: &Recorded| self.upcasters.concern(&event.kind);
        Ok(if commit.first().is_some_and(old) {
            Cow::Owned(self.upcasters.lift(commit.to_vec())?)
        } else {
            Cow::Borrowed(commit)
        })
    }

    fn note(&self, event: &Recorded, notes: &mut [Notes]) {
        let mut meta = None;
        for (process, notes) in self.processes.iter().zip(notes) {
            if !process.kinds().contains(&event.kind.as_str()) {
                continue;
            }
            let meta = meta.get_or_insert_with(|| metadata(event));
            match meta
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|meta| Ok((process.read(event, meta)?, meta.store.clone())))
            {
                Ok((Reading::Nothing, _)) => {}
                Ok((Reading::Enqueue(jobs), _)) => notes.jobs.extend(jobs),
                Ok(reading) => notes.readings.push(reading),
                Err(error) => notes.parked.push((event.clone(), error)),
            }
        }
    }

    fn park(&self, event: &Recorded, why: &str, notes: &mut [Notes]) {
        for (process, notes) in self.processes.iter().zip(notes) {
            if process.kinds().contains(&event.kind.as_str()) {
                notes.parked.push((event.clone(), why.to_owned()));
            }
        }
    }
}

/// What came of trying to read a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Events were read.
    Read,
    /// There were none.
    CaughtUp,
    /// Another worker was faster.
    Overtaken,
}

fn metadata(event: &Recorded) -> Result<Meta, String> {
    let map: HashMap<String, String> =
        serde_json::from_str(&event.metadata).map_err(|error| unreadable(&error))?;
    Meta::from_map(&map).ok_or_else(|| "its metadata is incomplete".to_owned())
}

/// Where each process stands in the log.
async fn standing<'a>(
    pool: &PgPool,
    all: &'a [Arc<dyn Process>],
) -> Result<Vec<(Cursor, &'a Arc<dyn Process>)>, WorkerError> {
    let mut standing = Vec::with_capacity(all.len());
    let by_beginning = [Begins::AtTheFirstEvent, Begins::WhereOthersStand];
    for beginning in by_beginning {
        let furthest = standing.iter().map(|(cursor, _)| *cursor).max();
        let first = match beginning {
            Begins::AtTheFirstEvent => Cursor::default(),
            Begins::WhereOthersStand => furthest.unwrap_or_default(),
        };
        for process in all.iter().filter(|it| it.begins() == beginning) {
            standing.push((checkpoint(pool, process.name(), first).await?, process));
        }
    }
    Ok(standing)
}

/// Where a process stands; one that is new here begins at `first`.
async fn checkpoint(pool: &PgPool, process: &str, first: Cursor) -> Result<Cursor, WorkerError> {
    sqlx::query(
        "INSERT INTO process_checkpoints (process, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(process)
    .bind(first.to_string())
    .execute(pool)
    .await?;
    let text: String =
        sqlx::query_scalar("SELECT cursor FROM process_checkpoints WHERE process = $1")
            .bind(process)
            .fetch_one(pool)
            .await?;
    text.parse().map_err(|_| WorkerError::Checkpoint(text))
}

/// Writes what a process read.
async fn write(db: &mut PgConnection, process: &str, notes: Notes) -> Result<(), WorkerError> {
    store::jobs::add(&mut *db, &notes.jobs).await?;
    Changes::of(notes.readings).write(db, process).await?;
    for (event, error) in notes.parked {
        let id = event.event_id;
        tracing::error!(process, event_id = %id, error, "{process} cannot read event {id}");
        sqlx::query(
            "INSERT INTO process_parked (process, cursor, event_id, stream, error)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(process)
        .bind(event.cursor.to_string())
        .bind(id)
        .bind(format!("{}/{}", event.kind, event.id))
        .bind(error)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
