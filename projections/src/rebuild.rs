//! Filling new generations from the log's beginning, and putting them into service.
//!
//! The log is read and decoded once for all projections that are rebuilt; each folds at its
//! own pace in a task and a connection of its own, a batch or two behind the reader.

use std::sync::Arc;
use std::time::Instant;

use sqlx::PgPool;
use store::Cursor;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::advance::{Mover, Outcome};
use crate::generation::{self, Generation};
use crate::projection::Projection;
use crate::runner::RunError;
use crate::service;
use crate::source::{Batch, Source};

/// Events read at once: large, so that most of an order's life is written once.
const PAGE: i64 = 40_000;
/// Batches that may wait before a projection; with [`PAGE`] this bounds the memory.
const AHEAD: usize = 1;

/// What a rebuild did.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilt {
    /// Events of the log that were read.
    pub events: usize,
    /// Seconds from the first to the last.
    pub seconds: f64,
}

/// Fills new generations of these projections beside those in service and swaps them in.
/// Readers see either the old or the new tables, never none. Tables of a newer program stay.
pub async fn rebuild(
    pool: &PgPool,
    source: &Source,
    projections: &[Arc<dyn Projection>],
) -> Result<Rebuilt, RunError> {
    let begun = Instant::now();
    // Asked again before the swap; asked here so that nobody fills tables for nothing.
    for projection in projections {
        let live = generation::live(&mut *pool.acquire().await?, projection.name()).await?;
        if let Some(newer) = live.filter(|live| is_newer(live, projection.as_ref())) {
            return Err(RunError::Newer(newer.name));
        }
    }
    let mut made = Vec::with_capacity(projections.len());
    for projection in projections {
        service::sweep(pool, projection.name(), None).await?;
        let generation = generation::create(pool, projection.as_ref(), false).await?;
        made.push((projection.clone(), generation));
    }
    let outcome = fill_and_swap(pool, &source.wanted_by(projections), &made).await;
    for (projection, generation) in &made {
        let given_up = outcome.is_err().then_some(generation.number);
        if let Err(error) = service::sweep(pool, projection.name(), given_up).await {
            tracing::warn!(%error, "old tables of {} are still there", projection.name());
        }
    }
    outcome.map(|events| Rebuilt {
        events,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

/// Whether a newer program made these tables: pages of its kind rely on them.
fn is_newer(live: &Generation, projection: &dyn Projection) -> bool {
    live.version > projection.version()
}

async fn fill_and_swap(
    pool: &PgPool,
    source: &Source,
    made: &[(Arc<dyn Projection>, Generation)],
) -> Result<usize, RunError> {
    let mut movers = Vec::with_capacity(made.len());
    for (projection, generation) in made {
        movers.push(Mover::new(pool.clone(), projection.clone(), generation.clone()).await?);
    }
    let (mut movers, mut events) = fill(source, movers, None).await?;
    for (projection, generation) in made {
        generation::finish(pool, projection.as_ref(), generation).await?;
    }
    // What came while the indexes were made.
    let (caught_up, more) = fill(source, movers, None).await?;
    movers = caught_up;
    events += more;
    for ((projection, _), mut mover) in made.iter().zip(movers) {
        swap(pool, source, projection.as_ref(), &mut mover).await?;
    }
    Ok(events)
}

/// Folds everything up to `until` (or the log's present end) into each; all begin where the
/// first of them stands.
pub(crate) async fn fill(
    source: &Source,
    movers: Vec<Mover>,
    until: Option<Cursor>,
) -> Result<(Vec<Mover>, usize), RunError> {
    let begin = movers.iter().map(Mover::cursor).min().unwrap_or_default();
    let mut senders = Vec::with_capacity(movers.len());
    let mut folds = JoinSet::new();
    for (place, mover) in movers.into_iter().enumerate() {
        let (sender, batches) = mpsc::channel(AHEAD);
        senders.push(sender);
        folds.spawn(async move { (place, fold(mover, batches).await) });
    }
    let read = read(source, senders, begin, until).await;
    let mut movers = Vec::new();
    while let Some(folded) = folds.join_next().await {
        let (place, mover) = folded.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
        movers.push((place, mover?));
    }
    movers.sort_by_key(|(place, _)| *place);
    Ok((movers.into_iter().map(|(_, mover)| mover).collect(), read?))
}

async fn read(
    source: &Source,
    folds: Vec<mpsc::Sender<Arc<Batch>>>,
    begin: Cursor,
    until: Option<Cursor>,
) -> Result<usize, RunError> {
    let mut after = begin;
    let mut events = 0;
    while until.is_none_or(|until| after < until) {
        let reading = source.clone();
        // Decoding is work: it gets a thread of its own beside the folds.
        let page = tokio::spawn(async move { reading.read(after, PAGE).await });
        let page = page
            .await
            .map_err(|error| sqlx::Error::Protocol(error.to_string()))??;
        let Some(mut batch) = page else { break };
        if let Some(until) = until {
            let wanted = batch.events.partition_point(|event| event.cursor <= until);
            batch.events.truncate(wanted);
            batch.until = batch.until.min(until);
        }
        after = batch.until;
        events += batch.read;
        let batch = Arc::new(batch);
        for fold in &folds {
            if fold.send(batch.clone()).await.is_err() {
                // It stopped and says why itself.
                return Ok(events);
            }
        }
    }
    Ok(events)
}

async fn fold(
    mut mover: Mover,
    mut batches: mpsc::Receiver<Arc<Batch>>,
) -> Result<Mover, RunError> {
    while let Some(batch) = batches.recv().await {
        let behind = batch
            .events
            .partition_point(|event| event.cursor <= mover.cursor());
        if batch.until <= mover.cursor() {
            continue;
        }
        let outcome = mover.advance(&batch.events[behind..], batch.until).await?;
        let name = || mover.generation().name.clone();
        match outcome {
            Outcome::Done => {}
            Outcome::Fenced => return Err(RunError::Fenced(name())),
            Outcome::Halted(why) => return Err(RunError::Halted { name: name(), why }),
        }
    }
    if mover.settle().await? == Outcome::Done {
        Ok(mover)
    } else {
        Err(RunError::Fenced(mover.generation().name.clone()))
    }
}

/// Brings a filled generation level with the one in service, while that one is held still,
/// and changes the views over.
async fn swap(
    pool: &PgPool,
    source: &Source,
    projection: &dyn Projection,
    mover: &mut Mover,
) -> Result<(), RunError> {
    for _ in 0..150 {
        let mut tx = pool.begin().await?;
        let live = generation::live(&mut tx, projection.name()).await?;
        let held = match &live {
            None => None,
            Some(live) => match generation::lock(&mut tx, live).await? {
                // Another rebuild was quicker; look again.
                None => continue,
                held => held,
            },
        };
        if let Some(newer) = held.as_ref().filter(|old| is_newer(old, projection)) {
            return Err(RunError::Newer(newer.name.clone()));
        }
        while let Some(old) = held.as_ref().filter(|old| mover.cursor() < old.cursor) {
            let Some(batch) = source.read(mover.cursor(), PAGE).await? else {
                break;
            };
            match mover.advance(&batch.events, batch.until).await? {
                Outcome::Done => {}
                Outcome::Fenced => return Err(RunError::Fenced(old.name.clone())),
                Outcome::Halted(why) => {
                    return Err(RunError::Halted {
                        name: old.name.clone(),
                        why,
                    });
                }
            }
        }
        mover.settle().await?;
        match service::enthrone(&mut tx, projection, mover.generation()).await {
            Ok(()) => return Ok(tx.commit().await?),
            Err(error) if service::lock_not_available(&error) => {}
            Err(error) => return Err(error.into()),
        }
        drop(tx);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(RunError::Fenced(projection.name().to_owned()))
}
