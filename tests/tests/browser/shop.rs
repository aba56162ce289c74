//! A shop opened by `jangbu up`, on a database of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tests::pg::{Database, database};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long anything may take here before the test gives up.
pub const PATIENCE: Duration = Duration::from_mins(1);

pub struct Shop {
    /// Where shoppers come, without a slash at the end.
    pub store: String,
    /// Where staff come.
    #[allow(dead_code, reason = "stories of staff come by it")]
    pub admin: String,
    process: Child,
    data: TempDir,
    database: Database,
}

/// The binary beside this test's own.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let binary = own.parent().and_then(Path::parent).unwrap().join("jangbu");
    assert!(binary.exists(), "build it first: cargo build -p jangbu");
    binary
}

impl Shop {
    /// Opens the demo shop and waits until its tables know the catalogue.
    pub async fn open() -> Self {
        let (database, data) = (database().await, tempfile::tempdir().unwrap());
        let mut command = Command::new(binary());
        command
            .args(["up", "--port", "0", "--json", "--data"])
            .arg(data.path())
            .env("DATABASE_URL", &database.url)
            // Beside other tests the tables are late now and then; a story is not about that.
            .env("JANGBU_PATIENCE_MS", "5000")
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = said
            .next_line()
            .await
            .unwrap()
            .expect("it says where it is");
        let told: Value = serde_json::from_str(&line).unwrap();
        let door = |name: &str| {
            told[name]
                .as_str()
                .unwrap()
                .trim_end_matches('/')
                .to_owned()
        };
        let shop = Self {
            store: door("shop"),
            admin: door("admin"),
            process,
            data,
            database,
        };
        shop.caught_up().await;
        shop
    }

    /// Waits until the tables know all that is in the log.
    pub async fn caught_up(&self) {
        let began = Instant::now();
        loop {
            let told = reqwest::get(format!("{}/readyz", self.store))
                .await
                .unwrap();
            let told: Value = told.json().await.unwrap();
            let models = told["projections"].as_array().cloned().unwrap_or_default();
            if !models.is_empty() && models.iter().all(|model| model["lag_events"] == 0) {
                // Lists may be drawn once a second only.
                tokio::time::sleep(Duration::from_millis(1_100)).await;
                return;
            }
            assert!(began.elapsed() < PATIENCE, "its tables stay behind: {told}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What `jangbu WORDS` says of this shop.
    pub async fn says(&self, words: &[&str]) -> String {
        let output = Command::new(binary())
            .args(words)
            .arg("--data")
            .arg(self.data.path())
            .env("DATABASE_URL", &self.database.url)
            .output()
            .await
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "jangbu {words:?}: {told}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Where a simulated provider listens.
    #[allow(dead_code, reason = "stories of windows ask it")]
    pub fn simulator(&self, name: &str) -> String {
        let file = self.data.path().join("simulators/addresses.json");
        let told: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        told[name].as_str().unwrap().to_owned()
    }

    /// Asks it to stop, and waits.
    pub async fn close(mut self) {
        let pid = i32::try_from(self.process.id().unwrap()).unwrap();
        kill(Pid::from_raw(pid), Signal::SIGTERM).unwrap();
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        assert!(ended.unwrap().unwrap().success(), "it ends badly");
    }
}
