//! Appending: many commits in one statement, an outcome for each.

use std::time::Duration;

use tokio::time::Instant;
use tokio_postgres::Row;

use crate::cursor::Cursor;
use crate::log::{AppendError, Commit, LogError, Snapshot};
use crate::pg::connect::Db;
use crate::pg::fault::Fault;
use crate::pg::rows::{Json, Xid, cursor};

/// All or nothing: if one commit expects a version that its stream does not have, nothing
/// is written and no row comes back. The primary key refuses the other half, a version
/// that is past.
///
/// An inner query must not become a join, or a plan made on an empty table could scan.
const INSERT: &str = "
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

/// Events in one statement.
const MOST_EVENTS: usize = 4_000;
/// Rounds without any commit settled before we give up.
const FRUITLESS: u32 = 24;
/// How long nobody may answer before a commit that was never sent is given back, and how
/// long before one that was sent is given up as unknown.
const UNSENT: Duration = Duration::from_secs(2);
const UNKNOWN: Duration = Duration::from_secs(10);

type Outcome = Result<Cursor, AppendError>;

/// Writes each commit or says why not.
pub(crate) async fn append(db: &Db, commits: &[Commit]) -> Vec<Outcome> {
    let mut work = Work::new(commits);
    while !work.open.is_empty() {
        let chunk = work.chunk();
        let began = Instant::now();
        match insert(db, commits, &chunk).await {
            Ok(Some(landed)) => work.landed(&chunk, &landed),
            // A version is not what was expected, or a key is taken: find out whose.
            Ok(None) | Err(Fault::Taken) => work.find_out(db, &chunk).await,
            Err(Fault::Lost(why)) => {
                work.sent = true;
                work.unanswered(why, began).await;
                if !work.open.is_empty() {
                    work.find_out(db, &chunk).await;
                }
            }
            Err(Fault::Unconnected(why)) => work.unanswered(why, began).await,
            Err(Fault::Again(why)) => work.pause(&why).await,
            Err(Fault::Unable(why)) => work.give_up(&LogError::Unreachable(why)),
            Err(Fault::Refused(why)) => work.refused(&chunk, why),
        }
    }
    work.outcomes()
}

struct Work<'a> {
    commits: &'a [Commit],
    settled: Vec<Option<Outcome>>,
    /// Commits without outcome, by stream: everybody takes keys in one order, so that two
    /// appends never wait for each other.
    open: Vec<usize>,
    /// Commits at most in the next statement; small while we look for a bad one.
    width: usize,
    fruitless: u32,
    /// Since when nobody answers.
    silent: Option<Instant>,
    /// Whether a statement went out whose outcome is unknown.
    sent: bool,
}

impl<'a> Work<'a> {
    fn new(commits: &'a [Commit]) -> Self {
        let mut work = Self {
            commits,
            settled: vec![None; commits.len()],
            open: (0..commits.len()).collect(),
            width: usize::MAX,
            fruitless: 0,
            silent: None,
            sent: false,
        };
        for (settled, commit) in work.settled.iter_mut().zip(commits) {
            if commit.events.is_empty() || commit.expected < 0 {
                *settled = Some(Err(AppendError::Rejected(
                    "a commit has events and a version".to_owned(),
                )));
            }
        }
        work.open.retain(|at| work.settled[*at].is_none());
        work.open
            .sort_by(|a, b| commits[*a].stream.cmp(&commits[*b].stream));
        work
    }

    /// The next commits for one statement. A second commit to a stream comes along only if
    /// it follows on the first; otherwise it waits for the first one's outcome.
    fn chunk(&self) -> Vec<usize> {
        let mut chunk: Vec<usize> = Vec::new();
        let mut events = 0;
        let mut barred = None;
        for at in &self.open {
            let commit = &self.commits[*at];
            if barred == Some(&commit.stream) {
                continue;
            }
            if chunk
                .last()
                .is_some_and(|last| self.commits[*last].stream == commit.stream)
                && !self.follows(&chunk, *at)
            {
                barred = Some(&commit.stream);
                continue;
            }
            events += commit.events.len();
            if chunk.len() == self.width || (events > MOST_EVENTS && !chunk.is_empty()) {
                break;
            }
            chunk.push(*at);
        }
        chunk
    }

    /// Whether a commit expects what the one before it in the chunk leaves.
    fn follows(&self, before: &[usize], at: usize) -> bool {
        before
            .last()
            .is_some_and(|last| follows(&self.commits[*last], &self.commits[at]))
    }

    fn landed(&mut self, chunk: &[usize], cursors: &[Cursor]) {
        for (at, cursor) in chunk.iter().zip(cursors) {
            self.settle(*at, Ok(*cursor));
        }
        self.progress();
    }

    /// A commit that fails takes the later ones to its stream along: they were meant to
    /// stand on it.
    fn settle(&mut self, at: usize, outcome: Outcome) {
        if outcome.is_err() {
            let stream = &self.commits[at].stream;
            for later in self.open.iter().skip_while(|open| **open != at).skip(1) {
                if self.commits[*later].stream == *stream {
                    self.settled[*later] = Some(Err(AppendError::Conflict));
                }
            }
        }
        self.settled[at] = Some(outcome);
    }

    /// Something was settled.
    fn progress(&mut self) {
        self.open.retain(|at| self.settled[*at].is_none());
        self.fruitless = 0;
        self.silent = None;
        self.width = usize::MAX;
    }

