//! Reading the log: whole transactions, brought up to the present shapes, decoded once.

use std::sync::Arc;

use store::{Cursor, EventLog, LogError, Recorded, Upcasters, by_commit, keep_whole_transactions};

use crate::event::{Event, Kind};
use crate::projection::Projection;

/// A stretch of the log: everything wanted in `(after, until]`.
#[derive(Debug)]
pub struct Batch {
    /// The place before its first event.
    pub after: Cursor,
    /// The place of the last event that was read, wanted or not.
    pub until: Cursor,
    /// The wanted events, in the order of the log.
    pub events: Vec<Event>,
    /// Events that were read.
    pub read: usize,
}

/// Where batches come from; cheap to clone.
#[derive(Clone)]
pub struct Source {
    log: Arc<dyn EventLog>,
    upcasters: Arc<Upcasters>,
    kinds: Arc<[Kind]>,
}

impl Source {
    /// Reads `log`, old shapes brought up by `upcasters`.
    pub fn new(log: Arc<dyn EventLog>, upcasters: Arc<Upcasters>) -> Self {
        let kinds = Kind::ALL.into();
        Self {
            log,
            upcasters,
            kinds,
        }
    }

    /// The same, decoding only what these projections want.
    pub(crate) fn wanted_by(&self, projections: &[Arc<dyn Projection>]) -> Self {
        let wanted = |kind: &Kind| {
            let mut those = projections.iter();
            those.any(|projection| projection.kinds().contains(kind))
        };
        Self {
            kinds: Kind::ALL.into_iter().filter(wanted).collect(),
            ..self.clone()
        }
    }

    /// The log beneath.
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }

    /// About `limit` events after a cursor; none at the log's end.
    pub async fn read(&self, after: Cursor, limit: i64) -> Result<Option<Batch>, LogError> {
        Ok(self.whole(after, self.log.read(after, limit).await?, limit))
    }

    /// Decodes what was read behind a cursor, up to the end of a transaction.
    pub(crate) fn whole(
        &self,
        after: Cursor,
        mut recorded: Vec<Recorded>,
        limit: i64,
    ) -> Option<Batch> {
        if recorded.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
            keep_whole_transactions(&mut recorded);
        }
        let until = recorded.last()?.cursor;
        let read = recorded.len();
        if self.kinds.len() < Kind::ALL.len() {
            let wanted = |event: &Recorded| {
                let mut kinds = self.kinds.iter();
                kinds.any(|kind| kind.as_str() == event.kind)
            };
            recorded.retain(wanted);
        }
        Some(Batch {
            after,
            until,
            events: decode(&self.upcasters, recorded),
            read,
        })
    }

    /// Decodes events of one stream.
    pub(crate) fn decode(&self, recorded: Vec<Recorded>) -> Vec<Event> {
        decode(&self.upcasters, recorded)
    }
}

/// Brings events up to the present and decodes them. Each recorded event leaves at least a
/// [`crate::Body::Dropped`], so that streams can be seen to be whole.
pub(crate) fn decode(upcasters: &Upcasters, recorded: Vec<Recorded>) -> Vec<Event> {
    if !Kind::ALL
        .iter()
        .any(|kind| upcasters.concern(kind.as_str()))
    {
        return recorded.into_iter().filter_map(event).collect();
    }
    let commits = by_commit(&recorded);
    commits.flat_map(|commit| lift(upcasters, commit)).collect()
}

/// One stream's part of one transaction; if it cannot be brought up, all of it is poison.
fn lift(upcasters: &Upcasters, commit: &[Recorded]) -> Vec<Event> {
    let lifted = match upcasters.lift(commit.to_vec()) {
        Ok(lifted) => lifted,
        Err(error) => {
            let mut events: Vec<Event> = commit.iter().cloned().filter_map(place).collect();
            for event in &mut events {
                event.body = Err(error.to_string());
            }
            return events;
        }
    };
    let mut parts = lifted.into_iter().peekable();
    let mut events = Vec::with_capacity(commit.len());
    for recorded in commit {
        let mut first = true;
        while let Some(part) = parts.next_if(|part| part.cursor == recorded.cursor) {
            events.extend(event(part).map(|event| Event {
                part: !first,
                ..event
            }));
            first = false;
        }
        if first {
            events.extend(place(recorded.clone()));
        }
    }
    events
}

fn event(recorded: Recorded) -> Option<Event> {
    Kind::from_name(&recorded.kind).map(|kind| Event::decode(kind, recorded))
}

fn place(recorded: Recorded) -> Option<Event> {
    Kind::from_name(&recorded.kind).map(|kind| Event::dropped(kind, recorded))
}
