//! Where a cluster lives: its files, its log and its socket.
//!
//! Two things push it out of the data directory. A root-started server runs as another user, who may
//! not enter `/root`: then the files go to `/var/lib/jangbu/…` and `DATA/postgres` is a link to them.
//! And a socket's path ends at 107 bytes: below a deep directory it goes to a short one in `/tmp`.

use std::fs::{DirBuilder, create_dir_all};
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use uuid::Uuid;

use super::account::Account;

/// What `sockaddr_un` holds, less its closing zero byte.
const SOCKET_PATH_LIMIT: usize = 107;
const SOCKET_FILE: &str = "/.s.PGSQL.5432";
const ELSEWHERE: &str = "/var/lib/jangbu";

/// The directories of one cluster.
#[derive(Debug, Clone)]
pub(super) struct Home {
    root: PathBuf,
    socket: PathBuf,
}

impl Home {
    /// Makes what is missing and refuses what belongs to somebody else.
    pub fn prepare(data_dir: &Path, account: &Account) -> Result<Self> {
        create_dir_all(data_dir)
            .with_context(|| format!("cannot make the data directory {}", data_dir.display()))?;
        let data_dir = data_dir.canonicalize()?;
        let root = settle(&data_dir, account)?;
        account.check_owner(&root)?;
        if !account.may_enter(&root) {
            bail!(
                "PostgreSQL's user may not enter {}; name a directory outside it with --data",
                root.display()
            );
        }
        let socket = socket_directory(&root);
        if !socket.exists() {
            make_private(&socket, account)?;
        }
        account.check_owner(&socket)?;
        Ok(Self { root, socket })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn socket(&self) -> &Path {
        &self.socket
    }

    pub fn socket_file(&self) -> PathBuf {
        self.socket.join(&SOCKET_FILE[1..])
    }

    pub fn cluster(&self) -> PathBuf {
        self.root.join("cluster")
    }

    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// The major version that made the cluster, `None` before `initdb`.
    pub fn cluster_version(&self) -> Result<Option<String>> {
        let file = self.cluster().join("PG_VERSION");
        if !file.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Some(text.trim().to_owned()))
    }
}

/// `DATA/postgres`, followed if it is a link, made if it is not there.
fn settle(data_dir: &Path, account: &Account) -> Result<PathBuf> {
    let wanted = data_dir.join("postgres");
    if wanted.symlink_metadata().is_ok() {
        return wanted
            .canonicalize()
            .with_context(|| format!("{} points to a directory that is gone", wanted.display()));
    }
    if account.may_enter(data_dir) {
        make_private(&wanted, account)?;
        return Ok(wanted);
    }
    let elsewhere = Path::new(ELSEWHERE).join(short_name(data_dir));
    create_dir_all(ELSEWHERE).with_context(|| format!("cannot make {ELSEWHERE}"))?;
    if !elsewhere.exists() {
        make_private(&elsewhere, account)?;
    }
    symlink(&elsewhere, &wanted)?;
    Ok(elsewhere)
}

fn socket_directory(root: &Path) -> PathBuf {
    let beside = root.join("socket");
    if beside.as_os_str().len() + SOCKET_FILE.len() <= SOCKET_PATH_LIMIT {
        return beside;
    }
    Path::new("/tmp").join(format!("jangbu-{}", short_name(root)))
}

fn make_private(directory: &Path, account: &Account) -> Result<()> {
    DirBuilder::new()
        .mode(0o700)
        .create(directory)
        .with_context(|| format!("cannot make {}", directory.display()))?;
    account.own(directory)
}

/// A name that is the same for the same path, whoever asks and whenever.
fn short_name(path: &Path) -> String {
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, path.as_os_str().as_encoded_bytes());
    id.simple().to_string()[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shallow_directory_keeps_its_socket() {
        let socket = socket_directory(Path::new("/srv/shop/data/postgres"));
        assert_eq!(socket, Path::new("/srv/shop/data/postgres/socket"));
    }

    #[test]
    fn a_deep_directory_gets_a_short_socket_that_stays_the_same() {
        let deep = PathBuf::from(format!("/srv/{}", "d".repeat(120)));
        let socket = socket_directory(&deep);
        assert!(socket.starts_with("/tmp"));
        assert_eq!(socket, socket_directory(&deep));
        assert!(socket.as_os_str().len() + SOCKET_FILE.len() <= SOCKET_PATH_LIMIT);
    }
}
