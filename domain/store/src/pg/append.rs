//! Appending: many commits in one statement, an outcome for each.

use tokio::time::Instant;

use crate::log::{AppendError, Commit, LogError};
use crate::meter::Appends;
use crate::pg::connect::Db;
use crate::pg::fault::Fault;
use crate::pg::insert::insert;
use crate::pg::work::{Outcome, Work};

/// Writes each commit or finds out why not. `tell` is called with the outcomes whenever there may be
/// new ones, so that nobody waits for a commit of somebody else.
pub(crate) async fn append(
    db: &Db,
    commits: &[Commit],
    meter: &Appends,
    mut tell: impl FnMut(&[Option<Outcome>]) + Send,
) {
    let mut work = Work::new(commits);
    loop {
        tell(work.settled());
        if work.is_done() {
            meter.conflicts(conflicts(work.settled()));
            return;
        }
        let chunk = work.chunk();
        let began = Instant::now();
        let outcome = insert(db, commits, &chunk).await;
        let events = chunk.iter().map(|at| commits[*at].events.len()).sum();
        meter.sent(began.elapsed(), chunk.len(), events);
        if !matches!(outcome, Ok(Some(_))) {
            meter.again(outcome.as_ref().err());
        }
        match outcome {
            Ok(Some(landed)) => work.landed(&chunk, &landed),
            // A version is not what was expected, or a key is taken: find out whose.
            Ok(None) | Err(Fault::Taken) => work.find_out(db, &chunk).await,
            Err(Fault::Lost(why)) => work.lost(db, &chunk, why, began).await,
            Err(Fault::Unconnected(why)) => work.unanswered(why, began).await,
            Err(Fault::Again(why)) => work.pause(&why).await,
            Err(Fault::Stalled(why)) => work.stalled(&chunk, why, began),
            Err(Fault::Unable(why) | Fault::Damaged(why)) => {
                work.give_up(&LogError::Unreachable(why));
            }
            Err(Fault::Refused(why)) => work.refused(&chunk, why),
        }
    }
}

fn conflicts(settled: &[Option<Outcome>]) -> usize {
    let conflict = |outcome: &&Outcome| matches!(outcome, Err(AppendError::Conflict));
    settled.iter().flatten().filter(conflict).count()
}
