//! A way to the log that breaks at a chosen write, as the crash of a process would.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use store::{
    AppendError, Commit, Cursor, EventLog, Loaded, LogError, Recorded, Snapshot, StreamKey,
};
use tokio::sync::watch;

/// When the crash comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before the write reaches the log.
    Before,
    /// After the log has it, before anybody is told.
    After,
}

/// A log that takes so many commits and then nothing more.
pub struct CrashingLog {
    inner: Arc<dyn EventLog>,
    left: AtomicI64,
    moment: Moment,
}

impl CrashingLog {
    /// Breaks at the commit after the first `survive`.
    pub fn new(inner: Arc<dyn EventLog>, survive: i64, moment: Moment) -> Arc<Self> {
        Arc::new(Self {
            inner,
            left: AtomicI64::new(survive),
            moment,
        })
    }

    /// Whether it broke.
    pub fn broke(&self) -> bool {
        self.left.load(Ordering::SeqCst) < 0
    }

    fn down() -> LogError {
        LogError::Unreachable("the process has crashed".to_owned())
    }

    async fn append_one(&self, commit: &Commit) -> Result<Cursor, AppendError> {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        if left < 0 || (left == 0 && self.moment == Moment::Before) {
            return Err(AppendError::Unavailable(Self::down()));
        }
        let done = self.inner.append(std::slice::from_ref(commit)).await.pop();
        let done = done.expect("one outcome for one commit");
        if left == 0 {
            Err(AppendError::Unavailable(Self::down()))
        } else {
            done
        }
    }

    fn alive(&self) -> Result<(), LogError> {
        if self.broke() {
            Err(Self::down())
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl EventLog for CrashingLog {
    async fn append(&self, commits: &[Commit]) -> Vec<Result<Cursor, AppendError>> {
        let mut outcomes = Vec::with_capacity(commits.len());
        for commit in commits {
            outcomes.push(self.append_one(commit).await);
        }
        outcomes
    }

    async fn load(&self, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
        self.alive()?;
        self.inner.load(streams).await
    }

    async fn read(&self, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError> {
        self.alive()?;
        self.inner.read(after, limit).await
    }

    async fn head(&self) -> Result<Cursor, LogError> {
        self.alive()?;
        self.inner.head().await
    }

    async fn end(&self) -> Result<Cursor, LogError> {
        self.alive()?;
        self.inner.end().await
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.inner.appended()
    }

    async fn load_snapshots(
        &self,
        streams: &[(StreamKey, String)],
    ) -> Result<Vec<Snapshot>, LogError> {
        self.alive()?;
        self.inner.load_snapshots(streams).await
    }

    async fn save_snapshots(&self, snapshots: &[Snapshot]) -> Result<(), LogError> {
        self.alive()?;
        self.inner.save_snapshots(snapshots).await
    }

    async fn load_states(&self, streams: &[(StreamKey, String)]) -> Result<Loaded, LogError> {
        self.alive()?;
        self.inner.load_states(streams).await
    }

    async fn wait_for_more(&self, after: Cursor, timeout: Duration) -> Result<bool, LogError> {
        self.inner.wait_for_more(after, timeout).await
    }
}
