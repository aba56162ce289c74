//! PostgreSQL's own load program, run beside us with a script of our own.

use std::io::Write;
use std::process::Stdio;

use tempfile::NamedTempFile;
use tokio::process::Command;

/// A script that pgbench runs again and again as one prepared transaction.
pub struct Pgbench {
    script: NamedTempFile,
    url: String,
}

/// What pgbench tells at its end.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Transactions a second.
    pub rate: f64,
    /// Mean wait, in milliseconds.
    pub wait: f64,
}

impl Pgbench {
    /// A script against a database.
    pub fn new(url: &str, script: &str) -> Self {
        let mut file = NamedTempFile::new().expect("a temporary file");
        file.write_all(script.as_bytes())
            .expect("room for a script");
        Self {
            script: file,
            url: url.to_owned(),
        }
    }

    /// So many clients for so many seconds. `settings` become variables of the script.
    pub async fn run(&self, clients: usize, seconds: u64, settings: &[(&str, String)]) -> Told {
        let mut command = Command::new("pgbench");
        command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
        command
            .arg(format!("--client={clients}"))
            .arg(format!("--time={seconds}"));
        command.arg("--file").arg(self.script.path());
        for (name, value) in settings {
            command.arg("--define").arg(format!("{name}={value}"));
        }
        // Its progress goes to the error stream, its figures to the other.
        let done = command.arg(&self.url).stdin(Stdio::null()).output().await;
        let done = done.expect("pgbench is installed with PostgreSQL");
        let said = String::from_utf8_lossy(&done.stdout);
        let why = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "pgbench: {why}");
        let number = |label: &str| {
            let rest = said.lines().find_map(|line| line.strip_prefix(label));
            let word = rest.and_then(|rest| rest.split_whitespace().next());
            word.and_then(|word| word.parse().ok())
                .unwrap_or_else(|| panic!("pgbench said nothing of {label}: {said}"))
        };
        Told {
            rate: number("tps = "),
            wait: number("latency average = "),
        }
    }
}

/// How long one commit takes a single client of `script`, in milliseconds: what the disk allows.
pub async fn single_commit(script: &Pgbench, settings: &[(&str, String)]) -> f64 {
    script.run(1, 2, settings).await.wait
}

/// A text as pgbench may read it: in it even a colon before a digit would name a variable.
pub fn literal(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('\'', "''")
        .replace(':', "\\x3a");
    format!("E'{text}'")
}
