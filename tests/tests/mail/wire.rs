//! Nobody who types a name, a subject or an address can write a line of a letter's head.

use std::collections::BTreeSet;

use gateways::mail::Smtp;
use gateways::mail::smtp::{Patience, SmtpSettings};
use shop::ports::post::{Mail, Mailer, SendError};
use tests::fakes::FakeSmtp;

use crate::letters::{self, address, read, to};

const BREAKS: [&str; 6] = ["\r\n", "\n", "\r", "\0", "\u{2028}", "\u{85}"];

#[tokio::test]
async fn breaks_in_what_people_typed_write_no_line_of_their_own() {
    let server = FakeSmtp::open();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let smtp = Smtp::new(SmtpSettings::from_url(&url).unwrap(), Patience::default());
    smtp.send(&to("plain")).await.unwrap();
    for (number, end) in BREAKS.iter().enumerate() {
        let evil = format!("김{end}Bcc: all@example.org{end}X-Evil: 1{end}{end}body");
        let letter = Mail {
            key: format!("evil-{number}"),
            subject: evil.clone(),
            to: address(&evil, "kim@example.org"),
            from: address(&evil, "shop@jangbu.example"),
            reply_to: Some(address(&evil, "help@jangbu.example")),
            ..to("evil")
        };
        smtp.send(&letter).await.unwrap();
    }
    let arrived = server.arrived();
    assert_eq!(arrived.len(), 1 + BREAKS.len());
    let raws: Vec<Vec<u8>> = arrived.iter().map(tests::fakes::Arrived::raw).collect();
    let honest = head(&raws[0]);
    for (letter, raw) in arrived.iter().zip(&raws).skip(1) {
        assert_eq!(letter.to, ["kim@example.org"]);
        assert_eq!(head(raw), honest, "{}", String::from_utf8_lossy(raw));
        let read = read(raw);
        assert!(
            read.subject()
                .unwrap()
                .starts_with("김 Bcc: all@example.org"),
            "{:?}",
            read.subject()
        );
        assert_eq!(
            read.body_text(0).unwrap().trim_end(),
            to("evil").text.trim_end().replace('\n', "\r\n")
        );
    }
}

/// The names of all headers. Found by hand, not by a reader that may be kind: a line that does not begin
/// with a space is a header.
fn head(raw: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(raw).into_owned();
    assert!(!text.contains('\0') && !text.replace("\r\n", "").contains(['\r', '\n']));
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let lines = head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']));
    lines
        .map(|line| line.split(':').next().unwrap().to_lowercase())
        .collect()
}

#[tokio::test]
async fn an_address_with_a_break_never_reaches_the_server() {
    let server = FakeSmtp::open();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let smtp = Smtp::new(SmtpSettings::from_url(&url).unwrap(), Patience::default());
    for end in BREAKS {
        for evil in [
            format!("kim@example.org{end}RCPT TO:<all@example.org>"),
            format!("kim{end}@example.org"),
            format!("\"kim{end}DATA{end}\"@example.org"),
        ] {
            let mut letter = letters::to("evil");
            letter.to.address.clone_from(&evil);
            assert!(
                matches!(smtp.send(&letter).await, Err(SendError::Refused(_))),
                "{evil:?}"
            );
            let mut letter = letters::to("evil");
            letter.from.address = evil;
            assert!(matches!(
                smtp.send(&letter).await,
                Err(SendError::Refused(_))
            ));
        }
    }
    assert!(server.arrived().is_empty());
}
