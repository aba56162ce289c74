//! Connections for single autocommit statements.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use futures::TryStreamExt;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::log::LogError;
use crate::pg::fault::Fault;
use crate::pg::tls::{self, Target};

/// A statement's parameters.
pub(crate) type Params<'a> = [&'a (dyn ToSql + Sync)];

/// How long to wait for a free connection, and for a new one to come up.
const PATIENCE: Duration = Duration::from_secs(3);
/// A statement that takes longer has lost its server.
const STATEMENT: Duration = Duration::from_secs(30);
/// How often an idempotent read is tried on another connection when its own was lost.
const TRIES: u32 = 3;

/// Every statement of ours has one good plan, by index, whatever the table's size was when
/// it was planned; so plan once, never scan, and never sort what the index has in order.
/// Nothing stays in a transaction, and nothing waits long for somebody who does.
pub(crate) const SESSION: &str = "
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET jit = off;
SET statement_timeout = '30s';
SET lock_timeout = '1s';
SET idle_in_transaction_session_timeout = '10s'";

/// How many connections the log has, and who waits for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Connections at most.
    pub most: usize,
    /// At work.
    pub in_use: usize,
    /// Open, and free for whoever comes.
    pub idle: usize,
    /// Statements that wait for a connection.
    pub waiting: usize,
}

/// A pool of connections to the log's database.
#[derive(Clone)]
pub(crate) struct Db {
    pool: Pool,
    target: Target,
}

impl Db {
    /// Prepares the pool; connections are made when needed.
    pub(crate) fn open(url: &str, size: usize) -> Result<Self, LogError> {
        Self::open_with(url, size, SESSION)
    }

    /// The same with other settings for its connections.
    pub(crate) fn open_with(
        url: &str,
        size: usize,
        session: &'static str,
    ) -> Result<Self, LogError> {
        let target = tls::target(url)?;
        let recycle = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = match &target.tls {
            None => Manager::from_config(target.config.clone(), tokio_postgres::NoTls, recycle),
            Some(tls) => Manager::from_config(target.config.clone(), tls.clone(), recycle),
        };
        let prepare = Hook::async_fn(move |client: &mut deadpool_postgres::ClientWrapper, _| {
            Box::pin(async move {
                client
                    .batch_execute(session)
                    .await
                    .map_err(HookError::Backend)
            })
        });
        let pool = Pool::builder(manager)
            .max_size(size.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .post_create(prepare)
            .build()
            .map_err(|error| LogError::Internal(error.to_string()))?;
        Ok(Self { pool, target })
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) fn connections(&self) -> Connections {
        let status = self.pool.status();
        Connections {
            most: status.max_size,
            in_use: status.size.saturating_sub(status.available),
            idle: status.available,
            waiting: status.waiting,
        }
    }

    /// Runs one statement once and reads each row as it comes.
    pub(crate) async fn once<T>(
        &self,
        sql: &str,
        params: &Params<'_>,
        read: fn(&Row) -> Result<T, tokio_postgres::Error>,
    ) -> Result<Vec<T>, Fault> {
        let client = self
            .pool
            .get()
            .await
            .map_err(|error| Fault::Unconnected(error.to_string()))?;
        let work = async {
            let statement = client.prepare_cached(sql).await?;
            let rows = client.query_raw(&statement, params.iter().copied()).await?;
            let mut rows = std::pin::pin!(rows);
            let mut found = Vec::new();
            while let Some(row) = rows.try_next().await? {
                found.push(read(&row).map_err(|error| Fault::Damaged(error.to_string()))?);
            }
            Ok(found)
        };
        let lost = |_| {
            Err(Fault::Lost(format!(
                "no answer for {} seconds",
                STATEMENT.as_secs()
            )))
        };
        let outcome = tokio::time::timeout(STATEMENT, work)
            .await
            .unwrap_or_else(lost);
        if matches!(outcome, Err(Fault::Lost(_))) {
            // Nobody shall wait behind a statement that came to no end.
            drop(Object::take(client));
        }
        outcome
    }

    /// Runs one statement that changes nothing, or nothing twice: again if the connection
    /// was lost on the way, or somebody stood in it.
    pub(crate) async fn rows<T>(
        &self,
        sql: &str,
        params: &Params<'_>,
        read: fn(&Row) -> Result<T, tokio_postgres::Error>,
    ) -> Result<Vec<T>, LogError> {
        let mut tries = 1;
        loop {
            match self.once(sql, params, read).await {
                Err(Fault::Lost(_) | Fault::Again(_) | Fault::Stalled(_)) if tries < TRIES => {
                    tries += 1;
                }
                other => return Ok(other?),
            }
        }
    }

    /// The same for a statement that gives no rows.
    pub(crate) async fn run(&self, sql: &str, params: &Params<'_>) -> Result<(), LogError> {
        self.rows(sql, params, |_| Ok(())).await.map(|_| ())
    }
}
