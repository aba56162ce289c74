//! Personal data: encrypted, referred to from events, and erased by destroying its key.
//!
//! Each entry is sealed with a data key of its subject and retention class; data keys are
//! wrapped by the master key, which is not in the database. Erasing deletes the keys, and
//! with them what they open. The reference that goes into an event commits to the content
//! without telling it: the commitment's salt lies inside the ciphertext.

pub mod apart;
mod keep;
mod postgres;
mod seal;

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use domain::personal::{PersonalRef, Retention};
use serde_json::Value;
use uuid::Uuid;

use crate::log::LogError;
use crate::pg::PgLog;

use self::keep::{Keeper, Memory, NewEntry, NewKey, NewLookup, NewRows};
use self::postgres::Postgres;
use self::seal::{Label, Seals};

pub use self::seal::MasterKey;

/// Personal data to keep.
pub struct Entry<'a> {
    /// Whose it is: an opaque id, never a name.
    pub subject: &'a str,
    /// How long it may be kept.
    pub class: Retention,
    /// What to keep.
    pub data: &'a Value,
    /// Kinds and normalised values (`("email", "a@b.kr")`) by which the subject is found again.
    pub lookups: &'a [(&'a str, &'a str)],
}

/// Why the vault did not answer. Never says what is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No connection, or the database refused.
    #[error("the vault is unreachable: {0}")]
    Unavailable(String),
    /// What is stored is not what the reference commits to, or was sealed with another
    /// master key.
    #[error("the vault's entry {0} is damaged or sealed with another key")]
    Damaged(Uuid),
}

impl From<LogError> for VaultError {
    fn from(error: LogError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Keeps personal data; cheap to clone.
#[derive(Clone)]
pub struct Vault {
    keeper: Arc<dyn Keeper>,
    seals: Arc<Seals>,
}

impl Vault {
    /// A vault in the log's database, over the log's connections.
    pub fn postgres(log: &PgLog, master: impl Borrow<MasterKey>) -> Self {
        Self {
            keeper: Arc::new(Postgres::new(log.db().clone())),
            seals: Arc::new(Seals::new(master.borrow())),
        }
    }

    /// A vault in memory, for tests.
    pub fn memory(master: impl Borrow<MasterKey>) -> Self {
        Self {
            keeper: Arc::new(Memory::default()),
            seals: Arc::new(Seals::new(master.borrow())),
        }
    }

    /// Keeps one entry; one round trip.
    pub async fn put(
        &self,
        subject: &str,
        class: Retention,
        data: &Value,
    ) -> Result<PersonalRef, VaultError> {
        let entry = Entry {
            subject,
            class,
            data,
            lookups: &[],
        };
        let mut refs = self.put_many(&[entry]).await?;
        refs.pop()
            .ok_or_else(|| VaultError::Unavailable("nothing was stored".to_owned()))
    }

    /// Keeps entries, all or none; one round trip. References come in the order of the
    /// entries. Entries of one subject and class share a new key.
    pub async fn put_many(&self, entries: &[Entry<'_>]) -> Result<Vec<PersonalRef>, VaultError> {
        let mut keys: Vec<(NewKey, seal::DataKey)> = Vec::new();
        let (mut sealed, mut lookups) = (Vec::new(), Vec::new());
        let mut refs = Vec::with_capacity(entries.len());
        for entry in entries {
            let class = entry.class.as_str();
            let known = keys
                .iter()
                .position(|(key, _)| key.subject == entry.subject && key.class == class);
            let at = known.unwrap_or_else(|| {
                keys.push(self.new_key(entry.subject, class));
                keys.len() - 1
            });
            let (key, data_key) = &keys[at];
            let id = seal::random_id();
            let text = zeroize::Zeroizing::new(entry.data.to_string());
            let (content, commitment) = data_key.seal(&label(id, entry.subject, class), &text);
            sealed.push(NewEntry {
                id,
                key_id: key.key_id,
                sealed: content,
            });
            lookups.extend(entry.lookups.iter().map(|(kind, value)| NewLookup {
                kind: (*kind).to_owned(),
                digest: self.seals.digest(kind, value),
                key_id: key.key_id,
            }));
            refs.push(PersonalRef { id, commitment });
        }
        let keys = keys.into_iter().map(|(key, _)| key).collect();
        let entries = sealed;
        self.keeper
            .put(NewRows {
                keys,
                entries,
                lookups,
            })
            .await?;
        Ok(refs)
    }

    fn new_key(&self, subject: &str, class: &'static str) -> (NewKey, seal::DataKey) {
        let key_id = seal::random_id();
        let data_key = seal::DataKey::random();
        let wrapped = self.seals.wrap(&label(key_id, subject, class), &data_key);
        (
            NewKey {
                key_id,
                subject: subject.to_owned(),
                class: class.to_owned(),
                wrapped,
            },
            data_key,
        )
    }

    /// What was kept; `None` once it is erased, or while its key lies [`apart`].
    pub async fn get(&self, reference: &PersonalRef) -> Result<Option<Value>, VaultError> {
        Ok(self
            .get_many(std::slice::from_ref(reference))
            .await?
            .pop()
            .flatten())
    }

    /// Several at once, in the order of the references; one round trip.
    pub async fn get_many(&self, refs: &[PersonalRef]) -> Result<Vec<Option<Value>>, VaultError> {
        if refs.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = refs.iter().map(|reference| reference.id).collect();
        let kept = self.keeper.get(&ids).await?;
        refs.iter()
            .map(|reference| {
                let mut kept = kept.iter();
                let found = kept.find(|kept| kept.id == reference.id && !kept.wrapped.is_empty());
                found.map(|kept| self.open(kept, reference)).transpose()
            })
            .collect()
    }

    fn open(&self, kept: &keep::Kept, reference: &PersonalRef) -> Result<Value, VaultError> {
        let damaged = || VaultError::Damaged(kept.id);
        let key_label = label(kept.key_id, &kept.subject, &kept.class);
        let data_key = self
            .seals
            .unwrap(&key_label, &kept.wrapped)
            .ok_or_else(damaged)?;
        let content_label = label(kept.id, &kept.subject, &kept.class);
        let text = data_key
            .open(&content_label, &kept.sealed, &reference.commitment)
            .ok_or_else(damaged)?;
        serde_json::from_str(&text).map_err(|_| damaged())
    }

    /// Destroys the keys of a subject's entries of one class, and the entries; gives how
    /// many keys there were. What a backup still holds opens only with the backup's keys.
    pub async fn erase(&self, subject: &str, class: Retention) -> Result<u64, VaultError> {
        Ok(self.keeper.erase(subject, class.as_str()).await?)
    }

    /// Destroys the key that opens one entry, and with it the entry and what was put together
    /// with it for the same subject and class. What else is kept of the subject stays.
    pub async fn forget(&self, reference: &PersonalRef) -> Result<(), VaultError> {
        Ok(self.keeper.forget(reference.id).await?)
    }

    /// The keyed hash under which a value (`("email", "a@b.kr")`, normalised) is looked up: the same
    /// for the same value, and telling nothing without the master key.
    pub fn fingerprint(&self, kind: &str, value: &str) -> Vec<u8> {
        self.seals.digest(kind, value)
    }

    /// The subjects that were put with this look-up, in order.
    pub async fn find(&self, kind: &str, value: &str) -> Result<Vec<String>, VaultError> {
        Ok(self
            .keeper
            .find(kind, &self.seals.digest(kind, value))
            .await?)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(..)")
    }
}

fn label<'a>(id: Uuid, subject: &'a str, class: &'a str) -> Label<'a> {
    Label { id, subject, class }
}
