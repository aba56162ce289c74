//! Whose process the server becomes: ours, or, since PostgreSQL refuses root, somebody with less power.

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::{Uid, User};

/// Who owns the cluster's files and runs its programs.
#[derive(Debug, Clone)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
    name: String,
    /// We are root and have to become this account.
    switch: bool,
}

impl Account {
    /// Ourselves; for root the user `postgres`, or `nobody` where that does not exist.
    pub fn choose() -> Result<Self> {
        let me = Uid::effective();
        let user = if me.is_root() {
            unprivileged_user()?
        } else {
            User::from_uid(me)?.with_context(|| {
                format!(
                    "initdb needs a user name and uid {me} has none; add one with: \
                     echo 'shop:x:{me}:{me}::/tmp:/bin/sh' | sudo tee -a /etc/passwd"
                )
            })?
        };
        Ok(Self {
            uid: user.uid.as_raw(),
            gid: user.gid.as_raw(),
            name: user.name,
            switch: me.is_root(),
        })
    }

    /// Makes the command run as this account.
    pub fn apply<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives a file or directory that we have just made to this account.
    pub fn own(&self, path: &Path) -> Result<()> {
        if self.switch {
            chown(path, Some(self.uid), Some(self.gid))
                .with_context(|| format!("cannot give {} to {}", path.display(), self.name))?;
        }
        Ok(())
    }

    /// Refuses a directory that belongs to somebody else, saying who may use it.
    pub fn check_owner(&self, path: &Path) -> Result<()> {
        let owner = std::fs::symlink_metadata(path)?.uid();
        if owner == self.uid {
            return Ok(());
        }
        let owner = User::from_uid(Uid::from_raw(owner))?
            .map_or_else(|| format!("uid {owner}"), |user| user.name);
        bail!(
            "{} belongs to {owner}, not to {}; start as the user who made it, or name another directory with --data",
            path.display(),
            self.name
        )
    }

    /// Whether this account may walk through every directory down to `path`.
    pub fn may_enter(&self, path: &Path) -> bool {
        !self.switch
            || path.ancestors().all(|directory| {
                std::fs::metadata(directory).is_ok_and(|found| {
                    let bit = if found.uid() == self.uid {
                        0o100
                    } else {
                        0o001
                    };
                    found.mode() & bit != 0
                })
            })
    }
}

fn unprivileged_user() -> Result<User> {
    for name in ["postgres", "nobody"] {
        if let Some(user) = User::from_name(name)? {
            return Ok(user);
        }
    }
    bail!(
        "PostgreSQL refuses to run as root and there is no user postgres or nobody; \
         add one with: useradd --system postgres"
    )
}
