//! Connections for the job engine: with the log's address and protection, but none of the settings
//! that suit the log's own statements alone.

use deadpool_postgres::Pool;
use futures::StreamExt;
use futures::stream::BoxStream;
use tokio_postgres::AsyncMessage;

use crate::log::LogError;
use crate::pg::{Db, open_signal};

/// Nothing stays in a transaction: it would hold the log's readers back.
const SESSION: &str = "
SET application_name = 'jangbu jobs';
SET jit = off;
SET statement_timeout = '30s';
SET idle_in_transaction_session_timeout = '10s'";

/// A pool for the job engine, and a way to hear of new jobs.
#[derive(Clone)]
pub struct Connections {
    db: Db,
}

impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connections")
    }
}

impl Connections {
    /// Prepares up to `size` connections; they are made when needed. `url` is what
    /// [`crate::PgLog::connect`] takes.
    ///
    /// # Errors
    /// The URL makes no sense.
    pub fn open(url: &str, size: usize) -> Result<Self, LogError> {
        let db = Db::open_with(url, size, SESSION)?;
        Ok(Self { db })
    }

    /// The pool.
    pub fn pool(&self) -> Pool {
        self.db.pool().clone()
    }

    /// What is notified on a channel, until the connection is lost. Takes a connection of its own.
    ///
    /// # Errors
    /// The server does not answer.
    pub async fn listen(&self, channel: &str) -> Result<BoxStream<'static, String>, LogError> {
        let lost = |error: tokio_postgres::Error| LogError::Unreachable(error.to_string());
        let (client, mut messages) = open_signal(&self.db).await.map_err(lost)?;
        let listen = format!("LISTEN \"{}\"", channel.replace('"', "\"\""));
        {
            // Reading the messages is what drives the connection.
            let mut told = std::pin::pin!(client.batch_execute(&listen));
            loop {
                tokio::select! {
                    done = &mut told => break done.map_err(lost)?,
                    message = messages.next() => match message {
                        Some(Ok(_)) => {}
                        Some(Err(error)) => return Err(lost(error)),
                        None => return Err(LogError::Unreachable("the server hung up".to_owned())),
                    },
                }
            }
        }
        let heard = messages
            .take_while(|message| std::future::ready(message.is_ok()))
            .filter_map(move |message| {
                // The connection ends with its client.
                let _kept = &client;
                std::future::ready(match message {
                    Ok(AsyncMessage::Notification(told)) => Some(told.payload().to_owned()),
                    _ => None,
                })
            });
        Ok(heard.boxed())
    }
}
