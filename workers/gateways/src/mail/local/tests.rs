//! The mailbox, alone and shared.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use shop::ports::post::Address;

use super::*;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        "2026-08-01T03:00:00Z".parse().unwrap()
    }
}

/// A directory that goes away at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("jangbu-mailbox-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    /// Another process's view of the mailbox: nothing is remembered.
    fn open(&self) -> LocalPost {
        LocalPost::new(self.0.join("mailbox"), Arc::new(Noon))
    }

    fn file(&self) -> PathBuf {
        self.0.join("mailbox/mailbox.jsonl")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mail(key: &str) -> Mail {
    let address = |name: &str, address: &str| Address {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    Mail {
        key: key.to_owned(),
        template: "order-paid",
        store: "intake".to_owned(),
        from: address("장부상회", "shop@jangbu.example"),
        to: address("김장부", "kim@example.org"),
        reply_to: None,
        subject: format!("입금 확인 {key}"),
        html: "<img src=\"cid:logo\"><img src='cid:logo-small'>".to_owned(),
        text: "안녕하세요".to_owned(),
        pictures: vec![picture("logo", b"big"), picture("logo-small", b"small")],
        at: Noon.now(),
    }
}

fn picture(id: &str, bytes: &[u8]) -> Picture {
    Picture {
        id: id.to_owned(),
        mime: "image/png",
        bytes: bytes.to_vec(),
    }
}

fn message(key: &str, text: &str) -> TextMessage {
    TextMessage {
        key: key.to_owned(),
        template: "order-paid".to_owned(),
        store: "intake".to_owned(),
        to: "01012345678".to_owned(),
        from: "0212345678".to_owned(),
        body: TextBody::Plain {
            subject: "제목".to_owned(),
            text: text.to_owned(),
        },
        advertising: false,
    }
}

async fn post(to: &LocalPost, key: &str) -> String {
    Mailer::send(to, &mail(key)).await.unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_letter_is_kept_whole_with_its_pictures_and_for_its_owners_eyes() {
    let scratch = Scratch::new("whole");
    let post_office = scratch.open();
    assert_eq!(post_office.count().await.unwrap(), 0);
    assert!(post_office.newest(0, 50).await.unwrap().is_empty());
    assert_eq!(post(&post_office, "a").await, "local-0");
    let kept = scratch.open().open(0).await.unwrap().unwrap();
    assert_eq!(kept.from, "장부상회 <shop@jangbu.example>");
    assert_eq!(kept.to, "김장부 <kim@example.org>");
    let (big, small) = (BASE64.encode(b"big"), BASE64.encode(b"small"));
    let html = format!(
        "<img src=\"data:image/png;base64,{big}\"><img src='data:image/png;base64,{small}'>"
    );
    assert_eq!(kept.html.as_deref(), Some(html.as_str()));
    let names: Vec<&str> = kept.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        names.contains(&"Message-ID") && names.contains(&"X-Jangbu-Template"),
        "{names:?}"
    );
    let listed = post_office.newest(0, 50).await.unwrap().remove(0);
    assert!(listed.html.is_none() && listed.headers.is_empty());
    assert_eq!(
        (mode(&scratch.0.join("mailbox")), mode(&scratch.file())),
        (0o700, 0o600)
    );
}

#[tokio::test]
async fn what_no_server_would_take_is_refused() {
    let scratch = Scratch::new("refused");
    let mut letter = mail("a");
    letter.to.address.push_str("\r\nBcc: all@example.org");
    let refused = Mailer::send(&scratch.open(), &letter).await.unwrap_err();
    assert!(matches!(refused, SendError::Refused(_)), "{refused}");
    assert_eq!(scratch.open().count().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_is_one_entry_however_many_send_it() {
    let scratch = Scratch::new("race");
    // Views that share nothing, as several processes do not.
    let views: Vec<LocalPost> = (0..4).map(|_| scratch.open()).collect();
    let sending = (0..200).map(|number| {
        let view = views[number % 4].clone();
        tokio::spawn(async move {
            (
                number % 10,
                post(&view, &format!("key-{}", number % 10)).await,
            )
        })
    });
    let sent = futures::future::join_all(sending).await;
    let mut ids = vec![std::collections::BTreeSet::new(); 10];
    for sent in sent {
        let (key, id) = sent.unwrap();
        ids[key].insert(id);
    }
    assert!(ids.iter().all(|ids| ids.len() == 1), "{ids:?}");
    for view in views {
        assert_eq!(view.count().await.unwrap(), 10);
    }
    let again = Mailer::send(
        &scratch.open(),
        &Mail {
            subject: "다른".to_owned(),
            ..mail("key-0")
        },
    )
    .await;
    assert!(ids[0].contains(&again.unwrap()), "the first one stays");
}

#[tokio::test]
async fn messages_are_short_or_long_found_by_key_and_delivered() {
    let scratch = Scratch::new("texts");
    let post_office = scratch.open();
    let messages = [
        message("a", &"가".repeat(45)),
        message("b", &"가".repeat(46)),
        message("a", "once more"),
    ];
    let taken = Texter::send(&post_office, &messages).await.unwrap();
    assert_eq!(taken[0], TextOutcome::Taken("local-0".to_owned()));
    assert_eq!(
        (&taken[1], &taken[2]),
        (&TextOutcome::Taken("local-1".to_owned()), &taken[0])
    );
    let newest = post_office.newest(0, 10).await.unwrap();
    let media: Vec<&str> = newest.iter().map(|kept| kept.medium.as_str()).collect();
    assert_eq!(media, ["lms", "sms"]);
    // A letter may have a message's key.
    assert_eq!(post(&post_office, "a").await, "local-2");
    let asked = [message("b", ""), message("c", "")];
    let found = scratch
        .open()
        .find(&asked, Noon.now())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        found,
        [Some(TextOutcome::Taken("local-1".to_owned())), None]
    );
    let reports = post_office.reports(&["local-0".to_owned()]).await.unwrap();
    assert_eq!(reports, [TextReport::Delivered]);
}

#[tokio::test]
async fn a_line_that_was_torn_by_a_crash_is_mended_and_nothing_else_is_lost() {
    let scratch = Scratch::new("torn");
    let (before, reader) = (scratch.open(), scratch.open());
    for key in ["a", "b"] {
        post(&before, key).await;
    }
    let whole = fs::read(scratch.file()).unwrap();
    for torn in [&b"{\"key\":\"c\",\"at\":\"2026-"[..], b"\0\0\0\0", b"{"] {
        fs::write(scratch.file(), [&whole, torn].concat()).unwrap();
        assert_eq!(reader.count().await.unwrap(), 2, "half a line is no entry");
        // Neither who knows the file nor who has just come is misled.
        for view in [before.clone(), scratch.open()] {
            assert_eq!(post(&view, "c").await, "local-2");
            let subjects = view.newest(0, 9).await.unwrap();
            let subjects: Vec<&str> = subjects.iter().map(|kept| kept.subject.as_str()).collect();
            assert_eq!(subjects, ["입금 확인 c", "입금 확인 b", "입금 확인 a"]);
        }
    }
}

#[tokio::test]
async fn an_unreadable_line_in_the_middle_hides_only_itself() {
    let scratch = Scratch::new("damaged");
    for key in ["a", "b", "c"] {
        post(&scratch.open(), key).await;
    }
    let text = fs::read_to_string(scratch.file()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(
        scratch.file(),
        format!("{}\nnonsense\n{}\n", lines[0], lines[2]),
    )
    .unwrap();
    let view = scratch.open();
    assert_eq!(view.open(1).await.unwrap(), None);
    assert_eq!(view.open(2).await.unwrap().unwrap().subject, "입금 확인 c");
    assert_eq!(view.newest(0, 9).await.unwrap().len(), 2);
    assert_eq!(post(&view, "c").await, "local-2");
}

#[tokio::test]
async fn a_mailbox_that_was_emptied_begins_anew() {
    let scratch = Scratch::new("emptied");
    let view = scratch.open();
    for key in ["a", "b"] {
        post(&view, key).await;
    }
    fs::remove_dir_all(scratch.0.join("mailbox")).unwrap();
    assert_eq!(view.count().await.unwrap(), 0);
    assert_eq!(post(&view, "b").await, "local-0");
    assert_eq!(view.newest(0, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_large_mailbox_takes_a_letter_as_fast_as_a_small_one() {
    let scratch = Scratch::new("large");
    let view = scratch.open();
    let small = fastest(&view, "small").await;
    for batch in 0..100 {
        let messages: Vec<TextMessage> = (0..1_000)
            .map(|number| message(&format!("{batch}-{number}"), "안녕하세요"))
            .collect();
        Texter::send(&view, &messages).await.unwrap();
    }
    let large = fastest(&view, "large").await;
    assert_eq!(view.count().await.unwrap(), 100_020);
    // Another process reads it all once, and is as fast from then on.
    let other = scratch.open();
    let begun = Instant::now();
    assert_eq!(other.count().await.unwrap(), 100_020);
    let (first, bytes) = (begun.elapsed(), fs::metadata(scratch.file()).unwrap().len());
    println!("the first look at 100,020 entries, {bytes} bytes: {first:?}");
    assert!(first < Duration::from_secs(20), "{first:?}");
    let begun = Instant::now();
    assert_eq!(other.newest(50_000, 50).await.unwrap().len(), 50);
    assert!(
        begun.elapsed() < first,
        "{:?} after {first:?}",
        begun.elapsed()
    );
    // Reading 100,000 lines takes a hundred times as long as writing one.
    assert!(
        large < small * 10 + Duration::from_millis(20),
        "{small:?} became {large:?}"
    );
}

/// The fastest of ten letters: how busy the machine is does not count.
async fn fastest(view: &LocalPost, name: &str) -> Duration {
    let mut best = Duration::MAX;
    for number in 0..10 {
        let begun = Instant::now();
        post(view, &format!("{name}-{number}")).await;
        best = best.min(begun.elapsed());
    }
    best
}
