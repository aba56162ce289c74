//! Where files are kept: a directory, a bucket that speaks S3, or memory for tests. One adapter over
//! `object_store`, which knows all three.

mod s3;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Place;
use object_store::prefix::PrefixStore;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use shop::ports::files::{FileKey, Files, FilesError, OpenFile};

pub use s3::S3Settings;

/// Files in some store of objects.
#[derive(Debug, Clone)]
pub struct StoredFiles {
    store: Arc<dyn ObjectStore>,
}

impl StoredFiles {
    /// Below this directory, which is made. A file is whole on disk, name and all, before it counts as
    /// kept.
    ///
    /// # Errors
    /// The directory cannot be made.
    pub fn on_disk(directory: &Path) -> Result<Self, FilesError> {
        let made = std::fs::create_dir_all(directory);
        made.map_err(|error| FilesError(format!("{}: {error}", directory.display())))?;
        let store = LocalFileSystem::new_with_prefix(directory).map_err(|error| told(&error))?;
        Ok(Self::of(store.with_fsync(true)))
    }

    /// In a bucket, below a prefix if there is one.
    ///
    /// # Errors
    /// The settings make no sense.
    pub fn in_bucket(settings: &S3Settings) -> Result<Self, FilesError> {
        let store = settings.open().map_err(|error| told(&error))?;
        Ok(if settings.prefix.is_empty() {
            Self::of(store)
        } else {
            Self::of(PrefixStore::new(store, settings.prefix.as_str()))
        })
    }

    /// In this process, as long as it lives.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::of(InMemory::new())
    }

    fn of(store: impl ObjectStore) -> Self {
        Self {
            store: Arc::new(store),
        }
    }
}

#[async_trait]
impl Files for StoredFiles {
    async fn put(&self, key: &FileKey, content: Bytes) -> Result<(), FilesError> {
        let put = self.store.put(&place(key), content.into()).await;
        put.map(|_| ()).map_err(|error| told(&error))
    }

    async fn get(&self, key: &FileKey) -> Result<Option<Bytes>, FilesError> {
        let Some(found) = there(self.store.get(&place(key)).await)? else {
            return Ok(None);
        };
        found.bytes().await.map(Some).map_err(|error| told(&error))
    }

    async fn open(&self, key: &FileKey) -> Result<Option<OpenFile>, FilesError> {
        let found = there(self.store.get(&place(key)).await)?;
        Ok(found.map(|found| OpenFile {
            length: found.meta.size,
            pieces: found.into_stream().map_err(|error| told(&error)).boxed(),
        }))
    }

    async fn exists(&self, key: &FileKey) -> Result<bool, FilesError> {
        Ok(there(self.store.head(&place(key)).await)?.is_some())
    }

    async fn delete(&self, key: &FileKey) -> Result<(), FilesError> {
        there(self.store.delete(&place(key)).await).map(|_| ())
    }
}

fn place(key: &FileKey) -> Place {
    Place::from(key.as_str())
}

fn there<T>(found: Result<T, Error>) -> Result<Option<T>, FilesError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(told(&error)),
    }
}

/// Keys of pictures tell of nobody, so the whole error may be told; what a server says may be long.
fn told(error: &Error) -> FilesError {
    FilesError(error.to_string().chars().take(300).collect())
}
