//! What the mailbox keeps of a letter or a message.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shop::ports::post::Kept;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub key: String,
    /// Its number is its place in the file.
    #[serde(flatten)]
    pub kept: Kept,
}

impl Entry {
    pub fn kept(self, number: u64) -> Kept {
        Kept {
            number,
            ..self.kept
        }
    }
}

/// What makes an entry the same: its key, among letters or among messages. Hashed, so that the
/// index stays small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 16]);

impl Key {
    /// Of a message to a telephone.
    pub fn of_text(key: &str) -> Self {
        Self::of("sms", key)
    }

    /// Of an entry by this medium.
    pub fn of(medium: &str, key: &str) -> Self {
        let kind: &[u8] = if medium == "email" {
            b"mail "
        } else {
            b"text "
        };
        let digest = Sha256::new()
            .chain_update(kind)
            .chain_update(key)
            .finalize();
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        Self(short)
    }
}
