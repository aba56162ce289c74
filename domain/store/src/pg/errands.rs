//! What the log asks of the server for many callers at once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tokio::sync::{Notify, watch};

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, Loaded, LogError, Recorded, StreamKey};
use crate::pg::connect::Db;
use crate::pg::gather::Errand;
use crate::pg::{append, read};

/// Appending commits.
pub(crate) struct Append {
    pub(crate) db: Db,
    /// Grows with every append.
    pub(crate) appended: Arc<watch::Sender<u64>>,
    /// To be told to other processes.
    pub(crate) written: Arc<Notify>,
}

impl Errand for Append {
    type Ask = Vec<Commit>;
    type Answer = Vec<Result<Cursor, AppendError>>;

    /// One caller's commits to a stream must not fail because another's did.
    fn apart(commits: &Vec<Commit>) -> impl Iterator<Item = u64> {
        commits.iter().map(|commit| {
            let mut hasher = DefaultHasher::new();
            commit.stream.hash(&mut hasher);
            hasher.finish()
        })
    }

    async fn run(&self, asks: Vec<Self::Ask>) -> Vec<Self::Answer> {
        let counts: Vec<usize> = asks.iter().map(Vec::len).collect();
        let commits: Vec<Commit> = asks.into_iter().flatten().collect();
        let outcomes = append::append(&self.db, &commits).await;
        if outcomes.iter().any(Result::is_ok) {
            self.appended.send_modify(|count| *count += 1);
            self.written.notify_one();
        }
        let mut outcomes = outcomes.into_iter();
        let of = |count| outcomes.by_ref().take(count).collect();
        counts.into_iter().map(of).collect()
    }
}

/// Loading events of streams after given versions.
pub(crate) struct Load(pub(crate) Db);

impl Errand for Load {
    type Ask = Vec<(StreamKey, i64)>;
    type Answer = Result<Vec<Recorded>, LogError>;

    async fn run(&self, asks: Vec<Self::Ask>) -> Vec<Self::Answer> {
        let counts: Vec<usize> = asks.iter().map(Vec::len).collect();
        let streams: Vec<_> = asks.into_iter().flatten().collect();
        let loaded = read::load(&self.0, &streams).await;
        share(&counts, loaded, |found| {
            found.into_iter().flatten().collect()
        })
    }
}

/// Loading snapshots and the events after them.
pub(crate) struct LoadStates(pub(crate) Db);

impl Errand for LoadStates {
    type Ask = Vec<(StreamKey, String)>;
    type Answer = Result<Loaded, LogError>;

    async fn run(&self, asks: Vec<Self::Ask>) -> Vec<Self::Answer> {
        let counts: Vec<usize> = asks.iter().map(Vec::len).collect();
        let streams: Vec<_> = asks.into_iter().flatten().collect();
        let loaded = read::load_states(&self.0, &streams).await;
        share(&counts, loaded, |found| {
            let mut loaded = Loaded::default();
            for (snapshot, events) in found {
                loaded.snapshots.extend(snapshot);
                loaded.events.extend(events);
            }
            loaded
        })
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
