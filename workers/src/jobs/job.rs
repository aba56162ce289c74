//! What a job is.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shop::Shop;
use sqlx::PgPool;

use super::fence::Hold;
use crate::post::Post;

/// Something to do outside of a request. Its fields are its payload: ids, never personal data.
///
/// It may run twice: after a crash, or beside a frozen worker. What it does outside carries a key
/// that follows from its payload; what it does here is idempotent.
#[async_trait]
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The task's name in tables, at the prompt and in metrics.
    const NAME: &'static str;

    /// Does it.
    async fn run(&self, context: &JobContext) -> Result<(), JobError>;
}

/// What every job is given. Cheap to clone.
#[derive(Clone)]
pub struct JobContext {
    pub shop: Shop,
    /// For tables.
    pub pool: PgPool,
    pub post: Post,
    /// The job's number.
    pub id: i64,
    /// Which try this is, from 1.
    pub attempt: i16,
    /// How the worker holds it; none where no engine runs it.
    pub(super) hold: Option<Hold>,
    /// What jobs from elsewhere need besides.
    extra: Option<Arc<dyn Any + Send + Sync>>,
}

impl JobContext {
    /// A context that no engine has given out: for those that it gives out, and for tests.
    pub fn new(shop: Shop, pool: PgPool, post: Post) -> Self {
        Self {
            shop,
            pool,
            post,
            id: 0,
            attempt: 1,
            hold: None,
            extra: None,
        }
    }

    /// The same with something that jobs brought by somebody else need.
    #[must_use]
    pub fn with(mut self, extra: impl Any + Send + Sync) -> Self {
        self.extra = Some(Arc::new(extra));
        self
    }

    /// That, if it is of this type.
    pub fn extra<T: Any>(&self) -> Option<&T> {
        self.extra.as_deref()?.downcast_ref()
    }

    /// To be asked right before something leaves: a worker that was frozen past its lease stops here
    /// instead of doing what another one has done.
    ///
    /// # Errors
    /// [`JobError::Lost`], or the database does not answer.
    pub async fn still_ours(&self) -> Result<(), JobError> {
        let Some(hold) = &self.hold else {
            return Ok(());
        };
        match hold.is_held().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(JobError::Lost),
            Err(error) => Err(JobError::again(error)),
        }
    }
}

/// Why a job was not done. The text holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Worth another try, later and later.
    #[error("{0}")]
    Again(String),
    /// No try will ever succeed: dead at once, for staff to look at.
    #[error("{0}")]
    Never(String),
    /// Another worker has taken the job over meanwhile; whatever this one says counts no more.
    #[error("another worker has taken this job over")]
    Lost,
}

impl JobError {
    /// Worth another try.
    pub fn again(error: impl std::fmt::Display) -> Self {
        Self::Again(error.to_string())
    }

    /// Never going to succeed.
    pub fn never(error: impl std::fmt::Display) -> Self {
        Self::Never(error.to_string())
    }
}
