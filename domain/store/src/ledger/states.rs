//! Folded states, with the aggregate's type hidden from the lane.

use std::any::Any;
use std::marker::PhantomData;

use crate::log::{LogError, Recorded, Snapshot};
use crate::unreadable::unreadable;
use crate::upcast::Upcasters;

use super::Root;

/// A stream's folded state.
pub(super) struct Slot {
    pub(super) state: Box<dyn Any + Send>,
    /// The last sequence folded.
    pub(super) version: i64,
    /// The version that the newest snapshot holds.
    pub(super) snapshot: i64,
    /// The lane's round in which the log last confirmed this version.
    pub(super) verified: u64,
}

/// What can be done with the states of one aggregate.
pub(super) trait States: Sync {
    /// Names the state's serialised form.
    fn shape(&self) -> String;
    /// The state before any event.
    fn blank(&self) -> Slot;
    /// A slot from a snapshot's text.
    fn thaw(&self, snapshot: &Snapshot) -> Result<Slot, LogError>;
    /// The state as text, for a snapshot.
    fn freeze(&self, slot: &Slot) -> Option<String>;
    /// Folds the events that follow on the slot's version.
    fn fold(
        &self,
        slot: &mut Slot,
        events: Vec<Recorded>,
        upcasters: &Upcasters,
    ) -> Result<(), LogError>;
}

/// The states of `A`.
pub(super) struct Of<A>(PhantomData<fn() -> A>);

impl<A: Root> Of<A> {
    pub(super) const STATES: Self = Self(PhantomData);
}

impl<A: Root> States for Of<A> {
    fn shape(&self) -> String {
        A::SHAPE.to_string()
    }

    fn blank(&self) -> Slot {
        Slot {
            state: Box::new(A::default()),
            version: 0,
            snapshot: 0,
            verified: 0,
        }
    }

    fn thaw(&self, snapshot: &Snapshot) -> Result<Slot, LogError> {
        let state: A = serde_json::from_str(&snapshot.state).map_err(|error| {
            let why = unreadable(&error);
            LogError::Damaged(format!("a snapshot of {}: {why}", A::TYPE))
        })?;
        let version = snapshot.sequence;
        Ok(Slot {
            state: Box::new(state),
            version,
            snapshot: version,
            verified: 0,
        })
    }

    fn freeze(&self, slot: &Slot) -> Option<String> {
        serde_json::to_string(slot.state.downcast_ref::<A>()?).ok()
    }

    fn fold(
        &self,
        slot: &mut Slot,
        events: Vec<Recorded>,
        upcasters: &Upcasters,
    ) -> Result<(), LogError> {
        let mut version = slot.version;
        for event in &events {
            version += 1;
            if event.sequence != version {
                let (kind, id, found) = (&event.kind, &event.id, event.sequence);
                return Err(LogError::Damaged(format!(
                    "{kind} {id} lacks event {version}, next is {found}"
                )));
            }
        }
        let state = state::<A>(slot)?;
        for event in upcasters
            .lift(events)
            .map_err(|error| LogError::Damaged(error.to_string()))?
        {
            state.apply(parse::<A>(&event)?);
        }
        slot.version = version;
        Ok(())
    }
}

/// The state as the aggregate's own type.
pub(super) fn state<A: Root>(slot: &mut Slot) -> Result<&mut A, LogError> {
    let other = || LogError::Internal(format!("two aggregates call themselves {}", A::TYPE));
    slot.state.downcast_mut::<A>().ok_or_else(other)
}

/// Reads an event of the aggregate. The error names the event, not what it says.
pub(crate) fn parse<A: cqrs_es::Aggregate>(event: &Recorded) -> Result<A::Event, LogError> {
    serde_json::from_str(&event.payload).map_err(|error| {
        let Recorded {
            kind,
            id,
            sequence,
            event_type,
            event_version,
            ..
        } = event;
        LogError::Damaged(format!(
            "{kind} {id} event {sequence} ({event_type} version {event_version}) at column {}",
            error.column()
        ))
    })
}
