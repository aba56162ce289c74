//! Where the vault's rows lie.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::log::LogError;
use crate::pg::Db;

pub(super) struct NewKey {
    pub(super) key_id: Uuid,
    pub(super) subject: String,
    pub(super) class: String,
    pub(super) wrapped: Vec<u8>,
}

pub(super) struct NewEntry {
    pub(super) id: Uuid,
    pub(super) key_id: Uuid,
    pub(super) sealed: Vec<u8>,
}

pub(super) struct NewLookup {
    pub(super) kind: String,
    pub(super) digest: Vec<u8>,
    pub(super) key_id: Uuid,
}

/// An entry and the key that opens it.
pub(super) struct Kept {
    pub(super) id: Uuid,
    pub(super) sealed: Vec<u8>,
    pub(super) key_id: Uuid,
    pub(super) subject: String,
    pub(super) class: String,
    pub(super) wrapped: Vec<u8>,
}

#[async_trait]
pub(super) trait Keeper: Send + Sync {
    async fn put(
        &self,
        keys: Vec<NewKey>,
        entries: Vec<NewEntry>,
        lookups: Vec<NewLookup>,
    ) -> Result<(), LogError>;
    async fn get(&self, ids: &[Uuid]) -> Result<Vec<Kept>, LogError>;
    async fn erase(&self, subject: &str, class: &str) -> Result<u64, LogError>;
    async fn find(&self, kind: &str, digest: &[u8]) -> Result<Vec<String>, LogError>;
}

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

const FIND: &str = "
SELECT DISTINCT k.subject
FROM vault_lookups AS l JOIN vault_keys AS k ON k.key_id = l.key_id
WHERE l.kind = $1 AND l.digest = $2 ORDER BY k.subject";

pub(super) struct Postgres(pub(super) Db);

#[async_trait]
impl Keeper for Postgres {
    async fn put(
        &self,
        keys: Vec<NewKey>,
        entries: Vec<NewEntry>,
        lookups: Vec<NewLookup>,
    ) -> Result<(), LogError> {
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
        self.0
            .run(
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

    async fn get(&self, ids: &[Uuid]) -> Result<Vec<Kept>, LogError> {
        self.0.rows(GET, &[&ids], kept).await
    }

    async fn erase(&self, subject: &str, class: &str) -> Result<u64, LogError> {
        let erased = self.0.rows(ERASE, &[&subject, &class], |_| Ok(())).await?;
        Ok(u64::try_from(erased.len()).unwrap_or(0))
    }

    async fn find(&self, kind: &str, digest: &[u8]) -> Result<Vec<String>, LogError> {
        self.0
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

/// The same in memory.
#[derive(Default)]
pub(super) struct Memory(Mutex<Tables>);

#[derive(Default)]
struct Tables {
    keys: HashMap<Uuid, NewKey>,
    entries: HashMap<Uuid, NewEntry>,
    lookups: Vec<NewLookup>,
}

impl Memory {
    fn with<T>(&self, work: impl FnOnce(&mut Tables) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Keeper for Memory {
    async fn put(
        &self,
        keys: Vec<NewKey>,
        entries: Vec<NewEntry>,
        lookups: Vec<NewLookup>,
    ) -> Result<(), LogError> {
        self.with(|tables| {
            tables
                .keys
                .extend(keys.into_iter().map(|key| (key.key_id, key)));
            tables
                .entries
                .extend(entries.into_iter().map(|entry| (entry.id, entry)));
            tables.lookups.extend(lookups);
        });
        Ok(())
    }

    async fn get(&self, ids: &[Uuid]) -> Result<Vec<Kept>, LogError> {
        let find = |tables: &Tables, id: &Uuid| {
            let entry = tables.entries.get(id)?;
            let key = tables.keys.get(&entry.key_id)?;
            Some(Kept {
                id: entry.id,
                sealed: entry.sealed.clone(),
                key_id: key.key_id,
                subject: key.subject.clone(),
                class: key.class.clone(),
                wrapped: key.wrapped.clone(),
            })
        };
        Ok(self.with(|tables| ids.iter().filter_map(|id| find(tables, id)).collect()))
    }

    async fn erase(&self, subject: &str, class: &str) -> Result<u64, LogError> {
        Ok(self.with(|tables| {
            let before = tables.keys.len();
            tables
                .keys
                .retain(|_, key| key.subject != subject || key.class != class);
            let Tables {
                keys,
                entries,
                lookups,
            } = tables;
            entries.retain(|_, entry| keys.contains_key(&entry.key_id));
            lookups.retain(|lookup| keys.contains_key(&lookup.key_id));
            u64::try_from(before - keys.len()).unwrap_or(0)
        }))
    }

    async fn find(&self, kind: &str, digest: &[u8]) -> Result<Vec<String>, LogError> {
        Ok(self.with(|tables| {
            let matching = tables
                .lookups
                .iter()
                .filter(|lookup| lookup.kind == kind && lookup.digest == digest);
            let subjects: BTreeSet<String> = matching
                .filter_map(|lookup| tables.keys.get(&lookup.key_id))
                .map(|key| key.subject.clone())
                .collect();
            subjects.into_iter().collect()
        }))
    }
}
