//! The mailbox's file: one JSON line per entry, to which several processes may append.
//!
//! Each process knows where lines lie and which keys they have (`index.rs`), and reads under the file's lock
//! only what others have added since. So the same key is one entry, whoever sends it and how often.
//!
//! A process's first look reads the whole file and takes as long as that: 0.6 seconds for 100,000 messages
//! (18 MB, unoptimised, on two busy cores; the test of a large mailbox prints it). After that an entry costs
//! the same in a large mailbox as in a small one, but for the index: some 60 bytes of memory for each.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};

use super::entry::{Entry, Key};
use super::index::{Fresh, Index, Tail};
use crate::locks::lock;

/// The file's name in the mailbox's directory.
pub const FILE: &str = "mailbox.jsonl";

/// The file, and what this process knows of it.
pub struct Book {
    directory: PathBuf,
    index: Mutex<Index>,
}

impl Book {
    pub fn new(directory: PathBuf) -> Self {
        Self {
            directory,
            index: Mutex::default(),
        }
    }

    /// Writes entries whose keys are not there yet, all or none; gives every one's number.
    pub fn enter(&self, entries: &[Entry]) -> io::Result<Vec<u64>> {
        let mut index = self.index();
        let mut file = self.open_to_write()?;
        // Held until the file is closed at the end of this function.
        file.lock()?;
        index.catch_up(&file, Tail::Mend)?;
        let mut fresh = Fresh::after(&index);
        let numbers = entries.iter().map(|entry| fresh.number(&index, entry));
        let numbers = numbers.collect::<io::Result<Vec<u64>>>()?;
        if !fresh.bytes.is_empty() {
            let written = file.write_all(&fresh.bytes).and_then(|()| file.sync_data());
            if let Err(error) = written {
                // Half a line would be taken away by whoever writes next; whole ones would stay.
                file.set_len(index.end())?;
                return Err(error);
            }
            index.add(fresh);
        }
        Ok(numbers)
    }

    /// The numbers of these keys; none for those that are not there.
    pub fn find(&self, keys: &[Key]) -> io::Result<Vec<Option<u64>>> {
        let (index, _file) = self.look()?;
        Ok(keys.iter().map(|key| index.number(key)).collect())
    }

    /// How many entries there are.
    pub fn count(&self) -> io::Result<u64> {
        let (index, _file) = self.look()?;
        Ok(index.count())
    }

    /// The newest entries, without HTML and headers; what cannot be read is left out.
    pub fn newest(&self, skip: u64, most: usize) -> io::Result<Vec<(u64, Entry)>> {
        let (index, Some(file)) = self.look()? else {
            return Ok(vec![]);
        };
        let end = index.count().saturating_sub(skip);
        let mut found = Vec::new();
        for number in (0..end).rev().take(most) {
            if let Some(mut entry) = read_line(&file, index.place(number))? {
                entry.kept.html = None;
                entry.kept.headers.clear();
                found.push((number, entry));
            }
        }
        Ok(found)
    }

    /// One entry, whole.
    pub fn open(&self, number: u64) -> io::Result<Option<Entry>> {
        let (index, Some(file)) = self.look()? else {
            return Ok(None);
        };
        read_line(&file, index.place(number))
    }

    /// The file, if there is one, and an index that knows all of it.
    fn look(&self) -> io::Result<(MutexGuard<'_, Index>, Option<File>)> {
        let mut index = self.index();
        let file = match File::open(self.directory.join(FILE)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                *index = Index::default();
                return Ok((index, None));
            }
            Err(error) => return Err(error),
        };
        file.lock_shared()?;
        index.catch_up(&file, Tail::Leave)?;
        Ok((index, Some(file)))
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        lock(&self.index)
    }

    fn open_to_write(&self) -> io::Result<File> {
        let path = self.directory.join(FILE);
        let mut open = OpenOptions::new();
        open.read(true).append(true).mode(0o600);
        match open.open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_directory(&self.directory)?;
                let file = open.create(true).open(&path)?;
                File::open(&self.directory)?.sync_all()?;
                Ok(file)
            }
            opened => opened,
        }
    }
}

/// Only the mailbox is closed to others: those above it are not ours to close.
fn make_directory(directory: &PathBuf) -> io::Result<()> {
    if let Some(parent) = directory.parent() {
        std::fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn read_line(file: &File, place: Option<(u64, usize)>) -> io::Result<Option<Entry>> {
    let Some((offset, length)) = place else {
        return Ok(None);
    };
    let mut line = vec![0; length];
    file.read_exact_at(&mut line, offset)?;
    Ok(serde_json::from_slice(&line).ok())
}
