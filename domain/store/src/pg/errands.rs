//! What the log asks of the server for many callers at once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::{Notify, watch};

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, Loaded, LogError, Recorded, StreamKey};
use crate::meter::Appends;
use crate::pg::connect::Db;
use crate::pg::gather::{Errand, Replies};
use crate::pg::work::MOST_EVENTS;
use crate::pg::{append, read};

/// Streams loaded by one statement.
const MOST_STREAMS: usize = 4_096;

/// Appending commits.
pub(crate) struct Append {
    pub(crate) db: Db,
    /// Grows with every append.
    pub(crate) appended: Arc<watch::Sender<u64>>,
    /// To be told to other processes.
    pub(crate) written: Arc<Notify>,
    pub(crate) meter: Appends,
}

impl Errand for Append {
    type Ask = Vec<Commit>;
    type Answer = Vec<Result<Cursor, AppendError>>;
    const MOST: usize = MOST_EVENTS;

    fn weight(commits: &Vec<Commit>) -> usize {
        commits.iter().map(|commit| commit.events.len()).sum()
    }

    /// One caller's commits to a stream must not fail because another's did.
    fn apart(commits: &Vec<Commit>) -> impl Iterator<Item = u64> {
        commits.iter().map(|commit| {
            let mut hasher = DefaultHasher::new();
            commit.stream.hash(&mut hasher);
            hasher.finish()
        })
    }

    async fn run(&self, asks: Vec<Self::Ask>, mut replies: Replies<Self::Answer>) {
        let mut end = 0;
        let span = |commits: &Vec<Commit>| {
            end += commits.len();
            end - commits.len()..end
        };
        let mut open: Vec<_> = asks.iter().map(span).enumerate().collect();
        let commits: Vec<Commit> = asks.into_iter().flatten().collect();
        let mut told = 0;
        append::append(&self.db, &commits, &self.meter, |settled| {
            let landed = settled.iter().flatten().filter(|outcome| outcome.is_ok());
            let landed = landed.count();
            if landed > told {
                told = landed;
                self.appended.send_modify(|count| *count += 1);
                self.written.notify_one();
            }
            open.retain(|(at, span)| {
                let Some(outcomes) = settled[span.clone()].iter().cloned().collect() else {
                    return true;
                };
                replies.give(*at, outcomes);
                false
            });
        })
        .await;
    }
}

/// Loading events of streams after given versions.
pub(crate) struct Load(pub(crate) Db);

impl Errand for Load {
    type Ask = Vec<(StreamKey, i64)>;
    type Answer = Result<Vec<Recorded>, LogError>;
    const MOST: usize = MOST_STREAMS;

    fn weight(streams: &Vec<(StreamKey, i64)>) -> usize {
        streams.len()
    }

    async fn run(&self, asks: Vec<Self::Ask>, replies: Replies<Self::Answer>) {
        let counts: Vec<usize> = asks.iter().map(Vec::len).collect();
        let streams: Vec<_> = asks.into_iter().flatten().collect();
        let loaded = read::load(&self.0, &streams).await;
        let answers = share(&counts, loaded, |found| {
            found.into_iter().flatten().collect()
        });
        replies.give_all(answers);
    }
}

/// Loading snapshots and the events after them.
pub(crate) struct LoadStates(pub(crate) Db);

impl Errand for LoadStates {
    type Ask = Vec<(StreamKey, String)>;
    type Answer = Result<Loaded, LogError>;
    const MOST: usize = MOST_STREAMS;

    fn weight(streams: &Vec<(StreamKey, String)>) -> usize {
        streams.len()
    }

    async fn run(&self, asks: Vec<Self::Ask>, replies: Replies<Self::Answer>) {
        let counts: Vec<usize> = asks.iter().map(Vec::len).collect();
        let streams: Vec<_> = asks.into_iter().flatten().collect();
        let loaded = read::load_states(&self.0, &streams).await;
        let answers = share(&counts, loaded, |found| {
            let mut loaded = Loaded::default();
            for (snapshot, events) in found {
                loaded.snapshots.extend(snapshot);
                loaded.events.extend(events);
            }
            loaded
        });
        replies.give_all(answers);
    }
}

/// Gives each ask what was found for its streams.
fn share<T, A>(
    counts: &[usize],
    found: Result<Vec<T>, LogError>,
    pack: impl Fn(Vec<T>) -> A,
) -> Vec<Result<A, LogError>> {
    let mut found = found.map(Vec::into_iter);
    let of = |count: &usize| match &mut found {
        Ok(found) => Ok(pack(found.by_ref().take(*count).collect())),
        Err(error) => Err(error.clone()),
    };
    counts.iter().map(of).collect()
}
