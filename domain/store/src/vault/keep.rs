//! Where the vault's rows lie.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use uuid::Uuid;

use crate::log::LogError;

#[derive(Clone)]
pub(super) struct NewKey {
    pub(super) key_id: Uuid,
    pub(super) subject: String,
    pub(super) class: String,
    pub(super) wrapped: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct NewEntry {
    pub(super) id: Uuid,
    pub(super) key_id: Uuid,
    pub(super) sealed: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct NewLookup {
    pub(super) kind: String,
    pub(super) digest: Vec<u8>,
    pub(super) key_id: Uuid,
}

/// What is kept together or not at all.
#[derive(Default, Clone)]
pub(super) struct NewRows {
    pub(super) keys: Vec<NewKey>,
    pub(super) entries: Vec<NewEntry>,
    pub(super) lookups: Vec<NewLookup>,
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
    async fn put(&self, rows: NewRows) -> Result<(), LogError>;
    async fn get(&self, ids: &[Uuid]) -> Result<Vec<Kept>, LogError>;
    async fn erase(&self, subject: &str, class: &str) -> Result<u64, LogError>;
    async fn forget(&self, id: Uuid) -> Result<(), LogError>;
    async fn find(&self, kind: &str, digest: &[u8]) -> Result<Vec<String>, LogError>;
}

/// Rows in memory, for tests.
#[derive(Default)]
pub(super) struct Memory(Mutex<Tables>);

#[derive(Default)]
struct Tables {
    keys: HashMap<Uuid, NewKey>,
    entries: HashMap<Uuid, NewEntry>,
    lookups: Vec<NewLookup>,
}

impl Tables {
    /// Destroys keys and what they open; gives how many keys there were.
    fn destroy(&mut self, which: impl Fn(&NewKey) -> bool) -> u64 {
        let before = self.keys.len();
        let Self {
            keys,
            entries,
            lookups,
        } = self;
        keys.retain(|_, key| !which(key));
        entries.retain(|_, entry| keys.contains_key(&entry.key_id));
        lookups.retain(|lookup| keys.contains_key(&lookup.key_id));
        u64::try_from(before - keys.len()).unwrap_or(0)
    }
}

impl Memory {
    fn with<T>(&self, work: impl FnOnce(&mut Tables) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Keeper for Memory {
    async fn put(&self, rows: NewRows) -> Result<(), LogError> {
        let NewRows {
            keys,
            entries,
            lookups,
        } = rows;
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
        let mine = |key: &NewKey| key.subject == subject && key.class == class;
        Ok(self.with(|tables| tables.destroy(mine)))
    }

    async fn forget(&self, id: Uuid) -> Result<(), LogError> {
        self.with(|tables| {
            if let Some(opener) = tables.entries.get(&id).map(|entry| entry.key_id) {
                tables.destroy(|key| key.key_id == opener);
            }
        });
        Ok(())
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
