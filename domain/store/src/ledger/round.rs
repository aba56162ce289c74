//! One round of a lane: load what is missing, decide everything in order, append once,
//! and answer.
//!
//! An answer is given only when the state behind it is known to be the log's: events by
//! the append that takes them, refusals and looks by a load issued after they came, or by
//! the append of the events they were decided between.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, EventLog, LogError, Recorded, Snapshot, StreamKey};
use crate::upcast::Upcasters;

use super::job::{Decision, End, Job};
use super::lane::Lane;
use super::states::{Slot, States};

/// A job in a lane's hands.
pub(super) struct Waiting {
    pub(super) job: Box<dyn Job>,
    /// The round in which it was taken from the queue.
    came: u64,
    /// How often it met a conflict.
    pub(super) attempts: u32,
}

impl Waiting {
    pub(super) fn new(job: Box<dyn Job>, round: u64) -> Self {
        Self {
            job,
            came: round,
            attempts: 0,
        }
    }
}

/// A stream's part in a round.
struct Stream {
    key: StreamKey,
    states: &'static dyn States,
    jobs: Vec<Waiting>,
    /// `None` until loaded, and when it has become doubtful.
    slot: Option<Slot>,
    /// Of the jobs that wait for the append, in order: their events, or none.
    commits: Vec<Commit>,
    /// For each job in `decided` the commit that it waits for.
    decided: Vec<(Waiting, Option<usize>)>,
}

/// Works through the jobs; those that must be decided again are left in `lane.again`.
pub(super) async fn work(lane: &mut Lane, waiting: Vec<Waiting>) {
    let mut streams = gather(lane, waiting);
    load(lane, &mut streams).await;
    for stream in &mut streams {
        decide(lane, stream);
    }
    let (commits, spans) = commits(&mut streams);
    let doubtful = doubtful(&streams);
    let log = lane.log.clone();
    let append = async {
        if commits.is_empty() {
            Vec::new()
        } else {
            log.append(&commits).await
        }
    };
    let confirm = async {
        if doubtful.is_empty() {
            Ok(Vec::new())
        } else {
            log.load(&doubtful).await
        }
    };
    let (outcomes, news) = tokio::join!(append, confirm);
    let mut news = news.map(by_stream);
    let mut outcomes = outcomes.into_iter();
    let mut snapshots = Vec::new();
    for (mut stream, span) in streams.into_iter().zip(spans) {
        let outcomes: Vec<_> = outcomes.by_ref().take(span).collect();
        if span > 0 {
            settle(lane, &mut stream, &outcomes);
        } else if !stream.decided.is_empty() {
            confirm_answers(lane, &mut stream, &mut news);
        }
        snapshots.extend(keep(lane, stream));
    }
    lane.save(snapshots);
}

/// Sorts jobs by stream, in order, and takes the states that are remembered.
fn gather(lane: &mut Lane, waiting: Vec<Waiting>) -> Vec<Stream> {
    let mut places: HashMap<StreamKey, usize> = HashMap::with_capacity(waiting.len());
    let mut streams: Vec<Stream> = Vec::with_capacity(waiting.len());
    for waiting in waiting {
        let key = waiting.job.key();
        let place = places.get(key).copied().unwrap_or_else(|| {
            let states = waiting.job.states();
            let new = || waiting.job.expects_new().then(|| states.blank());
            let slot = lane.cache.take(key).or_else(new);
            places.insert(key.clone(), streams.len());
            streams.push(Stream {
                key: key.clone(),
                states,
                jobs: Vec::new(),
                slot,
                commits: Vec::new(),
                decided: Vec::new(),
            });
            streams.len() - 1
        });
        streams[place].jobs.push(waiting);
    }
    streams
}

