//! Connections for work that may be broken off.
//!
//! A COPY that is dropped half-way leaves its connection waiting for rows, with its locks
//! held. Such a connection must not go back into the pool: it is closed, and the server rolls
//! back.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};

/// A connection that is closed when dropped, unless it is given back.
pub(crate) struct Lane(Option<PoolConnection<Postgres>>);

impl Lane {
    pub(crate) async fn take(pool: &PgPool) -> Result<Self, sqlx::Error> {
        Ok(Self(Some(pool.acquire().await?)))
    }

    #[expect(
        clippy::expect_used,
        reason = "only `give_back` and `drop` empty it, and they end it"
    )]
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        self.0
            .as_mut()
            .expect("a lane has its connection until it ends")
    }

    /// Whatever was begun on it is over.
    pub(crate) fn give_back(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}

/// What a future gives, or none if our own code panicked.
pub(crate) async fn unbroken<T>(work: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(work).catch_unwind().await.ok()
}

/// Tells what an event says that the database refuses from trouble of the server's own.
pub(crate) fn data_error(error: sqlx::Error) -> Result<String, sqlx::Error> {
    match &error {
        // Class 22 is data exceptions, class 23 broken constraints. Details would quote values.
        sqlx::Error::Database(refused) => match refused.code() {
            Some(code) if code.starts_with("22") || code.starts_with("23") => {
                Ok(format!("the database refuses ({code})"))
            }
            _ => Err(error),
        },
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
            Ok("a kept row cannot be read".to_owned())
        }
        _ => Err(error),
    }
}
