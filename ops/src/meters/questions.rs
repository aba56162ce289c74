//! What is asked of the database for numbers: each question costs the same however many orders there are,
//! or is counted up to a limit.

use anyhow::Result;
use chrono::{DateTime, Utc};
use sqlx::PgPool;
use store::PgLog;
use store::jobs::JobDesk;

use super::family::Family;

/// Events counted at most when a process's lag is measured.
const COUNTED: i64 = 10_000;
/// Deliveries of the last day that are counted at most, the newest.
const MOST_DELIVERIES: i64 = 100_000;
/// Unmatched deposits counted at most.
const MOST_DEPOSITS: i64 = 500;

/// The gauges that the questions set.
pub struct Gauges {
    lag_events: Family,
    lag_seconds: Family,
    parked: Family,
    halted: Family,
    running: Family,
    hidden: Family,
    hidden_seconds: Family,
    transaction: Family,
    process_events: Family,
    process_seconds: Family,
    process_parked: Family,
    tasks: Family,
    oldest_due: Family,
    jobs: Family,
    oldest_job: Family,
    deliveries: Family,
    oldest_delivery: Family,
    unmatched: Family,
    size: Family,
}

impl Gauges {
    pub fn new() -> Self {
        let of_projection = |name| Family::new(name, &["projection"]);
        let of_process = |name| Family::new(name, &["process"]);
        let one = |name| Family::new(name, &[]);
        Self {
            lag_events: of_projection("jangbu_projection_lag_events"),
            lag_seconds: of_projection("jangbu_projection_lag_seconds"),
            parked: of_projection("jangbu_projection_parked_events"),
            halted: of_projection("jangbu_projection_halted"),
            running: of_projection("jangbu_projection_running"),
            hidden: one("jangbu_barrier_hidden_events"),
            hidden_seconds: one("jangbu_barrier_lag_seconds"),
            transaction: one("jangbu_barrier_transaction_seconds"),
            process_events: of_process("jangbu_process_lag_events"),
            process_seconds: of_process("jangbu_process_lag_seconds"),
            process_parked: of_process("jangbu_process_parked_events"),
            tasks: Family::new("jangbu_process_tasks", &["process", "state"]),
            oldest_due: of_process("jangbu_process_oldest_due_seconds"),
            jobs: Family::new("jangbu_jobs", &["task", "state"]),
            oldest_job: Family::new("jangbu_job_oldest_ready_seconds", &["task"]),
            deliveries: Family::new("jangbu_deliveries_last_day", &["medium", "state"]),
            oldest_delivery: Family::new("jangbu_delivery_oldest_open_seconds", &["medium"]),
            unmatched: one("jangbu_deposits_unmatched"),
            size: one("jangbu_database_size_bytes"),
        }
    }

    pub async fn projections(&mut self, pool: &PgPool) -> Result<()> {
        let models = projections::status(pool).await?;
        let of = |read: fn(&projections::Status) -> f64| {
            let values = models
                .iter()
                .map(|model| (vec![model.name.clone()], read(model)));
            values.collect::<Vec<_>>()
        };
        self.lag_events.set(of(|model| count(model.lag_events)));
        self.lag_seconds.set(of(|model| model.lag_seconds));
        self.parked.set(of(|model| count(model.parked)));
        self.halted
            .set(of(|model| f64::from(u8::from(model.halted.is_some()))));
        self.running
            .set(of(|model| f64::from(u8::from(model.running))));
        Ok(())
    }

    pub async fn barrier(&mut self, log: &PgLog, pool: &PgPool) -> Result<()> {
        let barrier = log.barrier().await?;
        // Others' transactions show their age only to an owner of theirs or a monitor; then this is 0.
        let oldest: f64 = sqlx::query_scalar(
            "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::float8
               FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()",
        )
        .fetch_one(pool)
        .await?;
        self.hidden.set([(vec![], count(barrier.hidden))]);
        self.hidden_seconds.set([(vec![], barrier.seconds)]);
        self.transaction.set([(vec![], oldest)]);
        Ok(())
    }

