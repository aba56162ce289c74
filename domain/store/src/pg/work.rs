//! Commits on their way into the log: which go next, and what became of each.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::Instant;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, LogError, StreamKey};
use crate::pg::connect::Db;
use crate::pg::insert::{follows, resolve};

/// Events in one statement.
pub(crate) const MOST_EVENTS: usize = 4_000;
/// Rounds without any commit settled before we give up.
const FRUITLESS: u32 = 24;
/// How long nobody may answer before a commit that was never sent is given back, and how
/// long before one that was sent is given up as unknown.
const UNSENT: Duration = Duration::from_secs(2);
const UNKNOWN: Duration = Duration::from_secs(10);
/// How long others may keep us from a key before we give up.
const KEPT_OUT: Duration = Duration::from_secs(5);
/// Commits in one statement, by how often they were kept out: soon those that are kept out stand
/// alone, and everybody else has gone ahead.
const TOGETHER: [usize; 3] = [usize::MAX, 16, 1];

pub(crate) type Outcome = Result<Cursor, AppendError>;

pub(crate) struct Work<'a> {
    commits: &'a [Commit],
    settled: Vec<Option<Outcome>>,
    /// Commits without outcome, by stream: everybody takes keys in one order, so that two
    /// appends never wait for each other. Those that were kept out come last.
    open: Vec<usize>,
    /// How often each commit was kept out; the same for all of a stream.
    kept_out: Vec<usize>,
    /// Commits at most in the next statement; small while we look for a bad one.
    width: usize,
    fruitless: u32,
    /// Since when nobody answers.
    silent: Option<Instant>,
    /// Since when all that we send is kept out.
    waiting: Option<Instant>,
    /// Whether a statement went out whose outcome is unknown.
    sent: bool,
}

impl<'a> Work<'a> {
    pub(crate) fn new(commits: &'a [Commit]) -> Self {
        let mut work = Self {
            commits,
            settled: vec![None; commits.len()],
            open: (0..commits.len()).collect(),
            kept_out: vec![0; commits.len()],
            width: usize::MAX,
            fruitless: 0,
            silent: None,
            waiting: None,
            sent: false,
        };
        for (settled, commit) in work.settled.iter_mut().zip(commits) {
            if commit.events.is_empty() || commit.expected < 0 {
                *settled = Some(Err(AppendError::Rejected(
                    "a commit has events and a version".to_owned(),
                )));
            }
        }
        work.open.retain(|at| work.settled[*at].is_none());
        work.open
            .sort_by(|a, b| commits[*a].stream.cmp(&commits[*b].stream));
        work
    }

    /// What is known so far, for each commit.
    pub(crate) fn settled(&self) -> &[Option<Outcome>] {
        &self.settled
    }

    pub(crate) fn is_done(&self) -> bool {
        self.open.is_empty()
    }

    /// The next commits for one statement. A second commit to a stream comes along only if
    /// it follows on the first; otherwise it waits for the first one's outcome.
    pub(crate) fn chunk(&self) -> Vec<usize> {
        let kept_out = self.open.first().map_or(0, |at| self.kept_out[*at]);
        let width = self.width.min(TOGETHER[kept_out.min(2)]);
        let mut chunk: Vec<usize> = Vec::new();
        let mut events = 0;
        let mut barred = None;
        let alike = |at: &&usize| self.kept_out[**at] == kept_out;
        for at in self.open.iter().take_while(alike) {
            let commit = &self.commits[*at];
            if barred == Some(&commit.stream) {
                continue;
            }
            if chunk
                .last()
                .is_some_and(|last| self.commits[*last].stream == commit.stream)
                && !self.follows(&chunk, *at)
            {
                barred = Some(&commit.stream);
                continue;
            }
            events += commit.events.len();
            if chunk.len() == width || (events > MOST_EVENTS && !chunk.is_empty()) {
                break;
            }
            chunk.push(*at);
        }
        chunk
    }

    /// Whether a commit expects what the one before it in the chunk leaves.
    fn follows(&self, before: &[usize], at: usize) -> bool {
        before
            .last()
            .is_some_and(|last| follows(&self.commits[*last], &self.commits[at]))
    }

    pub(crate) fn landed(&mut self, chunk: &[usize], cursors: &[Cursor]) {
        for (at, cursor) in chunk.iter().zip(cursors) {
            self.settle(*at, Ok(*cursor));
        }
        self.progress();
    }

