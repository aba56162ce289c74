//! Parked events: listing them, and folding them after all.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use sqlx::{Connection, PgConnection, PgPool, Row};
use store::{Cursor, StreamKey};
use uuid::Uuid;

use crate::advance::data_error;
use crate::error::Answer;
use crate::event::Event;
use crate::generation::{self, Generation};
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
    let mut tx = pool.begin().await?;
    let live = generation::live(&mut tx, projection.name())
        .await?
        .ok_or_else(unknown)?;
    let live = generation::lock(&mut tx, &live)
        .await?
        .ok_or_else(unknown)?;
    let mut retried = Retried::default();
    for ((kind, stream), first) in streams(&mut tx, &live).await? {
        let key = StreamKey::new(kind.clone(), stream.clone());
        let mut recorded = source.log().load(&[(key, first - 1)]).await?;
        recorded.retain(|event| event.cursor <= live.cursor);
        let events = source.decode(recorded);
        let mut part = tx.begin().await?;
        match fold(&mut part, projection, &live, &events).await? {
            Ok(()) => {
                forget(&mut part, &live, &kind, &stream).await?;
                part.commit().await?;
                retried.folded += 1;
            }
            Err(why) => {
                part.rollback().await?;
                tracing::warn!(projection = live.name, kind, stream, why, "still parked");
                retried.parked += 1;
            }
        }
    }
    // The runner must forget what it remembers of parked streams.
    sqlx::query(
        "UPDATE projection_generations SET revision = revision + 1, halted = NULL WHERE name = $1 AND generation = $2",
    )
    .bind(&live.name)
    .bind(live.number)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(retried)
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

/// The inner result tells what is wrong with the events, the outer what is wrong around them.
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
    let folded = AssertUnwindSafe(projection.fold(&mut scope, &events))
        .catch_unwind()
        .await;
    match folded {
        Ok(Ok(())) => Ok(Ok(())),
        Ok(Err(Fault::Database(error))) => data_error(error).map(Err),
        Ok(Err(fault)) => Ok(Err(fault.to_string())),
        Err(_) => Ok(Err("the fold panicked".to_owned())),
    }
}

async fn forget(
    connection: &mut PgConnection,
    of: &Generation,
    kind: &str,
    stream: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM projection_parked WHERE name = $1 AND generation = $2 AND kind = $3 AND stream = $4")
        .bind(&of.name)
        .bind(of.number)
        .bind(kind)
        .bind(stream)
        .execute(connection)
        .await?;
    Ok(())
}
