//! Who folds: one runner per projection, another takes over when it goes silent.
//!
//! A lease only keeps the second runner from doing the work in vain. That no event is folded
//! twice is the checkpoint's doing.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long a silent runner keeps what it holds: after a crash, that long nobody folds.
const TERM: Duration = Duration::from_secs(2);
const RENEW: Duration = Duration::from_millis(400);

/// The names of the projections that this runner holds.
pub(crate) type Held = watch::Receiver<HashSet<String>>;

/// Takes what is free and renews what is held, until cancelled; then gives it back.
pub(crate) async fn keep(
    pool: PgPool,
    runner: Uuid,
    names: Vec<String>,
    held: watch::Sender<HashSet<String>>,
    cancel: CancellationToken,
) {
    let mut renewed = tokio::time::Instant::now();
    loop {
        match renew(&pool, runner, &names).await {
            Ok(now) => {
                renewed = tokio::time::Instant::now();
                held.send_if_modified(|before| {
                    let changed = *before != now;
                    *before = now;
                    changed
                });
            }
            // The database is away; after a term somebody else may have taken over.
            Err(_) if renewed.elapsed() > TERM => {
                held.send_replace(HashSet::new());
            }
            Err(_) => {}
        }
        tokio::select! {
            () = cancel.cancelled() => break,
            () = tokio::time::sleep(RENEW) => {}
        }
    }
    let release = sqlx::query("DELETE FROM projection_leases WHERE runner = $1").bind(runner);
    if let Err(error) = release.execute(&pool).await {
        tracing::warn!(%error, "leases were not given back; they run out by themselves");
    }
}

async fn renew(
    pool: &PgPool,
    runner: Uuid,
    names: &[String],
) -> Result<HashSet<String>, sqlx::Error> {
    let held: Vec<String> = sqlx::query_scalar(
        "INSERT INTO projection_leases AS lease (name, runner, until)
         SELECT name, $1, clock_timestamp() + make_interval(secs => $3) FROM unnest($2::text[]) AS wanted(name) ORDER BY name
         ON CONFLICT (name) DO UPDATE SET runner = excluded.runner, until = excluded.until
          WHERE lease.runner = $1 OR lease.until < clock_timestamp()
         RETURNING name",
    )
    .bind(runner)
    .bind(names)
    .bind(TERM.as_secs_f64())
    .fetch_all(pool)
    .await?;
    Ok(held.into_iter().collect())
}