    /// A commit that fails takes the later ones to its stream along: they were meant to
    /// stand on it.
    fn settle(&mut self, at: usize, outcome: Outcome) {
        if outcome.is_err() {
            let stream = &self.commits[at].stream;
            for later in self.open.iter().skip_while(|open| **open != at).skip(1) {
                if self.commits[*later].stream == *stream {
                    self.settled[*later] = Some(Err(AppendError::Conflict));
                }
            }
        }
        self.settled[at] = Some(outcome);
    }

    /// Something was settled.
    fn progress(&mut self) {
        self.open.retain(|at| self.settled[*at].is_none());
        self.fruitless = 0;
        self.silent = None;
        self.waiting = None;
        self.width = usize::MAX;
    }

    /// Settles what the table tells: conflicts, and commits of ours that landed although
    /// we were not told. The rest stays open.
    pub(crate) async fn find_out(&mut self, db: &Db, chunk: &[usize]) {
        let began = Instant::now();
        let found = match resolve(db, self.commits, chunk).await {
            Ok(found) => found,
            Err(LogError::Unreachable(why)) => return self.unanswered(why, began).await,
            Err(error) => return self.give_up(&error),
        };
        let open = self.open.len();
        let mut before = None;
        for (at, found) in chunk.iter().zip(found) {
            if self.settled[*at].is_some() {
                continue;
            }
            let commit = &self.commits[*at];
            // The one before is still to be written, and this one on top of it.
            let on_top = before.is_some_and(|before: usize| {
                self.settled[before].is_none() && follows(&self.commits[before], commit)
            });
            let ours = found
                .first
                .is_some_and(|id| id == commit.events[0].event_id);
            let can_come = on_top || found.version_is_there || commit.expected == 0;
            match found.last {
                Some(cursor) if ours => self.settle(*at, Ok(cursor)),
                _ if found.first.is_none() && can_come => {}
                _ => self.settle(*at, Err(AppendError::Conflict)),
            }
            before = Some(*at);
        }
        self.open.retain(|at| self.settled[*at].is_none());
        if self.open.len() < open {
            self.progress();
        } else {
            self.pause("the log contradicts itself about a key").await;
        }
    }

    /// Waits a little longer each time; gives up after too many rounds.
    pub(crate) async fn pause(&mut self, why: &str) {
        self.fruitless += 1;
        if self.fruitless >= FRUITLESS {
            return self.give_up(&LogError::Unreachable(why.to_owned()));
        }
        let most = (1_u64 << self.fruitless.min(7)).min(100);
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
    }

    /// Nobody answers: waits for the server to come back, as long as that is worth it.
    pub(crate) async fn unanswered(&mut self, why: String, began: Instant) {
        let silent = *self.silent.get_or_insert(began);
        let patience = if self.sent { UNKNOWN } else { UNSENT };
        if silent.elapsed() >= patience {
            return self.give_up(&LogError::Unreachable(why));
        }
        tokio::time::sleep(Duration::from_millis(rand::random_range(20..=150))).await;
    }

    pub(crate) fn give_up(&mut self, error: &LogError) {
        for at in std::mem::take(&mut self.open) {
            self.settle(at, Err(AppendError::Unavailable(error.clone())));
        }
    }

    /// One of these cannot be written whatever we do: halve until it stands alone.
    pub(crate) fn refused(&mut self, chunk: &[usize], why: String) {
        if let [only] = chunk {
            self.settle(*only, Err(AppendError::Rejected(why)));
            self.progress();
        } else {
            self.width = chunk.len().div_ceil(2);
        }
    }

    /// The connection is gone: waits for another and looks what arrived.
    pub(crate) async fn lost(&mut self, db: &Db, chunk: &[usize], why: String, began: Instant) {
        self.sent = true;
        self.unanswered(why, began).await;
        if !self.is_done() {
            self.find_out(db, chunk).await;
        }
    }

    /// Somebody holds a key of these, or they take too long: the others go ahead.
    pub(crate) fn stalled(&mut self, chunk: &[usize], why: String, began: Instant) {
        let waiting = *self.waiting.get_or_insert(began);
        if waiting.elapsed() >= KEPT_OUT {
            return self.give_up(&LogError::Unreachable(why));
        }
        let stream = |at: &usize| &self.commits[*at].stream;
        let streams: HashSet<&StreamKey> = chunk.iter().map(stream).collect();
        for at in self.open.iter().filter(|at| streams.contains(stream(at))) {
            self.kept_out[*at] += 1;
        }
        self.open.sort_by_key(|at| self.kept_out[*at]);
    }
}
