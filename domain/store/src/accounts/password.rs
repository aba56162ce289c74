//! Passwords: Argon2id, off the threads that serve, a few at once.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::AccountsError;

/// How long a password may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// A password as it was typed. Wiped when dropped, never written anywhere.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes what was typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(Zeroizing::new(typed.into()))
    }

    /// For rules that look at it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// A password's hash in PHC form (`$argon2id$v=19$…`).
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(pub(super) String);

impl Hashed {
    /// The text, for tests that look what it is.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed(..)")
    }
}

/// Hashes and compares. Each takes 19 MiB and some ten milliseconds of one core (OWASP's
/// parameters, which are the library's), so only a few run at once and the others wait.
pub struct Hasher {
    turns: Arc<Semaphore>,
    /// Compared with where there is no account, so that it takes as long.
    nobody: OnceLock<Hashed>,
}

impl Hasher {
    /// So many at once.
    pub fn new(at_once: usize) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(at_once.max(1))),
            nobody: OnceLock::new(),
        }
    }

    /// Hashes a new password under a salt of its own.
    ///
    /// # Errors
    /// Too many wait, or the machine gives no randomness.
    pub async fn hash(&self, password: &Password) -> Result<Hashed, AccountsError> {
        let password = password.clone();
        self.aside(move || hash(&password)).await?
    }

    /// Whether a password is the account's; where there is none it is not, and takes as long.
    ///
    /// # Errors
    /// Too many wait, or the hash is none.
    pub async fn fits(
        &self,
        password: &Password,
        account: Option<&Hashed>,
    ) -> Result<bool, AccountsError> {
        let known = account.is_some();
        let hashed = match account {
            Some(hashed) => hashed.clone(),
            None => self.nobody().await?,
        };
        let password = password.clone();
        let fits = self.aside(move || fits(&password, &hashed)).await??;
        Ok(fits && known)
    }

    async fn nobody(&self) -> Result<Hashed, AccountsError> {
        if let Some(hashed) = self.nobody.get() {
            return Ok(hashed.clone());
        }
        let random = Password::new(data_encoding::HEXLOWER.encode(&rand::random::<[u8; 16]>()));
        let hashed = self.hash(&random).await?;
        Ok(self.nobody.get_or_init(|| hashed).clone())
    }

    /// Makes ready what the first look at an unknown account needs.
    ///
    /// # Errors
    /// As of [`Hasher::hash`].
    pub async fn warm_up(&self) -> Result<(), AccountsError> {
        self.nobody().await.map(drop)
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AccountsError> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn
            .map_err(|_| AccountsError::Busy)?
            .map_err(|_| AccountsError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            // Whoever asked may have gone: the turn ends when the work does.
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| AccountsError::Hash)
    }
}

fn hash(password: &Password) -> Result<Hashed, AccountsError> {
    let hashed = Argon2::default().hash_password(password.0.as_bytes());
    let hashed = hashed.map_err(|_| AccountsError::Hash)?;
    Ok(Hashed(hashed.to_string()))
}

fn fits(password: &Password, hashed: &Hashed) -> Result<bool, AccountsError> {
    let parsed = PasswordHash::new(&hashed.0).map_err(|_| AccountsError::Hash)?;
    let verified = Argon2::default().verify_password(password.0.as_bytes(), &parsed);
    Ok(verified.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_s() {
        let hasher = Hasher::new(2);
        let (right, wrong) = (
            Password::new("수박씨를 뱉는다"),
            Password::new("수박씨를 삼킨다"),
        );
        let hashed = hasher.hash(&right).await.unwrap();
        assert!(
            hashed.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hashed.0
        );
        assert!(hasher.fits(&right, Some(&hashed)).await.unwrap());
        assert!(!hasher.fits(&wrong, Some(&hashed)).await.unwrap());
        assert!(!hasher.fits(&right, None).await.unwrap());
        let again = hasher.hash(&right).await.unwrap();
        assert_ne!(hashed, again, "each has a salt of its own");
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(format!("{:?}", Password::new("secret")), "Password(..)");
    }
}
