//! What a process still has to do: rows that are written with its checkpoint, leased while
//! somebody is at them, and gone when done.

use chrono::{DateTime, Duration, Utc};
use domain::StoreId;
use sqlx::{FromRow, PgConnection, PgPool};

use crate::processes::Reading;

/// How long a worker may be at one task before another one takes it over.
const LEASE: Duration = Duration::seconds(30);
/// Tasks taken at once.
const AT_ONCE: i64 = 32;

/// The last word on each subject of a batch.
pub(crate) struct Changes {
    attend: Vec<(String, StoreId, DateTime<Utc>)>,
    forget: Vec<String>,
}

impl Changes {
    pub(crate) fn of(readings: Vec<(Reading, StoreId)>) -> Self {
        let mut last = std::collections::HashMap::new();
        for (reading, store) in readings {
            match reading {
                Reading::Nothing | Reading::Enqueue(_) => {}
                Reading::Attend(subject, due) => drop(last.insert(subject, Some((store, due)))),
                Reading::Forget(subject) => drop(last.insert(subject, None)),
            }
        }
        let (mut attend, mut forget) = (vec![], vec![]);
        for (subject, word) in last {
            match word {
                Some((store, due)) => attend.push((subject, store, due)),
                None => forget.push(subject),
            }
        }
        Self { attend, forget }
    }

    pub(crate) async fn write(
        self,
        db: &mut PgConnection,
        process: &str,
    ) -> Result<(), sqlx::Error> {
        if !self.forget.is_empty() {
            sqlx::query("DELETE FROM process_tasks WHERE process = $1 AND subject = ANY($2)")
                .bind(process)
                .bind(&self.forget)
                .execute(&mut *db)
                .await?;
        }
        if !self.attend.is_empty() {
            let subjects: Vec<_> = self
                .attend
                .iter()
                .map(|(subject, ..)| subject.as_str())
                .collect();
            let stores: Vec<_> = self
                .attend
                .iter()
                .map(|(_, store, _)| store.as_str())
                .collect();
            let dues: Vec<_> = self.attend.iter().map(|(.., due)| *due).collect();
            sqlx::query(
                "INSERT INTO process_tasks (process, subject, store, due_at)
                 SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[])
                 ON CONFLICT (process, subject) DO UPDATE
                 SET due_at = excluded.due_at, attempts = 0, leased_until = NULL",
            )
            .bind(process)
            .bind(&subjects)
            .bind(&stores)
            .bind(&dues)
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }
}

/// A task that this worker is at.
#[derive(Debug, FromRow)]
pub(crate) struct Leased {
    pub(crate) subject: String,
    pub(crate) store: String,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) attempts: i32,
}

/// Takes tasks that are due and that nobody is at. The statement commits at once: an open
/// transaction would hold every reader of the log back.
pub(crate) async fn lease(
    pool: &PgPool,
    process: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Leased>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE process_tasks SET leased_until = clock_timestamp() + $3
         WHERE process = $1 AND subject IN (
             SELECT subject FROM process_tasks
             WHERE process = $1 AND due_at <= $2
               AND (leased_until IS NULL OR leased_until < clock_timestamp())
             ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
         RETURNING subject, store, due_at, attempts",
    )
    .bind(process)
    .bind(now)
    .bind(
        sqlx::postgres::types::PgInterval::try_from(LEASE).unwrap_or(
            sqlx::postgres::types::PgInterval {
                months: 0,
                days: 0,
                microseconds: 30_000_000,
            },
        ),
    )
    .bind(AT_ONCE)
    .fetch_all(pool)
    .await
}

/// The task is done, unless it became due anew meanwhile.
pub(crate) async fn done(pool: &PgPool, process: &str, task: &Leased) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM process_tasks WHERE process = $1 AND subject = $2 AND due_at = $3")
        .bind(process)
        .bind(&task.subject)
        .bind(task.due_at)
        .execute(pool)
        .await?;
    Ok(())
}

/// The task is to be tried again from `due` on.
pub(crate) async fn again(
    pool: &PgPool,
    process: &str,
    task: &Leased,
    due: DateTime<Utc>,
    error: Option<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE process_tasks
         SET due_at = $4, leased_until = NULL, last_error = $5,
             attempts = attempts + CASE WHEN $5 IS NULL THEN 0 ELSE 1 END
         WHERE process = $1 AND subject = $2 AND due_at = $3",
    )
    .bind(process)
    .bind(&task.subject)
    .bind(task.due_at)
    .bind(due)
    .bind(error)
    .execute(pool)
    .await?;
    Ok(())
}
