//! Appending: many commits in one statement, an outcome for each.

use std::time::Duration;

use tokio::time::Instant;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, LogError};
use crate::pg::connect::Db;
use crate::pg::fault::Fault;
use crate::pg::insert::{follows, insert, resolve};

/// Events in one statement.
const MOST_EVENTS: usize = 4_000;
/// Rounds without any commit settled before we give up.
const FRUITLESS: u32 = 24;
/// How long nobody may answer before a commit that was never sent is given back, and how
/// long before one that was sent is given up as unknown.
const UNSENT: Duration = Duration::from_secs(2);
const UNKNOWN: Duration = Duration::from_secs(10);

type Outcome = Result<Cursor, AppendError>;

/// Writes each commit or says why not.
pub(crate) async fn append(db: &Db, commits: &[Commit]) -> Vec<Outcome> {
    let mut work = Work::new(commits);
    while !work.open.is_empty() {
        let chunk = work.chunk();
        let began = Instant::now();
        match insert(db, commits, &chunk).await {
            Ok(Some(landed)) => work.landed(&chunk, &landed),
            // A version is not what was expected, or a key is taken: find out whose.
            Ok(None) | Err(Fault::Taken) => work.find_out(db, &chunk).await,
            Err(Fault::Lost(why)) => {
                work.sent = true;
                work.unanswered(why, began).await;
                if !work.open.is_empty() {
                    work.find_out(db, &chunk).await;
                }
            }
            Err(Fault::Unconnected(why)) => work.unanswered(why, began).await,
            Err(Fault::Again(why)) => work.pause(&why).await,
            Err(Fault::Unable(why) | Fault::Damaged(why)) => {
                work.give_up(&LogError::Unreachable(why));
            }
            Err(Fault::Refused(why)) => work.refused(&chunk, why),
        }
    }
    work.outcomes()
}

struct Work<'a> {
    commits: &'a [Commit],
    settled: Vec<Option<Outcome>>,
    /// Commits without outcome, by stream: everybody takes keys in one order, so that two
    /// appends never wait for each other.
    open: Vec<usize>,
    /// Commits at most in the next statement; small while we look for a bad one.
    width: usize,
    fruitless: u32,
    /// Since when nobody answers.
    silent: Option<Instant>,
    /// Whether a statement went out whose outcome is unknown.
    sent: bool,
}

impl<'a> Work<'a> {
    fn new(commits: &'a [Commit]) -> Self {
        let mut work = Self {
            commits,
            settled: vec![None; commits.len()],
            open: (0..commits.len()).collect(),
            width: usize::MAX,
            fruitless: 0,
            silent: None,
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

    /// The next commits for one statement. A second commit to a stream comes along only if
    /// it follows on the first; otherwise it waits for the first one's outcome.
    fn chunk(&self) -> Vec<usize> {
        let mut chunk: Vec<usize> = Vec::new();
        let mut events = 0;
        let mut barred = None;
        for at in &self.open {
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
            if chunk.len() == self.width || (events > MOST_EVENTS && !chunk.is_empty()) {
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

    fn landed(&mut self, chunk: &[usize], cursors: &[Cursor]) {
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
        self.width = usize::MAX;
    }

    /// Settles what the table tells: conflicts, and commits of ours that landed although
    /// we were not told. The rest stays open.
    async fn find_out(&mut self, db: &Db, chunk: &[usize]) {
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
    async fn pause(&mut self, why: &str) {
        self.fruitless += 1;
        if self.fruitless >= FRUITLESS {
            return self.give_up(&LogError::Unreachable(why.to_owned()));
        }
        let most = (1_u64 << self.fruitless.min(7)).min(100);
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
    }

    /// Nobody answers: waits for the server to come back, as long as that is worth it.
    async fn unanswered(&mut self, why: String, began: Instant) {
        let silent = *self.silent.get_or_insert(began);
        let patience = if self.sent { UNKNOWN } else { UNSENT };
        if silent.elapsed() >= patience {
            return self.give_up(&LogError::Unreachable(why));
        }
        tokio::time::sleep(Duration::from_millis(rand::random_range(20..=150))).await;
    }

    fn give_up(&mut self, error: &LogError) {
        for at in std::mem::take(&mut self.open) {
            self.settle(at, Err(AppendError::Unavailable(error.clone())));
        }
    }

    /// One of these cannot be written whatever we do: halve until it stands alone.
    fn refused(&mut self, chunk: &[usize], why: String) {
        if let [only] = chunk {
            self.settle(*only, Err(AppendError::Rejected(why)));
            self.progress();
        } else {
            self.width = chunk.len().div_ceil(2);
        }
    }

    fn outcomes(self) -> Vec<Outcome> {
        let lost = || {
            Err(AppendError::Unavailable(LogError::Internal(
                "a commit was passed over".to_owned(),
            )))
        };
        self.settled
            .into_iter()
            .map(|settled| settled.unwrap_or_else(lost))
            .collect()
    }
}
