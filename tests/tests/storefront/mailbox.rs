//! The local mailbox on the staff's pages.

use std::sync::Arc;

use gateways::mail::LocalPost;
use reqwest::StatusCode;
use shop::ports::post::{Address, LocalMailbox, Mail, Mailer, TextBody, TextMessage, Texter};
use tempfile::TempDir;
use tests::shop::FixedClock;

use crate::site::Site;

/// A mailbox of a test's own.
pub struct Letters {
    directory: TempDir,
}

impl Letters {
    /// Nothing in it.
    pub fn none() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { directory }
    }

    /// One letter in it.
    pub fn one() -> Self {
        let letters = Self::none();
        let post = letters.post();
        let sent = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async { Mailer::send(&post, &letter(0)).await })
        });
        sent.join().unwrap().unwrap();
        letters
    }

    /// What sends into it.
    pub fn post(&self) -> LocalPost {
        LocalPost::new(self.directory.path().join("mailbox"), FixedClock::noon())
    }

    /// What the pages read it by.
    pub fn open(&self) -> Arc<dyn LocalMailbox> {
        Arc::new(self.post())
    }
}

fn letter(number: u32) -> Mail {
    let address = |name: &str, address: &str| Address {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    Mail {
        key: format!("order-paid:{number}"),
        template: "order-paid",
        store: "intake".to_owned(),
        from: address("시험상회", "shop@test.example"),
        to: address("김<장>부", "kim@example.org"),
        reply_to: None,
        subject: format!("입금 확인 <{number}>"),
        html: "<style>b{color:red}</style><b>안녕</b><script>alert(1)</script>".to_owned(),
        text: "안녕하세요 <b>".to_owned(),
        pictures: vec![],
        at: "2026-11-22T03:00:00Z".parse().unwrap(),
    }
}

fn message() -> TextMessage {
    TextMessage {
        key: "sms".to_owned(),
        template: "paid".to_owned(),
        store: "intake".to_owned(),
        to: "01012345678".to_owned(),
        from: "0212345678".to_owned(),
        body: TextBody::Plain {
            subject: String::new(),
            text: "[시험상회] 입금 확인 30,000원".to_owned(),
        },
        advertising: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_mailbox_says_how_a_letter_gets_there_and_none_says_where_letters_go() {
    let letters = Letters::none();
    let site = Site::dressed(|web| web.with_mailbox(letters.open())).await;
    let auditor = site.auditor();
    assert!(auditor.get("/").await.body.contains("href=\"/dev/mail\""));
    let page = auditor.get("/dev/mail").await;
    assert!(page.body.contains("jangbu mail test"), "{}", page.body);
    let elsewhere = Site::dressed(|web| web)
        .await
        .auditor()
        .get("/dev/mail")
        .await;
    assert_eq!(elsewhere.status, StatusCode::OK);
    assert!(
        elsewhere.body.contains("jangbu mail about"),
        "{}",
        elsewhere.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_stands_first_and_fifty_on_a_page() {
    let letters = Letters::none();
    let post = letters.post();
    for number in 0..52 {
        Mailer::send(&post, &letter(number)).await.unwrap();
    }
    let site = Site::dressed(|web| web.with_mailbox(letters.open())).await;
    let auditor = site.auditor();
    let first = auditor.get("/dev/mail").await.body;
    let shown = |page: &str| page.matches("입금 확인 &lt;").count();
    assert_eq!(shown(&first), 50);
    assert!(first.find("&lt;51&gt;").unwrap() < first.find("&lt;50&gt;").unwrap());
    assert!(
        first.contains("김&lt;장&gt;부 &lt;kim@example.org&gt;") && first.contains("order-paid")
    );
    let second = auditor.get("/dev/mail?page=2").await.body;
    assert_eq!(shown(&second), 2);
    assert_eq!(
        auditor.get("/dev/mail?page=9").await.to(),
        "/dev/mail?page=2"
    );
    for odd in ["0", "-1", "x", "99999999999999999999"] {
        let page = auditor.get(&format!("/dev/mail?page={odd}")).await;
        assert_eq!(shown(&page.body), 50, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_shown_whole_and_its_html_can_do_nothing() {
    let letters = Letters::one();
    let site = Site::dressed(|web| web.with_mailbox(letters.open())).await;
    let auditor = site.auditor();
    let page = auditor.get("/dev/mail/0").await;
    assert!(page.body.contains("안녕하세요 &lt;b&gt;") && page.body.contains("Message-ID"));
    assert!(page.body.contains("sandbox=") && !page.body.contains("<script>alert"));
    assert!(
        page.header("content-security-policy")
            .contains("frame-src 'self'")
    );
    let html = auditor.get("/dev/mail/0/html").await;
    assert_eq!(html.body, letter(0).html);
    let policy = html.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "img-src data:",
        "style-src 'unsafe-inline'",
        "sandbox",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(
        !policy.contains("script") && !policy.contains("same-origin"),
        "{policy}"
    );
    assert_eq!(html.header("x-frame-options"), "SAMEORIGIN");
    for nowhere in [
        "/dev/mail/1",
        "/dev/mail/x",
        "/dev/mail/-1",
        "/dev/mail/1/html",
    ] {
        let answer = auditor.get(nowhere).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_a_bubble_with_its_bytes() {
    let letters = Letters::none();
    Texter::send(&letters.post(), &[message()]).await.unwrap();
    let site = Site::dressed(|web| web.with_mailbox(letters.open())).await;
    let auditor = site.auditor();
    assert!(auditor.get("/dev/mail").await.body.contains("문자"));
    let page = auditor.get("/dev/mail/0").await.body;
    assert!(
        page.contains("class=\"bubble\">[시험상회] 입금 확인 30,000원</div>"),
        "{page}"
    );
    assert!(
        page.contains("29 / 90바이트") && !page.contains("<iframe"),
        "{page}"
    );
    assert_eq!(
        auditor.get("/dev/mail/0/html").await.status,
        StatusCode::NOT_FOUND
    );
}
