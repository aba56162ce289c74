//! The shop's keys: from the environment, or made once and kept under `DATA/secrets`, for our eyes only.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::{Context, Result, bail};
use data_encoding::HEXLOWER_PERMISSIVE;
use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::config::Secret;

/// The three keys a shop needs. Neither printed nor logged.
pub struct Secrets {
    /// 64 bytes.
    pub cookie_key: Vec<u8>,
    /// 32 bytes.
    pub vault_key: [u8; 32],
    /// 32 bytes.
    pub order_token_key: [u8; 32],
}

impl Secrets {
    /// Reads the keys, making those that are missing.
    ///
    /// # Errors
    /// A key from outside is not hexadecimal or too short; a file cannot be read or written.
    pub fn load(data_dir: &Path) -> Result<Self> {
        Ok(Self {
            cookie_key: load(data_dir, Secret::CookieKey)?,
            vault_key: exactly_32(load(data_dir, Secret::VaultKey)?, Secret::VaultKey)?,
            order_token_key: exactly_32(
                load(data_dir, Secret::OrderTokenKey)?,
                Secret::OrderTokenKey,
            )?,
        })
    }
}

fn load(data_dir: &Path, secret: Secret) -> Result<Vec<u8>> {
    if let Some(text) = secret.from_environment() {
        return decode(&text, secret).with_context(|| format!("in {}", secret.variable()));
    }
    let directory = data_dir.join("secrets");
    make_directory(data_dir, &directory)
        .with_context(|| format!("cannot make {}", directory.display()))?;
    let file = directory.join(secret.file_name());
    make_once(&directory, &file, secret)?;
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    decode(&text, secret).with_context(|| format!("in {}", file.display()))
}

/// Only `secrets` is closed to others: the database's user has to pass through the one above.
fn make_directory(data_dir: &Path, directory: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(data_dir)?;
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Written aside and linked into place: of two processes that start together one wins, and neither
/// ever reads half a key.
fn make_once(directory: &Path, file: &Path, secret: Secret) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    let mut key = vec![0; secret.length()];
    OsRng
        .try_fill_bytes(&mut key)
        .context("the machine gives no randomness")?;
    let aside = directory.join(format!(".{}.{}", secret.file_name(), std::process::id()));
    let mut made = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .with_context(|| format!("cannot write {}", aside.display()))?;
    writeln!(made, "{}", HEXLOWER_PERMISSIVE.encode(&key))?;
    made.sync_all()?;
    let linked = std::fs::hard_link(&aside, file);
    std::fs::remove_file(&aside)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot write {}", file.display()))
        }
        _ => Ok(()),
    }
}

fn decode(text: &str, secret: Secret) -> Result<Vec<u8>> {
    let key = HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .context("a key is written in hexadecimal digits (make one with: openssl rand -hex 64)")?;
    if key.len() < secret.length() {
        bail!(
            "a key of {} bytes is too short; {} are needed",
            key.len(),
            secret.length()
        );
    }
    Ok(key)
}

fn exactly_32(key: Vec<u8>, secret: Secret) -> Result<[u8; 32]> {
    key.try_into().map_err(|long: Vec<u8>| {
        anyhow::anyhow!(
            "{} has {} bytes; it must have 32",
            secret.file_name(),
            long.len()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn keys_are_made_once_and_stay() {
        let data = tempfile::tempdir().unwrap();
        let first = Secrets::load(data.path()).unwrap();
        let second = Secrets::load(data.path()).unwrap();
        assert_eq!(first.cookie_key, second.cookie_key);
        assert_eq!(first.vault_key, second.vault_key);
        assert_ne!(first.vault_key, first.order_token_key);
    }

    #[test]
    fn nobody_else_can_read_them() {
        let data = tempfile::tempdir().unwrap();
        Secrets::load(data.path()).unwrap();
        let mode = |path: &str| {
            let found = std::fs::metadata(data.path().join(path)).unwrap();
            found.permissions().mode() & 0o777
        };
        assert_eq!(mode("secrets"), 0o700);
        assert_eq!(mode("secrets/vault-key"), 0o600);
    }

    #[test]
    fn a_short_key_is_refused_with_the_length_it_needs() {
        let refused = decode("abcd", Secret::VaultKey).unwrap_err();
        assert!(refused.to_string().contains("32 are needed"));
    }
}
