//! The server's own programs, called the way they like it: as the right user, from a directory that
//! user may enter, with nothing of our environment.

use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::account::Account;
use super::binaries::Binaries;
use super::home::Home;
use super::{Options, SUPERUSER};

/// After `kill -9` of the postmaster its children take a moment to notice; only then may a new one
/// start on the same memory.
const START_TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(250);

/// One cluster and the programs that run it.
pub(super) struct Control {
    binaries: Binaries,
    account: Account,
    home: Home,
    options: Options,
}

impl Control {
    pub fn new(binaries: Binaries, account: Account, home: Home, options: Options) -> Self {
        Self {
            binaries,
            account,
            home,
            options,
        }
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Whether a server listens on the socket (it may still be recovering).
    pub fn is_answering(&self) -> bool {
        UnixStream::connect(self.home.socket_file()).is_ok()
    }

    /// The server's process id as it wrote it down itself.
    pub fn postmaster(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.home.cluster().join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    /// `initdb` if need be, then the server. Returns its process id.
    pub fn create_and_start(&self) -> Result<Option<u32>> {
        if self.home.cluster_version()?.is_none() {
            self.create()?;
        }
        self.write_settings()?;
        self.start()?;
        Ok(self.postmaster())
    }

    /// Made under another name and moved into place, so that an interrupted `initdb` leaves nothing
    /// that looks finished.
    fn create(&self) -> Result<()> {
        let unfinished = self.home.root().join("cluster.new");
        match std::fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let output = self
            .program("initdb")
            .args(["-D", "cluster.new", "-U", SUPERUSER, "-E", "UTF8", "-k"])
            .args([
                "--locale=C.UTF-8",
                "--auth-local=trust",
                "--auth-host=reject",
            ])
            .output()
            .context("cannot run initdb")?;
        if !output.status.success() {
            bail!(
                "initdb failed in {}:\n{}",
                self.home.root().display(),
                text_of(&output)
            );
        }
        std::fs::rename(&unfinished, self.home.cluster())?;
        Ok(())
    }

    /// Rewritten at every start, so that a newer binary's settings reach an older cluster. Not
    /// `postgresql.auto.conf`, which belongs to the operator's `ALTER SYSTEM`.
    fn write_settings(&self) -> Result<()> {
        let cluster = self.home.cluster();
        let ours = cluster.join("jangbu.conf");
        std::fs::write(&ours, settings(self.home.socket(), &self.options))?;
        self.account.own(&ours)?;
        let main = cluster.join("postgresql.conf");
        let text = std::fs::read_to_string(&main)?;
        if !text.contains("jangbu.conf") {
            std::fs::write(&main, format!("{text}\ninclude = 'jangbu.conf'\n"))?;
        }
        Ok(())
    }

    fn start(&self) -> Result<()> {
        let mut tries = 0;
        loop {
            tries += 1;
            let output = self
                .program("pg_ctl")
                .args(["start", "-w", "-t", "60", "-D", "cluster", "-l", "log"])
                .output()
                .context("cannot run pg_ctl")?;
            if output.status.success() {
                return Ok(());
            }
            let log = self.end_of_log();
            let passing = log.contains("is still in use") || log.contains("Is another postmaster");
            if !passing || tries == START_TRIES {
                bail!(
                    "PostgreSQL did not start: {}\n{log}",
                    text_of(&output).trim()
                );
            }
            std::thread::sleep(BETWEEN_TRIES);
        }
    }

    /// Ends sessions and writes everything out: the next start needs no recovery.
    pub fn stop(&self) -> Result<()> {
        let output = self
            .program("pg_ctl")
            .args(["stop", "-m", "fast", "-w", "-t", "60", "-D", "cluster"])
            .output()
            .context("cannot run pg_ctl")?;
        if output.status.success() {
            return Ok(());
        }
        bail!("PostgreSQL did not stop: {}", text_of(&output).trim())
    }

    /// Relative names below `root`, because `pg_ctl` passes its arguments through a shell.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.program(name));
        command
            .current_dir(self.home.root())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        self.account.apply(&mut command);
        command
    }

    fn end_of_log(&self) -> String {
        let text = std::fs::read(self.home.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

fn settings(socket: &Path, options: &Options) -> String {
    let socket = socket.to_string_lossy().replace('\'', "''");
    let mut text = format!(
        "# Written by jangbu at every start; your own settings belong into postgresql.conf, below the include.\n\
         listen_addresses = ''\n\
         unix_socket_directories = '{socket}'\n\
         unix_socket_permissions = 0700\n\
         max_connections = {}\n\
         shared_buffers = 256MB\n\
         max_wal_size = 4GB\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         jit = off\n\
         # An idle open transaction would hold every reader of the log back.\n\
         idle_in_transaction_session_timeout = '60s'\n",
        options.max_connections
    );
    if !options.durable {
        text.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
    }
    text
}

fn text_of(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_durable_unless_it_is_a_test() {
        let shop = settings(Path::new("/s"), &Options::default());
        assert!(!shop.contains("fsync"));
        let test = settings(Path::new("/s"), &Options::for_tests());
        assert!(test.contains("fsync = off"));
    }

    #[test]
    fn a_quote_in_the_path_stays_inside_the_setting() {
        let text = settings(Path::new("/it's"), &Options::default());
        assert!(text.contains("unix_socket_directories = '/it''s'"));
    }
}
