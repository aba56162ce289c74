//! How members prove that they are who they say: password hashes, keys sent by mail, and locks
//! against guessing. None of it is a fact of the ledger, and none of it is personal data: addresses
//! are the vault's keyed hashes.

mod attempts;
mod book;
mod password;
mod tokens;

use std::sync::Arc;

use sqlx::PgPool;

pub use attempts::{Attempt, Guard, Lock, Often};
pub use book::{Account, NewAccount, Reserved};
pub use password::{Hashed, Hasher, Password};
pub use tokens::{NewAddress, Purpose, Token};

/// Why nothing can be said of an account just now. Never says whose.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Too many passwords wait to be looked at.
    #[error("too many are logging in at once")]
    Busy,
    /// A hash that cannot be made or read.
    #[error("a password's hash cannot be made or read")]
    Hash,
}

/// The accounts of a database. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pool: PgPool,
    hasher: Arc<Hasher>,
}

impl Accounts {
    /// The accounts in this database; so many passwords are hashed at once.
    pub fn new(pool: PgPool, at_once: usize) -> Self {
        Self {
            pool,
            hasher: Arc::new(Hasher::new(at_once)),
        }
    }

    /// Looks at passwords.
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// The database, for what is written beside accounts.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}
