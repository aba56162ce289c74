//! The database a command works on: the one it was told, or the private one under the data directory.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use projections::Runner;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, Executor, PgPool};
use store::jobs::Connections;
use store::{PgLog, upcasters};

use crate::config::Global;
use crate::pg::{Options, PrivateCluster, Running};

/// The shop's database in a private cluster.
const PRIVATE_DATABASE: &str = "jangbu";

/// How long a request may wait for a connection before it is refused.
const ACQUIRE_WITHIN: Duration = Duration::from_secs(3);

/// A connection that served a moment ago still lives, almost surely.
const LIVELY: Duration = Duration::from_secs(1);

/// How many connections a process takes for itself.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// For pages, projections and workers.
    pub pool: u32,
    /// For the log.
    pub log: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { pool: 16, log: 16 }
    }
}

impl Sizes {
    /// For a command that does one thing at a time.
    pub fn small() -> Self {
        Self { pool: 4, log: 4 }
    }
}

/// An open database. Close it: the last one to leave a private cluster stops it.
pub struct Database {
    url: String,
    private: Option<Running>,
}

impl Database {
    /// Finds the database, starting the private cluster if need be.
    ///
    /// # Errors
    /// What [`PrivateCluster::start`] says, or the named database cannot be reached.
    pub async fn open(global: &Global) -> Result<Self> {
        if let Some(url) = named(global) {
            return Ok(Self { url, private: None });
        }
        let data = global.data.clone();
        let started =
            tokio::task::spawn_blocking(move || PrivateCluster::start(&data, Options::default()));
        let running = started.await??;
        running.ensure_database(PRIVATE_DATABASE).await?;
        Ok(Self {
            url: running.url(PRIVATE_DATABASE),
            private: Some(running),
        })
    }

    /// For programs that connect on their own. May hold a password: not for logs.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Connects a pool of at most `size` connections.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn pool(&self, size: u32) -> Result<PgPool> {
        PgPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(ACQUIRE_WITHIN)
            // Whether a connection still lives is asked of those that lay idle, not each time.
            .test_before_acquire(false)
            .before_acquire(|connection, seen| {
                Box::pin(
                    async move { Ok(seen.idle_for < LIVELY || connection.ping().await.is_ok()) },
                )
            })
            // A shop's questions are short: compiling one takes longer than answering it.
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute("SET jit = off").await.map(|_| ()) })
            })
            .connect(&self.url)
            .await
            .context("cannot connect to the database")
    }

    /// Prepares at most `size` connections for the engine that keeps the jobs.
    ///
    /// # Errors
    /// The database's address makes no sense.
    pub fn connections(&self, size: usize) -> Result<Connections> {
        Ok(Connections::open(&self.url, size)?)
    }

    /// Brings the tables up to this binary, those of new projections included; does nothing
    /// where they are.
    ///
    /// # Errors
    /// A migration fails and is rolled back.
    pub async fn migrate(&self) -> Result<()> {
        let pool = self.pool(2).await?;
        store::migrate(&pool).await.context("cannot migrate")?;
        workers::jobs::migrate(&self.connections(1)?).await?;
        let log = Arc::new(PgLog::connect(&self.url, 1).await?);
        let runner = Runner::new(pool.clone(), log, upcasters(), projections::all());
        runner.ensure().await?;
        pool.close().await;
        Ok(())
    }

    /// Starts the private server again if it has died; does nothing for a named database.
    ///
    /// # Errors
    /// It does not come up again.
    pub fn revive(&self) -> Result<bool> {
        self.private.as_ref().map_or(Ok(false), Running::revive)
    }

    /// Leaves the database, stopping a private server that nobody else uses.
    ///
    /// # Errors
    /// The server does not stop.
    pub fn close(self) -> Result<()> {
        self.private.map_or(Ok(()), Running::stop)
    }
}

fn named(global: &Global) -> Option<String> {
    global
        .database_url
        .clone()
        .filter(|url| !url.trim().is_empty())
}
