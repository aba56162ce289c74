//! Databases for tests: each test gets a fresh one, migrated, on a cluster that forgets.
//!
//! With `DATABASE_URL` set the cluster is that one (`ops/pg.sh run cargo test` starts one for
//! all test programs). Otherwise each test program starts one of its own, and a watchman
//! stops and removes it when the program has ended, however it ended.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, Executor, PgConnection, PgPool};
use store::PgLog;
use tokio::sync::OnceCell;
use uuid::Uuid;

mod sweep;
mod template;

/// A database of one test's own.
#[derive(Debug, Clone)]
pub struct Database {
    /// What sqlx and tokio-postgres connect to.
    pub url: String,
    /// Its name.
    pub name: String,
}

impl Database {
    /// A few connections by sqlx.
    pub async fn pool(&self) -> PgPool {
        PgPoolOptions::new()
            .max_connections(8)
            .connect(&self.url)
            .await
            .expect("the test's database answers")
    }

    /// The log in it.
    pub async fn log(&self) -> PgLog {
        PgLog::connect(&self.url, 8)
            .await
            .expect("the test's log answers")
    }

    /// One connection by tokio-postgres, to do things behind the shop's back.
    pub async fn client(&self) -> tokio_postgres::Client {
        let (client, connection) = tokio_postgres::connect(&self.url, tokio_postgres::NoTls)
            .await
            .expect("the test's database answers");
        tokio::spawn(connection);
        client
    }
}

/// A fresh, migrated database on the shared cluster.
pub async fn database() -> Database {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let cluster = shared_url();
    let template = TEMPLATE.get_or_init(async || template::of(cluster).await);
    create(cluster, Some(template.await)).await
}

/// A fresh, empty database on the shared cluster.
pub async fn empty_database() -> Database {
    create(shared_url(), None).await
}

/// Makes all tables that a binary makes before it works.
async fn migrate(database: &Database) {
    let pool = database.pool().await;
    store::migrate(&pool).await.expect("the migrations run");
    pool.close().await;
    let connections = store::jobs::Connections::open(&database.url, 1).expect("a URL of ours");
    let migrated = workers::jobs::migrate(&connections).await;
    migrated.expect("the jobs' tables are made");
    // Nobody may be connected to a template.
    connections.pool().close();
}

async fn create(cluster: &str, template: Option<&str>) -> Database {
    // The numbers of processes come round again within a run.
    let name = format!("test_{}_{}", std::process::id(), Uuid::now_v7().simple());
    let mut admin = PgConnection::connect(cluster)
        .await
        .expect("the cluster answers");
    let template = template
        .map(|template| format!("TEMPLATE {template}"))
        .unwrap_or_default();
    // A template is copied by one at a time, and the server waits five seconds at most.
    let sql = format!("CREATE DATABASE {name} {template}");
    let mut tries = 0;
    while let Err(error) = admin.execute(sql.as_str()).await {
        tries += 1;
        assert!(tries < 10, "no database for the test: {error}");
    }
    sweep::ended(&mut admin).await;
    admin.close().await.expect("the cluster answers");
    Database {
        url: with_database(cluster, &name),
        name,
    }
}

/// The URL of another database of the same cluster.
fn with_database(url: &str, name: &str) -> String {
    let (base, query) = url
        .split_once('?')
        .map_or((url, None), |(base, query)| (base, Some(query)));
    let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{server}/{name}{query}")
}

fn shared_url() -> &'static str {
    static SHARED: OnceLock<(String, Option<Cluster>)> = OnceLock::new();
    let (url, _) = SHARED.get_or_init(|| {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            return (url, None);
        }
        let cluster = Cluster::start();
        (cluster.url.clone(), Some(cluster))
    });
    url
}

/// A cluster of one's own, for tests that kill it or need a second one.
#[derive(Debug)]
pub struct Cluster {
    /// Its database `postgres`.
    pub url: String,
    directory: PathBuf,
    watchman: Child,
    /// The watchman waits for this to close.
    leash: Option<ChildStdin>,
}

