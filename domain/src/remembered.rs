//! A bounded memory of settled keys, so that a repeated command finds its work done.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

/// How many keys are remembered against late repetitions. A repetition comes within minutes
/// (a crash and its resumption); where one may come later, nothing may hang on this memory.
const REMEMBERED: usize = 1024;

/// The newest keys seen, oldest forgotten first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Remembered {
    queue: VecDeque<String>,
    #[serde(skip)]
    index: BTreeSet<String>,
}

impl Remembered {
    pub(crate) fn knows(&self, key: &str) -> bool {
        if self.index.len() == self.queue.len() {
            self.index.contains(key)
        } else {
            // Fresh from a snapshot, where only the queue is kept.
            self.queue.iter().any(|known| known == key)
        }
    }

    pub(crate) fn add(&mut self, key: String) {
        if self.index.len() != self.queue.len() {
            self.index = self.queue.iter().cloned().collect();
        }
        if self.index.insert(key.clone()) {
            self.queue.push_back(key);
        }
        if self.queue.len() > REMEMBERED
            && let Some(oldest) = self.queue.pop_front()
        {
            self.index.remove(&oldest);
        }
    }
}

impl PartialEq for Remembered {
    /// The index is derived from the queue and may be absent after a snapshot.
    fn eq(&self, other: &Self) -> bool {
        self.queue == other.queue
    }
}