/// Loads all missing states in one round trip.
async fn load(lane: &mut Lane, streams: &mut [Stream]) {
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

/// Decides a stream's jobs in order, each on what those before it leave.
fn decide(lane: &mut Lane, stream: &mut Stream) {
    let Some(mut slot) = stream.slot.take() else {
        return;
    };
    let mut jobs = std::mem::take(&mut stream.jobs).into_iter();
    while let Some(mut waiting) = jobs.next() {
        let expected = slot.version;
        match guarded(|| waiting.job.decide(&mut slot)) {
            Ok(Decision::Write(events)) => {
                stream.commits.push(Commit {
                    stream: stream.key.clone(),
                    expected,
                    events,
                });
                stream
                    .decided
                    .push((waiting, Some(stream.commits.len() - 1)));
            }
            Ok(Decision::Answer) if stream.commits.is_empty() && slot.verified >= waiting.came => {
                waiting.job.end(End::Confirmed);
            }
            Ok(Decision::Answer) => stream.decided.push((waiting, None)),
            Err(error) => {
                // The state may be half changed: forget it and decide the others anew.
                waiting.job.end(End::Failed(error));
                stream.commits.clear();
                lane.again
                    .extend(stream.decided.drain(..).map(|(waiting, _)| waiting));
                lane.again.extend(jobs);
                return;
            }
        }
    }
    stream.slot = Some(slot);
}

/// All commits of the round, and how many belong to each stream.
fn commits(streams: &mut [Stream]) -> (Vec<Commit>, Vec<usize>) {
    let mut all = Vec::new();
    let mut spans = Vec::with_capacity(streams.len());
    for stream in streams {
        spans.push(stream.commits.len());
        all.append(&mut stream.commits);
    }
    (all, spans)
}

/// Streams whose answers rest on a remembered state alone, and its version.
fn doubtful(streams: &[Stream]) -> Vec<(StreamKey, i64)> {
    streams
        .iter()
        .filter(|stream| {
            stream.decided.iter().all(|(_, commit)| commit.is_none()) && !stream.decided.is_empty()
        })
        .filter_map(|stream| Some((stream.key.clone(), stream.slot.as_ref()?.version)))
        .collect()
}

/// Answers the jobs of a stream that was appended to.
fn settle(lane: &mut Lane, stream: &mut Stream, outcomes: &[Result<Cursor, AppendError>]) {
    let failure = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
    if failure.is_some() {
        stream.slot = None;
    } else if let Some(slot) = &mut stream.slot {
        slot.verified = lane.round;
    }
    for (waiting, commit) in std::mem::take(&mut stream.decided) {
        let outcome = commit.and_then(|commit| outcomes.get(commit));
        match (outcome, failure) {
            (Some(Ok(cursor)), _) => waiting.job.end(End::Written(*cursor)),
            (None, None) => waiting.job.end(End::Confirmed),
            (Some(Err(error)), _) => retry(lane, waiting, true, error),
            (None, Some(error)) => retry(lane, waiting, false, error),
        }
    }
}

/// Decides once more what met a conflict, and reports what cannot be mended.
fn retry(lane: &mut Lane, mut waiting: Waiting, own: bool, error: &AppendError) {
    waiting.attempts += 1;
    match error {
        // An answer decided upon another's commit that the log refused.
        AppendError::Rejected(_) if !own => lane.again.push(waiting),
        AppendError::Conflict if waiting.attempts < lane.options.attempts => {
            lane.again.push(waiting);
        }
        AppendError::Conflict => waiting.job.end(End::Contended),
        AppendError::Rejected(why) => waiting
            .job
            .end(End::Failed(LogError::Database(why.clone()))),
        AppendError::Unavailable(error) => waiting.job.end(End::Failed(error.clone())),
    }
}

type News = Result<HashMap<StreamKey, Vec<Recorded>>, LogError>;

/// Gives the answers of a stream if nothing was written to it meanwhile; otherwise takes
/// the news in and lets them be decided once more.
fn confirm_answers(lane: &mut Lane, stream: &mut Stream, news: &mut News) {
    let news = match news {
        Ok(news) => news.remove(&stream.key).unwrap_or_default(),
        Err(error) => return stream.fail(error),
    };
    let Some(slot) = &mut stream.slot else { return };
    slot.verified = lane.round;
    let decided = std::mem::take(&mut stream.decided)
        .into_iter()
        .map(|(waiting, _)| waiting);
    if news.is_empty() {
        decided.for_each(|waiting| waiting.job.end(End::Confirmed));
        return;
    }
    if guarded(|| stream.states.fold(slot, news, &lane.options.upcasters)).is_err() {
        // Loading it anew tells what is wrong.
        stream.slot = None;
    }
    lane.again.extend(decided);
}

/// Remembers the state; gives a snapshot of it when the stream has grown enough since the
/// last one.
fn keep(lane: &mut Lane, stream: Stream) -> Option<Snapshot> {
    let mut slot = stream.slot?;
    let every = lane.options.snapshot_every;
    let mut snapshot = None;
    if every > 0 && slot.version - slot.snapshot >= every {
        slot.snapshot = slot.version;
        snapshot = stream.states.freeze(&slot).map(|state| Snapshot {
            stream: stream.key.clone(),
            sequence: slot.version,
            shape: stream.states.shape(),
            state,
        });
    }
    lane.cache.put(stream.key, slot);
    snapshot
}

impl Stream {
    /// Tells all its jobs that they failed.
    fn fail(&mut self, error: &LogError) {
        self.slot = None;
        let decided = self.decided.drain(..).map(|(waiting, _)| waiting);
        for waiting in self.jobs.drain(..).chain(decided) {
            waiting.job.end(End::Failed(error.clone()));
        }
    }
}

/// Events come one stream after the other.
fn by_stream(events: Vec<Recorded>) -> HashMap<StreamKey, Vec<Recorded>> {
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

/// A rule that panics fails its own command, not the lane.
fn guarded<T>(work: impl FnOnce() -> Result<T, LogError>) -> Result<T, LogError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(LogError::Internal("a rule panicked".to_owned())))
}
