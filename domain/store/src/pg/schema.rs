//! The tables, and the cluster they live in.

use sqlx::PgPool;
use sqlx::migrate::Migrator;

use crate::log::LogError;
use crate::pg::connect::Db;

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// A dump restored elsewhere carries transaction numbers of the old cluster; they lie in
/// the past of a new epoch. Two processes that notice at once bump it once: the second
/// waits for the row and then finds the identifier changed.
const ADOPT: &str = "
UPDATE es_cluster SET epoch = epoch + 1, system_identifier = now.system_identifier
FROM pg_control_system() AS now
WHERE es_cluster.system_identifier <> now.system_identifier";

/// Creates or completes the tables of all crates and adopts the cluster.
///
/// Several processes may call it at once; one works, the others wait.
pub async fn migrate(pool: &PgPool) -> Result<(), LogError> {
    MIGRATOR
        .run(pool)
        .await
        .map_err(|error| LogError::Database(error.to_string()))?;
    adopt_cluster(pool).await.map(|_| ())
}

/// Notices that the database has come to another cluster (a dump restored there) and
/// begins a new epoch; gives the present epoch. [`migrate`] and [`crate::PgLog::connect`]
/// do it, before anything is appended.
pub async fn adopt_cluster(pool: &PgPool) -> Result<i64, LogError> {
    let failed = |error: sqlx::Error| LogError::Database(error.to_string());
    sqlx::query(ADOPT).execute(pool).await.map_err(failed)?;
    let epoch: i32 = sqlx::query_scalar("SELECT epoch FROM es_cluster")
        .fetch_one(pool)
        .await
        .map_err(failed)?;
    Ok(i64::from(epoch))
}

/// The same over the log's own connections.
pub(crate) async fn adopt(db: &Db) -> Result<(), LogError> {
    db.run(ADOPT, &[]).await
}
