//! `jangbu jobs`: what is still to be done, what failed for good, and what staff do about it.

mod shown;

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use store::jobs::{JobDesk, JobQuery, JobState};

use self::shown::{list, show, told};
use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;

const EXAMPLES: &str = "\
Examples:
  jangbu jobs list
  jangbu jobs list --state dead
  jangbu jobs show 1042
  jangbu jobs retry 1042 1043
  jangbu jobs retry --all-dead --task write-letter
  jangbu jobs cancel 1042

A job is what is slow or outside of the ledger: a letter, a message, a report. What is done is gone from the \
list. What fails is tried again later and later, about twenty times within four days; then it is dead and stays \
until staff retry or cancel it. A job that a worker is at can be neither retried nor cancelled.";

const RETRY: &str = "\
Examples:
  jangbu jobs retry 1042
  jangbu jobs retry --all-dead
  jangbu jobs retry --all-dead --task write-letter

Makes jobs due now, with all their tries again. Each carries a key: what is known to have been sent is not sent \
again; a letter whose answer was lost goes again under the same Message-ID.";

const CANCEL: &str = "\
Examples:
  jangbu jobs cancel 1042
  jangbu jobs cancel --all-dead --task write-letter

Takes jobs away for good: what they were to do will not happen. Nothing else of the order changes.";

/// Jobs that one call of retry or cancel takes at most.
const MOST: u32 = 10_000;

/// List, show, retry or cancel jobs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Jobs {
    #[command(subcommand)]
    pub step: Step,
}

/// What is done with them.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Jobs that are not done, the next due first, the dead last
    List {
        /// Only those in this state
        #[arg(long)]
        state: Option<State>,
        /// Only those of this task, such as write-letter
        #[arg(long)]
        task: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        most: u32,
    },
    /// One job, whole
    Show {
        /// The job's number
        #[arg(value_name = "JOB")]
        id: i64,
    },
    /// Make jobs due now, with all their tries again
    #[command(after_help = RETRY)]
    Retry(Which),
    /// Take jobs away for good
    #[command(after_help = CANCEL)]
    Cancel(Which),
}

/// Which jobs.
#[derive(Debug, Args)]
pub struct Which {
    /// The jobs' numbers
    #[arg(
        value_name = "JOB",
        required_unless_present = "all_dead",
        conflicts_with = "all_dead"
    )]
    pub ids: Vec<i64>,
    /// All that failed for good
    #[arg(long)]
    pub all_dead: bool,
    /// With --all-dead: only those of this task
    #[arg(long, requires = "all_dead")]
    pub task: Option<String>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum State {
    /// A worker is at it
    Running,
    /// Due, and no worker has taken it yet
    Ready,
    /// Not due yet
    Scheduled,
    /// Failed, and due again later
    Retrying,
    /// Failed for good
    Dead,
}

impl From<State> for JobState {
    fn from(state: State) -> Self {
        match state {
            State::Running => Self::Running,
            State::Ready => Self::Ready,
            State::Scheduled => Self::Scheduled,
            State::Retrying => Self::Retrying,
            State::Dead => Self::Dead,
        }
    }
}

impl Jobs {
    /// # Errors
    /// There is no such job, a worker is at it, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let database = Database::open(global).await?;
        database.migrate().await?;
        let pool = database.pool(2).await?;
        let done = self
            .step
            .take(&JobDesk::new(pool.clone()), global.json)
            .await;
        pool.close().await;
        database.close()?;
        done
    }
}

impl Step {
    async fn take(self, desk: &JobDesk, json: bool) -> Result<Outcome> {
        match self {
            Self::List { state, task, most } => {
                let query = JobQuery {
                    state: state.map(JobState::from),
                    task,
                    most,
                };
                list(&desk.list(&query).await?, json)?;
            }
            Self::Show { id } => {
                let job = desk.show(id).await?;
                let job = job.with_context(|| {
                    format!("no job {id}: it is done, was cancelled, or never was")
                })?;
                show(&job, json)?;
            }
            Self::Retry(which) => {
                let ids = which.ids(desk).await?;
                let done = desk.retry(&ids).await?;
                return told(desk, "due now", &ids, &done, json).await;
            }
            Self::Cancel(which) => {
                let ids = which.ids(desk).await?;
                let done = desk.cancel(&ids).await?;
                return told(desk, "cancelled", &ids, &done, json).await;
            }
        }
        Ok(Outcome::Done)
    }
}

impl Which {
    async fn ids(&self, desk: &JobDesk) -> Result<Vec<i64>> {
        if !self.all_dead {
            return Ok(self.ids.clone());
        }
        let query = JobQuery {
            state: Some(JobState::Dead),
            task: self.task.clone(),
            most: MOST,
        };
        let dead = desk.list(&query).await?;
        Ok(dead.iter().map(|job| job.id).collect())
    }
}
