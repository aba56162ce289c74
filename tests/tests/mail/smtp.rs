//! Letters to a real SMTP server: what arrives, and how often.

use std::time::Duration;

use gateways::mail::Smtp;
use gateways::mail::smtp::{Patience, SmtpSettings};
use shop::ports::post::{Mailer, SendError};
use tests::fakes::FakeSmtp;

use crate::letters::{header, names, pictures, read, structure, to, with_pictures};

/// A server on this machine answers at once, if at all.
pub const BRIEF: Patience = Patience {
    door: Duration::from_secs(5),
    conversation: Duration::from_secs(2),
};

/// What sends to this server.
pub fn sender(server: &FakeSmtp) -> Smtp {
    at(&format!("smtp://127.0.0.1:{}", server.port()))
}

/// What sends to the server of this address.
pub fn at(url: &str) -> Smtp {
    Smtp::new(SmtpSettings::from_url(url).unwrap(), BRIEF)
}

/// What a letter to this name ends in; the error must not tell the address.
pub async fn fate(smtp: &Smtp, name: &str) -> SendError {
    let error = smtp.send(&to(name)).await.unwrap_err();
    let told = error.to_string();
    assert!(
        !told.contains('@') && !told.contains(name) && !told.contains("김장부"),
        "{told}"
    );
    error
}

#[tokio::test]
async fn a_letter_arrives_once_as_it_was_written() {
    let server = FakeSmtp::open();
    let letter = to("kim");
    let id = sender(&server).send(&letter).await.unwrap();
    let arrived = server.arrived();
    let [only] = arrived.as_slice() else {
        panic!("{arrived:?}")
    };
    assert_eq!(
        (only.from.as_str(), only.to.as_slice()),
        ("shop@jangbu.example", &["kim@example.org".to_owned()][..])
    );
    let raw = only.raw();
    assert!(
        raw.is_ascii()
            && raw
                .split(|byte| *byte == b'\n')
                .all(|line| line.len() <= 998)
    );
    let read = read(&raw);
    assert_eq!(read.subject(), Some(letter.subject.as_str()));
    let named = |address: Option<&mail_parser::Address<'_>>| {
        let first = address.unwrap().first().unwrap();
        (
            first.name().unwrap_or_default().to_owned(),
            first.address().unwrap().to_owned(),
        )
    };
    assert_eq!(
        named(read.from()),
        ("장부상회".to_owned(), "shop@jangbu.example".to_owned())
    );
    assert_eq!(
        named(read.to()),
        ("김장부".to_owned(), "kim@example.org".to_owned())
    );
    assert_eq!(named(read.reply_to()).1, "help@jangbu.example");
    assert_eq!(read.date().unwrap().to_timestamp(), letter.at.timestamp());
    assert_eq!(format!("<{}>", read.message_id().unwrap()), id);
    assert_eq!(structure(&read, 0), "alternative(plain,html)");
    assert_eq!(
        read.body_text(0).unwrap(),
        letter.text.replace('\n', "\r\n")
    );
    assert_eq!(read.body_html(0).unwrap().trim_end(), letter.html);
    assert_eq!(
        header(&read, "Auto-Submitted").as_deref(),
        Some("auto-generated")
    );
    assert_eq!(
        header(&read, "X-Jangbu-Template").as_deref(),
        Some("order-paid")
    );
    assert!(
        !names(&read)
            .iter()
            .any(|name| name.starts_with("list-") || name == "bcc")
    );
}

#[tokio::test]
async fn the_same_key_has_the_same_message_id_and_one_connection_serves_many() {
    let server = FakeSmtp::open();
    let smtp = sender(&server);
    let first = smtp.send(&to("kim")).await.unwrap();
    assert_eq!(smtp.send(&to("kim")).await.unwrap(), first);
    assert_ne!(smtp.send(&to("lee")).await.unwrap(), first);
    let arrived = server.arrived();
    assert_eq!(arrived.len(), 3);
    assert!(
        arrived.iter().all(|letter| letter.peer == arrived[0].peer),
        "{arrived:?}"
    );
}

#[tokio::test]
async fn pictures_stand_beside_the_html_under_the_ids_it_names() {
    let server = FakeSmtp::open();
    let letter = with_pictures("kim");
    sender(&server).send(&letter).await.unwrap();
    let raw = server.arrived()[0].raw();
    let read = read(&raw);
    assert_eq!(
        structure(&read, 0),
        "alternative(plain,related(html,png,png))"
    );
    let expected: Vec<_> = letter
        .pictures
        .into_iter()
        .map(|picture| (picture.id, picture.bytes))
        .collect();
    assert_eq!(pictures(&read), expected);
    let html = read.body_html(0).unwrap().into_owned();
    assert!(
        expected
            .iter()
            .all(|(id, _)| html.contains(&format!("cid:{id}")))
    );
}
