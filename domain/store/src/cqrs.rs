//! Stock cqrs-es over our log, so that an aggregate also runs under its plain framework.
//!
//! [`LogStore`] is an `EventStore` for `CqrsFramework` over any [`EventLog`]. [`Repository`]
//! is a `PersistedEventRepository` over PostgreSQL: what postgres-es does soundly it
//! leaves to postgres-es; appending (one statement, outcome resolved) and streaming
//! (errors reach the reader) it does itself. It keeps no cqrs-es snapshots: that library
//! applies events twice on top of one.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use cqrs_es::persist::{
    EventStoreAggregateContext, PersistedEventRepository, PersistenceError, ReplayFeed,
    ReplayStream, SerializedEvent, SerializedSnapshot,
};
use cqrs_es::{Aggregate, AggregateError, DomainEvent, EventEnvelope, EventStore};
use futures::{FutureExt, TryStreamExt};
use postgres_es::PostgresEventRepository;
use serde_json::Value;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use crate::ledger::parse;
use crate::log::{AppendError, Commit, EventLog, LogError, NewEvent, Recorded, StreamKey};
use crate::upcast::Upcasters;

/// A cqrs-es store for `CqrsFramework` over any log of ours.
#[derive(Clone)]
pub struct LogStore {
    log: Arc<dyn EventLog>,
    upcasters: Arc<Upcasters>,
}

impl LogStore {
    /// A store over `log` that brings old events up with `upcasters`.
    pub fn new(log: Arc<dyn EventLog>, upcasters: Arc<Upcasters>) -> Self {
        Self { log, upcasters }
    }

    async fn recorded(
        &self,
        kind: &'static str,
        id: &str,
    ) -> Result<(i64, Vec<Recorded>), LogError> {
        let events = self.log.load(&[(StreamKey::new(kind, id), 0)]).await?;
        let version = events.last().map_or(0, |event| event.sequence);
        let events = self
            .upcasters
            .lift(events)
            .map_err(|error| LogError::Damaged(error.to_string()))?;
        Ok((version, events))
    }
}

impl<A: Aggregate> EventStore<A> for LogStore {
    type AC = EventStoreAggregateContext<A>;

    async fn load_events(
        &self,
        id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let (_, events) = self.recorded(A::TYPE, id).await?;
        Ok(events.iter().map(envelope::<A>).collect::<Result<_, _>>()?)
    }

    async fn load_aggregate(&self, id: &str) -> Result<Self::AC, AggregateError<A::Error>> {
        let (version, events) = self.recorded(A::TYPE, id).await?;
        let mut aggregate = A::default();
        for event in &events {
            aggregate.apply(parse::<A>(event)?);
        }
        let current_sequence = usize::try_from(version).unwrap_or(usize::MAX);
        Ok(EventStoreAggregateContext {
            aggregate_id: id.to_owned(),
            aggregate,
            current_sequence,
            current_snapshot: None,
        })
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Self::AC,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let text = serde_json::to_string(&metadata)?;
        let written = events.iter().map(|event| {
            let payload = serde_json::to_string(event)?;
            Ok(new_event(
                event.event_type(),
                event.event_version(),
                payload,
                text.clone(),
            ))
        });
        let commit = Commit {
            stream: StreamKey::new(A::TYPE, context.aggregate_id.clone()),
            expected: i64::try_from(context.current_sequence).unwrap_or(i64::MAX),
            events: written.collect::<Result<_, serde_json::Error>>()?,
        };
        append_one(self.log.as_ref(), commit).await?;
        let envelope = |(payload, sequence)| EventEnvelope {
            aggregate_id: context.aggregate_id.clone(),
            sequence,
            payload,
            metadata: metadata.clone(),
        };
        Ok(events
            .into_iter()
            .zip(context.current_sequence + 1..)
            .map(envelope)
            .collect())
    }
}

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

async fn append_one(log: &dyn EventLog, commit: Commit) -> Result<(), PersistenceError> {
    match log.append(&[commit]).await.pop() {
        Some(Ok(_)) => Ok(()),
        Some(Err(AppendError::Conflict)) => Err(PersistenceError::OptimisticLockError),
        Some(Err(AppendError::Unavailable(error))) => Err(error.into()),
        Some(Err(error)) => Err(PersistenceError::UnknownError(Box::new(error))),
        None => Err(PersistenceError::UnknownError(
            "the log did not answer".into(),
        )),
    }
}

fn new_event(
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
) -> NewEvent {
    let event_id = Uuid::new_v4();
    NewEvent {
        event_id,
        event_type,
        event_version,
        payload,
        metadata,
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

fn envelope<A: Aggregate>(event: &Recorded) -> Result<EventEnvelope<A>, PersistenceError> {
    let metadata = serde_json::from_str(&event.metadata)
        .map_err(|_| LogError::Damaged(format!("{} {}: metadata", event.kind, event.id)))?;
    Ok(EventEnvelope {
        aggregate_id: event.id.clone(),
        sequence: usize::try_from(event.sequence).unwrap_or(0),
        payload: parse::<A>(event)?,
        metadata,
    })
}

impl From<LogError> for PersistenceError {
    fn from(error: LogError) -> Self {
        match &error {
            LogError::Unreachable(_) => Self::ConnectionError(Box::new(error)),
            LogError::Damaged(_) => Self::DeserializationError(Box::new(error)),
            _ => Self::UnknownError(Box::new(error)),
        }
    }
}

impl<R: std::error::Error> From<LogError> for AggregateError<R> {
    fn from(error: LogError) -> Self {
        PersistenceError::from(error).into()
    }
}