    pub async fn processes(&mut self, pool: &PgPool) -> Result<()> {
        let lags: Vec<(String, i64, f64, i64)> = sqlx::query_as(
            "WITH standing AS (
                 SELECT process, split_part(cursor, ':', 1)::int AS epoch, split_part(cursor, ':', 2)::xid8 AS xid,
                        split_part(cursor, ':', 3)::int8 AS position FROM process_checkpoints),
             places AS (
                 SELECT s.epoch, s.xid, s.position, lag.events, lag.seconds
                   FROM (SELECT DISTINCT epoch, xid, position FROM standing) AS s CROSS JOIN LATERAL (
                        SELECT count(*) AS events,
                               coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS seconds
                          FROM (SELECT recorded_at FROM events e
                                 WHERE (e.epoch, e.xid, e.position) > (s.epoch, s.xid, s.position)
                                 ORDER BY e.epoch, e.xid, e.position LIMIT $1) unread) AS lag)
             SELECT process, events, seconds,
                    (SELECT count(*) FROM process_parked p WHERE p.process = standing.process)
               FROM standing JOIN places USING (epoch, xid, position)",
        )
        .bind(COUNTED)
        .fetch_all(pool)
        .await?;
        let key = |process: &String| vec![process.clone()];
        self.process_events.set(
            lags.iter()
                .map(|(name, events, ..)| (key(name), count(*events))),
        );
        self.process_seconds.set(
            lags.iter()
                .map(|(name, _, seconds, _)| (key(name), *seconds)),
        );
        self.process_parked.set(
            lags.iter()
                .map(|(name, .., parked)| (key(name), count(*parked))),
        );
        Ok(())
    }

    /// `now` is the shop's clock, by which tasks are due.
    pub async fn tasks(&mut self, pool: &PgPool, now: DateTime<Utc>) -> Result<()> {
        let tasks: Vec<(String, i64, i64, i64, f64)> = sqlx::query_as(
            "SELECT process, count(*) FILTER (WHERE due_at <= $1), count(*) FILTER (WHERE due_at > $1),
                    count(*) FILTER (WHERE attempts > 0),
                    coalesce(greatest(0, extract(epoch FROM $1 - min(due_at))), 0)::float8
               FROM process_tasks GROUP BY process",
        )
        .bind(now)
        .fetch_all(pool)
        .await?;
        let states = tasks
            .iter()
            .flat_map(|(process, due, scheduled, failing, _)| {
                let key = |state: &str| vec![process.clone(), state.to_owned()];
                [
                    (key("due"), count(*due)),
                    (key("scheduled"), count(*scheduled)),
                    (key("failing"), count(*failing)),
                ]
            });
        self.tasks.set(states);
        let oldest = tasks
            .iter()
            .map(|(process, .., oldest)| (vec![process.clone()], *oldest));
        self.oldest_due.set(oldest);
        Ok(())
    }

    pub async fn jobs(&mut self, pool: &PgPool) -> Result<()> {
        let there = "SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL";
        if !sqlx::query_scalar::<_, bool>(there).fetch_one(pool).await? {
            return Ok(());
        }
        let counts = JobDesk::new(pool.clone()).counts().await?;
        let ready = counts.iter().filter(|counts| counts.state == "ready");
        self.oldest_job
            .set(ready.map(|counts| (vec![counts.task.clone()], counts.oldest)));
        let jobs = counts
            .into_iter()
            .map(|of| (vec![of.task, of.state], count(of.jobs)));
        self.jobs.set(jobs);
        Ok(())
    }

    pub async fn deliveries(&mut self, pool: &PgPool) -> Result<()> {
        let states: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT medium, state, count(*) FROM (
                 SELECT medium, state FROM deliveries WHERE began_at > now() - interval '1 day'
                  ORDER BY began_at DESC LIMIT $1) AS latest
              GROUP BY medium, state",
        )
        .bind(MOST_DELIVERIES)
        .fetch_all(pool)
        .await?;
        let states = states.into_iter();
        self.deliveries
            .set(states.map(|(medium, state, letters)| (vec![medium, state], count(letters))));
        let oldest: Vec<(String, f64)> = sqlx::query_as(
            "SELECT medium, extract(epoch FROM now() - min(began_at))::float8 FROM deliveries
              WHERE state IN ('sending', 'waiting') GROUP BY medium",
        )
        .fetch_all(pool)
        .await?;
        let oldest = oldest.into_iter();
        self.oldest_delivery
            .set(oldest.map(|(medium, seconds)| (vec![medium], seconds)));
        Ok(())
    }

    pub async fn deposits(&mut self, pool: &PgPool) -> Result<()> {
        let found = projections::orders::unmatched(pool, MOST_DEPOSITS).await?;
        let open = found.iter().filter(|deposit| deposit.is_open()).count();
        self.unmatched.set([(vec![], count(i64::try_from(open)?))]);
        Ok(())
    }

    pub async fn size(&mut self, pool: &PgPool) -> Result<()> {
        let size = "SELECT pg_database_size(current_database())";
        let bytes = sqlx::query_scalar::<_, i64>(size).fetch_one(pool).await?;
        self.size.set([(vec![], count(bytes))]);
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "Prometheus knows no other numbers"
)]
fn count(of: i64) -> f64 {
    of as f64
}
