//! After a command: wait a moment until the tables know of it, so that the next page shows it.

use std::time::Duration;

use store::Cursor;

use crate::state::Web;

/// The longest wait; then the page is shown as it stands.
const PATIENCE: Duration = Duration::from_millis(300);

impl Web {
    /// Waits until these read models have folded the event at `cursor`, at most [`PATIENCE`].
    pub async fn caught_up(&self, models: &[&str], cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            self.progress.wait_for_all(models, cursor, PATIENCE).await;
        }
    }
}
