//! The engine's way to the database: our connections, and our ear for new jobs.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use graphile_worker::{
    BoxFuture, Database, DatabaseDriver, DbError, DbExecutor, DbParams, DbRow, DbTransaction,
    Notification, NotificationStream,
};
use serde_json::Value;
use store::jobs::Connections;
use tokio::sync::Notify;

/// Between two attempts to hear again.
const AGAIN: Duration = Duration::from_secs(1);

/// Signals that the engine remembers for each of its slots at most.
const REMEMBERED: u64 = 4;

/// Says that there may be more jobs. The engine takes one job per signal and slot, and would leave
/// a heap of jobs that it was told of once to its next look at the clock, and the next.
#[derive(Debug, Clone, Default)]
pub(super) struct More(Arc<Notify>);

impl More {
    /// One more look; several at a time are one.
    pub(super) fn look(&self) {
        self.0.notify_one();
    }
}

/// The library's own driver cannot listen over a pool that it was given; this one can.
#[derive(Debug)]
struct Driver {
    inner: TokioPostgresDatabase,
    connections: Connections,
    more: More,
}

/// The database as the engine wants it; `more` is heard like news of jobs.
pub(super) fn database(connections: &Connections, more: More) -> Database {
    Database::new(Driver {
        inner: TokioPostgresDatabase::new(connections.pool()),
        connections: connections.clone(),
        more,
    })
}

impl DbExecutor for Driver {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        self.inner.execute(sql, params)
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        self.inner.fetch_all(sql, params)
    }
}

impl DatabaseDriver for Driver {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn begin(&self) -> BoxFuture<'_, Result<DbTransaction, DbError>> {
        self.inner.begin()
    }

    fn listen<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Option<NotificationStream>, DbError>> {
        let told = ear(self.connections.clone(), channel.to_owned());
        let more = looks(self.more.clone(), channel.to_owned());
        let stream: NotificationStream = futures::stream::select(told, more).boxed();
        Box::pin(std::future::ready(Ok(Some(stream))))
    }
}

/// Hears for ever: a lost connection is made again, and what was said meanwhile is made up for by
/// one notification.
fn ear(
    connections: Connections,
    channel: String,
) -> impl futures::Stream<Item = Result<Notification, DbError>> + Send {
    let told = {
        let channel = channel.clone();
        move |payload| {
            Ok(Notification {
                channel: channel.clone(),
                payload,
            })
        }
    };
    let hearings = futures::stream::unfold(true, move |first| {
        let (connections, channel) = (connections.clone(), channel.clone());
        async move {
            if !first {
                tokio::time::sleep(AGAIN).await;
            }
            let heard = match connections.listen(&channel).await {
                Ok(heard) => {
                    let missed = (!first).then(String::new);
                    futures::stream::iter(missed).chain(heard).boxed()
                }
                Err(error) => {
                    tracing::debug!(%error, "new jobs are not heard of for now, workers look: {error}");
                    futures::stream::empty().boxed()
                }
            };
            Some((heard, false))
        }
    });
    let each = hearings.flatten().flat_map(|said: String| {
        let times = usize::try_from(jobs_in(&said).min(REMEMBERED)).unwrap_or(1);
        futures::stream::iter(std::iter::repeat_n(said, times))
    });
    each.map(told)
}

/// How many jobs a notification tells of: `{"count": 3, …}`.
fn jobs_in(said: &str) -> u64 {
    let said: Option<Value> = serde_json::from_str(said).ok();
    let count = said.and_then(|said| said.get("count")?.as_u64());
    count.unwrap_or(1).max(1)
}

fn looks(
    more: More,
    channel: String,
) -> impl futures::Stream<Item = Result<Notification, DbError>> + Send {
    futures::stream::unfold((more, channel), |(more, channel)| async move {
        more.0.notified().await;
        let told = Notification {
            channel: channel.clone(),
            payload: String::new(),
        };
        Some((Ok(told), (more, channel)))
    })
}
