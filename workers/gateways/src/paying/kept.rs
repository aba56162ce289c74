//! What a simulated provider knows: in memory, or in a file that outlives it, so that the demo shop can pay
//! back today what was paid yesterday.

use std::io;
use std::path::PathBuf;
use std::sync::Mutex;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::locks::lock;

/// A value that is written down after each change.
#[derive(Debug)]
pub struct Kept<T> {
    value: Mutex<T>,
    file: Option<PathBuf>,
}

impl<T: Serialize + DeserializeOwned + Default> Kept<T> {
    /// The value in this file, or without one a value that ends with the process.
    ///
    /// # Errors
    /// See [`Kept::in_file`].
    pub fn open(file: Option<PathBuf>) -> io::Result<Self> {
        file.map_or_else(|| Ok(Self::in_memory()), Self::in_file)
    }

    /// A value that ends with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            value: Mutex::default(),
            file: None,
        }
    }

    /// The value in this file, which is made with the first change.
    ///
    /// # Errors
    /// The file cannot be read, or says something else.
    pub fn in_file(file: PathBuf) -> io::Result<Self> {
        let value = match std::fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => T::default(),
            Err(error) => return Err(error),
        };
        Ok(Self {
            value: Mutex::new(value),
            file: Some(file),
        })
    }

    /// Looks at it.
    pub fn read<R>(&self, reader: impl FnOnce(&T) -> R) -> R {
        reader(&lock(&self.value))
    }

    /// Changes it. What cannot be written down holds only as long as the process.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut value = lock(&self.value);
        let changed = change(&mut value);
        if let Some(file) = &self.file
            && let Err(error) = write(file, &*value)
        {
            tracing::warn!(%error, "a simulated provider cannot write its books: {error}");
        }
        changed
    }
}

/// A file that is whole, whenever somebody reads it.
fn write<T: Serialize>(file: &PathBuf, value: &T) -> io::Result<()> {
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let fresh = file.with_extension("new");
    std::fs::write(&fresh, serde_json::to_vec(value)?)?;
    std::fs::rename(&fresh, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_in_a_file_is_there_again() {
        let directory = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
        let file = directory.join("bank.json");
        let kept = Kept::<Vec<i64>>::in_file(file.clone()).unwrap();
        kept.change(|value| value.push(33_000));
        let again = Kept::<Vec<i64>>::in_file(file).unwrap();
        assert_eq!(again.read(Clone::clone), [33_000]);
        std::fs::remove_dir_all(directory).unwrap();
    }
}
