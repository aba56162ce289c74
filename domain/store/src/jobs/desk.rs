//! Looking after jobs: list, show, retry, cancel, count.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Postgres, QueryBuilder, Row};

use crate::post::IN_DOUBT;

/// Looks after the jobs of a database.
#[derive(Debug, Clone)]
pub struct JobDesk {
    pool: PgPool,
}

/// How far a job is. What is done is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// A worker is at it.
    Running,
    /// Due, and no worker has taken it yet.
    Ready,
    /// Not due yet, and never tried.
    Scheduled,
    /// Tried, failed, and due again later.
    Retrying,
    /// Failed for good; only staff bring it back.
    Dead,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Running,
        Self::Ready,
        Self::Scheduled,
        Self::Retrying,
        Self::Dead,
    ];

    /// Its name at the prompt and in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Scheduled => "scheduled",
            Self::Retrying => "retrying",
            Self::Dead => "dead",
        }
    }

    fn read(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == name);
        found.unwrap_or(Self::Ready)
    }
}

/// A job as staff see it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct JobRow {
    pub id: i64,
    pub task: String,
    pub state: JobState,
    /// Ids only.
    pub payload: Value,
    pub key: Option<String>,
    pub queue: Option<String>,
    /// Whether it is in the bulk lane.
    pub bulk: bool,
    pub priority: i32,
    pub attempts: i32,
    pub max_attempts: i32,
    pub last_error: Option<String>,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub locked_at: Option<DateTime<Utc>>,
    /// The worker that is at it.
    pub locked_by: Option<String>,
}

impl FromRow<'_, PgRow> for JobRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            task: row.try_get("task")?,
            state: JobState::read(row.try_get("state")?),
            payload: row.try_get("payload")?,
            key: row.try_get("key")?,
            queue: row.try_get("queue")?,
            bulk: row.try_get("bulk")?,
            priority: row.try_get("priority")?,
            attempts: row.try_get("attempts")?,
            max_attempts: row.try_get("max_attempts")?,
            last_error: row
                .try_get::<Option<String>, _>("last_error")?
                .map(|it| plain(&it)),
            run_at: row.try_get("run_at")?,
            created_at: row.try_get("created_at")?,
            locked_at: row.try_get("locked_at")?,
            locked_by: row.try_get("locked_by")?,
        })
    }
}

/// The engine writes an error down as Rust shows it: `TaskError("the words")`.
fn plain(error: &str) -> String {
    let inside = error
        .strip_prefix("TaskError(\"")
        .and_then(|rest| rest.strip_suffix("\")"));
    inside.map_or_else(
        || error.to_owned(),
        |inside| inside.replace("\\\"", "\"").replace("\\n", "\n"),
    )
}

/// Which jobs; the next due come first, the dead last tried first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobQuery {
    pub state: Option<JobState>,
    pub task: Option<String>,
    /// At most so many; 0: 50.
    pub most: u32,
}

/// How many jobs of a task are in a state.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Counts {
    pub task: String,
    pub state: String,
    pub jobs: i64,
    /// Seconds since the oldest of them was due; those of bulk sends, which wait for their turn, left
    /// out.
    pub oldest: f64,
}

const JOBS: &str = "
    SELECT * FROM (
        SELECT j.id, t.identifier AS task, j.payload, j.key, q.queue_name AS queue,
               coalesce(j.flags ? 'bulk', false) AS bulk, j.priority::int, j.attempts::int,
               j.max_attempts::int, j.last_error, j.run_at, j.created_at, j.locked_at, j.locked_by,
               CASE WHEN j.locked_at IS NOT NULL THEN 'running'
                    WHEN j.attempts >= j.max_attempts THEN 'dead'
                    WHEN j.attempts > 0 AND j.run_at > now() THEN 'retrying'
                    WHEN j.run_at > now() THEN 'scheduled'
                    ELSE 'ready' END AS state
          FROM graphile_worker._private_jobs j
          JOIN graphile_worker._private_tasks t ON t.id = j.task_id
          LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id) AS jobs
    WHERE true";

impl JobDesk {
    /// The desk of this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Jobs that have not been done.
    ///
    /// # Errors
    /// The database.
    pub async fn list(&self, query: &JobQuery) -> Result<Vec<JobRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Postgres>::new(JOBS);
        if let Some(state) = query.state {
            sql.push(" AND state = ").push_bind(state.as_str());
        }
        if let Some(task) = &query.task {
            sql.push(" AND task = ").push_bind(task.clone());
        }
        let most = if query.most == 0 { 50 } else { query.most };
        sql.push(" ORDER BY state = 'dead', run_at, id LIMIT ")
            .push_bind(i64::from(most));
        sql.build_query_as().fetch_all(&self.pool).await
    }

    /// One job; none where it is done or never was.
    ///
    /// # Errors
    /// The database.
    pub async fn show(&self, id: i64) -> Result<Option<JobRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Postgres>::new(JOBS);
        sql.push(" AND id = ").push_bind(id);
        sql.build_query_as().fetch_optional(&self.pool).await
    }

    /// Makes jobs due now, with all their tries again. Those that a worker is at are left; gives
    /// the ids of the others.
    ///
    /// # Errors
    /// The database.
    pub async fn retry(&self, ids: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT id FROM graphile_worker.reschedule_jobs($1, run_at => now(), attempts => 0,
                                                            max_attempts => $2)",
        )
        .bind(ids)
        .bind(i32::from(super::NewJob::TRIES))
        .fetch_all(&self.pool)
        .await
    }

    /// Takes jobs away for good. Those that a worker is at are left; gives the ids of the others. A
    /// letter or message that such a job had in hand gets its last word: it was not sent, or nobody
    /// will find out.
    ///
    /// # Errors
    /// The database.
    pub async fn cancel(&self, ids: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
        sqlx::query_scalar(
            "WITH gone AS (
                      SELECT id, key, coalesce(payload->>'by_hand',
                                 extract(epoch FROM (payload->>'tick')::timestamptz)::bigint::text) AS run
                        FROM graphile_worker.complete_jobs($1)),
                  settled AS (
                      UPDATE deliveries AS d
                         SET state = CASE d.state WHEN 'sending' THEN 'failed' ELSE 'skipped' END,
                             reason = CASE d.state WHEN 'sending' THEN $2 ELSE 'cancelled' END,
                             settled_at = clock_timestamp()
                        FROM gone
                       WHERE d.state IN ('sending', 'waiting')
                         -- A bulk batch's key looks like one of its messages': those the sweep ends.
                         AND (d.key = gone.key AND gone.key NOT LIKE 'bulk:%'
                              OR gone.key LIKE '%daily-sales:%' AND d.key LIKE 'daily-sales:' || run || ':%'))
             SELECT id FROM gone",
        )
        .bind(ids)
        .bind(IN_DOUBT)
        .fetch_all(&self.pool)
        .await
    }

    /// Jobs by task and state.
    ///
    /// # Errors
    /// The database.
    pub async fn counts(&self) -> Result<Vec<Counts>, sqlx::Error> {
        let sql = format!(
            "SELECT task, state, count(*) AS jobs,
                    coalesce(greatest(0, extract(epoch FROM now() - min(run_at) FILTER (WHERE NOT bulk))), 0)::float8
                        AS oldest
               FROM ({JOBS}) AS jobs GROUP BY 1, 2 ORDER BY 1, 2"
        );
        sqlx::query_as(&sql).fetch_all(&self.pool).await
    }
}
