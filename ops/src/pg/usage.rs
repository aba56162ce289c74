//! Who is using a cluster, told by file locks, which the kernel drops when their holder dies.
//!
//! `turn.lock` is held alone while somebody starts or stops the server. `in-use.lock` is held
//! together by everybody who uses it, and names the server that one of us started.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Our share in a running cluster.
pub(super) struct Usage {
    turn_file: File,
    in_use: File,
    turn_held: bool,
}

impl Usage {
    /// Waits for our turn and takes a share. The turn is held until [`Usage::settled`].
    pub fn enter(root: &Path) -> Result<Self> {
        let turn_file = open(&root.join("turn.lock"))?;
        turn_file.lock()?;
        let in_use = open(&root.join("in-use.lock"))?;
        in_use.lock_shared()?;
        Ok(Self {
            turn_file,
            in_use,
            turn_held: true,
        })
    }

    /// The server is up: let the next one in.
    pub fn settled(mut self) -> Self {
        if self.turn_held && self.turn_file.unlock().is_ok() {
            self.turn_held = false;
        }
        self
    }

    /// Waits until nobody else is starting or stopping the server.
    pub fn take_turn(&self) -> Result<Turn<'_>> {
        self.turn_file.lock()?;
        Ok(Turn(&self.turn_file))
    }

    /// Notes that one of us started this server, so that the last of us may stop it.
    pub fn started(&self, postmaster: Option<u32>) -> Result<()> {
        let mut file = &self.in_use;
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        if let Some(pid) = postmaster {
            write!(file, "{pid}")?;
        }
        Ok(())
    }

    /// Gives our share back. `Some` if it was the last one; nobody can enter until that is dropped.
    pub fn leave(self) -> Result<Option<LastShare>> {
        if !self.turn_held {
            self.turn_file.lock()?;
        }
        self.in_use.unlock()?;
        if self.in_use.try_lock().is_err() {
            return Ok(None);
        }
        let mut text = String::new();
        let mut file = &self.in_use;
        file.seek(SeekFrom::Start(0))?;
        file.read_to_string(&mut text)?;
        Ok(Some(LastShare {
            started: text.trim().parse().ok(),
            _locks: (self.turn_file, self.in_use),
        }))
    }
}

/// The right to start the server, given back when dropped.
pub(super) struct Turn<'u>(&'u File);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // The kernel gives it back with the file in any case.
        let _ = self.0.unlock();
    }
}

/// We are the last user and nobody can become one before we are done.
pub(super) struct LastShare {
    started: Option<u32>,
    _locks: (File, File),
}

impl LastShare {
    /// Whether the server that runs now is the one that one of us started.
    pub fn started_by_us(&self, running: Option<u32>) -> bool {
        running.is_some() && running == self.started
    }
}

fn open(path: &Path) -> Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .with_context(|| format!("cannot open {}", path.display()))
}
