//! What a database error means for us.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::log::LogError;

/// An error, sorted by what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is gone, and if a statement was under way nobody knows its outcome.
    Lost(String),
    /// No connection could be had, so nothing was sent.
    Unconnected(String),
    /// Deadlock or serialisation failure: nothing was written, the same may work now.
    Again(String),
    /// Another's lock, or too much to do: nothing was written, and fewer at once may get through.
    Stalled(String),
    /// Another row has this key.
    Taken,
    /// The server cannot do it now: disk full, out of memory.
    Unable(String),
    /// The statement itself is wrong.
    Refused(String),
    /// The answer makes no sense.
    Damaged(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let Some(database) = error.as_db_error() else {
            // Without an answer from the server it is the connection, unless it is a
            // parameter that could not even be sent.
            let text = describe(&error);
            let unsent = text.starts_with("error serializing") || text.starts_with("expected ");
            return if unsent {
                Self::Refused(text)
            } else {
                Self::Lost(text)
            };
        };
        // Only code and message: the detail may quote the row.
        let code = database.code();
        let text = format!("{} ({})", database.message(), code.code());
        match code {
            &SqlState::UNIQUE_VIOLATION => Self::Taken,
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Again(text)
            }
            &SqlState::LOCK_NOT_AVAILABLE | &SqlState::QUERY_CANCELED => Self::Stalled(text),
            // A standby that we were moved to, or a server on its way down or up.
            &SqlState::READ_ONLY_SQL_TRANSACTION
            | &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::IDLE_SESSION_TIMEOUT => Self::Lost(text),
            code => match &code.code()[..2] {
                "08" => Self::Lost(text),
                // Resources, operator, the operating system.
                "53" | "55" | "57" | "58" | "XX" => Self::Unable(text),
                _ => Self::Refused(text),
            },
        }
    }
}

fn describe(error: &Error) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl From<Fault> for LogError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Lost(text) | Fault::Unconnected(text) => Self::Unreachable(text),
            Fault::Again(text)
            | Fault::Stalled(text)
            | Fault::Unable(text)
            | Fault::Refused(text) => Self::Database(text),
            Fault::Damaged(text) => Self::Damaged(text),
            Fault::Taken => Self::Database("duplicate key (23505)".to_owned()),
        }
    }
}
