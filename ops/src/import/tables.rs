//! The tables follow while an import plays, so that its figures are there when it ends.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use projections::{Progress, Runner};
use sqlx::PgPool;
use store::{EventLog, upcasters};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long the tables may stand still at the end before we give up waiting.
const PATIENCE: Duration = Duration::from_mins(10);

/// The shop's projections, kept up in this process (or by another that was there first).
pub struct Tables {
    log: Arc<dyn EventLog>,
    progress: Progress,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Tables {
    /// Starts to follow.
    ///
    /// # Errors
    /// The tables cannot be made.
    pub async fn follow(pool: PgPool, log: Arc<dyn EventLog>) -> Result<Self> {
        let runner = Runner::new(pool, log.clone(), upcasters(), projections::all());
        runner.ensure().await?;
        let (progress, stop) = (runner.progress(), CancellationToken::new());
        let running = tokio::spawn(runner.run(stop.clone()));
        Ok(Self {
            log,
            progress,
            stop,
            running,
        })
    }

    /// Waits until the tables show everything that is in the log now, and stops to follow.
    ///
    /// # Errors
    /// They do not get there in ten minutes.
    pub async fn catch_up(self) -> Result<()> {
        let end = self.log.end().await?;
        let projections = projections::all();
        let names: Vec<&str> = projections
            .iter()
            .map(|projection| projection.name())
            .collect();
        let reached = self.progress.wait_for_all(&names, end, PATIENCE).await;
        self.leave().await?;
        if !reached {
            bail!("the tables do not follow the ledger; see: jangbu projections status");
        }
        Ok(())
    }

    /// Stops to follow, wherever the tables are.
    ///
    /// # Errors
    /// The runner broke.
    pub async fn leave(self) -> Result<()> {
        self.stop.cancel();
        Ok(self.running.await?)
    }
}
