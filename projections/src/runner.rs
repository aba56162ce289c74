//! The runner: keeps every projection up with the log, each at its own pace.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use store::{EventLog, LogError, Upcasters};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::advance::{Mover, Outcome};
use crate::feed::Feed;
use crate::generation;
use crate::lease::{self, Held};
use crate::projection::Projection;
use crate::rebuild::rebuild;
use crate::source::Source;
use crate::watch::Progress;

/// How long one wait for events takes at most; then the lease is looked at.
const WAIT: Duration = Duration::from_millis(500);
/// How long a checkpoint that moved in memory only may wait to be written down.
const SETTLE: Duration = Duration::from_millis(50);
/// How soon a projection that cannot go on looks again.
const PAUSE: Duration = Duration::from_millis(500);

/// Why a projection cannot go on for now.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The tables' database is away or refuses.
    #[error("the read models' database: {0}")]
    Database(#[from] sqlx::Error),
    /// The log is away or damaged.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A projection stopped.
    #[error("projection {name} stopped: {why}")]
    Halted { name: String, why: String },
    /// There is no projection of that name.
    #[error("there is no projection `{0}`")]
    Unknown(String),
    /// A newer program made the tables in service.
    #[error("the tables of {0} belong to a newer program; this one leaves them alone")]
    Newer(String),
    /// Somebody else worked on the same generation.
    #[error("somebody else works on {0}")]
    Fenced(String),
}

/// Keeps projections up with the log.
pub struct Runner {
    pool: PgPool,
    source: Source,
    projections: Vec<Arc<dyn Projection>>,
    progress: Progress,
}

impl Runner {
    /// A runner of these projections ([`crate::all`] for the shop's own). Each takes one
    /// connection of the pool while it folds, and all together one more.
    pub fn new(
        pool: PgPool,
        log: Arc<dyn EventLog>,
        upcasters: Arc<Upcasters>,
        projections: Vec<Arc<dyn Projection>>,
    ) -> Self {
        let progress = Progress::new(
            pool.clone(),
            projections.iter().map(|projection| projection.name()),
        );
        Self {
            pool,
            source: Source::new(log, upcasters),
            projections,
            progress,
        }
    }

    /// Tells how far the projections are; give it to whoever must read what it wrote.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Makes tables and views for projections that have none yet; quick.
    pub async fn ensure(&self) -> Result<(), RunError> {
        for projection in &self.projections {
            generation::ensure(&self.pool, projection.as_ref()).await?;
        }
        Ok(())
    }

    /// Folds until cancelled; what is being folded then is finished first. Trouble is logged
    /// and tried again.
    pub async fn run(self, cancel: CancellationToken) {
        let names = self
            .projections
            .iter()
            .map(|projection| projection.name().to_owned())
            .collect();
        let (sender, held) = watch::channel(HashSet::new());
        // The leases are given back after the last fold. Dropping the runner drops them all.
        let folded = CancellationToken::new();
        let mut keeper = tokio::task::JoinSet::new();
        keeper.spawn(lease::keep(
            self.pool.clone(),
            Uuid::new_v4(),
            names,
            sender,
            folded.clone(),
        ));
        let feed = Arc::new(Feed::new(self.source.clone()));
        let mut tasks = tokio::task::JoinSet::new();
        for projection in self.projections {
            let worker = Worker {
                pool: self.pool.clone(),
                source: self.source.clone(),
                feed: feed.clone(),
                projection,
                progress: self.progress.clone(),
                held: held.clone(),
                cancel: cancel.clone(),
            };
            tasks.spawn(worker.run());
        }
        while tasks.join_next().await.is_some() {}
        folded.cancel();
        if keeper.join_next().await.is_some_and(|kept| kept.is_err()) {
            tracing::error!("the keeper of the projections' leases broke");
        }
    }
}

struct Worker {
    pool: PgPool,
    source: Source,
    feed: Arc<Feed>,
    projection: Arc<dyn Projection>,
    progress: Progress,
    held: Held,
    cancel: CancellationToken,
}

impl Worker {
    async fn run(mut self) {
        while !self.cancel.is_cancelled() {
            let name = self.projection.name();
            if self.held.borrow().contains(name) {
                match self.follow().await {
                    Ok(()) => continue,
                    Err(RunError::Halted { .. }) => {}
                    Err(error) => {
                        tracing::warn!(projection = name, %error, "projection {name} tries again");
                    }
                }
            }
            let cancelled = self.cancel.clone();
            tokio::select! {
                () = cancelled.cancelled() => {}
                _ = self.held.changed() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Follows the log until fenced, cancelled, or without the lease.
    async fn follow(&self) -> Result<(), RunError> {
        let projection = &self.projection;
        let name = projection.name();
        generation::ensure(&self.pool, projection.as_ref()).await?;
        let live = generation::live(&mut *self.pool.acquire().await?, name).await?;
        let Some(live) = live else { return Ok(()) };
        if live.version < projection.version() {
            let projections = std::slice::from_ref(projection);
            return rebuild(&self.pool, &self.source, projections)
                .await
                .map(|_| ());
        }
        if live.version > projection.version() {
            // A newer program is in service beside us; its tables are not ours to touch.
            tokio::time::sleep(PAUSE).await;
            return Ok(());
        }
        if let Some(why) = live.halted {
            return Err(RunError::Halted {
                name: live.name,
                why,
            });
        }
        let mut mover = Mover::new(self.pool.clone(), projection.clone(), live).await?;
        while !self.cancel.is_cancelled() && self.held.borrow().contains(name) {
            self.progress.moved(name, mover.cursor());
            let wait = if mover.unsettled() { SETTLE } else { WAIT };
            let next = tokio::select! {
                next = timeout(wait, self.feed.next(mover.cursor(), WAIT)) => next.ok().transpose()?.flatten(),
                () = self.cancel.cancelled() => None,
            };
            let outcome = match next {
                Some(portion) => mover.advance(portion.events(), portion.until()).await?,
                None => mover.settle().await?,
            };
            match outcome {
                Outcome::Done => {}
                Outcome::Fenced => return Ok(()),
                Outcome::Halted(why) => {
                    return Err(RunError::Halted {
                        name: name.to_owned(),
                        why,
                    });
                }
            }
        }
        Ok(())
    }
}
