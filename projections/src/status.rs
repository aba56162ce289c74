//! How the projections are doing: for operators, metrics and `/readyz`.

use sqlx::{PgPool, Row};
use store::Cursor;

use crate::error::Answer;

/// Events counted at most when the lag is measured.
const COUNTED: i64 = 100_000;

/// One projection's condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The projection.
    pub name: String,
    /// Its generation in service.
    pub generation: i32,
    /// Of the code that folds into it.
    pub version: i32,
    /// How far it has folded.
    pub cursor: Cursor,
    /// Events it has yet to read, also those that an open transaction still keeps from readers
    /// (see [`store::PgLog::barrier`]); counted up to 100,000.
    pub lag_events: i64,
    /// Seconds since the oldest of them was recorded; 0 without any.
    pub lag_seconds: f64,
    /// Parked events.
    pub parked: i64,
    /// Why it stopped.
    pub halted: Option<String>,
    /// Whether a runner holds its lease.
    pub running: bool,
    /// A new generation being filled, and how far that is.
    pub filling: Option<(i32, Cursor)>,
}

/// The condition of every projection that has a generation in service, by name.
pub async fn status(pool: &PgPool) -> Answer<Vec<Status>> {
    let rows = sqlx::query(
        "SELECT g.name, g.generation, g.version, g.epoch, g.xid, g.position, g.halted,
                (SELECT count(*) FROM projection_parked p
                  WHERE p.name = g.name AND p.generation = g.generation) AS parked,
                EXISTS (SELECT FROM projection_leases l
                         WHERE l.name = g.name AND l.until > clock_timestamp()) AS running,
                f.generation AS filling, f.epoch AS filling_epoch, f.xid AS filling_xid,
                f.position AS filling_position, lag.events AS lag_events, lag.seconds AS lag_seconds
           FROM projection_generations g
           LEFT JOIN LATERAL (
                SELECT * FROM projection_generations n
                 WHERE n.name = g.name AND n.state = 'filling' ORDER BY generation DESC LIMIT 1) f ON true
           CROSS JOIN LATERAL (
                SELECT count(*) AS events,
                       coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS seconds
                  FROM (SELECT recorded_at FROM events e
                         WHERE (e.epoch, e.xid, e.position) > (g.epoch::int, g.xid::text::xid8, g.position)
                         ORDER BY e.epoch, e.xid, e.position LIMIT $1) unread) lag
          WHERE g.state = 'live' ORDER BY g.name",
    )
    .bind(COUNTED)
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &sqlx::postgres::PgRow) -> Answer<Status> {
    let filling = match row.try_get::<Option<i32>, _>("filling")? {
        None => None,
        Some(number) => Some((
            number,
            Cursor {
                epoch: row.try_get("filling_epoch")?,
                xid: row.try_get("filling_xid")?,
                position: row.try_get("filling_position")?,
            },
        )),
    };
    Ok(Status {
        name: row.try_get("name")?,
        generation: row.try_get("generation")?,
        version: row.try_get("version")?,
        cursor: Cursor {
            epoch: row.try_get("epoch")?,
            xid: row.try_get("xid")?,
            position: row.try_get("position")?,
        },
        lag_events: row.try_get("lag_events")?,
        lag_seconds: row.try_get("lag_seconds")?,
        parked: row.try_get("parked")?,
        halted: row.try_get("halted")?,
        running: row.try_get("running")?,
        filling,
    })
}
