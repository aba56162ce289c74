//! The statements that write: events, all or nothing, and snapshots.

use tokio_postgres::Row;

use crate::cursor::Cursor;
use crate::log::{Commit, LogError, Snapshot};
use crate::pg::connect::Db;
use crate::pg::fault::Fault;
use crate::pg::rows::{Json, Xid, cursor};

/// All or nothing: if one commit expects a version that its stream does not have, nothing
/// is written and no row comes back. The primary key refuses the other half, a version
/// that is past.
///
/// An inner query must not become a join, or a plan made on an empty table could scan.
pub(crate) const INSERT: &str = "
WITH landed AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                        payload, metadata, event_id, epoch)
    SELECT e.*, (SELECT epoch FROM es_cluster)
    FROM unnest($1::text[], $2::text[], $3::int8[], $4::text[], $5::text[], $6::json[],
                $7::json[], $8::uuid[]) AS e
    WHERE NOT EXISTS (
        SELECT FROM unnest($9::text[], $10::text[], $11::int8[]) AS h (kind, id, version)
        WHERE (SELECT p.sequence FROM events AS p
               WHERE p.aggregate_type = h.kind AND p.aggregate_id = h.id
                 AND p.sequence = h.version) IS NULL)
    RETURNING position)
SELECT (SELECT epoch FROM es_cluster), pg_current_xact_id(), array_agg(position) FROM landed";

/// Of each commit: is the event before it there, whose is its first event, where its last.
const RESOLVE: &str = "
SELECT (SELECT true FROM events AS p
        WHERE p.aggregate_type = h.kind AND p.aggregate_id = h.id AND p.sequence = h.before),
       (SELECT f.event_id FROM events AS f
        WHERE f.aggregate_type = h.kind AND f.aggregate_id = h.id AND f.sequence = h.before + 1),
       l.epoch, l.xid, l.position
FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[]) WITH ORDINALITY
         AS h (kind, id, before, last, n)
LEFT JOIN LATERAL (
    SELECT epoch, xid, position FROM events AS l
    WHERE l.aggregate_type = h.kind AND l.aggregate_id = h.id AND l.sequence = h.last
    OFFSET 0) AS l ON true
ORDER BY h.n";

const SAVE_SNAPSHOTS: &str = "
INSERT INTO snapshots AS s (kind, id, shape, sequence, state)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::json[])
ON CONFLICT (kind, id, shape) DO UPDATE
SET sequence = excluded.sequence, state = excluded.state, saved_at = clock_timestamp()
WHERE s.sequence < excluded.sequence";

/// Whether the second commit stands on what the first leaves.
pub(crate) fn follows(first: &Commit, second: &Commit) -> bool {
    let len = i64::try_from(first.events.len()).unwrap_or(i64::MAX);
    first.stream == second.stream && first.expected.saturating_add(len) == second.expected
}

/// Writes a chunk; `None` when a commit's version is not there. The cursors are those of
/// each commit's last event.
pub(crate) async fn insert(
    db: &Db,
    commits: &[Commit],
    chunk: &[usize],
) -> Result<Option<Vec<Cursor>>, Fault> {
    let columns = Columns::of(commits, chunk);
    let rows = db
        .once(
            INSERT,
            &[
                &columns.kinds,
                &columns.ids,
                &columns.sequences,
                &columns.types,
                &columns.versions,
                &columns.payloads,
                &columns.metadata,
                &columns.event_ids,
                &columns.heads.0,
                &columns.heads.1,
                &columns.heads.2,
            ],
            landed,
        )
        .await?;
    let Some((epoch, xid, Some(positions))) = rows.into_iter().next() else {
        return Ok(None);
    };
    let mut last = 0;
    let cursor = |at: &usize| {
        last += commits[*at].events.len();
        let position = positions
            .get(last - 1)
            .or(positions.last())
            .copied()
            .unwrap_or_default();
        Cursor {
            epoch,
            xid,
            position,
        }
    };
    Ok(Some(chunk.iter().map(cursor).collect()))
}

