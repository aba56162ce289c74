//! Reading: whole streams for rules, the log in order for readers.

use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::cursor::Cursor;
use crate::log::{Loaded, LogError, Recorded, Snapshot, StreamKey};
use crate::pg::connect::{Db, Params};
use crate::pg::rows::{COLUMNS, Json, Xid, cursor, recorded};

/// What a reader may see: transactions older than the oldest one still open, and whatever
/// came from another cluster. Written as a row comparison so that it bounds the index scan;
/// an OR would be tested row by row while a stalled transaction lets the backlog grow.
const VISIBLE: &str = "(epoch, xid) < (es_epoch(), pg_snapshot_xmin(pg_current_snapshot()))";

static READ: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {COLUMNS} FROM events WHERE (epoch, xid, position) > ($1, $2, $3) AND {VISIBLE}
         ORDER BY epoch, xid, position LIMIT $4"
    )
});

static HEAD: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT epoch, xid, position FROM events WHERE {VISIBLE}
         ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1"
    )
});

static LOAD_ONE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {COLUMNS} FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence > $3 ORDER BY sequence"
    )
});

static LOAD_MANY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT e.* FROM unnest($1::text[], $2::text[], $3::int8[]) AS h (kind, id, after)
         CROSS JOIN LATERAL (
             SELECT {COLUMNS} FROM events
             WHERE aggregate_type = h.kind AND aggregate_id = h.id AND sequence > h.after
             ORDER BY sequence) AS e"
    )
});

/// Snapshots come as rows of epoch 0 before the events of their stream, so that one
/// statement, seeing one moment, answers all.
static LOAD_STATES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT e.* FROM unnest($1::text[], $2::text[], $3::text[]) AS h (kind, id, shape)
         LEFT JOIN LATERAL (
             SELECT sequence, state FROM snapshots
             WHERE kind = h.kind AND id = h.id AND shape = h.shape) AS s ON true
         CROSS JOIN LATERAL (
             SELECT 0, '0'::xid8, 0::int8, h.kind, h.id, s.sequence, h.shape, '', s.state,
                    '{{}}'::json, '00000000-0000-0000-0000-000000000000'::uuid, now()
             WHERE s.sequence IS NOT NULL
             UNION ALL
             (SELECT {COLUMNS} FROM events
              WHERE aggregate_type = h.kind AND aggregate_id = h.id
                AND sequence > coalesce(s.sequence, 0)
              ORDER BY sequence)) AS e"
    )
});

const LOAD_SNAPSHOTS: &str = "
SELECT s.kind, s.id, s.sequence, s.shape, s.state
FROM unnest($1::text[], $2::text[], $3::text[]) AS h (kind, id, shape)
JOIN snapshots AS s ON s.kind = h.kind AND s.id = h.id AND s.shape = h.shape";

const BARRIER: &str = "
SELECT count(*),
       coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8,
       (SELECT pid FROM pg_stat_activity
        WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
        ORDER BY age(backend_xid) DESC LIMIT 1)
FROM events
WHERE (epoch, xid) >= (es_epoch(), pg_snapshot_xmin(pg_current_snapshot()))";

/// How far the readers' barrier lags behind what is committed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Barrier {
    /// Committed events that readers may not see yet.
    pub hidden: i64,
    /// Seconds since the oldest of them was recorded; 0 without any.
    pub seconds: f64,
    /// The server process with the oldest open transaction that writes, in any database of
    /// the cluster: the one that holds readers back.
    pub holder: Option<i32>,
}

pub(crate) async fn read(db: &Db, after: Cursor, limit: i64) -> Result<Vec<Recorded>, LogError> {
    let epoch = i32::try_from(after.epoch).unwrap_or(i32::MAX);
    let params: &Params<'_> = &[&epoch, &Xid(after.xid), &after.position, &limit];
    db.rows(&READ, params, recorded).await
}

/// How the server goes about [`read`], as EXPLAIN tells it.
pub(crate) async fn reading_plan(db: &Db) -> Result<String, LogError> {
    let sql = READ
        .replace("$1", "1")
        .replace("$2", "'100'")
        .replace("$3", "1")
        .replace("$4", "1000");
    let lines: Vec<String> = db
        .rows(&format!("EXPLAIN {sql}"), &[], |row| row.try_get(0))
        .await?;
    Ok(lines.join("\n"))
}

pub(crate) async fn head(db: &Db) -> Result<Cursor, LogError> {
    let found = db.rows(&HEAD, &[], |row| cursor(row, 0)).await?;
    Ok(found.first().copied().unwrap_or_default())
}

pub(crate) async fn load(db: &Db, streams: &[(StreamKey, i64)]) -> Result<Vec<Recorded>, LogError> {
    match streams {
        [] => Ok(Vec::new()),
        [(key, after)] => {
            let params: &Params<'_> = &[&key.kind.as_ref(), &key.id, after];
            db.rows(&LOAD_ONE, params, recorded).await
        }
        _ => {
            let (kinds, ids) = columns(streams);
            let after: Vec<i64> = streams.iter().map(|(_, after)| *after).collect();
            db.rows(&LOAD_MANY, &[&kinds, &ids, &after], recorded).await
        }
    }
}

pub(crate) async fn load_states(
    db: &Db,
    streams: &[(StreamKey, String)],
) -> Result<Loaded, LogError> {
    if streams.is_empty() {
        return Ok(Loaded::default());
    }
    let (kinds, ids) = columns(streams);
    let shapes: Vec<&str> = streams.iter().map(|(_, shape)| shape.as_str()).collect();
    let mut events = db
        .rows(&LOAD_STATES, &[&kinds, &ids, &shapes], recorded)
        .await?;
    let snapshots = events.extract_if(.., |row| row.cursor.epoch == 0);
    let snapshots = snapshots.map(|row| Snapshot {
        stream: StreamKey::new(row.kind, row.id),
        sequence: row.sequence,
        shape: row.event_type,
        state: row.payload,
    });
    Ok(Loaded {
        snapshots: snapshots.collect(),
        events,
    })
}

pub(crate) async fn load_snapshots(
    db: &Db,
    streams: &[(StreamKey, String)],
) -> Result<Vec<Snapshot>, LogError> {
    let (kinds, ids) = columns(streams);
    let shapes: Vec<&str> = streams.iter().map(|(_, shape)| shape.as_str()).collect();
    db.rows(LOAD_SNAPSHOTS, &[&kinds, &ids, &shapes], snapshot)
        .await
}

fn snapshot(row: &Row) -> Result<Snapshot, tokio_postgres::Error> {
    let (kind, id): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let Json(state) = row.try_get(4)?;
    Ok(Snapshot {
        stream: StreamKey::new(kind, id),
        sequence: row.try_get(2)?,
        shape: row.try_get(3)?,
        state,
    })
}

pub(crate) async fn barrier(db: &Db) -> Result<Barrier, LogError> {
    let found = db.rows(BARRIER, &[], |row| {
        let (hidden, seconds, holder) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        Ok(Barrier {
            hidden,
            seconds,
            holder,
        })
    });
    Ok(found.await?.first().copied().unwrap_or_default())
}

fn columns<T>(streams: &[(StreamKey, T)]) -> (Vec<&str>, Vec<&str>) {
    streams
        .iter()
        .map(|(key, _)| (key.kind.as_ref(), key.id.as_str()))
        .unzip()
}
