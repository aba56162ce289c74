//! A browser that watches itself: Chromium through its driver, from Debian.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

use serde_json::{Value, json};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{By, DesiredCapabilities, Key, LoggingPrefsLogLevel, WebDriver, WebElement};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::shop::PATIENCE;

/// What the visitor holds in the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Pc,
    Phone,
}

impl Device {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Phone => "phone",
        }
    }
}

pub struct Browser {
    driver: WebDriver,
    device: Device,
    language: &'static str,
    /// Whose pictures these are.
    story: &'static str,
    base: String,
    pictures: std::sync::atomic::AtomicUsize,
    _process: Child,
}

impl Browser {
    /// A browser before the shop at `base`, which prefers a language (`ko-KR`, `en-US`).
    pub async fn open(
        story: &'static str,
        device: Device,
        language: &'static str,
        base: &str,
    ) -> Self {
        let (process, port) = chromedriver().await;
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--force-prefers-reduced-motion",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--window-size=1280,900",
        ] {
            wanted.add_arg(argument).unwrap();
        }
        wanted.add_arg(&format!("--lang={language}")).unwrap();
        let preferred = json!({"intl.accept_languages": language});
        wanted.add_experimental_option("prefs", preferred).unwrap();
        if device == Device::Phone {
            let phone = json!({
                "deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true},
                "clientHints": {"platform": "Android", "mobile": true},
                "userAgent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
            });
            wanted
                .add_experimental_option("mobileEmulation", phone)
                .unwrap();
        }
        for log in ["browser", "performance"] {
            wanted
                .set_logging_prefs(log, LoggingPrefsLogLevel::All)
                .unwrap();
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .unwrap();
        driver.set_page_load_timeout(PATIENCE).await.unwrap();
        Self {
            driver,
            device,
            language,
            story,
            base: base.to_owned(),
            pictures: std::sync::atomic::AtomicUsize::new(1),
            _process: process,
        }
    }

    /// Opens a path of the shop.
    pub async fn go(&self, path: &str) {
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        self.driver.goto(address).await.unwrap();
    }

    /// The browser's own way back.
    pub async fn back(&self) {
        self.driver.back().await.unwrap();
    }

    /// Opens the open page again, and waits for it.
    pub async fn again(&self) {
        self.driver.refresh().await.unwrap();
    }