/// Epoch, transaction, and the positions of the events in their order.
fn landed(row: &Row) -> Result<(i64, i64, Option<Vec<i64>>), tokio_postgres::Error> {
    let (epoch, Xid(xid)): (i32, Xid) = (row.try_get(0)?, row.try_get(1)?);
    Ok((i64::from(epoch), xid, row.try_get(2)?))
}

/// The arrays of [`INSERT`].
#[derive(Default)]
struct Columns<'a> {
    kinds: Vec<&'a str>,
    ids: Vec<&'a str>,
    sequences: Vec<i64>,
    types: Vec<&'a str>,
    versions: Vec<&'a str>,
    payloads: Vec<Json<&'a str>>,
    metadata: Vec<Json<&'a str>>,
    event_ids: Vec<uuid::Uuid>,
    /// What must be there: type, id and version.
    heads: (Vec<&'a str>, Vec<&'a str>, Vec<i64>),
}

impl<'a> Columns<'a> {
    fn of(commits: &'a [Commit], chunk: &[usize]) -> Self {
        let mut columns = Self::default();
        let mut before: Option<&Commit> = None;
        for commit in chunk.iter().map(|at| &commits[*at]) {
            let (kind, id) = (commit.stream.kind.as_ref(), commit.stream.id.as_str());
            if commit.expected > 0 && !before.is_some_and(|before| follows(before, commit)) {
                columns.heads.0.push(kind);
                columns.heads.1.push(id);
                columns.heads.2.push(commit.expected);
            }
            for (event, sequence) in commit.events.iter().zip(commit.expected + 1..) {
                columns.kinds.push(kind);
                columns.ids.push(id);
                columns.sequences.push(sequence);
                columns.types.push(&event.event_type);
                columns.versions.push(&event.event_version);
                columns.payloads.push(Json(&event.payload));
                columns.metadata.push(Json(&event.metadata));
                columns.event_ids.push(event.event_id);
            }
            before = Some(commit);
        }
        columns
    }
}

/// What the table says of a commit.
pub(crate) struct Found {
    pub(crate) version_is_there: bool,
    /// Whose event stands where its first one would.
    pub(crate) first: Option<uuid::Uuid>,
    /// Where the event stands that is, if the first is ours, its last.
    pub(crate) last: Option<Cursor>,
}

pub(crate) async fn resolve(
    db: &Db,
    commits: &[Commit],
    chunk: &[usize],
) -> Result<Vec<Found>, LogError> {
    let of = || chunk.iter().map(|at| &commits[*at]);
    let kinds: Vec<&str> = of().map(|commit| commit.stream.kind.as_ref()).collect();
    let ids: Vec<&str> = of().map(|commit| commit.stream.id.as_str()).collect();
    let before: Vec<i64> = of().map(|commit| commit.expected).collect();
    let last: Vec<i64> = of()
        .map(|commit| commit.expected + i64::try_from(commit.events.len()).unwrap_or(i64::MAX))
        .collect();
    db.rows(RESOLVE, &[&kinds, &ids, &before, &last], found)
        .await
}

fn found(row: &Row) -> Result<Found, tokio_postgres::Error> {
    let last: Option<i32> = row.try_get(2)?;
    Ok(Found {
        version_is_there: row.try_get::<_, Option<bool>>(0)?.unwrap_or(false),
        first: row.try_get(1)?,
        last: last.map(|_| cursor(row, 2)).transpose()?,
    })
}

pub(crate) async fn save_snapshots(db: &Db, snapshots: &[Snapshot]) -> Result<(), LogError> {
    let kinds: Vec<&str> = snapshots
        .iter()
        .map(|snapshot| snapshot.stream.kind.as_ref())
        .collect();
    let ids: Vec<&str> = snapshots
        .iter()
        .map(|snapshot| snapshot.stream.id.as_str())
        .collect();
    let shapes: Vec<&str> = snapshots
        .iter()
        .map(|snapshot| snapshot.shape.as_str())
        .collect();
    let sequences: Vec<i64> = snapshots.iter().map(|snapshot| snapshot.sequence).collect();
    let states: Vec<Json<&str>> = snapshots
        .iter()
        .map(|snapshot| Json(snapshot.state.as_str()))
        .collect();
    db.run(
        SAVE_SNAPSHOTS,
        &[&kinds, &ids, &shapes, &sequences, &states],
    )
    .await
}
