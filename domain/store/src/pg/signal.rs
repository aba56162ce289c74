//! Telling other processes that something was appended, and hearing it from them.
//!
//! NOTIFY takes a lock of the whole cluster at commit, so it is never part of an append:
//! a task of its own sends one for everything of the last few milliseconds. Who misses it
//! polls anyway.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use tokio::sync::{Notify, watch};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, Socket};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::pg::connect::Db;

/// Appends within this time share one NOTIFY.
const GATHER: Duration = Duration::from_millis(25);
/// Between two attempts to get the connection back.
const AGAIN: Duration = Duration::from_secs(1);

pub(crate) type Messages = BoxStream<'static, Result<AsyncMessage, tokio_postgres::Error>>;

pub(crate) fn spawn(
    db: Db,
    appended: Arc<watch::Sender<u64>>,
    written: Arc<Notify>,
) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(async move {
        let ourselves = Uuid::new_v4().simple().to_string();
        loop {
            let lost = match open(&db).await {
                Ok((client, messages)) => {
                    exchange(&client, messages, &appended, &written, &ourselves).await
                }
                Err(error) => Err(error),
            };
            tracing::debug!(?lost, "the log's signals are interrupted; readers poll");
            tokio::time::sleep(AGAIN).await;
            // Whatever was told meanwhile is found by looking.
            appended.send_modify(|count| *count += 1);
        }
    }))
}

/// A connection of its own, and what the server says over it; reading drives the connection.
pub(crate) async fn open(db: &Db) -> Result<(Client, Messages), tokio_postgres::Error> {
    let target = db.target();
    match &target.tls {
        None => connect(&target.config, NoTls).await,
        Some(tls) => connect(&target.config, tls.clone()).await,
    }
}

async fn connect<T>(config: &Config, tls: T) -> Result<(Client, Messages), tokio_postgres::Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let (client, mut connection) = config.connect(tls).await?;
    let messages = futures::stream::poll_fn(move |context| connection.poll_message(context));
    Ok((client, messages.boxed()))
}

/// Runs until the connection is lost.
async fn exchange(
    client: &Client,
    mut messages: Messages,
    appended: &watch::Sender<u64>,
    written: &Notify,
    ourselves: &str,
) -> Result<(), tokio_postgres::Error> {
    let tell = async {
        client.batch_execute("LISTEN jangbu_log").await?;
        loop {
            written.notified().await;
            tokio::time::sleep(GATHER).await;
            client
                .batch_execute(&format!("NOTIFY jangbu_log, '{ourselves}'"))
                .await?;
        }
    };
    let hear = async {
        while let Some(message) = messages.next().await {
            if let AsyncMessage::Notification(told) = message?
                && told.payload() != ourselves
            {
                appended.send_modify(|count| *count += 1);
            }
        }
        Ok(())
    };
    // `hear` also drives the connection that `tell` speaks over.
    tokio::select! {
        told = tell => told,
        heard = hear => heard,
    }
}