    /// Opens a path with an empty cache: bytes that came over the wire until nothing more came.
    pub async fn weight(&self, path: &str) -> i64 {
        self.go(path).await;
        let mut bytes = 0;
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            let mut more = 0;
            for entry in self.driver.get_log("performance").await.unwrap() {
                let told: Value = serde_json::from_str(&entry.message).unwrap();
                if told["message"]["method"] == "Network.loadingFinished" {
                    let length = &told["message"]["params"]["encodedDataLength"];
                    // Chromium tells whole bytes as a number with a point.
                    #[expect(clippy::cast_possible_truncation, reason = "pages are small")]
                    let length = length.as_f64().unwrap() as i64;
                    more += length;
                }
            }
            if more == 0 {
                return bytes;
            }
            bytes += more;
        }
    }

    /// The path that is open.
    pub async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    /// The first element that fits, as soon as it is there.
    pub async fn find(&self, css: &str) -> WebElement {
        let began = Instant::now();
        loop {
            if let Ok(found) = self.driver.find(By::Css(css)).await {
                return found;
            }
            if began.elapsed() > PATIENCE {
                let page = self.driver.source().await.unwrap_or_default();
                panic!("no {css} on {}:\n{page}", self.path().await);
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// Every element that fits now.
    pub async fn all(&self, css: &str) -> Vec<WebElement> {
        self.driver.find_all(By::Css(css)).await.unwrap()
    }

    /// Clicks a link or a button that leads to a page, where a finger or mouse would, and waits for that page.
    ///
    /// The driver answers before a tap has been understood, and a slow machine may take it for a long press: a
    /// person would tap again, so this does.
    pub async fn click(&self, css: &str) {
        self.mark().await;
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let element = self.find(css).await;
            element.scroll_into_view().await.unwrap();
            element.click().await.unwrap();
            if self.left_within(PATIENCE / 6).await {
                return;
            }
        }
        panic!("{css} on {} leads nowhere", self.path().await);
    }

    /// Does what leads to another page, and waits for that page: until it comes, the old one looks settled.
    pub async fn leaves(&self, act: impl Future<Output = ()>) {
        self.mark().await;
        act.await;
        let left = self.left_within(PATIENCE).await;
        assert!(left, "{} is never left", self.path().await);
    }

    /// Marks the open page, so that the next one is known from it.
    async fn mark(&self) {
        let mark = "document.documentElement.dataset.left = ''";
        self.run(mark, json!([])).await;
    }

    /// Waits so long for a page without the mark, and until all of that is there.
    async fn left_within(&self, patience: std::time::Duration) -> bool {
        let gone = "return !('left' in document.documentElement.dataset)";
        let began = Instant::now();
        while began.elapsed() < patience {
            if self.says_yes(gone).await {
                self.settled().await;
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
        false
    }

    /// Waits until this path is open: a password is looked at slowly, by design.
    pub async fn arrives(&self, path: &str) {
        let began = Instant::now();
        while self.path().await != path {
            if began.elapsed() > PATIENCE {
                let (there, page) = (self.path().await, self.text().await);
                panic!("{there} instead of {path}: {page}");
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        self.settled().await;
    }

    /// Types into a field, in place of what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Ticks a box that may be drawn by its label.
    pub async fn tick(&self, name: &str) {
        let script = "const box = document.querySelector(`[name='${arguments[0]}']`); if (!box.checked) box.click(); return box.checked;";
        assert_eq!(self.run(script, json!([name])).await, json!(true));
    }

    /// Runs a script and gives its answer.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        let arguments = arguments.as_array().cloned().unwrap_or_default();
        let answer = self.driver.execute(script, arguments).await.unwrap();
        answer.json().clone()
    }

    /// Whether a script says yes. Asked between two pages, the driver has no answer; an open dialog is one.
    async fn says_yes(&self, script: &str) -> bool {
        match self.driver.execute(script, vec![]).await {
            Ok(told) => *told.json() == json!(true),
            Err(error) => {
                let told = error.as_inner();
                let dialog = matches!(told, WebDriverErrorInner::UnexpectedAlertOpen(_));
                assert!(!dialog, "{error}");
                false
            }
        }
    }

    /// The text of the page's main part.
    pub async fn text(&self) -> String {
        self.find("main").await.text().await.unwrap()
    }

    pub async fn settled(&self) {
        let began = Instant::now();
        let complete = "return document.readyState === 'complete'";
        while !self.says_yes(complete).await {
            assert!(began.elapsed() < PATIENCE, "the page never settles");
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    }

    /// Presses a key on whatever has the focus.
    pub async fn press(&self, key: Key) {
        self.driver
            .action_chain()
            .send_keys(key)
            .perform()
            .await
            .unwrap();
        self.settled().await;
    }

    /// Looks at the page: keeps a picture, and holds it to what every page must be.
    pub async fn look(&self, what: &str) {
        self.settled().await;
        let number = self
            .pictures
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let place = pictures().join(self.story);
        std::fs::create_dir_all(&place).unwrap();
        let (device, language) = (self.device.name(), &self.language[..2]);
        let file = place.join(format!("{device}-{language}-{number:02}-{what}.png"));
        self.whole_page(&file).await;
        self.nothing_overflows(what).await;
        self.nothing_went_wrong(what).await;
        self.accessible(what).await;
    }

    /// The page from head to foot, as far as eight screens go.
    async fn whole_page(&self, file: &std::path::Path) {
        let height = self
            .run("return document.documentElement.scrollHeight", json!([]))
            .await;
        let height = height.as_u64().unwrap_or(900).clamp(600, 7_000);
        let (width, scale) = match self.device {
            Device::Pc => (1280, 1),
            Device::Phone => (390, 2),
        };
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": scale});
        let asked = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let answer = self.devtools("Page.captureScreenshot", asked).await;
        let text = answer["value"]["data"].as_str().unwrap_or_default();
        let picture = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
        std::fs::write(file, picture).unwrap();
    }

    /// Gives the browser a command of its developer tools.
    pub async fn devtools(&self, command: &str, params: Value) -> Value {
        let command = json!({"cmd": command, "params": params});
        let address = format!(
            "{}session/{}/goog/cdp/execute",
            self.driver.handle().server_url(),
            self.driver.handle().session_id()
        );
        let answer = reqwest::Client::new().post(address).json(&command);
        answer.send().await.unwrap().json().await.unwrap()
    }

    /// Runs a script that calls its last argument with its answer.
    pub async fn run_until_told(&self, script: &str) -> Value {
        let answer = self.driver.execute_async(script, vec![]).await.unwrap();
        answer.json().clone()
    }

    /// Nobody has to move a page sideways.
    async fn nothing_overflows(&self, what: &str) {
        let script =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = self.run(script, json!([])).await;
        assert!(over.as_i64().unwrap() <= 0, "{what} is {over} px too wide");
    }

    /// The console is silent, and every request since the last look was answered well. An answer that says no
    /// to a form, with its page, is no failure.
    async fn nothing_went_wrong(&self, what: &str) {
        for entry in self.driver.get_log("browser").await.unwrap() {
            let refused =
                entry.message.contains("status of 4") && !entry.message.contains("/static/");
            assert!(refused, "{what}: the console says {}", entry.message);
        }
        for entry in self.driver.get_log("performance").await.unwrap() {
            let told: Value = serde_json::from_str(&entry.message).unwrap();
            let (method, of) = (&told["message"]["method"], &told["message"]["params"]);
            let failed = *method == "Network.loadingFailed" && of["canceled"] != json!(true);
            assert!(!failed, "{what}: a request failed: {of}");
            let status = of["response"]["status"].as_u64().unwrap_or(200);
            let document = of["type"] == "Document";
            let bad = status >= 500 || (status >= 400 && !document);
            assert!(!bad, "{what}: {} answered {status}", of["response"]["url"]);
        }
    }

    /// A page with others' texts tried nothing since the last look: the console is silent, and nothing was asked
    /// of another host.
    pub async fn nothing_was_tried(&self, what: &str) {
        for entry in self.driver.get_log("browser").await.unwrap() {
            let said = &entry.message;
            // Tables that are still behind are no attack: whoever tells this looks again.
            let expected = said.contains("Content Security Policy")
                || said.contains("status of 503")
                || (said.contains("status of 4") && !said.contains("/static/"));
            assert!(expected, "{what}: the console says {said}");
        }
        for entry in self.driver.get_log("performance").await.unwrap() {
            let told: Value = serde_json::from_str(&entry.message).unwrap();
            let (method, of) = (&told["message"]["method"], &told["message"]["params"]);
            let opened = *method == "Page.javascriptDialogOpening";
            assert!(!opened, "{what}: a dialog: {of}");
            if *method == "Network.requestWillBeSent" {
                let to = of["request"]["url"].as_str().unwrap_or_default();
                let ours = to.starts_with(&self.base) || to.starts_with("data:");
                assert!(ours, "{what}: {to} was asked");
            }
        }
    }

    /// Readable for everybody, as far as a program can tell: axe-core finds nothing serious.
    async fn accessible(&self, what: &str) {
        let script = "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations));";
        self.run(&axe(), json!([])).await;
        let found = self.run_until_told(script).await;
        let found = found.as_array().cloned().unwrap();
        let serious: Vec<String> = found
            .iter()
            .filter(|it| it["impact"] == "serious" || it["impact"] == "critical")
            .map(|it| format!("{}: {}", it["help"], it["nodes"][0]["html"]))
            .collect();
        assert!(
            serious.is_empty(),
            "{what} ({}): {serious:#?}",
            self.device.name()
        );
    }

    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}

/// axe-core's own source. It is run by the driver, so the page's own rules for scripts do not stop it.
fn axe() -> String {
    let fakes = std::env::var("JANGBU_FAKES").expect("JANGBU_FAKES: run through ops/test");
    let library = std::fs::read_dir(PathBuf::from(fakes).join("lib"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .join("site-packages/axe_playwright_python/axe.min.js")
        })
        .find(|file| file.exists());
    std::fs::read_to_string(library.expect("axe-core is installed by ops/test")).unwrap()
}

/// Where pictures are kept for people to look at.
fn pictures() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().join("browser")
}

/// Debian's driver, on a free port that it chooses. Two that start at once can choose the same one, and
/// one of them gives up.
async fn chromedriver() -> (Child, u16) {
    for _ in 0..5 {
        if let Some(started) = one_chromedriver().await {
            return started;
        }
    }
    panic!("chromedriver does not say its port");
}

/// None if it ends without having said its port.
async fn one_chromedriver() -> Option<(Child, u16)> {
    let mut process = Command::new("chromedriver")
        .args(["--port=0", "--log-level=SEVERE"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is installed by ops/test");
    let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
    while let Some(line) = said.next_line().await.unwrap() {
        let port = line.split("started successfully on port ").nth(1);
        let port = port.and_then(|rest| rest.trim_end_matches('.').parse().ok());
        if let Some(port) = port {
            // Whatever else it says must not fill the pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
            return Some((process, port));
        }
    }
    None
}
