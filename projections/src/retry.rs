//! Parked events: listing them, and folding them after all.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection, PgPool, Row};
use store::{Cursor, StreamKey};
use uuid::Uuid;

use crate::error::Answer;
use crate::event::Event;
use crate::generation::{self, Generation};
use crate::lane::{Lane, data_error, unbroken};
use crate::projection::{Fault, Projection, Scope};
use crate::runner::RunError;
use crate::source::Source;

/// An event left out of a read model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedEvent {
    /// The projection.
    pub name: String,
    /// The aggregate's type.
    pub kind: String,
    /// The aggregate's id.
    pub stream: String,
    /// The event's place in its stream.
    pub sequence: i64,
    /// The event.
    pub event_id: Uuid,
    /// Its name.
    pub event_type: String,
    /// Its place in the log.
    pub cursor: Cursor,
    /// Why; `None` when it only waits behind an earlier event of its stream.
    pub error: Option<String>,
    /// When it was parked.
    pub parked_at: DateTime<Utc>,
}

/// Parked events of the generations in service, in the order of the log; at most `limit`.
pub async fn parked(pool: &PgPool, name: Option<&str>, limit: i64) -> Answer<Vec<ParkedEvent>> {
    let rows = sqlx::query(
        "SELECT p.* FROM projection_parked p JOIN projection_generations g USING (name, generation)
          WHERE g.state = 'live' AND ($1::text IS NULL OR p.name = $1)
          ORDER BY p.epoch, p.xid, p.position, p.name LIMIT $2",
    )
    .bind(name)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let read = |row: &sqlx::postgres::PgRow| {
        Ok(ParkedEvent {
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            stream: row.try_get("stream")?,
            sequence: row.try_get("sequence")?,
            event_id: row.try_get("event_id")?,
            event_type: row.try_get("event_type")?,
            cursor: Cursor {
                epoch: row.try_get("epoch")?,
                xid: row.try_get("xid")?,
                position: row.try_get("position")?,
            },
            error: row.try_get("error")?,
            parked_at: row.try_get("parked_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What trying again came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retried {
    /// Streams that are whole again.
    pub folded: usize,
    /// Streams that stay parked.
    pub parked: usize,
}

/// Folds the parked streams of a projection, each wholly or not at all, and lets a stopped
/// projection go on. Use it when the code that could not read them has been mended.
pub async fn retry(
    pool: &PgPool,
    source: &Source,
    projection: &dyn Projection,
) -> Result<Retried, RunError> {
    let unknown = || RunError::Unknown(projection.name().to_owned());
    let mut connection = pool.acquire().await?;
    let live = generation::live(&mut connection, projection.name()).await?;
    let live = live.ok_or_else(unknown)?;
    let parked = streams(&mut connection, &live).await?;
    wake(&mut connection, &live).await?;
    drop(connection);
    let mut retried = Retried::default();
    for ((kind, stream), first) in parked {
        let key = StreamKey::new(kind, stream);
        match retry_stream(pool, source, projection, &live, &key, first).await? {
            Ok(()) => retried.folded += 1,
            Err(why) => {
                tracing::warn!(projection = live.name, stream = key.id, why, "still parked");
                retried.parked += 1;
            }
        }
    }
    Ok(retried)
}

/// The inner result tells what is wrong with the stream, the outer what is wrong around it.
async fn retry_stream(
    pool: &PgPool,
    source: &Source,
    projection: &dyn Projection,
    live: &Generation,
    key: &StreamKey,
    first: i64,
) -> Result<Result<(), String>, RunError> {
    let mut lane = Lane::take(pool).await?;
    let mut tx = lane.connection().begin().await?;
    let held = generation::lock(&mut tx, live).await?;
    let held = held.ok_or_else(|| RunError::Fenced(live.name.clone()))?;
    let mut recorded = source.log().load(&[(key.clone(), first - 1)]).await?;
    recorded.retain(|event| event.cursor <= held.cursor);
    let events = source.decode(recorded);
    let Some(folded) = unbroken(fold(&mut tx, projection, &held, &events)).await else {
        return Ok(Err("the fold panicked".to_owned()));
    };
    let folded = folded?;
    if folded.is_ok() {
        forget(&mut tx, &held, key).await?;
        wake(&mut tx, &held).await?;
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    lane.give_back();
    Ok(folded)
}

/// The runner must read in again what is parked, and go on if it had stopped.
async fn wake(connection: &mut PgConnection, of: &Generation) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE projection_generations SET revision = revision + 1, halted = NULL
          WHERE name = $1 AND generation = $2",
    )
    .bind(&of.name)
    .bind(of.number)
    .execute(connection)
    .await?;
    Ok(())
}

type Streams = BTreeMap<(String, String), i64>;

async fn streams(connection: &mut PgConnection, of: &Generation) -> Result<Streams, sqlx::Error> {
    let rows: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT kind, stream, min(sequence) FROM projection_parked WHERE name = $1 AND generation = $2 GROUP BY 1, 2",
    )
    .bind(&of.name)
    .bind(of.number)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(kind, stream, first)| ((kind, stream), first))
        .collect())
}

async fn fold(
    connection: &mut PgConnection,
    projection: &dyn Projection,
    of: &Generation,
    events: &[Event],
) -> Result<Result<(), String>, sqlx::Error> {
    if let Some(why) = events.iter().find_map(|event| event.body.as_ref().err()) {
        return Ok(Err(why.clone()));
    }
    let schema = of.schema();
    let mut scope = Scope {
        connection,
        schema: &schema,
    };
    let events: Vec<&Event> = events.iter().collect();
    match projection.fold(&mut scope, &events).await {
        Ok(()) => Ok(Ok(())),
        Err(Fault::Database(error)) => data_error(error).map(Err),
        Err(fault) => Ok(Err(fault.to_string())),
    }
}

async fn forget(
    connection: &mut PgConnection,
    of: &Generation,
    key: &StreamKey,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM projection_parked
          WHERE name = $1 AND generation = $2 AND kind = $3 AND stream = $4",
    )
    .bind(&of.name)
    .bind(of.number)
    .bind(key.kind.as_ref())
    .bind(&key.id)
    .execute(connection)
    .await?;
    Ok(())
}
