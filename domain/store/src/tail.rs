//! Following the log: a reader that waits for what comes next.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::cursor::Cursor;
use crate::log::{EventLog, LogError, Recorded};

/// How long a reader sleeps at most before it looks again, whoever wrote.
const POLL: Duration = Duration::from_millis(50);
/// After a wake-up the commit may still be behind the barrier, so look again soon.
const SOON: Duration = Duration::from_millis(1);
/// Under load, how soon after a short batch the next is read: what came meanwhile comes
/// together, and each batch costs its readers transactions. After a silence nobody waits.
const PACE: Duration = Duration::from_millis(20);

/// Waits until a reader at `after` has something to read; `false` when the time is up.
pub(crate) async fn wait_for_more<L: EventLog + ?Sized>(
    log: &L,
    after: Cursor,
    timeout: Duration,
) -> Result<bool, LogError> {
    let mut pause = Pause::new(log.appended(), timeout);
    while log.head().await? <= after {
        if !pause.wait().await {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Sleeps between two looks: woken by an append, otherwise for [`POLL`]; after a wake-up
/// for a few milliseconds, growing, because an append is seen a moment after it is told.
struct Pause {
    wake: watch::Receiver<u64>,
    until: Instant,
    nap: Duration,
}

impl Pause {
    fn new(wake: watch::Receiver<u64>, timeout: Duration) -> Self {
        Self {
            wake,
            until: Instant::now() + timeout,
            nap: SOON,
        }
    }

    /// `false` when the time is up.
    async fn wait(&mut self) -> bool {
        let look_again = (Instant::now() + self.nap).min(self.until);
        match timeout_at(look_again, self.wake.changed()).await {
            Ok(Ok(())) => self.nap = SOON,
            // The log is gone, and with it its wake-ups: poll.
            Ok(Err(_)) => tokio::time::sleep_until(look_again).await,
            Err(_) => {}
        }
        self.nap = (self.nap * 2).min(POLL);
        Instant::now() < self.until
    }
}

/// A reader that remembers its place.
pub struct Tail {
    log: Arc<dyn EventLog>,
    cursor: Cursor,
    wake: watch::Receiver<u64>,
    /// No reading before that.
    rested: Instant,
}

impl Tail {
    /// A reader of `log` that has seen everything up to `after`.
    pub fn new(log: Arc<dyn EventLog>, after: Cursor) -> Self {
        let wake = log.appended();
        Self {
            log,
            cursor: after,
            wake,
            rested: Instant::now(),
        }
    }

    /// The last event handed out.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Goes back, or forward, to a place.
    pub fn seek(&mut self, cursor: Cursor) {
        self.cursor = cursor;
    }

    /// The next events, at most `limit`; waits for some until `timeout`, then gives none.
    pub async fn next_batch(
        &mut self,
        limit: i64,
        timeout: Duration,
    ) -> Result<Vec<Recorded>, LogError> {
        let mut pause = Pause::new(self.wake.clone(), timeout);
        tokio::time::sleep_until(self.rested).await;
        loop {
            // What is appended while we read wakes us up afterwards.
            pause.wake.mark_unchanged();
            let events = self.log.read(self.cursor, limit).await?;
            if let Some(last) = events.last() {
                self.cursor = last.cursor;
                if i64::try_from(events.len()).is_ok_and(|read| read < limit) {
                    self.rested = Instant::now() + PACE;
                }
                return Ok(events);
            }
            if !pause.wait().await {
                return Ok(events);
            }
        }
    }
}
