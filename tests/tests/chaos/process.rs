//! The shop's programs, as an operator starts them and an accident ends them.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use gateways::books::Books;
use nix::sys::signal::Signal;
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tests::pg::Database;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long anything may take here before the test gives up.
const PATIENCE: Duration = Duration::from_mins(2);

/// Programs over one database and one data directory.
pub struct Tools {
    database: Database,
    data: TempDir,
}

/// A program at work; killed when dropped.
pub struct Running {
    /// Where its pages are; empty for workers.
    pub address: String,
    child: Child,
    binary: PathBuf,
    words: Vec<String>,
    url: String,
}

/// The binary beside this test's own: `ops/chaos` builds it first.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let binary = own.parent().and_then(Path::parent).unwrap().join("jangbu");
    assert!(binary.exists(), "build it first: cargo build -p jangbu");
    binary
}

impl Tools {
    pub fn new(database: Database) -> Self {
        Self {
            database,
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// The provider's books, which the doctor compares with ours.
    pub fn books(&self) -> Books {
        Books::in_file(self.data.path().join("demo-bank").join("books.jsonl"))
    }

    fn words(&self, words: &[&str]) -> Vec<String> {
        let data = self.data.path().to_str().unwrap();
        words
            .iter()
            .chain(&["--data", data])
            .map(|&word| word.to_owned())
            .collect()
    }

    /// Pages, on a port of their own that stays the same.
    pub async fn web(&self) -> Running {
        // Two free ports side by side, as the pages want them.
        let port = loop {
            let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let port = door.local_addr().unwrap().port();
            if port < u16::MAX && std::net::TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
                break port.to_string();
            }
        };
        let words = self.words(&["web", "--json", "--port", &port]);
        let running = Running::start(binary(), words, self.database.url.clone()).await;
        running.ready().await;
        running
    }

    /// Workers: projections, processes and jobs.
    pub async fn work(&self) -> Running {
        Running::start(binary(), self.words(&["work"]), self.database.url.clone()).await
    }

    /// The same, with letters leaving through a mail server on this machine.
    pub async fn work_mailing(&self, port: u16) -> Running {
        let own = "[intake]\nname = '시험'\nmail = 'shop@chaos.example'\nimprint = '시험'\ncontact = '02-1234-5678'\n";
        std::fs::write(self.data.path().join("post.toml"), own).unwrap();
        let one = "[[store]]\nid = 'intake'\nname = '시험'\n";
        std::fs::write(self.data.path().join("stores.toml"), one).unwrap();
        let way = format!("smtp://127.0.0.1:{port}");
        let words = self.words(&["work", "--mail", &way]);
        Running::start(binary(), words, self.database.url.clone()).await
    }

    /// Staff cancel an order at the prompt, and the program is killed after a while.
    pub async fn cancel_and_kill(&self, order: &str, after: Duration) {
        let words = self.words(&["order", "cancel", order]);
        let mut running = Running::start(binary(), words, self.database.url.clone()).await;
        tokio::select! {
            ended = running.child.wait() => drop(ended),
            () = tokio::time::sleep(after) => running.kill().await,
        }
    }

    /// Waits, with workers at work, until no process has anything left to do.
    pub async fn quiet(&self, database: &Database) {
        let workers = self.work().await;
        let pool = database.pool().await;
        let (began, mut still) = (Instant::now(), 0);
        while still < 3 {
            assert!(
                began.elapsed() < PATIENCE,
                "the processes do not come to rest"
            );
            let busy: i64 = sqlx::query_scalar(
                "SELECT (SELECT count(*) FROM process_tasks WHERE due_at < now() + interval '1 minute')
                      + (SELECT count(*) FROM graphile_worker._private_jobs
                          WHERE run_at < now() + interval '1 minute' OR locked_at IS NOT NULL)
                      + (SELECT count(DISTINCT cursor) FROM process_checkpoints) - 1",
            )
            .fetch_one(&pool)
            .await
            .unwrap();
            still = if busy == 0 { still + 1 } else { 0 };
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        drop(workers);
        pool.close().await;
    }

    /// Everything adds up, also between us and the provider.
    pub fn doctor(&self) {
        let output = std::process::Command::new(binary())
            .args(self.words(&["doctor", "--json"]))
            .env("DATABASE_URL", &self.database.url)
            .output()
            .unwrap();
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        assert!(output.status.success(), "{:#}", said["broken"]);
        println!("{:#}", said["checked"]);
    }
}

/// Where programs complain: `CHAOS_LOG` names a file, otherwise nowhere.
fn log_file() -> Stdio {
    let Ok(path) = std::env::var("CHAOS_LOG") else {
        return Stdio::null();
    };
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path);
    file.map_or_else(|_| Stdio::null(), Stdio::from)
}

impl Running {
    async fn start(binary: PathBuf, words: Vec<String>, url: String) -> Self {
        let serves = words.first().is_some_and(|word| word == "web");
        let mut child = Command::new(&binary)
            .args(&words)
            .env("DATABASE_URL", &url)
            .env("JANGBU_LOG", "warn")
            // Visitors here say where they come from.
            .env("JANGBU_TRUSTED_PROXIES", "127.0.0.1")
            .stdout(if serves {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stderr(log_file())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut address = String::new();
        if let Some(stdout) = child.stdout.take() {
            let mut line = String::new();
            BufReader::new(stdout).read_line(&mut line).await.unwrap();
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            said["shop"]
                .as_str()
                .unwrap_or_default()
                .trim_end_matches('/')
                .clone_into(&mut address);
        }
        Self {
            address,
            child,
            binary,
            words,
            url,
        }
    }

    /// The same program once more, until it comes up: the database may be away.
    pub async fn again(self) -> Self {
        let began = Instant::now();
        loop {
            let running =
                Self::start(self.binary.clone(), self.words.clone(), self.url.clone()).await;
            if running.words[0] != "web" || !running.address.is_empty() {
                return running;
            }
            assert!(began.elapsed() < PATIENCE, "the pages do not come up again");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Nothing of it moves until it is thawed.
    pub fn freeze(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// It goes on where it stood, as if no time had passed.
    pub fn thaw(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, signal: Signal) {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok());
        let pid = Pid::from_raw(pid.expect("it runs"));
        nix::sys::signal::kill(pid, signal).expect("it runs");
    }

    /// As an accident would: no signal that could be handled.
    pub async fn kill(&mut self) {
        let _ = self.child.kill().await;
    }

    /// Waits until the pages say that they are fit to be shown.
    pub async fn ready(&self) {
        let began = Instant::now();
        let url = format!("{}/readyz", self.address);
        loop {
            if reqwest::get(&url)
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the pages do not get ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