impl Cluster {
    /// Starts a fresh one that forgets on a power cut; takes about two seconds.
    pub fn start() -> Self {
        let directory = tempfile::Builder::new()
            .prefix("jangbu-test-")
            .permissions(std::fs::Permissions::from_mode(0o755))
            .tempdir()
            .expect("a temporary directory")
            .keep();
        let mut watchman = watch(&directory);
        let leash = watchman.stdin.take();
        let url = start_in(&directory);
        Self {
            url,
            directory,
            watchman,
            leash,
        }
    }

    /// A fresh, migrated database in it.
    pub async fn database(&self) -> Database {
        let database = create(&self.url, None).await;
        // It may be killed: what it acknowledged must have left the process.
        let durable = format!(
            "ALTER DATABASE {} SET synchronous_commit = on",
            database.name
        );
        PgConnection::connect(&self.url)
            .await
            .expect("it answers")
            .execute(durable.as_str())
            .await
            .expect("it obeys");
        migrate(&database).await;
        database
    }

    /// A fresh, empty database in it.
    pub async fn empty_database(&self) -> Database {
        create(&self.url, None).await
    }

    /// Stops the server at once, as a power cut would; blocks until it is gone.
    pub fn kill(&self) {
        let pid = std::fs::read_to_string(self.directory.join("cluster/postmaster.pid"))
            .expect("it runs");
        let pid = pid
            .lines()
            .next()
            .and_then(|line| line.parse().ok())
            .expect("a process id");
        let pid = nix::unistd::Pid::from_raw(pid);
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGQUIT).expect("it runs");
        while nix::sys::signal::kill(pid, None).is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }

    /// Kills the postmaster with a signal that it cannot handle (`kill -9`); its backends
    /// find out by themselves.
    pub fn kill_9(&self) {
        let file = self.directory.join("cluster/postmaster.pid");
        let text = std::fs::read_to_string(file).expect("it runs");
        let pid = text.lines().next().and_then(|line| line.parse().ok());
        let pid = nix::unistd::Pid::from_raw(pid.expect("a process id"));
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).expect("it runs");
        while nix::sys::signal::kill(pid, None).is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    /// Starts the server again on the same data; blocks until it answers. After `kill -9`
    /// it must wait until the last backend has gone, too.
    pub fn restart(&self) {
        for _ in 0..100 {
            if try_start_in(&self.directory).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        start_in(&self.directory);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ = self.watchman.wait();
    }
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ops/pg.sh")
}

fn start_in(directory: &Path) -> String {
    try_start_in(directory).unwrap_or_else(|why| panic!("no PostgreSQL: {why}"))
}

fn try_start_in(directory: &Path) -> Result<String, String> {
    let started = Command::new(script()).arg("start").arg(directory).output();
    let started = started.map_err(|error| format!("ops/pg.sh: {error}"))?;
    let said = String::from_utf8_lossy(&started.stdout);
    match said.trim().strip_prefix("export DATABASE_URL=") {
        Some(url) => Ok(url.replace('\\', "")),
        None => Err(String::from_utf8_lossy(&started.stderr).into_owned()),
    }
}

/// A process that outlives us by a moment: stops the server and removes its files.
fn watch(directory: &Path) -> Child {
    let mut watchman = Command::new("sh");
    watchman
        .arg("-c")
        .arg(r#"cat >/dev/null; "$0" stop "$1"; rm -rf "$1""#)
        .arg(script())
        .arg(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C goes to the whole group; the watchman must survive it.
    std::os::unix::process::CommandExt::process_group(&mut watchman, 0);
    let mut child = watchman.spawn().expect("sh runs");
    if let Some(stdin) = &mut child.stdin {
        stdin.flush().expect("the watchman listens");
    }
    child
}
