//! From a command to its events: the one way in which the shop writes.

mod answers;
mod cache;
mod job;
mod lane;
mod loading;
mod round;
mod states;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use domain::{Decide, Meta};
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::log::{EventLog, LogError, Recorded, StreamKey};
use crate::meter::Commands;
use crate::upcast::Upcasters;
use crate::upcasters::upcasters;

use self::job::{Command, Job, Look};

pub(crate) use self::states::parse;

/// An aggregate that the ledger can keep: commands can be decided again after a conflict.
pub trait Root:
    Decide<Command: Clone + Send + 'static, Error: Send + 'static, Event: Send + 'static>
{
}
impl<A> Root for A where
    A: Decide<Command: Clone + Send + 'static, Error: Send + 'static, Event: Send + 'static>
{
}

/// How the lanes work.
#[derive(Clone)]
pub struct LaneOptions {
    /// Lanes. Many, so that streams seldom wait for each other; what their rounds ask of
    /// the log at the same moment, the log puts together.
    pub lanes: usize,
    /// Commands decided at most before one append.
    pub batch: usize,
    /// Commands that may wait before a lane; more callers wait to enqueue.
    pub queue: usize,
    /// States kept in memory, by all lanes together.
    pub cached: usize,
    /// Events after which a stream's state is kept as a snapshot; 0 never.
    pub snapshot_every: i64,
    /// How often a command is decided again after conflicts before it is `Contended`.
    pub attempts: u32,
    /// From old events to present ones.
    pub upcasters: Arc<Upcasters>,
}

impl Default for LaneOptions {
    fn default() -> Self {
        Self {
            lanes: 64,
            batch: 256,
            queue: 4_096,
            cached: 16_384,
            snapshot_every: 256,
            attempts: 32,
            upcasters: upcasters(),
        }
    }
}

/// What became of a command.
#[derive(Debug, Clone)]
pub struct Done<A: Decide> {
    /// The stream's version after the command.
    pub version: i64,
    /// The new events; none if all of it had happened before.
    pub events: Vec<A::Event>,
    /// Where the last new event is in the log; `None` if there is none.
    pub cursor: Option<Cursor>,
    /// The last new event's id.
    pub event: Option<Uuid>,
}

/// A state and the version it stands at; version 0 means that the stream does not exist.
#[derive(Debug, Clone)]
pub struct Versioned<A> {
    /// Sequence of the last event folded.
    pub version: i64,
    /// The folded state.
    pub state: A,
}

/// Why a command has no outcome of its own.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError<R: std::error::Error> {
    /// The rule says no.
    #[error(transparent)]
    Refused(R),
    /// Others kept writing to the stream; try again later.
    #[error("too many are writing to this at once")]
    Contended,
    /// The log did not answer; the command may or may not have taken effect.
    #[error(transparent)]
    Unavailable(LogError),
}

/// Turns commands into events; cheap to clone.
///
/// Each stream belongs to one lane, a task that keeps hot states in memory and decides all
/// commands that have gathered before one append. Commands of one stream are decided in
/// the order of their arrival. The lanes end when the last clone is dropped and what was
/// accepted is done.
#[derive(Clone)]
pub struct Ledger {
    lanes: Arc<[mpsc::Sender<Box<dyn Job>>]>,
    log: Arc<dyn EventLog>,
    upcasters: Arc<Upcasters>,
    meter: Arc<Commands>,
}

impl Ledger {
    /// Starts the lanes; needs a tokio runtime.
    pub fn new(log: Arc<dyn EventLog>, options: LaneOptions) -> Self {
        let count = options.lanes.max(1);
        let upcasters = options.upcasters.clone();
        let options = LaneOptions {
            cached: options.cached.div_ceil(count),
            ..options
        };
        let lanes = std::iter::repeat_n(options, count);
        let lanes = lanes
            .map(|options| lane::spawn(log.clone(), options))
            .collect();
        Self {
            lanes,
            log,
            upcasters,
            meter: Arc::new(Commands::new()),
        }
    }

    /// Decides a command on the stream's present state and writes what it causes.
    ///
    /// A caller that goes away before its command was looked at takes it back; afterwards
    /// it takes effect as if the caller had stayed.
    pub async fn execute<A: Root>(
        &self,
        id: &str,
        command: A::Command,
        meta: &Meta,
    ) -> Result<Done<A>, ExecuteError<A::Error>> {
        self.send(id, command, meta, false).await
    }

    /// The same for a stream that most likely does not exist yet: it is not loaded first.
    pub async fn create<A: Root>(
        &self,
        id: &str,
        command: A::Command,
        meta: &Meta,
    ) -> Result<Done<A>, ExecuteError<A::Error>> {
        self.send(id, command, meta, true).await
    }

    async fn send<A: Root>(
        &self,
        id: &str,
        command: A::Command,
        meta: &Meta,
        new: bool,
    ) -> Result<Done<A>, ExecuteError<A::Error>> {
        let (began, waits) = (Instant::now(), self.meter.wait());
        let answer = self.answer(id, command, meta, new).await;
        drop(waits);
        let written = answer.as_ref().map(|done: &Done<A>| done.events.len());
        self.meter.answered(A::TYPE, began.elapsed(), written);
        if let Ok(done) = &answer
            && let Some(event) = done.event
        {
            let (kind, sequence) = (A::TYPE, done.version);
            tracing::debug!(stream = kind, id, sequence, event_id = %event, "{kind} {id} wrote up to event {sequence}");
        }
        answer
    }

    async fn answer<A: Root>(
        &self,
        id: &str,
        command: A::Command,
        meta: &Meta,
        new: bool,
    ) -> Result<Done<A>, ExecuteError<A::Error>> {
        let broken = |why: &str| ExecuteError::Unavailable(LogError::Internal(why.to_owned()));
        let metadata =
            serde_json::to_string(&meta.to_map()).map_err(|_| broken("metadata is not JSON"))?;
        let key = StreamKey::new(A::TYPE, id);
        let (job, reply) = Command::<A>::new(key, command, metadata, new);
        self.enqueue(Box::new(job))
            .await
            .map_err(ExecuteError::Unavailable)?;
        reply
            .await
            .unwrap_or_else(|_| Err(broken("the lane broke; the command may have taken effect")))
    }

    /// The stream's state as it stands now in the log, whoever wrote it.
    pub async fn state<A: Root>(&self, id: &str) -> Result<Versioned<A>, LogError> {
        let (job, reply) = Look::<A>::new(StreamKey::new(A::TYPE, id));
        self.enqueue(Box::new(job)).await?;
        reply
            .await
            .unwrap_or_else(|_| Err(LogError::Internal("the lane broke".to_owned())))
    }

    async fn enqueue(&self, job: Box<dyn Job>) -> Result<(), LogError> {
        let mut hasher = DefaultHasher::new();
        job.key().hash(&mut hasher);
        let lanes = u64::try_from(self.lanes.len()).unwrap_or(1);
        let lane = usize::try_from(hasher.finish() % lanes).unwrap_or(0);
        let gone = |_| LogError::Internal("the lane is gone".to_owned());
        self.lanes[lane].send(job).await.map_err(gone)
    }

    /// Every event of a stream, as recorded.
    pub async fn history(&self, kind: &str, id: &str) -> Result<Vec<Recorded>, LogError> {
        self.log
            .load(&[(StreamKey::new(kind.to_owned(), id), 0)])
            .await
    }

    /// How its old events are read; whoever reads its log beside it must read them so too.
    pub fn upcasters(&self) -> &Arc<Upcasters> {
        &self.upcasters
    }

    /// The log beneath.
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }
}
