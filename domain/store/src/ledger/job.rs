//! What a lane is asked to do.

use cqrs_es::DomainEvent;
use tokio::sync::oneshot;

use crate::cursor::Cursor;
use crate::log::{LogError, NewEvent, StreamKey};

use super::states::{Of, Slot, States, state};
use super::{Done, ExecuteError, Root, Versioned};

/// What deciding led to.
pub(super) enum Decision {
    /// Events to write; the slot holds the state after them already.
    Write(Vec<NewEvent>),
    /// Nothing to write, an answer that holds if the state does.
    Answer,
}

/// How a job ended.
pub(super) enum End {
    /// Its events are in the log, the last at this cursor.
    Written(Cursor),
    /// The state it was answered from is confirmed.
    Confirmed,
    /// Conflicts used up its attempts.
    Contended,
    /// The log or our own code failed.
    Failed(LogError),
}

pub(super) trait Job: Send {
    fn key(&self) -> &StreamKey;
    /// The stream most likely does not exist.
    fn expects_new(&self) -> bool;
    /// Nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
    /// How to fold the stream.
    fn states(&self) -> &'static dyn States;
    /// Decides on the slot's state and keeps the answer until [`Job::end`].
    fn decide(&mut self, slot: &mut Slot) -> Result<Decision, LogError>;
    /// Tells whoever waits.
    fn end(self: Box<Self>, end: End);
}

type Reply<A> = oneshot::Sender<Result<Done<A>, ExecuteError<<A as cqrs_es::Aggregate>::Error>>>;
type Answer<A> = oneshot::Receiver<Result<Done<A>, ExecuteError<<A as cqrs_es::Aggregate>::Error>>>;

/// A command for one aggregate.
pub(super) struct Command<A: Root> {
    key: StreamKey,
    wish: A::Command,
    metadata: String,
    new: bool,
    verdict: Option<Result<Done<A>, A::Error>>,
    reply: Reply<A>,
}

impl<A: Root> Command<A> {
    pub(super) fn new(
        key: StreamKey,
        command: A::Command,
        metadata: String,
        new: bool,
    ) -> (Self, Answer<A>) {
        let (reply, answer) = oneshot::channel();
        (
            Self {
                key,
                wish: command,
                metadata,
                new,
                verdict: None,
                reply,
            },
            answer,
        )
    }

    fn write(&self, event: &A::Event) -> Result<NewEvent, LogError> {
        let payload = serde_json::to_string(event).map_err(|error| {
            LogError::Internal(format!("an event that cannot be written: {error}"))
        })?;
        Ok(NewEvent {
            event_id: uuid::Builder::from_random_bytes(rand::random()).into_uuid(),
            event_type: event.event_type(),
            event_version: event.event_version(),
            payload,
            metadata: self.metadata.clone(),
        })
    }
}

impl<A: Root> Job for Command<A> {
    fn key(&self) -> &StreamKey {
        &self.key
    }

    fn expects_new(&self) -> bool {
        self.new
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn states(&self) -> &'static dyn States {
        &Of::<A>::STATES
    }

    fn decide(&mut self, slot: &mut Slot) -> Result<Decision, LogError> {
        // A command meets the blank state only once.
        self.new = false;
        let version = slot.version;
        let state = state::<A>(slot)?;
        let events = match state.decide(self.wish.clone()) {
            Ok(events) => events,
            Err(refusal) => {
                self.verdict = Some(Err(refusal));
                return Ok(Decision::Answer);
            }
        };
        let written = events
            .iter()
            .map(|event| self.write(event))
            .collect::<Result<Vec<_>, _>>()?;
        for event in &events {
            state.apply(event.clone());
        }
        slot.version = version + i64::try_from(events.len()).unwrap_or(0);
        self.verdict = Some(Ok(Done {
            version: slot.version,
            events,
            cursor: None,
            event: written.last().map(|event| event.event_id),
        }));
        Ok(if written.is_empty() {
            Decision::Answer
        } else {
            Decision::Write(written)
        })
    }

    fn end(self: Box<Self>, end: End) {
        let at = if let End::Written(cursor) = &end {
            Some(*cursor)
        } else {
            None
        };
        let answer = match (end, self.verdict) {
            (End::Written(_) | End::Confirmed, Some(Ok(done))) => Ok(Done { cursor: at, ..done }),
            (End::Written(_) | End::Confirmed, Some(Err(refusal))) => {
                Err(ExecuteError::Refused(refusal))
            }
            (End::Written(_) | End::Confirmed, None) => Err(ExecuteError::Unavailable(
                LogError::Internal("nothing was decided".to_owned()),
            )),
            (End::Contended, _) => Err(ExecuteError::Contended),
            (End::Failed(error), _) => Err(ExecuteError::Unavailable(error)),
        };
        // Whoever asked may have gone; the command took effect all the same.
        let _ = self.reply.send(answer);
    }
}

type LookReply<A> = oneshot::Sender<Result<Versioned<A>, LogError>>;

/// A look at one aggregate's state.
pub(super) struct Look<A: Root> {
    key: StreamKey,
    seen: Option<Versioned<A>>,
    reply: LookReply<A>,
}

impl<A: Root> Look<A> {
    pub(super) fn new(key: StreamKey) -> (Self, oneshot::Receiver<Result<Versioned<A>, LogError>>) {
        let (reply, answer) = oneshot::channel();
        (
            Self {
                key,
                seen: None,
                reply,
            },
            answer,
        )
    }
}

impl<A: Root> Job for Look<A> {
    fn key(&self) -> &StreamKey {
        &self.key
    }

    fn expects_new(&self) -> bool {
        false
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn states(&self) -> &'static dyn States {
        &Of::<A>::STATES
    }

    fn decide(&mut self, slot: &mut Slot) -> Result<Decision, LogError> {
        let version = slot.version;
        self.seen = Some(Versioned {
            version,
            state: state::<A>(slot)?.clone(),
        });
        Ok(Decision::Answer)
    }

    fn end(self: Box<Self>, end: End) {
        let answer = match (end, self.seen) {
            (End::Written(_) | End::Confirmed, Some(seen)) => Ok(seen),
            (End::Failed(error), _) => Err(error),
            (End::Contended, _) => Err(LogError::Unreachable(
                "too many are writing to this at once".to_owned(),
            )),
            (_, None) => Err(LogError::Internal("a look without an answer".to_owned())),
        };
        let _ = self.reply.send(answer);
    }
}
