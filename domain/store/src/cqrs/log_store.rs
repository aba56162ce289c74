//! A cqrs-es store over any log of ours.

use std::collections::HashMap;
use std::sync::Arc;

use cqrs_es::persist::{EventStoreAggregateContext, PersistenceError};
use cqrs_es::{Aggregate, AggregateError, DomainEvent, EventEnvelope, EventStore};

use super::{append_one, new_event};
use crate::ledger::parse;
use crate::log::{Commit, EventLog, LogError, Recorded, StreamKey};
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