    /// Settles what the table tells: conflicts, and commits of ours that landed although
    /// we were not told. The rest stays open.
    async fn find_out(&mut self, db: &Db, chunk: &[usize]) {
        let began = Instant::now();
        let found = match resolve(db, self.commits, chunk).await {
            Ok(found) => found,
            Err(LogError::Unreachable(why)) => return self.unanswered(why, began).await,
            Err(error) => return self.give_up(&error),
        };
        let open = self.open.len();
        let mut before = None;
        for (at, found) in chunk.iter().zip(found) {
            if self.settled[*at].is_some() {
                continue;
            }
            let commit = &self.commits[*at];
            // The one before is still to be written, and this one on top of it.
            let on_top = before.is_some_and(|before: usize| {
                self.settled[before].is_none() && follows(&self.commits[before], commit)
            });
            match found.first {
                Some(id) if id == commit.events[0].event_id => match found.last {
                    Some(cursor) => self.settle(*at, Ok(cursor)),
                    None => self.settle(*at, Err(AppendError::Conflict)),
                },
                Some(_) => self.settle(*at, Err(AppendError::Conflict)),
                None if on_top || found.version_is_there || commit.expected == 0 => {}
                None => self.settle(*at, Err(AppendError::Conflict)),
            }
            before = Some(*at);
        }
        self.open.retain(|at| self.settled[*at].is_none());
        if self.open.len() < open {
            self.progress();
        } else {
            self.pause("the log contradicts itself about a key").await;
        }
    }

    /// Waits a little longer each time; gives up after too many rounds.
    async fn pause(&mut self, why: &str) {
        self.fruitless += 1;
        if self.fruitless >= FRUITLESS {
            return self.give_up(&LogError::Unreachable(why.to_owned()));
        }
        let most = (1_u64 << self.fruitless.min(7)).min(100);
        tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
    }

    /// Nobody answers: waits for the server to come back, as long as that is worth it.
    async fn unanswered(&mut self, why: String, began: Instant) {
        let silent = *self.silent.get_or_insert(began);
        let patience = if self.sent { UNKNOWN } else { UNSENT };
        if silent.elapsed() >= patience {
            return self.give_up(&LogError::Unreachable(why));
        }
        tokio::time::sleep(Duration::from_millis(rand::random_range(20..=150))).await;
    }

    fn give_up(&mut self, error: &LogError) {
        for at in std::mem::take(&mut self.open) {
            self.settle(at, Err(AppendError::Unavailable(error.clone())));
        }
    }

    /// One of these cannot be written whatever we do: halve until it stands alone.
    fn refused(&mut self, chunk: &[usize], why: String) {
        if let [only] = chunk {
            self.settle(*only, Err(AppendError::Rejected(why)));
            self.progress();
        } else {
            self.width = chunk.len().div_ceil(2);
        }
    }

    fn outcomes(self) -> Vec<Outcome> {
        let lost = || {
            Err(AppendError::Unavailable(LogError::Internal(
                "a commit was passed over".to_owned(),
            )))
        };
        self.settled
            .into_iter()
            .map(|settled| settled.unwrap_or_else(lost))
            .collect()
    }
}

fn follows(first: &Commit, second: &Commit) -> bool {
    let len = i64::try_from(first.events.len()).unwrap_or(i64::MAX);
    first.stream == second.stream && first.expected.saturating_add(len) == second.expected
}

/// Writes a chunk; `None` when a commit's version is not there. The cursors are those of
/// each commit's last event.
async fn insert(
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
        )
        .await?;
    let read = |row: &Row| -> Result<_, tokio_postgres::Error> {
        let (epoch, Xid(xid)): (i32, Xid) = (row.try_get(0)?, row.try_get(1)?);
        Ok((
            i64::from(epoch),
            xid,
            row.try_get::<_, Option<Vec<i64>>>(2)?,
        ))
    };
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let (epoch, xid, positions) = read(row).map_err(|error| Fault::Unable(error.to_string()))?;
    let Some(positions) = positions else {
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
struct Found {
    version_is_there: bool,
    /// Whose event stands where its first one would.
    first: Option<uuid::Uuid>,
    /// Where the event stands that is, if the first is ours, its last.
    last: Option<Cursor>,
}

async fn resolve(db: &Db, commits: &[Commit], chunk: &[usize]) -> Result<Vec<Found>, LogError> {
    let of = || chunk.iter().map(|at| &commits[*at]);
    let kinds: Vec<&str> = of().map(|commit| commit.stream.kind.as_ref()).collect();
    let ids: Vec<&str> = of().map(|commit| commit.stream.id.as_str()).collect();
    let before: Vec<i64> = of().map(|commit| commit.expected).collect();
    let last: Vec<i64> = of()
        .map(|commit| commit.expected + i64::try_from(commit.events.len()).unwrap_or(i64::MAX))
        .collect();
    let rows = db.rows(RESOLVE, &[&kinds, &ids, &before, &last]).await?;
    let read = |row: &Row| -> Result<Found, tokio_postgres::Error> {
        let last: Option<i32> = row.try_get(2)?;
        Ok(Found {
            version_is_there: row.try_get::<_, Option<bool>>(0)?.unwrap_or(false),
            first: row.try_get(1)?,
            last: last.map(|_| cursor(row, 2)).transpose()?,
        })
    };
    rows.iter()
        .map(|row| read(row).map_err(|error| LogError::Damaged(error.to_string())))
        .collect()
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
    db.rows(
        SAVE_SNAPSHOTS,
        &[&kinds, &ids, &shapes, &sequences, &states],
    )
    .await
    .map(|_| ())
}
