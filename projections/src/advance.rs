//! One step forward: events folded and the checkpoint moved, together or not at all.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::{Connection, PgConnection, PgPool};
use store::Cursor;

use crate::event::{Event, Kind};
use crate::generation::Generation;
use crate::lane::{Lane, unbroken};
use crate::projection::{Fault, Projection, Scope};

/// More parked streams than this are no poison but a broken fold: better to stop.
const MOST_PARKED: usize = 1_000;

/// Streams with an event that could not be folded: from which sequence on, and why.
type Parked = HashMap<(Kind, String), (i64, String)>;

/// What became of a step.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything up to the cursor is folded or parked.
    Done,
    /// Somebody else moved this generation, or put another into service: read it in again.
    Fenced,
    /// It stopped, and says why in its row.
    Halted(String),
}

enum Attempt {
    Moved,
    Fenced,
    Gap(String),
    /// The event with this place spoils the batch.
    Poison(usize, String),
    /// Some event spoils the batch.
    Spoiled(String),
    /// Some event broke our own code.
    Panicked,
}

/// A generation being moved forward.
pub(crate) struct Mover {
    pool: PgPool,
    projection: Arc<dyn Projection>,
    generation: Generation,
    /// What the checkpoint's row says; it may lie before the cursor while nothing came that
    /// the projection wants.
    stored: Cursor,
    schema: String,
    parked: Parked,
}

