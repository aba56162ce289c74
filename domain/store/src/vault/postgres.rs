//! The vault's rows in PostgreSQL.

use async_trait::async_trait;
use futures::future::join_all;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::log::LogError;
use crate::pg::{Db, Errand, Gather, Replies};

use super::keep::{Keeper, Kept, NewRows};

/// Ids are ours and random, so a repetition after a lost connection finds its own rows.
const PUT: &str = "
WITH keys AS (
    INSERT INTO vault_keys (key_id, subject, class, wrapped)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) ON CONFLICT DO NOTHING),
entries AS (
    INSERT INTO vault_entries (id, key_id, sealed)
    SELECT * FROM unnest($5::uuid[], $6::uuid[], $7::bytea[]) ON CONFLICT DO NOTHING)
INSERT INTO vault_lookups (kind, digest, key_id)
SELECT * FROM unnest($8::text[], $9::bytea[], $10::uuid[]) ON CONFLICT DO NOTHING";

const GET: &str = "
SELECT e.id, e.sealed, k.key_id, k.subject, k.class, k.wrapped
FROM vault_entries AS e JOIN vault_keys AS k ON k.key_id = e.key_id
WHERE e.id = ANY($1)";

const ERASE: &str = "DELETE FROM vault_keys WHERE subject = $1 AND class = $2 RETURNING key_id";

const FORGET: &str = "
DELETE FROM vault_keys AS k USING vault_entries AS e WHERE e.id = $1 AND k.key_id = e.key_id";

const FIND: &str = "
SELECT DISTINCT k.subject
FROM vault_lookups AS l JOIN vault_keys AS k ON k.key_id = l.key_id
WHERE l.kind = $1 AND l.digest = $2 ORDER BY k.subject";

/// Statements that put rows, under way at once.
const AT_ONCE: usize = 2;
/// Rows put by one statement.
const MOST_ROWS: usize = 4_096;

pub(super) struct Postgres {
    db: Db,
    puts: Gather<Put>,
}

impl Postgres {
    pub(super) fn new(db: Db) -> Self {
        let puts = Gather::new(Put(db.clone()), AT_ONCE);
        Self { db, puts }
    }
}

#[async_trait]
impl Keeper for Postgres {
    async fn put(&self, rows: NewRows) -> Result<(), LogError> {
        self.puts.ask(rows).await?
    }

    async fn get(&self, ids: &[Uuid]) -> Result<Vec<Kept>, LogError> {
        self.db.rows(GET, &[&ids], kept).await
    }

    async fn erase(&self, subject: &str, class: &str) -> Result<u64, LogError> {
        let erased = self.db.rows(ERASE, &[&subject, &class], |_| Ok(())).await?;
        Ok(u64::try_from(erased.len()).unwrap_or(0))
    }

    async fn forget(&self, id: Uuid) -> Result<(), LogError> {
        self.db.run(FORGET, &[&id]).await
    }

    async fn find(&self, kind: &str, digest: &[u8]) -> Result<Vec<String>, LogError> {
        self.db
            .rows(FIND, &[&kind, &digest], |row| row.try_get(0))
            .await
    }
}

fn kept(row: &Row) -> Result<Kept, tokio_postgres::Error> {
    Ok(Kept {
        id: row.try_get(0)?,
        sealed: row.try_get(1)?,
        key_id: row.try_get(2)?,
        subject: row.try_get(3)?,
        class: row.try_get(4)?,
        wrapped: row.try_get(5)?,
    })
}

/// Putting rows of several callers.
struct Put(Db);

impl Errand for Put {
    type Ask = NewRows;
    type Answer = Result<(), LogError>;
    const MOST: usize = MOST_ROWS;

    fn weight(rows: &NewRows) -> usize {
        rows.keys.len() + rows.entries.len() + rows.lookups.len()
    }

    async fn run(&self, asks: Vec<NewRows>, replies: Replies<Self::Answer>) {
        let mut all = NewRows::default();
        for rows in &asks {
            all.keys.extend_from_slice(&rows.keys);
            all.entries.extend_from_slice(&rows.entries);
            all.lookups.extend_from_slice(&rows.lookups);
        }
        let together = put(&self.0, &all).await;
        if matches!(together, Err(LogError::Database(_))) && asks.len() > 1 {
            // Some row is refused: nobody else shall suffer for it.
            let alone = join_all(asks.iter().map(|rows| put(&self.0, rows))).await;
            return replies.give_all(alone);
        }
        replies.give_all(vec![together; asks.len()]);
    }
}

async fn put(db: &Db, rows: &NewRows) -> Result<(), LogError> {
    let (keys, entries, lookups) = (&rows.keys, &rows.entries, &rows.lookups);
    let key_ids: Vec<Uuid> = keys.iter().map(|key| key.key_id).collect();
    let subjects: Vec<&str> = keys.iter().map(|key| key.subject.as_str()).collect();
    let classes: Vec<&str> = keys.iter().map(|key| key.class.as_str()).collect();
    let wrapped: Vec<&[u8]> = keys.iter().map(|key| key.wrapped.as_slice()).collect();
    let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id).collect();
    let entry_keys: Vec<Uuid> = entries.iter().map(|entry| entry.key_id).collect();
    let sealed: Vec<&[u8]> = entries
        .iter()
        .map(|entry| entry.sealed.as_slice())
        .collect();
    let kinds: Vec<&str> = lookups.iter().map(|lookup| lookup.kind.as_str()).collect();
    let digests: Vec<&[u8]> = lookups
        .iter()
        .map(|lookup| lookup.digest.as_slice())
        .collect();
    let lookup_keys: Vec<Uuid> = lookups.iter().map(|lookup| lookup.key_id).collect();
    db.run(
        PUT,
        &[
            &key_ids,
            &subjects,
            &classes,
            &wrapped,
            &ids,
            &entry_keys,
            &sealed,
            &kinds,
            &digests,
            &lookup_keys,
        ],
    )
    .await
}
