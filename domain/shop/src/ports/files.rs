//! The door to where files are kept: a disk, or a store of objects that speaks S3.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use domain::BadId;
use futures::stream::BoxStream;

/// Where a file lies: ASCII letters, digits, `-`, `_` and dots, in folders divided by `/`. What is
/// under a key never changes, so a key names its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileKey(String);

/// Characters.
const LONGEST: usize = 200;

impl FileKey {
    /// Checks that it leads to no other folder than it says, on any file system.
    ///
    /// # Errors
    /// It does not.
    pub fn new(text: impl Into<String>) -> Result<Self, NoKey> {
        let text = text.into();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let part =
            |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain);
        if text.len() <= LONGEST && text.split('/').all(part) {
            Ok(Self(text))
        } else {
            Err(NoKey)
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that cannot be a file's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a file's key")]
pub struct NoKey;

impl From<BadId> for NoKey {
    fn from(_: BadId) -> Self {
        Self
    }
}

/// The files cannot be reached just now, or there is no room for more; trying again later may help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("files: {0}")]
pub struct FilesError(pub String);

/// A file on its way.
pub struct OpenFile {
    /// Bytes in all.
    pub length: u64,
    /// Its content, piece by piece.
    pub pieces: BoxStream<'static, Result<Bytes, FilesError>>,
}

/// Keeps files.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps a file, whole or not at all. Again under the same key changes nothing, since the key
    /// names the content.
    async fn put(&self, key: &FileKey, content: Bytes) -> Result<(), FilesError>;

    /// A whole file; none where there is none.
    async fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FilesError>;

    /// A file to be read piece by piece.
    async fn open(&self, key: &FileKey) -> Result<Option<OpenFile>, FilesError>;

    /// Whether there is one.
    async fn exists(&self, key: &FileKey) -> Result<bool, FilesError>;

    /// Takes a file away; one that is not there is gone, too.
    async fn delete(&self, key: &FileKey) -> Result<(), FilesError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_nowhere_else() {
        assert!(FileKey::new("images/ab/abc-400.webp").is_ok());
        for bad in [
            "",
            "/etc/passwd",
            "images/../secrets",
            "a//b",
            "a/.hidden",
            "a\\b",
            "그림.webp",
            "a b",
            "a/",
            "a%2e",
        ] {
            assert_eq!(FileKey::new(bad), Err(NoKey), "{bad}");
        }
        assert!(FileKey::new("a".repeat(201)).is_err());
    }
}
