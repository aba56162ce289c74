//! A cqrs-es repository over the log in PostgreSQL.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use cqrs_es::Aggregate;
use cqrs_es::persist::{
    PersistedEventRepository, PersistenceError, ReplayFeed, ReplayStream, SerializedEvent,
    SerializedSnapshot,
};
use futures::{FutureExt, TryStreamExt};
use postgres_es::PostgresEventRepository;
use serde_json::Value;
use sqlx::{PgPool, Row};

use super::{append_one, new_event};
use crate::log::{Commit, EventLog, NewEvent, StreamKey};

/// A cqrs-es repository over the log in PostgreSQL.
pub struct Repository {
    log: Arc<dyn EventLog>,
    pool: PgPool,
    stock: PostgresEventRepository,
}

/// Events that wait between the database and a slow reader.
const READ_AHEAD: usize = 1_000;

impl Repository {
    /// `log` appends, `pool` reads; both of one database.
    pub fn new(log: Arc<dyn EventLog>, pool: PgPool) -> Self {
        Self {
            log,
            stock: PostgresEventRepository::new(pool.clone()),
            pool,
        }
    }

    /// Streams a query's events; whatever goes wrong is the stream's last item.
    fn stream(&self, sql: &'static str, kind: &'static str, id: Option<String>) -> ReplayStream {
        let (mut feed, stream) = ReplayStream::new(READ_AHEAD);
        let pool = self.pool.clone();
        tokio::spawn(async move {
            let reading = feed_rows(&pool, sql, kind, id.as_deref(), &mut feed);
            let outcome = AssertUnwindSafe(reading).catch_unwind().await;
            let broke = |_| {
                Err(PersistenceError::UnknownError(
                    "the reading task broke".into(),
                ))
            };
            if let Err(error) = outcome.unwrap_or_else(broke) {
                // Who no longer listens does not need the error either.
                let _ = feed.push(Err(error)).await;
            }
        });
        stream
    }
}

const ONE_STREAM: &str = "
SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
FROM events WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence";

const ALL_STREAMS: &str = "
SELECT aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
FROM events WHERE aggregate_type = $1 AND $2::text IS NULL ORDER BY epoch, xid, position";

async fn feed_rows(
    pool: &PgPool,
    sql: &str,
    kind: &str,
    id: Option<&str>,
    feed: &mut ReplayFeed,
) -> Result<(), PersistenceError> {
    let broken = |error: sqlx::Error| PersistenceError::ConnectionError(Box::new(error));
    let mut rows = sqlx::query(sql).bind(kind).bind(id).fetch(pool);
    while let Some(row) = rows.try_next().await.map_err(broken)? {
        if feed
            .push(Ok(serialized(&row).map_err(broken)?))
            .await
            .is_err()
        {
            return Ok(());
        }
    }
    Ok(())
}

impl PersistedEventRepository for Repository {
    async fn get_events<A: Aggregate>(
        &self,
        id: &str,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.stock.get_events::<A>(id).await
    }

    async fn get_last_events<A: Aggregate>(
        &self,
        id: &str,
        last_sequence: usize,
    ) -> Result<Vec<SerializedEvent>, PersistenceError> {
        self.stock.get_last_events::<A>(id, last_sequence).await
    }

    async fn get_snapshot<A: Aggregate>(
        &self,
        _id: &str,
    ) -> Result<Option<SerializedSnapshot>, PersistenceError> {
        Ok(None)
    }

    async fn persist<A: Aggregate>(
        &self,
        events: &[SerializedEvent],
        snapshot_update: Option<(String, Value, usize)>,
    ) -> Result<(), PersistenceError> {
        if snapshot_update.is_some() {
            let why = "use PersistedEventStore::new_event_store: cqrs-es applies events twice on snapshots";
            return Err(PersistenceError::UnknownError(why.into()));
        }
        let Some(first) = events.first() else {
            return Ok(());
        };
        let one_stream = events
            .iter()
            .zip(first.sequence..)
            .all(|(event, sequence)| {
                event.aggregate_id == first.aggregate_id && event.sequence == sequence
            });
        if !one_stream || first.sequence == 0 {
            return Err(PersistenceError::OptimisticLockError);
        }
        let commit = Commit {
            stream: StreamKey::new(A::TYPE, first.aggregate_id.clone()),
            expected: i64::try_from(first.sequence - 1).unwrap_or(i64::MAX),
            events: events.iter().map(unserialized).collect(),
        };
        append_one(self.log.as_ref(), commit).await
    }

    async fn stream_events<A: Aggregate>(
        &self,
        id: &str,
    ) -> Result<ReplayStream, PersistenceError> {
        Ok(self.stream(ONE_STREAM, A::TYPE, Some(id.to_owned())))
    }

    async fn stream_all_events<A: Aggregate>(&self) -> Result<ReplayStream, PersistenceError> {
        Ok(self.stream(ALL_STREAMS, A::TYPE, None))
    }
}

fn unserialized(event: &SerializedEvent) -> NewEvent {
    new_event(
        event.event_type.clone(),
        event.event_version.clone(),
        event.payload.to_string(),
        event.metadata.to_string(),
    )
}

fn serialized(row: &sqlx::postgres::PgRow) -> Result<SerializedEvent, sqlx::Error> {
    let sequence: i64 = row.try_get("sequence")?;
    Ok(SerializedEvent::new(
        row.try_get("aggregate_id")?,
        usize::try_from(sequence).unwrap_or(0),
        row.try_get("aggregate_type")?,
        row.try_get("event_type")?,
        row.try_get("event_version")?,
        row.try_get("payload")?,
        row.try_get("metadata")?,
    ))
}
