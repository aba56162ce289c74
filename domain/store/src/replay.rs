//! The whole log, from a cursor to its present end, as one stream.

use std::sync::Arc;

use futures::Stream;
use futures::stream::{self, StreamExt};

use crate::cursor::Cursor;
use crate::log::{EventLog, LogError, Recorded};

/// Events read at once, and read ahead while the last ones are being folded.
const PAGE: i64 = 4_000;

/// One item of a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replayed {
    /// The next events, at least one.
    Events(Vec<Recorded>),
    /// Everything that was in the log when the replay began has been handed out, up to
    /// this cursor. A stream that ends without this has failed.
    End(Cursor),
}

enum Step {
    Begin,
    Page,
    Finished,
}

struct Progress {
    log: Arc<dyn EventLog>,
    until: Cursor,
    after: Cursor,
    step: Step,
}

/// Reads everything after a cursor up to the log's present end, then says so.
///
/// Pages are read by cursor, so no snapshot is held open however long the fold takes, and
/// one page is read ahead. A lost connection is an error item; go on from the last cursor.
pub fn replay(
    log: Arc<dyn EventLog>,
    after: Cursor,
) -> impl Stream<Item = Result<Replayed, LogError>> + Send {
    let begin = Progress {
        log,
        until: after,
        after,
        step: Step::Begin,
    };
    let pages = stream::unfold(begin, |progress| async move {
        match progress.step {
            Step::Finished => None,
            Step::Begin | Step::Page => Some(next(progress).await),
        }
    });
    read_ahead(pages)
}

async fn next(mut progress: Progress) -> (Result<Replayed, LogError>, Progress) {
    let item = match page(&mut progress).await {
        Ok(item) => item,
        Err(error) => {
            progress.step = Step::Finished;
            return (Err(error), progress);
        }
    };
    progress.step = match &item {
        Replayed::Events(_) => Step::Page,
        Replayed::End(_) => Step::Finished,
    };
    (Ok(item), progress)
}

async fn page(progress: &mut Progress) -> Result<Replayed, LogError> {
    if matches!(progress.step, Step::Begin) {
        progress.until = progress.log.head().await?;
    }
    if progress.after >= progress.until {
        return Ok(Replayed::End(progress.after));
    }
    let mut events = progress.log.read(progress.after, PAGE).await?;
    let wanted = events.partition_point(|event| event.cursor <= progress.until);
    events.truncate(wanted);
    let Some(last) = events.last() else {
        return Err(LogError::Damaged(format!(
            "events between {} and {} are gone",
            progress.after, progress.until
        )));
    };
    progress.after = last.cursor;
    Ok(Replayed::Events(events))
}

/// Lets a page be fetched while the one before is being folded.
fn read_ahead<S>(pages: S) -> impl Stream<Item = Result<Replayed, LogError>> + Send
where
    S: Stream<Item = Result<Replayed, LogError>> + Send + 'static,
{
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let task = tokio::spawn(async move {
        let mut pages = std::pin::pin!(pages);
        while let Some(page) = pages.next().await {
            if sender.send(page).await.is_err() {
                return;
            }
        }
    });
    stream::unfold(
        (receiver, Some(task)),
        |(mut receiver, mut task)| async move {
            if let Some(page) = receiver.recv().await {
                return Some((page, (receiver, task)));
            }
            // The reading task is over; if it broke, the reader must hear of it.
            let broken = task.take()?.await.err()?;
            Some((
                Err(LogError::Internal(format!("the replay broke: {broken}"))),
                (receiver, None),
            ))
        },
    )
}
