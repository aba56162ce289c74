//! One step forward: events folded and the checkpoint moved, together or not at all.

use std::sync::Arc;
use std::time::Instant;

use sqlx::{Connection, PgConnection, PgPool};
use store::Cursor;

use crate::event::Event;
use crate::generation::Generation;
use crate::lane::{Lane, data_error, unbroken};
use crate::meter::Batches;
use crate::parked::Parked;
use crate::projection::{Fault, Projection, Scope};

/// More parked streams than this are no poison but a broken fold: better to stop.
const MOST_PARKED: usize = 1_000;

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

impl Attempt {
    fn why(self) -> String {
        match self {
            Self::Spoiled(why) => why,
            _ => "the fold panicked".to_owned(),
        }
    }
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
    meter: Batches,
}

impl Mover {
    /// Reads in which streams are parked.
    pub(crate) async fn new(
        pool: PgPool,
        projection: Arc<dyn Projection>,
        generation: Generation,
    ) -> Result<Self, sqlx::Error> {
        let parked = Parked::load(&pool, &generation).await?;
        Ok(Self {
            meter: Batches::of(projection.name()),
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
        for event in events.iter().filter(|event| wants(event)) {
            if let Err(why) = &event.body {
                self.parked.park(&self.generation, event, why);
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
                    self.parked.park(&self.generation, &events[*place], &why);
                    stretches.push((events, until));
                }
                spoiled @ (Attempt::Spoiled(_) | Attempt::Panicked) => {
                    let why = spoiled.why();
                    let starts: Vec<usize> =
                        chosen.into_iter().filter(|at| !events[*at].part).collect();
                    match starts[..] {
                        [] => return self.halt(why).await,
                        [alone] => {
                            self.parked.park(&self.generation, &events[alone], &why);
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

    /// The places of the events to be folded.
    fn chosen(&self, events: &[Event]) -> Vec<usize> {
        let kinds = self.projection.kinds();
        let wanted = |event: &Event| kinds.contains(&event.kind) && !self.parked.holds(event);
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
        let began = Instant::now();
        let mut lane = Lane::take(&self.pool).await?;
        let mut tx = lane.connection().begin().await?;
        let attempt = self.fold(&mut tx, events, chosen, until).await;
        match &attempt {
            Ok(Attempt::Moved) => {
                tx.commit().await?;
                if !chosen.is_empty() {
                    self.meter.folded(began.elapsed(), chosen.len());
                }
                self.generation.cursor = until;
                self.stored = until;
            }
            // In the middle of who knows what: the connection is closed.
            Ok(Attempt::Panicked) => return attempt,
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
        self.parked.note(tx, &self.generation, events).await?;
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
