//! Reading: whole streams for rules, the log in order for readers.

use std::sync::LazyLock;

use chrono::DateTime;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::log::{LogError, Recorded, Snapshot, StreamKey};
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

pub(crate) static HEAD: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT epoch, xid, position FROM events WHERE {VISIBLE}
         ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1"
    )
});

pub(crate) const END: &str = "
SELECT epoch, xid, position FROM events ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1";

/// Each row tells by its first column for which of the streams asked for it is.
static LOAD: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT h.n, e.* FROM unnest($1::text[], $2::text[], $3::int8[]) WITH ORDINALITY
                              AS h (kind, id, after, n)
         CROSS JOIN LATERAL (
             SELECT {COLUMNS} FROM events
             WHERE aggregate_type = h.kind AND aggregate_id = h.id AND sequence > h.after
             ORDER BY sequence) AS e"
    )
});

/// Snapshots come as rows of transaction 0 before the events of their stream, so that one
/// statement, seeing one moment, answers all. Only what folding needs is read.
const LOAD_STATES: &str = "
SELECT h.n, e.* FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
                     AS h (kind, id, shape, n)
LEFT JOIN LATERAL (
    SELECT sequence, state FROM snapshots
    WHERE kind = h.kind AND id = h.id AND shape = h.shape) AS s ON true
CROSS JOIN LATERAL (
    SELECT '0'::xid8, s.sequence, '', '', s.state WHERE s.sequence IS NOT NULL
    UNION ALL
    (SELECT xid, sequence, event_type, event_version, payload FROM events
     WHERE aggregate_type = h.kind AND aggregate_id = h.id
       AND sequence > coalesce(s.sequence, 0)
     ORDER BY sequence)) AS e";

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
    db.rows(&READ, params, |row| recorded(row, 0)).await
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

/// The cursor that a statement such as [`HEAD`] finds; the default where it finds none.
pub(crate) async fn last(db: &Db, sql: &str) -> Result<Cursor, LogError> {
    let found = db.rows(sql, &[], |row| cursor(row, 0)).await?;
    Ok(found.first().copied().unwrap_or_default())
}

/// The events of each stream after the version given with it, in the order of the streams.
pub(crate) async fn load(
    db: &Db,
    streams: &[(StreamKey, i64)],
) -> Result<Vec<Vec<Recorded>>, LogError> {
    let (kinds, ids) = columns(streams);
    let after: Vec<i64> = streams.iter().map(|(_, after)| *after).collect();
    let read = |row: &Row| Ok((row.try_get(0)?, recorded(row, 1)?));
    let rows = db.rows(&LOAD, &[&kinds, &ids, &after], read).await?;
    let mut found = vec![Vec::new(); streams.len()];
    for (place, event) in rows {
        of(&mut found, place)?.push(event);
    }
    Ok(found)
}

/// A stream's snapshot, if it has one, and the events after it.
pub(crate) type Found = (Option<Snapshot>, Vec<Recorded>);

/// What folds into the state of each stream, in the order of the streams. The events lack
/// what folding does not need: metadata, event id, time of recording, and of the cursor all but
/// the transaction, by which upcasters know one commit's events.
pub(crate) async fn load_states(
    db: &Db,
    streams: &[(StreamKey, String)],
) -> Result<Vec<Found>, LogError> {
    let (kinds, ids) = columns(streams);
    let shapes: Vec<&str> = streams.iter().map(|(_, shape)| shape.as_str()).collect();
    let params: &Params<'_> = &[&kinds, &ids, &shapes];
    let rows = db.rows(LOAD_STATES, params, folded).await?;
    let mut found: Vec<Found> = vec![(None, Vec::new()); streams.len()];
    for (place, mut event) in rows {
        let (snapshot, events) = of(&mut found, place)?;
        let (stream, shape) = &streams[nth(place)];
        if event.cursor.xid == 0 {
            *snapshot = Some(Snapshot {
                stream: stream.clone(),
                sequence: event.sequence,
                shape: shape.clone(),
                state: event.payload,
            });
        } else {
            event.kind = stream.kind.clone().into_owned();
            event.id.clone_from(&stream.id);
            events.push(event);
        }
    }
    Ok(found)
}

fn nth(place: i64) -> usize {
    usize::try_from(place - 1).unwrap_or(usize::MAX)
}

fn of<T>(found: &mut [T], place: i64) -> Result<&mut T, LogError> {
    let nobody = || LogError::Damaged("an answer that nobody asked for".to_owned());
    found.get_mut(nth(place)).ok_or_else(nobody)
}

fn folded(row: &Row) -> Result<(i64, Recorded), tokio_postgres::Error> {
    let (Xid(xid), Json(payload)) = (row.try_get(1)?, row.try_get(5)?);
    let event = Recorded {
        cursor: Cursor {
            xid,
            ..Cursor::default()
        },
        kind: String::new(),
        id: String::new(),
        sequence: row.try_get(2)?,
        event_type: row.try_get(3)?,
        event_version: row.try_get(4)?,
        payload,
        metadata: String::new(),
        event_id: Uuid::nil(),
        recorded_at: DateTime::UNIX_EPOCH,
    };
    Ok((row.try_get(0)?, event))
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