impl Mover {
    /// Reads in which streams are parked.
    pub(crate) async fn new(
        pool: PgPool,
        projection: Arc<dyn Projection>,
        generation: Generation,
    ) -> Result<Self, sqlx::Error> {
        let streams: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT kind, stream, min(sequence) FROM projection_parked
              WHERE name = $1 AND generation = $2 GROUP BY 1, 2",
        )
        .bind(&generation.name)
        .bind(generation.number)
        .fetch_all(&pool)
        .await?;
        let known = |(kind, stream, sequence): (String, String, i64)| {
            Some(((Kind::from_name(&kind)?, stream), (sequence, String::new())))
        };
        let parked = streams.into_iter().filter_map(known).collect();
        Ok(Self {
            pool,
            projection,
            stored: generation.cursor,
            schema: generation.schema(),
            generation,
            parked,
        })
    }

    /// Where it stands.
    pub(crate) fn cursor(&self) -> Cursor {
        self.generation.cursor
    }

    /// Which generation it is.
    pub(crate) fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Folds the events behind the checkpoint and moves it to `until`. If one of them spoils
    /// the batch it is found, by halving where the database does not say, and parked.
    pub(crate) async fn advance(
        &mut self,
        events: &[Event],
        until: Cursor,
    ) -> Result<Outcome, sqlx::Error> {
        let wants = |event: &Event| self.projection.kinds().contains(&event.kind);
        if !events.iter().any(wants) {
            self.generation.cursor = until;
            return Ok(Outcome::Done);
        }
        for event in events {
            if let Err(why) = &event.body {
                self.park(event, why);
            }
        }
        // Stretches still to be folded, the next one on top.
        let mut stretches = vec![(events, until)];
        while let Some((events, until)) = stretches.pop() {
            if self.parked.len() > MOST_PARKED {
                return self
                    .halt(format!("more than {MOST_PARKED} streams are parked"))
                    .await;
            }
            let chosen = self.chosen(events);
            match self.attempt(events, &chosen, until).await? {
                Attempt::Moved => {}
                Attempt::Fenced => return Ok(Outcome::Fenced),
                Attempt::Gap(why) => return self.halt(why).await,
                Attempt::Poison(at, why) => {
                    let Some(place) = chosen.get(at) else {
                        return self.halt(why).await;
                    };
                    self.park(&events[*place], &why);
                    stretches.push((events, until));
                }
                // Never given out by `attempt`.
                Attempt::Panicked => return Ok(Outcome::Fenced),
                Attempt::Spoiled(why) => {
                    let starts: Vec<usize> =
                        chosen.into_iter().filter(|at| !events[*at].part).collect();
                    match starts[..] {
                        [] => return self.halt(why).await,
                        [alone] => {
                            self.park(&events[alone], &why);
                            stretches.push((events, until));
                        }
                        _ => {
                            let (left, right) = events.split_at(starts[starts.len() / 2]);
                            stretches.push((right, until));
                            stretches.push((left, left.last().map_or(until, |event| event.cursor)));
                        }
                    }
                }
            }
        }
        Ok(Outcome::Done)
    }

    /// Writes the checkpoint down where it only moved in memory.
    pub(crate) async fn settle(&mut self) -> Result<Outcome, sqlx::Error> {
        let until = self.generation.cursor;
        if self.stored == until {
            return Ok(Outcome::Done);
        }
        match self.attempt(&[], &[], until).await? {
            Attempt::Moved => Ok(Outcome::Done),
            _ => Ok(Outcome::Fenced),
        }
    }

    /// Whether the checkpoint's row lies behind.
    pub(crate) fn unsettled(&self) -> bool {
        self.stored != self.generation.cursor
    }

    fn park(&mut self, event: &Event, why: &str) {
        if !self.projection.kinds().contains(&event.kind) {
            return;
        }
        let key = (event.kind, event.stream.clone());
        self.parked.entry(key).or_insert_with(|| {
            tracing::error!(
                projection = self.generation.name, kind = event.kind.as_str(), stream = event.stream,
                sequence = event.sequence, cursor = %event.cursor, why, "parked event {}", event.event_id
            );
            (event.sequence, why.to_owned())
        });
    }

    /// Whether an event is parked, and why if it is the first of its stream.
    fn held(&self, event: &Event) -> Option<Option<&str>> {
        if self.parked.is_empty() {
            return None;
        }
        let (first, why) = self.parked.get(&(event.kind, event.stream.clone()))?;
        (event.sequence >= *first).then(|| (event.sequence == *first).then_some(why.as_str()))
    }

    /// The places of the events to be folded.
    fn chosen(&self, events: &[Event]) -> Vec<usize> {
        let kinds = self.projection.kinds();
        let wanted = |event: &Event| kinds.contains(&event.kind) && self.held(event).is_none();
        (0..events.len())
            .filter(|at| wanted(&events[*at]))
            .collect()
    }

    async fn attempt(
        &mut self,
        events: &[Event],
        chosen: &[usize],
        until: Cursor,
    ) -> Result<Attempt, sqlx::Error> {
        let mut lane = Lane::take(&self.pool).await?;
        let mut tx = lane.connection().begin().await?;
        let attempt = self.fold(&mut tx, events, chosen, until).await;
        match &attempt {
            Ok(Attempt::Moved) => {
                tx.commit().await?;
                self.generation.cursor = until;
                self.stored = until;
            }
            // In the middle of who knows what: the connection is closed.
            Ok(Attempt::Panicked) => return Ok(Attempt::Spoiled("the fold panicked".to_owned())),
            _ => tx.rollback().await?,
        }
        lane.give_back();
        attempt
    }

    async fn fold(
        &self,
        tx: &mut PgConnection,
        events: &[Event],
        chosen: &[usize],
        until: Cursor,
    ) -> Result<Attempt, sqlx::Error> {
        if !self.move_checkpoint(tx, until).await? {
            return Ok(Attempt::Fenced);
        }
        let folded: Vec<&Event> = chosen.iter().map(|at| &events[*at]).collect();
        if !folded.is_empty() {
            let mut scope = Scope {
                connection: tx,
                schema: &self.schema,
            };
            match unbroken(self.projection.fold(&mut scope, &folded)).await {
                None => return Ok(Attempt::Panicked),
                Some(Ok(())) => {}
                Some(Err(gap @ Fault::Gap { .. })) => return Ok(Attempt::Gap(gap.to_string())),
                Some(Err(Fault::Poison { at, why })) => return Ok(Attempt::Poison(at, why)),
                Some(Err(Fault::Database(error))) => {
                    return data_error(error).map(Attempt::Spoiled);
                }
            }
        }
        self.note_parked(tx, events).await?;
        Ok(Attempt::Moved)
    }

    /// The fence: only whoever knows the checkpoint moves it, and until the commit nobody else.
    ///
    /// The commit need not wait for the disk: should the server crash, tables and checkpoint
    /// go back together, and the events are folded again. And rows are looked up by key, also
    /// where the server, knowing a growing table when it was small, would rather read it all.
    async fn move_checkpoint(
        &self,
        tx: &mut PgConnection,
        until: Cursor,
    ) -> Result<bool, sqlx::Error> {
        let of = &self.generation;
        let moved = sqlx::query(
            "UPDATE projection_generations SET epoch = $3, xid = $4, position = $5, moved_at = clock_timestamp()
              WHERE name = $1 AND generation = $2 AND state <> 'retired' AND revision = $6
                AND epoch = $7 AND xid = $8 AND position = $9
              RETURNING set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true)",
        )
        .bind(&of.name)
        .bind(of.number)
        .bind(until.epoch)
        .bind(until.xid)
        .bind(until.position)
        .bind(of.revision)
        .bind(self.stored.epoch)
        .bind(self.stored.xid)
        .bind(self.stored.position)
        .fetch_optional(tx)
        .await?;
        Ok(moved.is_some())
    }

    async fn note_parked(
        &self,
        connection: &mut PgConnection,
        events: &[Event],
    ) -> Result<(), sqlx::Error> {
        for event in events.iter().filter(|event| !event.part) {
            let Some(why) = self.held(event) else {
                continue;
            };
            sqlx::query(
                "INSERT INTO projection_parked
                   (name, generation, kind, stream, sequence, epoch, xid, position, event_id, event_type, error)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            )
            .bind(&self.generation.name)
            .bind(self.generation.number)
            .bind(event.kind.as_str())
            .bind(&event.stream)
            .bind(event.sequence)
            .bind(event.cursor.epoch)
            .bind(event.cursor.xid)
            .bind(event.cursor.position)
            .bind(event.event_id)
            .bind(&event.event_type)
            .bind(why)
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }

    async fn halt(&self, why: String) -> Result<Outcome, sqlx::Error> {
        tracing::error!(
            projection = self.generation.name,
            why,
            "projection {} stopped",
            self.generation.name
        );
        sqlx::query(
            "UPDATE projection_generations SET halted = $3 WHERE name = $1 AND generation = $2",
        )
        .bind(&self.generation.name)
        .bind(self.generation.number)
        .bind(&why)
        .execute(&self.pool)
        .await?;
        Ok(Outcome::Halted(why))
    }
}

/// Tells what an event says that the database refuses from trouble of the server's own.
pub(crate) fn data_error(error: sqlx::Error) -> Result<String, sqlx::Error> {
    match &error {
        // Class 22 is data exceptions, class 23 broken constraints. Details would quote values.
        sqlx::Error::Database(refused) => match refused.code() {
            Some(code) if code.starts_with("22") || code.starts_with("23") => {
                Ok(format!("the database refuses ({code})"))
            }
            _ => Err(error),
        },
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
            Ok("a kept row cannot be read".to_owned())
        }
        _ => Err(error),
    }
}
