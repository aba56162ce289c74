//! The log on PostgreSQL: one table, one statement per append, readers behind the barrier.

mod append;
mod connect;
mod errands;
mod fault;
mod gather;
mod insert;
mod read;
mod rows;
mod schema;
mod signal;
mod tls;
mod work;

pub(crate) use signal::open as open_signal;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Notify, watch};
use tokio_util::task::AbortOnDropHandle;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, EventLog, Loaded, LogError, Recorded, Snapshot, StreamKey};
use crate::meter::Appends;

pub use connect::Connections;
pub(crate) use connect::Db;
pub(crate) use fault::Fault;
pub(crate) use gather::{Errand, Gather, Replies};
pub use read::Barrier;
pub use schema::{adopt_cluster, migrate};

/// Statements of a kind under way at once: two, so that the server has the next at hand, and
/// no more, so that callers meet in them.
const AT_ONCE: usize = 2;

/// The log in a PostgreSQL database.
///
/// Connections are its own: all work is single autocommit statements with settings that
/// suit them. Behind PgBouncer use session pooling.
pub struct PgLog {
    db: Db,
    appends: Gather<errands::Append>,
    loads: Gather<errands::Load>,
    states: Gather<errands::LoadStates>,
    /// Grows with every append, ours or told by another process.
    appended: Arc<watch::Sender<u64>>,
    _signal: AbortOnDropHandle<()>,
}

impl PgLog {
    /// The statement of an append and the settings of a connection, for benches that send
    /// the very same without us.
    #[doc(hidden)]
    pub const APPEND: &str = insert::INSERT;
    #[doc(hidden)]
    pub const SESSION: &str = connect::SESSION;

    /// Connects, with up to `pool` connections and one more for signals, and adopts the
    /// cluster. The tables must be there: [`migrate`] comes first.
    ///
    /// `url` is what libpq takes (`postgres://user@host/db?sslmode=verify-full`, or a
    /// socket directory `postgres://shop@%2Fabs%2Fdir/db`); `sslmode` and `sslrootcert`
    /// mean what they mean there.
    pub async fn connect(url: &str, pool: usize) -> Result<Self, LogError> {
        let db = Db::open(url, pool)?;
        schema::adopt(&db).await?;
        let appended = Arc::new(watch::channel(0).0);
        let written = Arc::new(Notify::new());
        let signal = signal::spawn(db.clone(), appended.clone(), written.clone());
        let append = errands::Append {
            db: db.clone(),
            appended: appended.clone(),
            written,
            meter: Appends::new(),
        };
        Ok(Self {
            appends: Gather::new(append, AT_ONCE),
            loads: Gather::new(errands::Load(db.clone()), AT_ONCE),
            states: Gather::new(errands::LoadStates(db.clone()), AT_ONCE),
            db,
            appended,
            _signal: signal,
        })
    }

    /// How far readers lag behind writers, and who holds them back.
    pub async fn barrier(&self) -> Result<Barrier, LogError> {
        read::barrier(&self.db).await
    }

    /// The log's connections as they stand.
    pub fn connections(&self) -> Connections {
        self.db.connections()
    }

    /// How the server goes about reading after a cursor (its EXPLAIN): by index at both
    /// ends, or something is wrong with the table.
    pub async fn reading_plan(&self) -> Result<String, LogError> {
        read::reading_plan(&self.db).await
    }

    /// Waits up to `patience` until the database answers.
    pub async fn ready(&self, patience: Duration) -> Result<(), LogError> {
        let until = tokio::time::Instant::now() + patience;
        loop {
            match self.head().await {
                Err(LogError::Unreachable(_)) if tokio::time::Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                other => return other.map(|_| ()),
            }
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }
}

#[async_trait]
impl EventLog for PgLog {
    async fn append(&self, commits: &[Commit]) -> Vec<Result<Cursor, AppendError>> {
        let asked = self.appends.ask(commits.to_vec()).await;
        asked.unwrap_or_else(|error| vec![Err(AppendError::Unavailable(error)); commits.len()])
    }

    async fn load(&self, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
        self.loads.ask(streams.to_vec()).await?
    }

    async fn read(&self, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError> {
        read::read(&self.db, after, limit).await
    }

    async fn head(&self) -> Result<Cursor, LogError> {
        read::last(&self.db, &read::HEAD).await
    }

    async fn end(&self) -> Result<Cursor, LogError> {
        read::last(&self.db, read::END).await
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }

    async fn load_snapshots(
        &self,
        streams: &[(StreamKey, String)],
    ) -> Result<Vec<Snapshot>, LogError> {
        read::load_snapshots(&self.db, streams).await
    }

    async fn save_snapshots(&self, snapshots: &[Snapshot]) -> Result<(), LogError> {
        insert::save_snapshots(&self.db, snapshots).await
    }

    async fn load_states(&self, streams: &[(StreamKey, String)]) -> Result<Loaded, LogError> {
        self.states.ask(streams.to_vec()).await?
    }
}
