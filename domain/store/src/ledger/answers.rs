//! The end of a round: every job is answered, or goes into the next one.

use std::collections::HashMap;

use crate::cursor::Cursor;
use crate::log::{AppendError, LogError, Recorded, StreamKey};

use super::job::End;
use super::lane::Lane;
use super::round::{Stream, Waiting, guarded};

/// Answers the jobs of a stream that was appended to.
pub(super) fn settle(
    lane: &mut Lane,
    stream: &mut Stream,
    outcomes: &[Result<Cursor, AppendError>],
) {
    let failure = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
    // A log that answers less than it was asked may have written anything.
    let missing = AppendError::Unavailable(LogError::Internal(
        "the log did not say what became of a commit".to_owned(),
    ));
    let unsure = outcomes.len() < stream.appended;
    let failure = failure.or(unsure.then_some(&missing));
    if failure.is_some() {
        stream.slot = None;
    } else if let Some(slot) = &mut stream.slot {
        slot.verified = lane.round;
    }
    for (waiting, commit) in std::mem::take(&mut stream.decided) {
        let Some(commit) = commit else {
            match failure {
                Some(error) => retry(lane, waiting, false, error),
                None => waiting.job.end(End::Confirmed),
            }
            continue;
        };
        match outcomes.get(commit) {
            Some(Ok(cursor)) => waiting.job.end(End::Written(*cursor)),
            Some(Err(error)) => retry(lane, waiting, true, error),
            None => retry(lane, waiting, true, &missing),
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

pub(super) type News = Result<HashMap<StreamKey, Vec<Recorded>>, LogError>;

/// Gives the answers of a stream if nothing was written to it meanwhile; otherwise takes
/// the news in and lets them be decided once more.
pub(super) fn confirm_answers(lane: &mut Lane, stream: &mut Stream, news: &mut News) {
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
