//! Real servers that play the outside world: an SMTP server that misbehaves on demand (aiosmtpd), and
//! Amazon SES and S3 (moto). Each one listens on a free port of this machine and ends with its owner.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

const SMTP: &str = include_str!("fakes/smtp.py");
const SES: &str = include_str!("fakes/ses.py");
const S3: &str = include_str!("fakes/s3.py");
/// What brings them onto the machine.
const INSTALL: &str = "bash -c '. ops/prepare.sh && install_missing fakes'";

/// A program that says its port first and ends with its standard input.
struct Fake {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Fake {
    fn start(script: &str, arguments: &[String]) -> Self {
        let python = place().join("bin/python");
        assert!(
            python.exists(),
            "the servers that play SES and SMTP are missing ({}); install them with: {INSTALL}",
            python.display()
        );
        let mut child = Command::new(python)
            .args(["-W", "ignore", "-c", script])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Each request would be a line.
            .stderr(Stdio::null())
            .spawn()
            .expect("python starts");
        let ask = child.stdin.take();
        let mut answers = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        answers.read_line(&mut line).expect("it speaks");
        let port = line.trim().parse();
        let port = port.unwrap_or_else(|_| {
            panic!(
                "a fake server did not start; install it again: rm -r {} && {INSTALL}",
                place().display()
            )
        });
        Self {
            child,
            ask,
            answers,
            port,
        }
    }

    fn ask(&mut self, question: &Value) -> Value {
        let ask = self.ask.as_mut().expect("it runs");
        writeln!(ask, "{question}").expect("it listens");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).expect("it answers in JSON")
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        drop(self.ask.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where they are installed: where `ops/test` says, or below this workspace's own target directory.
fn place() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fakes");
    std::env::var_os("JANGBU_FAKES").map_or_else(own, PathBuf::from)
}

/// An SMTP server. What it does with a letter depends on the recipient's name (see `fakes/smtp.py`).
pub struct FakeSmtp {
    fake: Fake,
    directory: TempDir,
}

/// A letter as it arrived.
#[derive(Debug, Deserialize)]
pub struct Arrived {
    pub from: String,
    pub to: Vec<String>,
    raw: String,
    /// It came over TLS.
    pub tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
    /// The connection it came by.
    pub peer: String,
}

impl Arrived {
    /// Its bytes.
    pub fn raw(&self) -> Vec<u8> {
        BASE64.decode(self.raw.as_bytes()).expect("it is base64")
    }
}

impl FakeSmtp {
    /// One that lets everybody in, without TLS.
    pub fn open() -> Self {
        Self::start(json!({ "tls": "none" }))
    }

    /// One that wants this user and password.
    pub fn with_login(user: &str, password: &str) -> Self {
        Self::start(json!({ "tls": "none", "user": user, "password": password }))
    }

    /// One that wants TLS (`starttls` or `implicit`) and a login over it; its certificate and key, PEM files.
    pub fn with_tls(tls: &str, certificate: &Path, key: &Path) -> Self {
        let (user, password) = ("shop", "secret");
        Self::start(json!({
            "tls": tls, "certificate": certificate, "key": key, "user": user, "password": password,
        }))
    }

    fn start(mut wanted: Value) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        wanted["directory"] = json!(directory.path());
        Self {
            fake: Fake::start(SMTP, &[wanted.to_string()]),
            directory,
        }
    }

    /// Its port on this machine.
    pub fn port(&self) -> u16 {
        self.fake.port
    }

    /// All that has arrived, the oldest first.
    pub fn arrived(&self) -> Vec<Arrived> {
        let files = std::fs::read_dir(self.directory.path()).expect("it is there");
        let mut files: Vec<PathBuf> = files
            .map(|file| file.expect("it is there").path())
            .collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
        files.sort();
        let read = |file| std::fs::read(file).expect("it is there");
        files
            .iter()
            .map(|file| serde_json::from_slice(&read(file)).expect("it is whole"))
            .collect()
    }
}

/// Amazon S3, with one bucket `pictures` in the region `ap-northeast-2`.
pub struct FakeS3(Fake);

impl FakeS3 {
    /// One whose bucket is empty.
    pub fn start() -> Self {
        Self(Fake::start(S3, &[]))
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// The keys in its bucket, in order.
    pub fn keys(&mut self) -> Vec<String> {
        let keys = self.0.ask(&json!({ "keys": "pictures" }));
        serde_json::from_value(keys).expect("it tells keys")
    }
}

/// Amazon SES, in the region `ap-northeast-2`.
pub struct FakeSes(Fake);

/// A letter as SES was given it.
#[derive(Debug, Deserialize)]
pub struct Given {
    pub id: String,
    pub source: String,
    pub to: Vec<String>,
    pub raw: String,
}

impl FakeSes {
    /// One that lets nobody send yet.
    pub fn start() -> Self {
        Self(Fake::start(SES, &[]))
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// Lets a domain send.
    pub fn verify(&mut self, domain: &str) {
        self.0.ask(&json!({ "verify": domain }));
    }

    /// What it was given.
    pub fn given(&mut self) -> Vec<Given> {
        let given = self.0.ask(&json!({ "sent": "ap-northeast-2" }));
        serde_json::from_value(given).expect("it tells letters")
    }

    /// The signature that SNS makes in its version 1, base64.
    pub fn sign_with_sha1(&mut self, text: &str, key: &str) -> String {
        let signature = self.0.ask(&json!({ "sign": text, "key": key }));
        signature.as_str().expect("it signs").to_owned()
    }
}
