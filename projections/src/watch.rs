//! Waiting for a projection to reach a place in the log: read your own writes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use store::Cursor;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::generation;

/// How often another process's progress is looked up.
const POLL: Duration = Duration::from_millis(15);

/// Tells how far projections are; cheap to clone.
#[derive(Clone)]
pub struct Progress {
    pool: PgPool,
    here: Arc<HashMap<&'static str, watch::Sender<Cursor>>>,
}

impl Progress {
    /// Progress of these projections. Without a runner in this process it is looked up in
    /// the database.
    pub fn new(pool: PgPool, names: impl IntoIterator<Item = &'static str>) -> Self {
        let here = names
            .into_iter()
            .map(|name| (name, watch::Sender::new(Cursor::default())))
            .collect();
        Self {
            pool,
            here: Arc::new(here),
        }
    }

    /// Tells those who wait in this process.
    pub(crate) fn moved(&self, name: &str, cursor: Cursor) {
        if let Some(sender) = self.here.get(name) {
            sender.send_replace(cursor);
        }
    }

    /// Waits until a projection has folded everything up to `cursor`; `false` when the time
    /// is up or the projection cannot be asked, and the page is then rendered anyway.
    pub async fn wait_for(&self, name: &str, cursor: Cursor, timeout: Duration) -> bool {
        let deadline = Instant::now() + timeout;
        let Some(sender) = self.here.get(name) else {
            return false;
        };
        let mut here = sender.subscribe();
        // A runner in this process tells by itself; asking the table costs a round trip.
        let mut ask = *here.borrow() == Cursor::default();
        loop {
            if *here.borrow_and_update() >= cursor {
                return true;
            }
            // Whoever waits for a connection of a full pool waits within the same time.
            if ask
                && let Ok(stored) = timeout_at(deadline, self.stored(name)).await
                && stored.is_some_and(|at| at >= cursor)
            {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            let look_again = (Instant::now() + POLL).min(deadline);
            ask = timeout_at(look_again, here.changed()).await.is_err();
        }
    }

    /// The same for several projections, within one time.
    pub async fn wait_for_all(&self, names: &[&str], cursor: Cursor, timeout: Duration) -> bool {
        let waits = names
            .iter()
            .map(|name| self.wait_for(name, cursor, timeout));
        futures::future::join_all(waits)
            .await
            .into_iter()
            .all(|reached| reached)
    }

    /// What the table says, unless a runner in this process tells it sooner.
    async fn stored(&self, name: &str) -> Option<Cursor> {
        let mut connection = self.pool.acquire().await.ok()?;
        let live = generation::live(&mut connection, name).await.ok()??;
        Some(live.cursor)
    }
}
