//! One reading of the log for all projections of a process.
//!
//! The newest batches are kept for those who come a moment later. Whoever lags further
//! behind reads for itself, so that a slow projection costs neither memory nor the others' time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use store::{Cursor, LogError, Tail};

use crate::event::Event;
use crate::source::{Batch, Source};

/// Events read at once when the log's end is near.
const LIMIT: i64 = 4_000;
/// Events read at once when there is a backlog: the more at once, the seldomer a row is
/// written again.
const BACKLOG: i64 = 20_000;
/// Batches kept: whoever is further behind does better to read a long stretch at once.
const KEPT: usize = 4;
/// Events kept, at least one batch of them: this bounds the memory.
const KEPT_EVENTS: usize = 20_000;

/// A batch, or the rest of one.
pub(crate) struct Portion {
    batch: Arc<Batch>,
    from: usize,
}

impl Portion {
    fn of(batch: Arc<Batch>, after: Cursor) -> Self {
        let from = batch.events.partition_point(|event| event.cursor <= after);
        Self { batch, from }
    }

    /// The events behind the cursor it was asked for.
    pub(crate) fn events(&self) -> &[Event] {
        &self.batch.events[self.from..]
    }

    /// Where the batch ends.
    pub(crate) fn until(&self) -> Cursor {
        self.batch.until
    }
}

/// The shared reading.
pub(crate) struct Feed {
    source: Source,
    recent: Mutex<VecDeque<Arc<Batch>>>,
    tail: tokio::sync::Mutex<Tail>,
}

impl Feed {
    pub(crate) fn new(source: Source) -> Self {
        let tail = Tail::new(source.log().clone(), Cursor::default());
        Self {
            source,
            recent: Mutex::default(),
            tail: tokio::sync::Mutex::new(tail),
        }
    }

    /// What follows `after`; waits for it, at most until the time is up.
    pub(crate) async fn next(
        &self,
        after: Cursor,
        timeout: Duration,
    ) -> Result<Option<Portion>, LogError> {
        if let Some(batch) = self.kept(after) {
            return Ok(Some(Portion::of(batch, after)));
        }
        if self.newest().is_some_and(|newest| after < newest) {
            let batch = self.source.read(after, BACKLOG).await?;
            return Ok(batch.map(|batch| Portion::of(Arc::new(batch), after)));
        }
        let mut tail = self.tail.lock().await;
        // Somebody else may have read it while we waited for our turn.
        if let Some(batch) = self.kept(after) {
            return Ok(Some(Portion::of(batch, after)));
        }
        tail.seek(after);
        let limit = if self.lags() { BACKLOG } else { LIMIT };
        let recorded = tail.next_batch(limit, timeout).await?;
        let Some(batch) = self.source.whole(after, recorded, limit) else {
            return Ok(None);
        };
        let batch = Arc::new(batch);
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let read =
            |batches: &VecDeque<Arc<Batch>>| batches.iter().map(|one| one.read).sum::<usize>();
        while recent.len() >= KEPT || read(&recent) + batch.read > KEPT_EVENTS {
            if recent.pop_front().is_none() {
                break;
            }
        }
        recent.push_back(batch.clone());
        Ok(Some(Portion::of(batch, after)))
    }

    fn kept(&self, after: Cursor) -> Option<Arc<Batch>> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent
            .iter()
            .rev()
            .find(|batch| batch.after <= after && after < batch.until)
            .cloned()
    }

    /// Whether the last reading was cut off by its limit rather than by the log's end.
    fn lags(&self) -> bool {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        // A batch ends with a transaction, so a full one may hold a few events less.
        let full = usize::try_from(LIMIT).unwrap_or(usize::MAX) / 2;
        recent.back().is_some_and(|batch| batch.read > full)
    }

    fn newest(&self) -> Option<Cursor> {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.back().map(|batch| batch.until)
    }
}
