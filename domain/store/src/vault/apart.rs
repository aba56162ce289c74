//! Keeping a sleeping member's data apart: its keys leave the table that everybody reads.
//!
//! An entry whose key lies apart reads as one that is gone, until the key is brought back. Erasing
//! destroys it wherever it lies.

use domain::personal::Retention;
use sqlx::PgPool;

/// Takes a subject's keys of one class away; gives how many. Idempotent.
///
/// # Errors
/// The database.
pub async fn set_apart(pool: &PgPool, subject: &str, class: Retention) -> Result<u64, sqlx::Error> {
    let moved = sqlx::query(
        "WITH moved AS (
             INSERT INTO vault_apart (key_id, wrapped)
             SELECT key_id, wrapped FROM vault_keys
              WHERE subject = $1 AND class = $2 AND wrapped <> ''
             ON CONFLICT (key_id) DO NOTHING RETURNING key_id)
         UPDATE vault_keys AS k SET wrapped = '' FROM moved WHERE k.key_id = moved.key_id",
    );
    let moved = moved.bind(subject).bind(class.as_str()).execute(pool);
    Ok(moved.await?.rows_affected())
}

/// Brings them back; gives how many. Idempotent.
///
/// # Errors
/// The database.
pub async fn bring_back(
    pool: &PgPool,
    subject: &str,
    class: Retention,
) -> Result<u64, sqlx::Error> {
    let moved = sqlx::query(
        "WITH back AS (
             DELETE FROM vault_apart AS a USING vault_keys AS k
              WHERE a.key_id = k.key_id AND k.subject = $1 AND k.class = $2
             RETURNING a.key_id, a.wrapped)
         UPDATE vault_keys AS k SET wrapped = back.wrapped FROM back WHERE k.key_id = back.key_id",
    );
    let moved = moved.bind(subject).bind(class.as_str()).execute(pool);
    Ok(moved.await?.rows_affected())
}
