//! Letters to send, and how they are read again.

use mail_parser::{Message, MessageParser, MimeHeaders};
use shop::ports::post::{Address, Mail, Picture};

/// A name and an address.
pub fn address(name: &str, address: &str) -> Address {
    Address {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

/// A letter to somebody at example.org.
pub fn to(name: &str) -> Mail {
    Mail {
        key: format!("order-paid:{name}"),
        template: "order-paid",
        store: "intake".to_owned(),
        from: address("장부상회", "shop@jangbu.example"),
        to: address("김장부", &format!("{name}@example.org")),
        reply_to: Some(address("", "help@jangbu.example")),
        subject: "[장부상회] 주문 20260801-7K3QM9XW2F의 입금을 확인했습니다. 정성껏 준비해서 보내 드리겠습니다".to_owned(),
        html: "<!doctype html><html lang=\"ko\"><p>안녕하세요, <b>김장부</b> 님</p></html>".to_owned(),
        text: "안녕하세요, 김장부 님\n.\n한 줄에 점만 있어도 끝이 아닙니다.\n".to_owned(),
        pictures: vec![],
        at: "2026-08-01T02:05:01Z".parse().unwrap(),
    }
}

/// The same with two pictures in its HTML.
pub fn with_pictures(name: &str) -> Mail {
    let picture = |id: &str, bytes: &[u8]| Picture {
        id: id.to_owned(),
        mime: "image/png",
        bytes: bytes.to_vec(),
    };
    Mail {
        html: "<p><img src=\"cid:logo\"><img src=\"cid:chart.1\"></p>".to_owned(),
        pictures: vec![
            picture("logo", b"\x89PNG\r\n\x1a\nlogo"),
            picture("chart.1", &[0; 300]),
        ],
        ..to(name)
    }
}

/// Reads a letter.
pub fn read(raw: &[u8]) -> Message<'_> {
    MessageParser::default().parse(raw).unwrap()
}

/// The value of a header, as it stands there.
pub fn header(letter: &Message<'_>, name: &str) -> Option<String> {
    let raw = letter.header_raw(name)?;
    Some(raw.trim().to_owned())
}

/// Every header's name.
pub fn names(letter: &Message<'_>) -> Vec<String> {
    letter
        .headers_raw()
        .map(|(name, _)| name.to_lowercase())
        .collect()
}

/// The pictures inside, by id.
pub fn pictures(letter: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let inside = letter.attachments().map(|part| {
        let id = part.content_id().unwrap_or_default();
        (id.to_owned(), part.contents().to_vec())
    });
    inside.collect()
}

/// How its parts lie in each other: `alternative(plain,related(html,png,png))`.
pub fn structure(letter: &Message<'_>, part: u32) -> String {
    let part = letter.part(part).unwrap();
    let kind = part.content_type().unwrap().subtype().unwrap_or_default();
    match part.sub_parts() {
        None => kind.to_owned(),
        Some(inside) => {
            let inside: Vec<String> = inside.iter().map(|part| structure(letter, *part)).collect();
            format!("{kind}({})", inside.join(","))
        }
    }
}
