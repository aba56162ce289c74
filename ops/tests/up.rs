//! `jangbu up` as an operator meets it: a process that opens, answers, says what is wrong, and ends.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take here: ten seconds, for a machine that is busy with tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// The binary, with nothing of the surrounding environment's configuration.
fn jangbu(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jangbu"));
    for variable in ["DATABASE_URL", "JANGBU_DATA", "JANGBU_PORT", "JANGBU_HOST"] {
        command.env_remove(variable);
    }
    command.args(words).arg("--data").arg(data);
    command
}

fn somewhere() -> TempDir {
    tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()
        .unwrap()
}

/// A shop that is open.
struct Shop {
    process: Child,
    said: Value,
}

impl Shop {
    fn open(data: &Path) -> Self {
        Self::open_with(data, &["up", "--port", "0", "--json", "--no-demo"])
    }

    fn open_with(data: &Path, words: &[&str]) -> Self {
        let mut process = jangbu(data, words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(process.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        let said = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"));
        Self { process, said }
    }

    fn address(&self, door: &str) -> &str {
        self.said[door].as_str().unwrap()
    }

    async fn get(&self, door: &str, path: &str) -> reqwest::Response {
        let address = format!("{}{path}", self.address(door));
        reqwest::get(address).await.unwrap()
    }

    /// Waits until database, tables and read models are fit to be shown.
    async fn ready(&self) {
        let began = Instant::now();
        while self.get("shop", "readyz").await.status() != 200 {
            assert!(began.elapsed() < PATIENCE, "it does not get ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the tables know all that is in the log.
    async fn caught_up(&self) {
        self.ready().await;
        let began = Instant::now();
        let behind = async || {
            let told = self.get("shop", "readyz").await.text().await.unwrap();
            let told: Value = serde_json::from_str(&told).unwrap();
            let models = told["projections"].as_array().unwrap().clone();
            models.iter().any(|model| model["lag_events"] != 0)
        };
        while behind().await {
            assert!(began.elapsed() < PATIENCE, "its tables stay behind");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks it to stop; gives its exit code and how long it took.
    fn stop(mut self, signal: Signal) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        let pid = i32::try_from(self.process.id()).unwrap();
        kill(Pid::from_raw(pid), signal).unwrap();
        let status = self.process.wait().unwrap();
        (status.code(), asked.elapsed())
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // A failed test must not leave a shop behind; a stopped one is gone already.
        let pid = i32::try_from(self.process.id()).unwrap();
        if self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
            let _ = self.process.wait();
        }
    }
}

fn database_is_gone(data: &Path) -> bool {
    !data.join("postgres/cluster/postmaster.pid").exists()
}

/// The server's process id as it wrote it down itself.
fn postmaster(data: &Path) -> Option<i32> {
    let file = data.join("postgres/cluster/postmaster.pid");
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().next()?.trim().parse().ok()
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn a_shop_opens_answers_on_both_doors_and_leaves_nothing_behind() {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let data = somewhere();
        let shop = Shop::open(data.path());
        for door in ["shop", "admin"] {
            assert_eq!(shop.get(door, "healthz").await.status(), 200, "{door}");
        }
        let left = || std::fs::read_to_string(data.path().join("address")).ok();
        let address = shop.address("shop").trim_end_matches('/').to_owned();
        assert_eq!(left(), Some(address), "for commands beside it");
        let (code, took) = shop.stop(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert_eq!(left(), None, "{signal} left an address where nobody is");
        assert!(took < Duration::from_secs(30), "{signal} took {took:?}");
        assert!(database_is_gone(data.path()), "{signal} left the database");
    }
}

#[tokio::test]
async fn a_new_shop_has_something_to_look_at_and_the_same_when_it_opens_again() {
    let data = somewhere();
    let goods = async |shop: &Shop| {
        // Ready is a shop that is some seconds behind, too.
        shop.caught_up().await;
        let page = shop.get("shop", "").await.text().await.unwrap();
        page.matches("/products/").count()
    };
    let shop = Shop::open_with(data.path(), &["up", "--port", "0", "--json"]);
    let first = goods(&shop).await;
    assert!(first > 0, "the shelves are empty");
    shop.stop(Signal::SIGTERM);

    let again = Shop::open_with(data.path(), &["up", "--port", "0", "--json"]);
    assert_eq!(goods(&again).await, first);
}

#[tokio::test]
async fn a_shop_opened_again_has_its_keys() {
    let data = somewhere();
    Shop::open(data.path()).stop(Signal::SIGTERM);
    let key = std::fs::read(data.path().join("secrets/vault-key")).unwrap();

    let began = Instant::now();
    let again = Shop::open(data.path());
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(
        std::fs::read(data.path().join("secrets/vault-key")).unwrap(),
        key
    );
    drop(again);
}

#[tokio::test]
async fn a_taken_port_is_named_and_another_suggested() {
    let data = somewhere();
    let shop = Shop::open(data.path());
    let port = shop
        .address("shop")
        .rsplit(':')
        .next()
        .unwrap()
        .trim_matches('/');
    let refused = jangbu(data.path(), &["up", "--port", port])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let complaint = complaint(&refused);
    assert!(
        complaint.contains(port) && complaint.contains("--port"),
        "{complaint}"
    );
}

#[tokio::test]
async fn a_killed_shop_is_opened_again_over_the_database_it_left() {
    let data = somewhere();
    let shop = Shop::open(data.path());
    shop.stop(Signal::SIGKILL);
    assert!(!database_is_gone(data.path()), "nobody was left to stop it");

    let again = Shop::open(data.path());
    assert_eq!(again.get("shop", "healthz").await.status(), 200);
    again.stop(Signal::SIGTERM);
    assert!(database_is_gone(data.path()));
}

#[tokio::test]
async fn a_killed_database_is_started_again_under_the_open_shop() {
    let data = somewhere();
    let shop = Shop::open(data.path());
    let killed = postmaster(data.path()).unwrap();
    kill(Pid::from_raw(killed), Signal::SIGKILL).unwrap();

    let began = Instant::now();
    while postmaster(data.path()).is_none_or(|pid| pid == killed) {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "it is still gone"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (code, _) = shop.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0));
    assert!(database_is_gone(data.path()));
}

#[tokio::test]
async fn a_command_beside_an_open_shop_uses_its_database_and_leaves_it_running() {
    let data = somewhere();
    let shop = Shop::open(data.path());
    let done = jangbu(data.path(), &["migrate", "--json"])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", complaint(&done));
    assert!(!database_is_gone(data.path()));
    drop(shop);
}

#[tokio::test]
async fn pages_and_workers_run_apart_and_the_last_one_turns_off_the_light() {
    let data = somewhere();
    let early = jangbu(data.path(), &["web", "--port", "0"])
        .output()
        .unwrap();
    assert!(complaint(&early).contains("jangbu migrate"));
    let migrated = jangbu(data.path(), &["migrate"]).output().unwrap();
    assert!(migrated.status.success(), "{}", complaint(&migrated));

    let pages = Shop::open_with(data.path(), &["web", "--port", "0", "--json"]);
    let mut workers = jangbu(data.path(), &["work"]).spawn().unwrap();
    pages.ready().await;
    pages.stop(Signal::SIGTERM);
    let pid = i32::try_from(workers.id()).unwrap();
    kill(Pid::from_raw(pid), Signal::SIGTERM).unwrap();
    assert!(workers.wait().unwrap().success());
    assert!(database_is_gone(data.path()));
}

#[test]
fn nonsense_ends_with_2_and_failure_with_1() {
    let data = somewhere();
    let nonsense = jangbu(data.path(), &["dance"]).output().unwrap();
    assert_eq!(nonsense.status.code(), Some(2));

    let unreachable = jangbu(data.path(), &["migrate"])
        .env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
        .output()
        .unwrap();
    assert_eq!(unreachable.status.code(), Some(1));
    assert!(complaint(&unreachable).contains("database"));
}

#[test]
fn log_lines_are_json_where_a_machine_reads_them() {
    let data = somewhere();
    let words = ["up", "--port", "0", "--json", "--no-demo"];
    let mut process = jangbu(data.path(), &words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    kill(
        Pid::from_raw(i32::try_from(process.id()).unwrap()),
        Signal::SIGTERM,
    )
    .unwrap();
    let mut told = String::new();
    process
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .unwrap();
    process.wait().unwrap();
    assert!(!told.is_empty());
    for line in told.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
}
