//! Where the machine keeps its PostgreSQL programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::config;

const HOW_TO_INSTALL: &str = "install it with: sudo apt-get install -y postgresql";

/// A directory that holds `initdb`, `pg_ctl` and `postgres` of one version.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    directory: PathBuf,
}

impl Binaries {
    /// `$PG_BIN`, then the newest of `/usr/lib/postgresql/*/bin`, then `PATH`.
    ///
    /// `cluster_version` is the major version that made an existing cluster (`15`): only programs of
    /// that version can run it.
    pub fn find(cluster_version: Option<&str>) -> Result<Self> {
        let mut seen = Vec::new();
        for directory in candidates() {
            let Some(version) = major_version(&directory) else {
                continue;
            };
            if cluster_version.is_none_or(|wanted| wanted == version) {
                return Ok(Self { directory });
            }
            seen.push(version);
        }
        match cluster_version {
            Some(wanted) if !seen.is_empty() => bail!(
                "the data was made by PostgreSQL {wanted}, but this machine has {}; \
                 install it with: sudo apt-get install -y postgresql-{wanted}",
                seen.join(", ")
            ),
            _ => bail!("no PostgreSQL on this machine; {HOW_TO_INSTALL}"),
        }
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = config::pg_bin().into_iter().collect();
    found.extend(debian_directories());
    found.extend(config::search_path());
    found.retain(|directory| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|program| directory.join(program).is_file())
    });
    found
}

/// Debian keeps each major version apart; newest first.
fn debian_directories() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    versions.into_iter().map(|(_, path)| path).collect()
}

/// `15` from `postgres (PostgreSQL) 15.18 (Debian …)`.
fn major_version(directory: &Path) -> Option<String> {
    let output = Command::new(directory.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split_whitespace().nth(2)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}
