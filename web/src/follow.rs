//! After a command: wait a moment until the tables know of it, so that the next page shows it.

use std::time::Duration;

use store::Cursor;

use crate::state::Web;

/// The longest wait; then the page is shown as it stands.
const PATIENCE: Duration = Duration::from_millis(300);

impl Web {
    /// Waits until a read model has folded the event at `cursor`, at most [`PATIENCE`].
    pub async fn caught_up(&self, model: &str, cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            self.progress.wait_for(model, cursor, PATIENCE).await;
        }
    }
}
