//! Stock cqrs-es over our log, so that an aggregate also runs under its plain framework.
//!
//! [`LogStore`] is an `EventStore` for `CqrsFramework` over any [`EventLog`]. [`Repository`]
//! is a `PersistedEventRepository` over PostgreSQL: what postgres-es does soundly it
//! leaves to postgres-es; appending (one statement, outcome resolved) and streaming
//! (errors reach the reader) it does itself. It keeps no cqrs-es snapshots: that library
//! applies events twice on top of one.

mod log_store;
mod repository;

use cqrs_es::AggregateError;
use cqrs_es::persist::PersistenceError;
use uuid::Uuid;

use crate::log::{AppendError, Commit, EventLog, LogError, NewEvent};

pub use log_store::LogStore;
pub use repository::Repository;

async fn append_one(log: &dyn EventLog, commit: Commit) -> Result<(), PersistenceError> {
    match log.append(&[commit]).await.pop() {
        Some(Ok(_)) => Ok(()),
        Some(Err(AppendError::Conflict)) => Err(PersistenceError::OptimisticLockError),
        Some(Err(AppendError::Unavailable(error))) => Err(error.into()),
        Some(Err(error)) => Err(PersistenceError::UnknownError(Box::new(error))),
        None => Err(PersistenceError::UnknownError(
            "the log did not answer".into(),
        )),
    }
}

fn new_event(
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
) -> NewEvent {
    let event_id = Uuid::new_v4();
    NewEvent {
        event_id,
        event_type,
        event_version,
        payload,
        metadata,
    }
}

impl From<LogError> for PersistenceError {
    fn from(error: LogError) -> Self {
        match &error {
            LogError::Unreachable(_) => Self::ConnectionError(Box::new(error)),
            LogError::Damaged(_) => Self::DeserializationError(Box::new(error)),
            _ => Self::UnknownError(Box::new(error)),
        }
    }
}

impl<R: std::error::Error> From<LogError> for AggregateError<R> {
    fn from(error: LogError) -> Self {
        PersistenceError::from(error).into()
    }
}
