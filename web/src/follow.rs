//! After a command: wait a moment until the tables know of it, so that the next page shows it.

use std::time::Duration;

use shop::ShopError;
use store::Cursor;

use crate::error::WebError;
use crate::state::Web;

/// The longest wait for what no page can be drawn without.
const AT_MOST: Duration = Duration::from_secs(3);

impl Web {
    /// Waits until these read models have folded the event at `cursor`, at most
    /// [`patience`](crate::WebConfig::patience); then the page is shown as it stands.
    pub async fn caught_up(&self, models: &[&str], cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            let patience = self.config.patience;
            self.progress.wait_for_all(models, cursor, patience).await;
        }
    }

    /// Waits until this read model has folded all that is in the log by now, three seconds at most.
    ///
    /// # Errors
    /// The log cannot be asked.
    pub async fn knows_all(&self, model: &str) -> Result<(), WebError> {
        let log = self.shop.ledger().log();
        let end = log.end().await.map_err(ShopError::from)?;
        self.progress.wait_for(model, end, AT_MOST).await;
        Ok(())
    }
}
