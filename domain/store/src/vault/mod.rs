//! Personal data: encrypted, referred to from events, and erased by destroying its key.

use domain::personal::{PersonalRef, Retention};
use serde_json::Value;

use crate::pg::PgLog;

/// The key that wraps all others; 32 random bytes kept outside the database.
pub struct MasterKey(#[expect(dead_code, reason = "soon")] [u8; 32]);

impl MasterKey {
    /// Takes the key's bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

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

/// Why the vault did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No connection, or the database refused.
    #[error("the vault is unreachable: {0}")]
    Unavailable(String),
    /// What is stored is not what was stored, or the master key is another.
    #[error("the vault's entry {0} is damaged or sealed with another key")]
    Damaged(uuid::Uuid),
}

/// Keeps personal data.
pub struct Vault;

impl Vault {
    /// A vault in the log's database.
    pub fn postgres(_log: &PgLog, _master: MasterKey) -> Self {
        Self
    }
    /// A vault in memory, for tests.
    pub fn memory(_master: MasterKey) -> Self {
        Self
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
    /// Keeps entries, all or none; one round trip. References come in the order of the entries.
    pub async fn put_many(&self, _entries: &[Entry<'_>]) -> Result<Vec<PersonalRef>, VaultError> {
        Err(VaultError::Unavailable("not yet".to_owned()))
    }
    /// What was kept; `None` once it is erased.
    pub async fn get(&self, reference: &PersonalRef) -> Result<Option<Value>, VaultError> {
        Ok(self
            .get_many(std::slice::from_ref(reference))
            .await?
            .pop()
            .flatten())
    }
    /// Several at once, in the order of the references; one round trip.
    pub async fn get_many(&self, refs: &[PersonalRef]) -> Result<Vec<Option<Value>>, VaultError> {
        Ok(vec![None; refs.len()])
    }
    /// Destroys the keys of a subject's entries of one class; gives how many keys there were.
    pub async fn erase(&self, _subject: &str, _class: Retention) -> Result<u64, VaultError> {
        Ok(0)
    }
    /// The subjects that were put with this look-up.
    pub async fn find(&self, _kind: &str, _value: &str) -> Result<Vec<String>, VaultError> {
        Ok(Vec::new())
    }
}
