//! The binary as a process, a browser of sorts, and a look into its database.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// How long anything may take here, on a machine that is busy with tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// A person who orders, to be found nowhere.
pub const PERSON: [(&str, &str); 7] = [
    ("orderer_name", "홍카나리"),
    ("orderer_phone", "010-9876-5432"),
    ("orderer_email", "canary.hong@mail.example.kr"),
    ("address", "서울특별시 마포구 카나리로 77"),
    ("address_detail", "제비아파트 101동 1001호"),
    ("memo_text", "경비실 옆 새장"),
    ("depositor", "홍입금"),
];

/// A server of ours at work; killed when dropped.
pub struct Running {
    process: Child,
    said: Value,
    pub data: TempDir,
}

fn somewhere() -> TempDir {
    let open = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new()
        .permissions(open)
        .tempdir()
        .unwrap()
}

/// The binary, with nothing of the surrounding environment's configuration.
pub fn jangbu(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jangbu"));
    for (name, _) in std::env::vars() {
        if name.starts_with("JANGBU_") || name == "DATABASE_URL" || name == "RUST_BACKTRACE" {
            command.env_remove(name);
        }
    }
    command.args(words).arg("--data").arg(data);
    command
}

impl Running {
    /// A demo shop that complains into the file `log` below its data.
    pub async fn open(words: &[&str]) -> Self {
        let data = somewhere();
        let log = File::create(data.path().join("log")).unwrap();
        let mut process = jangbu(data.path(), &["up", "--port", "0", "--json"])
            .args(words)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(process.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        let said = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"));
        let shop = Self {
            process,
            said,
            data,
        };
        shop.ready().await;
        shop
    }

    async fn ready(&self) {
        let began = Instant::now();
        let url = self.url("shop", "/readyz");
        while reqwest::get(&url).await.unwrap().status() != 200 {
            assert!(began.elapsed() < PATIENCE, "it does not get ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn url(&self, door: &str, path: &str) -> String {
        let base = self.said[door].as_str().unwrap().trim_end_matches('/');
        format!("{base}{path}")
    }

    pub fn visitor(&self) -> Visitor<'_> {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none());
        Visitor {
            client: client.build().unwrap(),
            shop: self,
        }
    }

    /// A connection into its private database.
    pub async fn database(&self) -> PgConnection {
        let socket = self.data.path().join("postgres/socket");
        let socket = socket.to_str().unwrap().replace('/', "%2F");
        let url = format!("postgres://shop@{socket}/jangbu");
        PgConnection::connect(&url).await.unwrap()
    }

    /// Every line of its log so far.
    pub fn log(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.data.path().join("log")).unwrap();
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        text.lines().map(read).collect()
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        let pid = i32::try_from(self.process.id()).unwrap();
        kill(Pid::from_raw(pid), Signal::SIGTERM).unwrap();
    }

    /// Waits for its end; gives its exit code.
    pub fn ended(&mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.stop();
            let _ = self.process.wait();
        }
    }
}

/// A visitor of the shop: keeps cookies, follows nothing by itself.
pub struct Visitor<'a> {
    client: Client,
    shop: &'a Running,
}

impl Visitor<'_> {
    pub async fn get(&self, path: &str) -> Response {
        self.client
            .get(self.shop.url("shop", path))
            .send()
            .await
            .unwrap()
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.client.post(self.shop.url("shop", path)).form(form);
        request
            .header("sec-fetch-site", "same-origin")
            .send()
            .await
            .unwrap()
    }

    /// The list of products, once the tables know some: a shop opens before they do.
    async fn window(&self) -> String {
        for _ in 0..100 {
            let page = self.get("/").await.text().await.unwrap();
            if page.contains("/products/") {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        panic!("no product appears");
    }

    /// Orders a demo product as [`PERSON`]; gives the answer to the order form.
    pub async fn order(&self) -> Response {
        let page = self.window().await;
        let product = page
            .split("/products/")
            .nth(1)
            .unwrap()
            .split(['"', '?'])
            .next()
            .unwrap();
        let page = self
            .get(&format!("/products/{product}"))
            .await
            .text()
            .await
            .unwrap();
        let sku = field(&page, "sku");
        let line = [
            ("product", product),
            ("sku", sku.as_str()),
            ("quantity", "1"),
        ];
        let put = self.post("/cart/lines", &line).await;
        assert_eq!(put.status(), StatusCode::SEE_OTHER);
        let page = self.get("/checkout").await.text().await.unwrap();
        let (key, total) = (field(&page, "checkout_key"), field(&page, "shown_total"));
        let mut form = vec![
            ("checkout_key", key.as_str()),
            ("shown_total", total.as_str()),
            ("step", "order"),
            ("same", "on"),
            ("postcode", "04001"),
            ("bank", "088"),
            ("agree_order", "on"),
            ("agree_privacy", "on"),
        ];
        form.extend(PERSON);
        self.post("/checkout", &form).await
    }
}

/// The value of the form field of this name.
fn field(page: &str, name: &str) -> String {
    let mut tags = page.split("<input ");
    let tag = tags.find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let tag = tag.unwrap_or_else(|| panic!("no field {name} in\n{page}"));
    let value = tag.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// The id that a request got.
pub fn id(answer: &Response) -> String {
    let id = answer.headers()["x-request-id"].to_str().unwrap();
    id.to_owned()
}

/// A port that is free now.
pub fn free_port() -> u16 {
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    door.local_addr().unwrap().port()
}
