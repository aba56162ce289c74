//! The books of a simulated provider: what it took in and paid back, by its own count.
//!
//! They are kept apart from the shop's ledger on purpose, so that the two can be compared.
//! One JSON line per entry, in a file that several processes may append to.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use domain::Won;
use serde::{Deserialize, Serialize};

use crate::locks::lock;

/// One line of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "entry")]
pub enum Entry {
    /// A deposit came in, and the shop acknowledged the notice of it.
    Deposit {
        /// The deposit's id.
        key: String,
        /// The order number given with the account.
        order: String,
        /// Won.
        amount: Won,
    },
    /// Money was paid back.
    Refund {
        /// The shop's idempotency key.
        key: String,
        /// The order number.
        order: String,
        /// Won.
        amount: Won,
    },
}

impl Entry {
    fn key(&self) -> (bool, &str) {
        match self {
            Self::Deposit { key, .. } => (false, key),
            Self::Refund { key, .. } => (true, key),
        }
    }
}

/// Where the books are kept.
pub struct Books(Keeping);

enum Keeping {
    Memory(Mutex<Vec<Entry>>),
    File(PathBuf),
}

impl Books {
    /// Books that end with the process.
    pub fn in_memory() -> Self {
        Self(Keeping::Memory(Mutex::default()))
    }

    /// Books in a file, made with the first entry.
    pub fn in_file(path: PathBuf) -> Self {
        Self(Keeping::File(path))
    }

    /// Writes an entry unless its key is there; answers whether it was new, or the entry
    /// under that key says something else.
    pub fn enter(&self, entry: &Entry) -> std::io::Result<Entered> {
        match &self.0 {
            Keeping::Memory(entries) => {
                let mut entries = lock(entries);
                let entered = judge(&entries, entry);
                if entered == Entered::New {
                    entries.push(entry.clone());
                }
                Ok(entered)
            }
            Keeping::File(path) => enter_in_file(path, entry),
        }
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> std::io::Result<Vec<Entry>> {
        match &self.0 {
            Keeping::Memory(entries) => Ok(lock(entries).clone()),
            Keeping::File(path) => match File::open(path) {
                Ok(file) => {
                    file.lock_shared()?;
                    read(&file)
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(vec![]),
                Err(error) => Err(error),
            },
        }
    }
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// It was written.
    New,
    /// It had been written before.
    Again,
    /// Its key had been used for something else.
    Differs,
}

fn judge(entries: &[Entry], entry: &Entry) -> Entered {
    match entries.iter().find(|known| known.key() == entry.key()) {
        None => Entered::New,
        Some(known) if known == entry => Entered::Again,
        Some(_) => Entered::Differs,
    }
}

fn enter_in_file(path: &PathBuf, entry: &Entry) -> std::io::Result<Entered> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .open(path)?;
    // Held until the file is closed at the end of this function.
    file.lock()?;
    let entered = judge(&read(&file)?, entry);
    if entered == Entered::New {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        file.write_all(&line)?;
        file.sync_data()?;
    }
    Ok(entered)
}

fn read(mut file: &File) -> std::io::Result<Vec<Entry>> {
    file.seek(SeekFrom::Start(0))?;
    BufReader::new(file)
        .lines()
        .filter(|line| !line.as_ref().is_ok_and(String::is_empty))
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}
