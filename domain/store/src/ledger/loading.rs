//! The beginning of a round: states that are not remembered are folded from the log.

use std::collections::HashMap;
use std::sync::Arc;

use crate::log::{EventLog, LogError, Recorded, Snapshot, StreamKey};
use crate::upcast::Upcasters;

use super::lane::Lane;
use super::round::{Stream, guarded};
use super::states::{Slot, States};

/// Loads all missing states in one round trip.
pub(super) async fn load(lane: &mut Lane, streams: &mut [Stream]) {
    let missing = |stream: &&mut Stream| stream.slot.is_none();
    let wanted: Vec<(StreamKey, String)> = streams
        .iter()
        .filter(|stream| stream.slot.is_none())
        .map(|stream| (stream.key.clone(), stream.states.shape()))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let log = lane.log.clone();
    let loaded = match log.load_states(&wanted).await {
        Ok(loaded) => loaded,
        Err(error) => {
            for stream in streams.iter_mut().filter(missing) {
                stream.fail(&error);
            }
            return;
        }
    };
    let mut events = by_stream(loaded.events);
    let mut snapshots: HashMap<StreamKey, Snapshot> = loaded
        .snapshots
        .into_iter()
        .map(|snapshot| (snapshot.stream.clone(), snapshot))
        .collect();
    for stream in streams.iter_mut().filter(missing) {
        let news = events.remove(&stream.key).unwrap_or_default();
        let snapshot = snapshots.remove(&stream.key);
        let (key, states) = (&stream.key, stream.states);
        match fold(&log, &lane.options.upcasters, key, states, snapshot, news).await {
            Ok(mut slot) => {
                slot.verified = lane.round;
                stream.slot = Some(slot);
            }
            Err(error) => stream.fail(&error),
        }
    }
}

/// Folds a stream from its snapshot, or from its beginning if the snapshot is no good.
async fn fold(
    log: &Arc<dyn EventLog>,
    upcasters: &Upcasters,
    key: &StreamKey,
    states: &'static dyn States,
    snapshot: Option<Snapshot>,
    events: Vec<Recorded>,
) -> Result<Slot, LogError> {
    let (mut slot, events) = match snapshot.as_ref().map(|snapshot| states.thaw(snapshot)) {
        Some(Ok(slot)) => (slot, events),
        Some(Err(error)) => {
            tracing::warn!(%error, "a snapshot is ignored");
            (states.blank(), log.load(&[(key.clone(), 0)]).await?)
        }
        None => (states.blank(), events),
    };
    guarded(|| states.fold(&mut slot, events, upcasters))?;
    Ok(slot)
}

/// Events come one stream after the other.
pub(super) fn by_stream(events: Vec<Recorded>) -> HashMap<StreamKey, Vec<Recorded>> {
    let mut streams = HashMap::new();
    let mut events = events.into_iter().peekable();
    while let Some(first) = events.next() {
        let key = StreamKey::new(first.kind.clone(), first.id.clone());
        let mut run = vec![first];
        while let Some(next) = events.next_if(|next| next.id == key.id && next.kind == key.kind) {
            run.push(next);
        }
        streams.insert(key, run);
    }
    streams
}
