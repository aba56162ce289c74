//! The local mailbox: a list, and one letter or message.

use domain::korean_bytes;
use shop::ports::post::Kept as Found;

use crate::pages::{Bubble, Fact, Kept, Mailbox, MailboxRow, Pager};

/// Letters on a page of the list.
pub const PER_PAGE: u64 = 50;
/// Characters of a message that the list shows in place of a subject.
const BEGINNING: usize = 40;

/// The list.
#[must_use]
pub fn mailbox(total: u64, newest: &[Found], page: u32, last: u32) -> Mailbox {
    Mailbox {
        stays: true,
        total,
        letters: newest.iter().map(row).collect(),
        pager: Pager::around(page, last, |page| format!("/dev/mail?page={page}")),
    }
}

fn row(found: &Found) -> MailboxRow {
    MailboxRow {
        href: address(found.number),
        at: found.at,
        medium: medium(&found.medium).to_owned(),
        template: found.template.clone(),
        store: found.store.clone(),
        subject: subject(found),
        to: found.to.clone(),
    }
}

/// One of them.
#[must_use]
pub fn kept(found: Found) -> Kept {
    let headers = found.headers.iter();
    let headers = headers.map(|(name, value)| Fact {
        label: name.clone(),
        value: value.clone(),
    });
    Kept {
        at: found.at,
        medium: medium(&found.medium).to_owned(),
        template: found.template.clone(),
        store: found.store.clone(),
        from: found.from.clone(),
        to: found.to.clone(),
        headers: headers.collect(),
        html: found
            .html
            .as_ref()
            .map(|_| format!("{}/html", address(found.number))),
        bubble: (found.medium != "email").then(|| bubble(&found)),
        subject: subject(&found),
        text: found.text,
    }
}

fn bubble(found: &Found) -> Bubble {
    Bubble {
        title: Some(found.subject.clone()).filter(|title| !title.is_empty()),
        bytes: bytes(&found.text),
        most: match found.medium.as_str() {
            "sms" => Some(90),
            "lms" => Some(2_000),
            _ => None,
        },
        characters: found.text.chars().count(),
    }
}

/// A message has no subject, or none that tells much: then its beginning.
fn subject(found: &Found) -> String {
    if !found.subject.is_empty() {
        return found.subject.clone();
    }
    let line = found.text.lines().next().unwrap_or_default();
    line.chars().take(BEGINNING).collect()
}

fn address(number: u64) -> String {
    format!("/dev/mail/{number}")
}

fn medium(code: &str) -> &str {
    match code {
        "email" => "메일",
        "sms" => "문자",
        "lms" => "긴 문자",
        "alimtalk" => "알림톡",
        other => other,
    }
}

/// As carriers count; what no telephone can show counts as nothing.
fn bytes(text: &str) -> usize {
    korean_bytes::bytes(text).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(medium: &str, subject: &str, text: &str) -> Found {
        Found {
            number: 7,
            at: chrono::DateTime::UNIX_EPOCH,
            medium: medium.to_owned(),
            template: "order-paid".to_owned(),
            store: "intake".to_owned(),
            from: "0212345678".to_owned(),
            to: "01012345678".to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: (medium == "email").then(String::new),
            headers: vec![],
        }
    }

    #[test]
    fn a_letter_has_html_and_a_message_a_bubble_with_its_bytes() {
        let letter = kept(found("email", "제목", "글"));
        assert_eq!(letter.html.as_deref(), Some("/dev/mail/7/html"));
        assert!(letter.bubble.is_none());
        let message = kept(found("sms", "", "입금 확인 3,000원\n고맙습니다"));
        assert!(message.html.is_none());
        let bubble = message.bubble.unwrap();
        assert_eq!((bubble.bytes, bubble.most), (28, Some(90)));
        assert_eq!(message.subject, "입금 확인 3,000원");
    }
}
