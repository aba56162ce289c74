//! By what way letters and messages leave this shop, as its workers have agreed: one that was started
//! without the settings must not keep what the others send.

use sqlx::PgPool;

/// The way on which everything stays on its own machine.
pub const LOCAL: &str = "local";

/// Whether a worker may send by its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreed {
    /// As the others do, or as nobody does yet.
    Yes,
    /// The shop went another way until now: that one. From now on it goes this one.
    Changed(String),
    /// The shop's letters leave by that way, and this worker would keep them.
    No(String),
}

/// By what way `what` leaves, as workers have agreed; none where none was started yet.
///
/// # Errors
/// The database.
pub async fn way(pool: &PgPool, what: &str) -> Result<Option<String>, sqlx::Error> {
    let way = sqlx::query_scalar("SELECT way FROM post_senders WHERE what = $1");
    way.bind(what).fetch_optional(pool).await
}

/// Asks, and writes down what is new. `what` is `mail` or `texts`, `way` the sender's name.
///
/// # Errors
/// The database.
pub async fn agree(pool: &PgPool, what: &str, way: &str) -> Result<Agreed, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("INSERT INTO post_senders (what, way) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(what)
        .bind(way)
        .execute(&mut *transaction)
        .await?;
    let known: String =
        sqlx::query_scalar("SELECT way FROM post_senders WHERE what = $1 FOR UPDATE")
            .bind(what)
            .fetch_one(&mut *transaction)
            .await?;
    if known == way {
        transaction.commit().await?;
        return Ok(Agreed::Yes);
    }
    if way == LOCAL {
        return Ok(Agreed::No(known));
    }
    sqlx::query("UPDATE post_senders SET way = $2, since = clock_timestamp() WHERE what = $1")
        .bind(what)
        .bind(way)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(Agreed::Changed(known))
}

/// From now on letters and messages may stay on the machine again.
///
/// # Errors
/// The database.
pub async fn forget(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM post_senders")
        .execute(pool)
        .await?;
    Ok(())
}
