//! What a process knows of the mailbox's file: where each line begins, and the hashes of keys. Nothing that
//! a letter says.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;

use serde::Deserialize;

use super::entry::{Entry, Key};

/// Where the lines lie.
#[derive(Default)]
pub(super) struct Index {
    /// Which file this was: device and inode.
    file: (u64, u64),
    /// Bytes read so far: whole lines.
    read: u64,
    /// Where each line begins, by number; it ends where the next one begins.
    lines: Vec<u64>,
    /// Numbers by key.
    keys: HashMap<Key, u64>,
}

/// What to do with a last line that has no end: its writer died, or its disk was full.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Take it away: nobody was told that it is there.
    Mend,
    /// Whoever writes next does.
    Leave,
}

impl Index {
    /// How many lines there are.
    pub(super) fn count(&self) -> u64 {
        self.lines.len() as u64
    }

    /// Bytes of the file that are known.
    pub(super) fn end(&self) -> u64 {
        self.read
    }

    /// The number of a key.
    pub(super) fn number(&self, key: &Key) -> Option<u64> {
        self.keys.get(key).copied()
    }

    /// Offset and length of a line.
    pub(super) fn place(&self, number: u64) -> Option<(u64, usize)> {
        let at = usize::try_from(number).ok()?;
        let begin = *self.lines.get(at)?;
        let end = self.lines.get(at + 1).copied().unwrap_or(self.read);
        Some((begin, usize::try_from(end - begin).ok()?))
    }

    /// Reads what the file has beyond what is known. The caller holds the file's lock.
    pub(super) fn catch_up(&mut self, file: &File, tail: Tail) -> io::Result<()> {
        let facts = file.metadata()?;
        let this = (facts.dev(), facts.ino());
        if this != self.file || facts.len() < self.read {
            // Somebody emptied the mailbox or put another one there.
            *self = Self {
                file: this,
                ..Self::default()
            };
        }
        let mut reader = BufReader::with_capacity(1 << 16, file);
        reader.seek(SeekFrom::Start(self.read))?;
        let mut line = Vec::new();
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            if line.last() != Some(&b'\n') {
                return if tail == Tail::Mend {
                    file.set_len(self.read)
                } else {
                    Ok(())
                };
            }
            self.take(&line);
        }
    }

    /// Takes in a line that ends. One that cannot be read keeps its number and has no key.
    fn take(&mut self, line: &[u8]) {
        #[derive(Deserialize)]
        struct Head {
            key: String,
            medium: String,
        }
        if let Ok(head) = serde_json::from_slice::<Head>(line) {
            let number = self.count();
            self.keys
                .entry(Key::of(&head.medium, &head.key))
                .or_insert(number);
        }
        self.lines.push(self.read);
        self.read += line.len() as u64;
    }

    pub(super) fn add(&mut self, fresh: Fresh) {
        for (key, length) in fresh.lines {
            let number = self.count();
            self.keys.insert(key, number);
            self.lines.push(self.read);
            self.read += length as u64;
        }
    }
}

/// Lines about to be written.
pub(super) struct Fresh {
    first: u64,
    pub(super) bytes: Vec<u8>,
    lines: Vec<(Key, usize)>,
    numbers: HashMap<Key, u64>,
}

impl Fresh {
    pub(super) fn after(index: &Index) -> Self {
        Self {
            first: index.count(),
            bytes: vec![],
            lines: vec![],
            numbers: HashMap::new(),
        }
    }

    /// The number of an entry, new or known.
    pub(super) fn number(&mut self, index: &Index, entry: &Entry) -> io::Result<u64> {
        let key = Key::of(&entry.kept.medium, &entry.key);
        if let Some(known) = index
            .number(&key)
            .or_else(|| self.numbers.get(&key).copied())
        {
            return Ok(known);
        }
        let number = self.first + self.lines.len() as u64;
        let before = self.bytes.len();
        serde_json::to_writer(&mut self.bytes, entry)?;
        self.bytes.push(b'\n');
        self.lines.push((key, self.bytes.len() - before));
        self.numbers.insert(key, number);
        Ok(number)
    }
}
