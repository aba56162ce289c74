//! A private PostgreSQL under the data directory, made from the machine's own binaries.
//!
//! `jangbu up` must work on a fresh machine without anybody configuring a database server. Several
//! commands may use one cluster at a time (`up` in one terminal, `doctor` in another): whoever comes
//! first starts it, whoever leaves last stops it.

mod account;
mod binaries;
mod control;
mod home;
#[cfg(test)]
mod tests;
mod usage;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::{Connection, PgConnection};

use self::account::Account;
use self::binaries::Binaries;
use self::control::Control;
use self::home::Home;
use self::usage::Usage;

/// The superuser of every private cluster; it can only come in through the socket.
const SUPERUSER: &str = "shop";

/// How long a database that is recovering from a crash may take to answer.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// How the server is set up. The default is durable: what was acknowledged survives a power cut.
#[derive(Debug, Clone)]
pub struct Options {
    /// `false` turns off `fsync`, `synchronous_commit` and `full_page_writes`: for tests only.
    pub durable: bool,
    /// Connections the server accepts, from all processes together.
    pub max_connections: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durable: true,
            max_connections: 200,
        }
    }
}

impl Options {
    /// Fast and forgetful, with room for many tests at once.
    pub fn for_tests() -> Self {
        Self {
            durable: false,
            max_connections: 400,
        }
    }
}

/// A cluster on disk, before anybody has started it.
pub struct PrivateCluster;

impl PrivateCluster {
    /// Starts the cluster under `data_dir`, or joins the one that already runs there.
    ///
    /// Blocks for the time `initdb` (0.7–4 s, once) and the server's start (about 0.1 s) take.
    ///
    /// # Errors
    /// Says what is missing and the one line that mends it: no binaries, a directory that belongs to
    /// somebody else, a cluster made by another major version, a server that does not come up (with
    /// the end of its log).
    pub fn start(data_dir: &Path, options: Options) -> Result<Running> {
        let account = Account::choose()?;
        let home = Home::prepare(data_dir, &account)?;
        let binaries = Binaries::find(home.cluster_version()?.as_deref())?;
        let usage = Usage::enter(home.root())?;
        let control = Control::new(binaries, account, home, options);
        if !control.is_answering() {
            let postmaster = control.create_and_start()?;
            usage.started(postmaster)?;
        }
        Ok(Running {
            control,
            usage: Some(usage.settled()),
        })
    }
}

/// A cluster that answers. Dropping it is as good as [`Running::stop`], without the error.
pub struct Running {
    control: Control,
    usage: Option<Usage>,
}

impl Running {
    /// `postgres://shop@%2Fsocket%2Fdirectory/database`, understood by sqlx and tokio-postgres.
    pub fn url(&self, database: &str) -> String {
        let socket = self.control.home().socket().to_string_lossy();
        let host = utf8_percent_encode(&socket, NON_ALPHANUMERIC);
        let database = utf8_percent_encode(database, NON_ALPHANUMERIC);
        format!("postgres://{SUPERUSER}@{host}/{database}")
    }

    /// The directory of the cluster's files, which may lie elsewhere than under the data directory.
    pub fn directory(&self) -> &Path {
        self.control.home().root()
    }

    /// Creates the database if it is not there, waiting for a server that is still recovering.
    ///
    /// # Errors
    /// The server does not answer within a minute, or refuses.
    pub async fn ensure_database(&self, name: &str) -> Result<()> {
        let mut admin = self.wait_until_ready().await?;
        let found: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_optional(&mut admin)
            .await?;
        if found.is_none() {
            let quoted = name.replace('"', "\"\"");
            let made = sqlx::raw_sql(&format!("CREATE DATABASE \"{quoted}\""))
                .execute(&mut admin)
                .await;
            match made {
                Err(error) if !made_by_another(&error) => {
                    return Err(error)
                        .with_context(|| format!("cannot create the database {name}"));
                }
                _ => {}
            }
        }
        admin.close().await?;
        Ok(())
    }

    /// Starts the server again if it has died under us (`kill -9`, out of memory).
    /// Returns whether it had to. Blocks like [`PrivateCluster::start`].
    ///
    /// # Errors
    /// The server does not come up again.
    pub fn revive(&self) -> Result<bool> {
        let Some(usage) = &self.usage else {
            return Ok(false);
        };
        if self.control.is_answering() {
            return Ok(false);
        }
        let turn = usage.take_turn()?;
        if self.control.is_answering() {
            return Ok(false);
        }
        let postmaster = self.control.create_and_start()?;
        usage.started(postmaster)?;
        drop(turn);
        Ok(true)
    }

    /// Leaves the cluster, and stops it if we started it and nobody else is using it.
    ///
    /// # Errors
    /// The server does not stop within a minute.
    pub fn stop(mut self) -> Result<()> {
        self.leave()
    }

    fn leave(&mut self) -> Result<()> {
        let Some(usage) = self.usage.take() else {
            return Ok(());
        };
        let Some(last) = usage.leave()? else {
            return Ok(());
        };
        if last.started_by_us(self.control.postmaster()) {
            self.control.stop()?;
        }
        Ok(())
    }

    async fn wait_until_ready(&self) -> Result<PgConnection> {
        let url = self.url("postgres");
        let deadline = tokio::time::Instant::now() + READY_WITHIN;
        loop {
            match PgConnection::connect(&url).await {
                Ok(connection) => return Ok(connection),
                Err(error) if !is_starting(&error) => {
                    return Err(error).context("the private PostgreSQL refuses the connection");
                }
                Err(error) if tokio::time::Instant::now() > deadline => {
                    bail!("the private PostgreSQL does not get ready: {error}");
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::warn!("the private PostgreSQL was not stopped: {error:#}");
        }
    }
}

/// 57P03: "the database system is starting up", "… is in recovery mode".
fn is_starting(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|refusal| refusal.code().as_deref() == Some("57P03"))
}

/// Whether another process made the same database at the same moment.
fn made_by_another(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| ["23505", "42P04"].contains(&code.as_ref()))
}
