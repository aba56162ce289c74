//! A letter as it goes over the wire, the same for every way out.

use std::time::SystemTime;

use data_encoding::HEXLOWER;
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use shop::ports::post::{Address, Mail, Picture, SendError};

/// Bytes of the key's hash that a Message-ID shows.
const ID_BYTES: usize = 20;

/// Writes a letter. Nothing that people typed gets beyond its own line: breaks in subject and names
/// become spaces, an address with one is refused.
///
/// # Errors
/// An address, a link or a picture's id cannot stand in a letter. The text tells which, not what
/// it holds.
pub fn compose(mail: &Mail) -> Result<Message, SendError> {
    let sender = mailbox(&mail.from, "the sender's address")?;
    let mut letter = Message::builder()
        .from(sender)
        .to(mailbox(&mail.to, "the recipient's address")?)
        .subject(one_line(&mail.subject))
        .date(SystemTime::from(mail.at))
        .message_id(Some(message_id(mail)));
    if let Some(answers) = &mail.reply_to {
        letter = letter.reply_to(mailbox(answers, "the address for answers")?);
    }
    for (name, value) in own_headers(mail) {
        letter = letter.raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str(name),
            value,
        ));
    }
    letter
        .multipart(body(mail)?)
        .map_err(|_| refused("the letter's head"))
}

/// The name of a letter that follows from its key alone: who gets it twice, or reads a server's log,
/// sees that it is the same letter.
pub fn message_id(mail: &Mail) -> String {
    let digest = Sha256::digest(mail.key.as_bytes());
    let domain = mail.from.address.rsplit('@').next().unwrap_or_default();
    format!("<{}@{domain}>", HEXLOWER.encode(&digest[..ID_BYTES]))
}

/// The lines that are ours, beside those that every letter has.
fn own_headers(mail: &Mail) -> [(&'static str, String); 2] {
    [
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Jangbu-Template", one_line(mail.template)),
    ]
}

/// All lines above a letter as people read them, for the local mailbox.
pub fn readable_headers(mail: &Mail) -> Vec<(String, String)> {
    let mut headers = vec![("From", readable(&mail.from)), ("To", readable(&mail.to))];
    headers.extend(mail.reply_to.iter().map(|to| ("Reply-To", readable(to))));
    headers.push(("Subject", one_line(&mail.subject)));
    headers.push(("Date", mail.at.to_rfc2822()));
    headers.push(("Message-ID", message_id(mail)));
    headers.extend(own_headers(mail));
    let owned = headers.into_iter();
    owned
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A name and an address in one line.
pub fn readable(address: &Address) -> String {
    if address.name.is_empty() {
        address.address.clone()
    } else {
        format!("{} <{}>", one_line(&address.name), address.address)
    }
}

fn parse(text: &str) -> Option<lettre::Address> {
    // A quoted part before the @ may hold what the rest of the world reads as a break.
    let odd = |letter: char| letter.is_control() || letter.is_whitespace();
    text.parse().ok().filter(|_| !text.contains(odd))
}

fn mailbox(address: &Address, whose: &str) -> Result<Mailbox, SendError> {
    let parsed = parse(&address.address).ok_or_else(|| refused(whose))?;
    let name = Some(one_line(&address.name)).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, parsed))
}

/// Text, and beside it HTML with its pictures.
fn body(mail: &Mail) -> Result<MultiPart, SendError> {
    let letter = MultiPart::alternative().singlepart(SinglePart::plain(mail.text.clone()));
    let html = SinglePart::html(mail.html.clone());
    if mail.pictures.is_empty() {
        return Ok(letter.singlepart(html));
    }
    let mut related = MultiPart::related().singlepart(html);
    for picture in &mail.pictures {
        related = related.singlepart(part(picture)?);
    }
    Ok(letter.multipart(related))
}

fn part(picture: &Picture) -> Result<SinglePart, SendError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
    if picture.id.is_empty() || !picture.id.bytes().all(plain) {
        return Err(refused("a picture's id"));
    }
    let kind = ContentType::parse(picture.mime).map_err(|_| refused("a picture's type"))?;
    Ok(Attachment::new_inline(picture.id.clone()).body(picture.bytes.clone(), kind))
}

/// What people typed, as one line: every control character and line break becomes a space.
fn one_line(text: &str) -> String {
    let breaks = |letter: char| letter.is_control() || "\u{2028}\u{2029}".contains(letter);
    text.replace(breaks, " ").trim().to_owned()
}

fn refused(what: &str) -> SendError {
    SendError::Refused(format!("{what} cannot stand in a letter"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        let address = |name: &str, address: &str| Address {
            name: name.to_owned(),
            address: address.to_owned(),
        };
        Mail {
            key: "order-paid:20260801-7K3QM9XW2F".to_owned(),
            template: "order-paid",
            store: "intake".to_owned(),
            from: address("장부상회", "shop@jangbu.example"),
            to: address("김장부", "kim@example.org"),
            reply_to: None,
            subject: "입금을 확인했습니다".to_owned(),
            html: "<p>안녕하세요</p>".to_owned(),
            text: "안녕하세요".to_owned(),
            pictures: vec![],
            at: "2026-08-01T02:05:01Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_same_key_is_the_same_letter() {
        let (first, mut second) = (mail(), mail());
        second.subject = "다시".to_owned();
        second.at += chrono::Duration::hours(1);
        assert_eq!(message_id(&first), message_id(&second));
        assert!(message_id(&first).ends_with("@jangbu.example>"));
        second.key.push('x');
        assert_ne!(message_id(&first), message_id(&second));
    }

    #[test]
    fn an_address_that_would_break_out_of_its_line_is_refused_without_being_told() {
        for odd in [
            "kim@example.org\r\nBcc: all@example.org",
            "\"kim\r\n\"@example.org",
            "kim@example.org\0",
            "kim @example.org",
            "kim",
            "",
        ] {
            let mut letter = mail();
            odd.clone_into(&mut letter.to.address);
            let error = compose(&letter).unwrap_err();
            let text = "the recipient's address cannot stand in a letter";
            assert_eq!(error, SendError::Refused(text.to_owned()), "{odd:?}");
        }
    }

    #[test]
    fn a_picture_whose_id_has_a_break_is_refused() {
        let picture = Picture {
            id: "a>\r\nX: y".to_owned(),
            mime: "image/png",
            bytes: vec![1],
        };
        assert!(
            compose(&Mail {
                pictures: vec![picture],
                ..mail()
            })
            .is_err()
        );
    }
}
