//! The log in memory, for tests and the simulator: same promises, no disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, EventLog, LogError, Recorded, Snapshot, StreamKey};

type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A log that lives as long as the process.
pub struct MemoryLog {
    books: Mutex<Books>,
    appended: watch::Sender<u64>,
    clock: Clock,
}

#[derive(Default)]
struct Books {
    events: Vec<Recorded>,
    /// Of each stream, the places of its events in `events`.
    streams: HashMap<StreamKey, Vec<usize>>,
    snapshots: HashMap<(StreamKey, String), Snapshot>,
    xid: i64,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryLog {
    /// An empty log that stamps events with the machine's clock.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(Utc::now))
    }

    /// An empty log that stamps events with the given clock.
    pub fn with_clock(clock: Clock) -> Self {
        Self {
            books: Mutex::default(),
            appended: watch::channel(0).0,
            clock,
        }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        // Every change is made after all checks, so a panicked holder left nothing half done.
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    fn append(&mut self, commit: &Commit, now: DateTime<Utc>) -> Result<Cursor, AppendError> {
        check(commit)?;
        let places = self.streams.entry(commit.stream.clone()).or_default();
        let version = i64::try_from(places.len()).unwrap_or(i64::MAX);
        if version != commit.expected {
            return landed_before(&self.events, places, commit).ok_or(AppendError::Conflict);
        }
        self.xid += 1;
        let mut cursor = Cursor {
            epoch: 1,
            xid: self.xid,
            position: 0,
        };
        for (event, sequence) in commit.events.iter().zip(version + 1..) {
            places.push(self.events.len());
            cursor.position = i64::try_from(self.events.len()).unwrap_or(i64::MAX) + 1;
            self.events.push(Recorded {
                cursor,
                kind: commit.stream.kind.to_string(),
                id: commit.stream.id.clone(),
                sequence,
                event_type: event.event_type.clone(),
                event_version: event.event_version.clone(),
                payload: event.payload.clone(),
                metadata: event.metadata.clone(),
                event_id: event.event_id,
                recorded_at: now,
            });
        }
        Ok(cursor)
    }
}

/// What no log takes. PostgreSQL refuses the same.
fn check(commit: &Commit) -> Result<(), AppendError> {
    let reject = |why: &str| Err(AppendError::Rejected(why.to_owned()));
    if commit.events.is_empty() || commit.expected < 0 {
        return reject("a commit has events and a version");
    }
    for event in &commit.events {
        for json in [&event.payload, &event.metadata] {
            if serde_json::from_str::<serde::de::IgnoredAny>(json).is_err() {
                return reject("an event is JSON");
            }
        }
    }
    Ok(())
}

/// The cursor of the commit's last event, if this very commit is in the log already.
fn landed_before(events: &[Recorded], places: &[usize], commit: &Commit) -> Option<Cursor> {
    let first = usize::try_from(commit.expected).ok()?;
    let written = places.get(first..first + commit.events.len())?;
    let ours = written
        .iter()
        .zip(&commit.events)
        .all(|(place, event)| events[*place].event_id == event.event_id);
    ours.then(|| written.last().map(|place| events[*place].cursor))
        .flatten()
}

#[async_trait]
impl EventLog for MemoryLog {
    async fn append(&self, commits: &[Commit]) -> Vec<Result<Cursor, AppendError>> {
        let now = (self.clock)();
        let mut failed: Vec<&StreamKey> = Vec::new();
        let mut outcomes = Vec::with_capacity(commits.len());
        {
            let mut books = self.books();
            for commit in commits {
                let outcome = if failed.contains(&&commit.stream) {
                    Err(AppendError::Conflict)
                } else {
                    books.append(commit, now)
                };
                if outcome.is_err() {
                    failed.push(&commit.stream);
                }
                outcomes.push(outcome);
            }
        }
        if outcomes.iter().any(Result::is_ok) {
            self.appended.send_modify(|count| *count += 1);
        }
        outcomes
    }

    async fn load(&self, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
        let books = self.books();
        let mut found = Vec::new();
        for (key, after) in streams {
            let places = books.streams.get(key).map_or(&[][..], Vec::as_slice);
            let seen = usize::try_from(*after).unwrap_or(0);
            found.extend(
                places
                    .iter()
                    .skip(seen)
                    .map(|place| books.events[*place].clone()),
            );
        }
        Ok(found)
    }

    async fn read(&self, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError> {
        let books = self.books();
        let first = books.events.partition_point(|event| event.cursor <= after);
        let limit = usize::try_from(limit).unwrap_or(0);
        Ok(books.events[first..].iter().take(limit).cloned().collect())
    }

    async fn end(&self) -> Result<Cursor, LogError> {
        self.head().await
    }

    async fn head(&self) -> Result<Cursor, LogError> {
        Ok(self
            .books()
            .events
            .last()
            .map(|event| event.cursor)
            .unwrap_or_default())
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }

    async fn load_snapshots(
        &self,
        streams: &[(StreamKey, String)],
    ) -> Result<Vec<Snapshot>, LogError> {
        let books = self.books();
        Ok(streams
            .iter()
            .filter_map(|wanted| books.snapshots.get(wanted).cloned())
            .collect())
    }

    async fn save_snapshots(&self, snapshots: &[Snapshot]) -> Result<(), LogError> {
        let mut books = self.books();
        for snapshot in snapshots {
            let kept = books
                .snapshots
                .entry((snapshot.stream.clone(), snapshot.shape.clone()))
                .or_insert_with(|| snapshot.clone());
            if kept.sequence < snapshot.sequence {
                kept.clone_from(snapshot);
            }
        }
        Ok(())
    }
}
