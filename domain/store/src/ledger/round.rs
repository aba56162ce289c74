//! One round of a lane: load what is missing, decide everything in order, append once,
//! and answer.
//!
//! An answer is given only when the state behind it is known to be the log's: events by
//! the append that takes them, refusals and looks by a load issued after they came, or by
//! the append of the events they were decided between.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::log::{Commit, LogError, Snapshot, StreamKey};

use super::answers::{confirm_answers, settle};
use super::job::{Decision, End, Job};
use super::lane::Lane;
use super::loading::{by_stream, load};
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
pub(super) struct Stream {
    pub(super) key: StreamKey,
    pub(super) states: &'static dyn States,
    jobs: Vec<Waiting>,
    /// `None` until loaded, and when it has become doubtful.
    pub(super) slot: Option<Slot>,
    /// Of the jobs that wait for the append, in order: their events.
    commits: Vec<Commit>,
    /// How many commits of it went to the log.
    pub(super) appended: usize,
    /// Decided jobs, each with the commit that it waits for.
    pub(super) decided: Vec<(Waiting, Option<usize>)>,
}

/// Works through the jobs; those that must be decided again are left in `lane.again`.
pub(super) async fn work(lane: &mut Lane, waiting: Vec<Waiting>) {
    let mut streams = gather(lane, waiting);
    load(lane, &mut streams).await;
    for stream in &mut streams {
        decide(lane, stream);
    }
    let commits = commits(&mut streams);
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
    for mut stream in streams {
        if stream.appended > 0 {
            let outcomes: Vec<_> = outcomes.by_ref().take(stream.appended).collect();
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
                appended: 0,
                decided: Vec::new(),
            });
            streams.len() - 1
        });
        streams[place].jobs.push(waiting);
    }
    streams
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

/// All commits of the round, stream by stream.
fn commits(streams: &mut [Stream]) -> Vec<Commit> {
    let mut all = Vec::new();
    for stream in streams {
        stream.appended = stream.commits.len();
        all.append(&mut stream.commits);
    }
    all
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
    pub(super) fn fail(&mut self, error: &LogError) {
        self.slot = None;
        let decided = self.decided.drain(..).map(|(waiting, _)| waiting);
        for waiting in self.jobs.drain(..).chain(decided) {
            waiting.job.end(End::Failed(error.clone()));
        }
    }
}

/// A rule that panics fails its own command, not the lane.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, LogError>) -> Result<T, LogError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(LogError::Internal("a rule panicked".to_owned())))
}
