//! Events that could not be folded, and all that follow in their streams.

use std::collections::HashMap;

use sqlx::{PgConnection, PgPool};

use crate::event::{Event, Kind};
use crate::generation::Generation;

/// Streams with an event that could not be folded: from which sequence on, and why.
pub(crate) struct Parked(HashMap<(Kind, String), (i64, String)>);

impl Parked {
    /// What stands in the table.
    pub(crate) async fn load(pool: &PgPool, of: &Generation) -> Result<Self, sqlx::Error> {
        let streams: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT kind, stream, min(sequence) FROM projection_parked
              WHERE name = $1 AND generation = $2 GROUP BY 1, 2",
        )
        .bind(&of.name)
        .bind(of.number)
        .fetch_all(pool)
        .await?;
        let known = |(kind, stream, sequence): (String, String, i64)| {
            Some(((Kind::from_name(&kind)?, stream), (sequence, String::new())))
        };
        Ok(Self(streams.into_iter().filter_map(known).collect()))
    }

    /// Streams that are parked.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Parks an event, and with it what follows in its stream.
    pub(crate) fn park(&mut self, of: &Generation, event: &Event, why: &str) {
        let key = (event.kind, event.stream.clone());
        self.0.entry(key).or_insert_with(|| {
            tracing::error!(
                projection = of.name,
                kind = event.kind.as_str(),
                stream = event.stream,
                sequence = event.sequence,
                cursor = %event.cursor,
                why,
                "parked event {}",
                event.event_id
            );
            (event.sequence, why.to_owned())
        });
    }

    /// Whether an event is parked.
    pub(crate) fn holds(&self, event: &Event) -> bool {
        self.first(event).is_some()
    }

    /// The first parked event of a parked event's stream, and why it is.
    fn first(&self, event: &Event) -> Option<&(i64, String)> {
        if self.0.is_empty() {
            return None;
        }
        let first = self.0.get(&(event.kind, event.stream.clone()))?;
        (event.sequence >= first.0).then_some(first)
    }

    /// Writes down which of these events are parked.
    pub(crate) async fn note(
        &self,
        connection: &mut PgConnection,
        of: &Generation,
        events: &[Event],
    ) -> Result<(), sqlx::Error> {
        for event in events.iter().filter(|event| !event.part) {
            let Some((first, why)) = self.first(event) else {
                continue;
            };
            sqlx::query(
                "INSERT INTO projection_parked (name, generation, kind, stream, sequence,
                                                epoch, xid, position, event_id, event_type, error)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            )
            .bind(&of.name)
            .bind(of.number)
            .bind(event.kind.as_str())
            .bind(&event.stream)
            .bind(event.sequence)
            .bind(event.cursor.epoch)
            .bind(event.cursor.xid)
            .bind(event.cursor.position)
            .bind(event.event_id)
            .bind(&event.event_type)
            .bind((event.sequence == *first).then_some(why))
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }
}
