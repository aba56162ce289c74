//! The port: what any log of events must do for us.

use std::borrow::Cow;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::sync::watch;
use uuid::Uuid;

use crate::cursor::Cursor;

/// One aggregate's stream: its type and its id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey {
    /// The aggregate's type, such as `order`.
    pub kind: Cow<'static, str>,
    /// The aggregate's id.
    pub id: String,
}

impl StreamKey {
    /// The stream of `id` among aggregates of type `kind`.
    pub fn new(kind: impl Into<Cow<'static, str>>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// An event that is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Tells our own event from another's with the same sequence, when an outcome was lost.
    pub event_id: Uuid,
    /// The event's stable name.
    pub event_type: String,
    /// The version of its shape.
    pub event_version: String,
    /// JSON text, externally tagged.
    pub payload: String,
    /// JSON text, a flat object of strings.
    pub metadata: String,
}

/// Events for one stream: all of them are written, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The stream.
    pub stream: StreamKey,
    /// The stream's version before; 0 when it is new.
    pub expected: i64,
    /// The events, at least one; they get the sequences `expected + 1 ..`.
    pub events: Vec<NewEvent>,
}

/// An event as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place among all events.
    pub cursor: Cursor,
    /// The aggregate's type.
    pub kind: String,
    /// The aggregate's id.
    pub id: String,
    /// Its place in its stream, from 1, without gaps.
    pub sequence: i64,
    /// The event's stable name.
    pub event_type: String,
    /// The version of its shape.
    pub event_version: String,
    /// JSON text, as it was given.
    pub payload: String,
    /// JSON text, a flat object of strings.
    pub metadata: String,
    /// Unique to this event.
    pub event_id: Uuid,
    /// When the log took it (not when it happened: that is in the metadata).
    pub recorded_at: DateTime<Utc>,
}

/// A state folded up to `sequence`, kept so that loading does not grow with the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The stream.
    pub stream: StreamKey,
    /// The last sequence folded.
    pub sequence: i64,
    /// Names the serialised form; a reader of another shape ignores the snapshot.
    pub shape: String,
    /// JSON text of the state.
    pub state: String,
}

/// What loading a few streams found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// The newest fitting snapshot of a stream, where one exists.
    pub snapshots: Vec<Snapshot>,
    /// The events after it, in order within each stream. What folding does not need
    /// (metadata, event id, time of recording, of the cursor all but `xid`) may be left blank.
    pub events: Vec<Recorded>,
}

/// Why a commit was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The stream is not at the expected version.
    #[error("the stream has moved on")]
    Conflict,
    /// The log cannot take this commit, now or later: not JSON, no events, a NUL byte.
    #[error("the log refuses the commit: {0}")]
    Rejected(String),
    /// The log could not be reached or is out of room. Where a connection was cut and did
    /// not come back in time the commit may still have landed; appending the same events
    /// again finds out.
    #[error(transparent)]
    Unavailable(#[from] LogError),
}

/// Why the log could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// No connection, or it was lost; trying again later may help.
    #[error("the event log is unreachable: {0}")]
    Unreachable(String),
    /// The database refused the statement.
    #[error("the event log answered with an error: {0}")]
    Database(String),
    /// What was read makes no sense: a gap in a stream, an event that does not parse.
    #[error("the event log is damaged: {0}")]
    Damaged(String),
    /// Our own code broke while it worked on this.
    #[error("a defect in the shop: {0}")]
    Internal(String),
}

/// How a log is appended to and read. Implementations: [`crate::PgLog`], [`crate::MemoryLog`].
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Writes each commit wholly or not at all and says of each where it ended: the
    /// cursor of its last event. One round trip for all of them in the good case.
    ///
    /// Several commits may go to one stream, in order, each expecting the version that
    /// the one before leaves; when one fails, those after it in its stream fail too, since
    /// they were decided on it. A commit whose first event is in the log already under the
    /// same event id has landed before, and succeeds.
    async fn append(&self, commits: &[Commit]) -> Vec<Result<Cursor, AppendError>>;

    /// The events of some streams after given versions, in order within each stream.
    /// Everything committed is there: the readers' barrier is not applied.
    async fn load(&self, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError>;

    /// Up to `limit` events after a cursor, in cursor order, without ever passing over an
    /// event whose transaction is still open.
    async fn read(&self, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError>;

    /// The newest cursor that [`EventLog::read`] may show now; the default for an empty log.
    async fn head(&self) -> Result<Cursor, LogError>;

    /// The newest cursor of all, also of what [`EventLog::read`] may not show yet because an open
    /// transaction keeps it back; whoever wants to have seen everything reads up to here.
    async fn end(&self) -> Result<Cursor, LogError>;

    /// Counts up whenever events may have been appended, by this process or (after some
    /// milliseconds) by another.
    fn appended(&self) -> watch::Receiver<u64>;

    /// The newest snapshot of each stream that has one of the given shape.
    async fn load_snapshots(
        &self,
        streams: &[(StreamKey, String)],
    ) -> Result<Vec<Snapshot>, LogError>;

    /// Keeps snapshots; an older one of the same stream and shape is replaced, a newer kept.
    async fn save_snapshots(&self, snapshots: &[Snapshot]) -> Result<(), LogError>;

    /// Snapshots, each of the shape named beside its stream, and the events after them.
    async fn load_states(&self, streams: &[(StreamKey, String)]) -> Result<Loaded, LogError> {
        let snapshots = self.load_snapshots(streams).await?;
        let after: Vec<(StreamKey, i64)> = streams
            .iter()
            .map(|(key, _)| {
                let found = snapshots.iter().find(|snapshot| snapshot.stream == *key);
                (key.clone(), found.map_or(0, |snapshot| snapshot.sequence))
            })
            .collect();
        let events = self.load(&after).await?;
        Ok(Loaded { snapshots, events })
    }

    /// Waits until a reader at `after` has something to read; `false` when the time is up.
    async fn wait_for_more(&self, after: Cursor, timeout: Duration) -> Result<bool, LogError> {
        crate::tail::wait_for_more(self, after, timeout).await
    }
}
