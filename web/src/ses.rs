//! What Amazon SES tells of a letter: the classic notification, or an event of a configuration set.

use std::collections::HashMap;

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use shop::mail_address;

/// The provider's name in the delivery book.
pub const PROVIDER: &str = "ses";
/// Letters of a code at most.
const LONGEST: usize = 40;

/// One letter's news.
#[derive(Debug, PartialEq, Eq)]
pub struct News {
    /// SES's id of the letter.
    pub letter: String,
    /// Our key of it, if the letter brought it back.
    pub key: Option<String>,
    /// Whom it came from.
    pub source: String,
    pub word: Word,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Word {
    /// Another server took it.
    Delivered,
    /// It will never arrive; the address is dead.
    Bounced(Last),
    /// It did not arrive this time.
    Returned {
        /// `Transient/MailboxFull`.
        reason: String,
    },
    /// Its reader called it spam.
    Complained(Last),
    /// SES will not carry it.
    Rejected,
    /// Nothing that we keep.
    Other,
}

/// A last word, on the letter and on its address.
#[derive(Debug, PartialEq, Eq)]
pub struct Last {
    /// SES's id of the bounce or complaint: the same in both kinds of message. Empty: it has none.
    pub id: String,
    /// A code.
    pub reason: String,
    /// Whom it is about.
    pub addresses: Vec<String>,
}

/// Reads it; none for what tells of no letter, such as SES's own test of the topic.
pub fn read(text: &str) -> Option<News> {
    let told: Told = serde_json::from_str(text).ok()?;
    let key = told.mail.tags.get("key").and_then(|values| values.first());
    let key = key.and_then(|key| BASE64URL_NOPAD.decode(key.as_bytes()).ok());
    let kind = told
        .event_type
        .as_deref()
        .or(told.notification_type.as_deref())?;
    let word = match (kind, told.bounce, told.complaint) {
        ("Delivery", ..) => Word::Delivered,
        ("Reject", ..) => Word::Rejected,
        ("Bounce", Some(bounce), _) => bounce.word(),
        ("Complaint", _, Some(complaint)) => complaint.word(),
        _ => Word::Other,
    };
    Some(News {
        letter: told.mail.message_id,
        key: key.and_then(|key| String::from_utf8(key).ok()),
        source: bare(&told.mail.source),
        word,
    })
}

/// An address without a name around it, as it is compared.
fn bare(address: &str) -> String {
    let inner = address
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    mail_address::plain(inner.map_or(address, |(inner, _)| inner))
}

/// What may stand in the delivery book: codes have letters and digits, an address has more.
fn code(text: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || "-.".contains(*letter);
    text.chars().filter(plain).take(LONGEST).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    notification_type: Option<String>,
    event_type: Option<String>,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    mail: Mail,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    message_id: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    tags: HashMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Bounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType")]
    detail: String,
    #[serde(rename = "feedbackId")]
    id: String,
    #[serde(rename = "bouncedRecipients")]
    recipients: Vec<Recipient>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Complaint {
    #[serde(rename = "complaintFeedbackType")]
    kind: Option<String>,
    #[serde(rename = "complaintSubType")]
    detail: Option<String>,
    #[serde(rename = "feedbackId")]
    id: String,
    #[serde(rename = "complainedRecipients")]
    recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    email_address: String,
    status: Option<String>,
}

fn addresses(of: &[Recipient]) -> Vec<String> {
    of.iter()
        .map(|recipient| bare(&recipient.email_address))
        .collect()
}

impl Bounce {
    fn word(&self) -> Word {
        let status = self
            .recipients
            .first()
            .and_then(|first| first.status.as_deref());
        let kind = format!("{}/{}", code(&self.kind), code(&self.detail));
        let reason = format!("{kind} {}", code(status.unwrap_or_default()));
        let reason = reason.trim_end().to_owned();
        if self.kind != "Permanent" {
            return Word::Returned { reason };
        }
        Word::Bounced(Last {
            id: self.id.clone(),
            reason,
            addresses: addresses(&self.recipients),
        })
    }
}

impl Complaint {
    fn word(&self) -> Word {
        let kind = self.kind.as_deref();
        if kind == Some("not-spam") {
            // A reader took a letter out of the spam folder: the opposite of a complaint.
            return Word::Other;
        }
        let kind = kind.or(self.detail.as_deref());
        Word::Complained(Last {
            id: self.id.clone(),
            reason: code(kind.unwrap_or("complaint")),
            addresses: addresses(&self.recipients),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = r#""mail":{"timestamp":"2026-08-01T00:00:00.000Z","source":"장부 <Shop@Jangbu.example>",
        "messageId":"0100-1","destination":["kim@example.org"],"tags":{"key":["b3JkZXItcGFpZDox"]}}"#;

    fn news(rest: &str) -> News {
        read(&format!("{{{rest},{MAIL}}}")).unwrap()
    }

    #[test]
    fn both_forms_say_the_same() {
        let bounce = r#""bounce":{"bounceType":"Permanent","bounceSubType":"NoEmail","feedbackId":"f-1","bouncedRecipients":[
            {"emailAddress":"Kim <Kim@Example.org>","status":"5.1.1","diagnosticCode":"smtp; 550 <kim@example.org> unknown"}]}"#;
        let classic = news(&format!(r#""notificationType":"Bounce",{bounce}"#));
        assert_eq!(classic, news(&format!(r#""eventType":"Bounce",{bounce}"#)));
        let last = Last {
            id: "f-1".to_owned(),
            reason: "Permanent/NoEmail 5.1.1".to_owned(),
            addresses: vec!["kim@example.org".to_owned()],
        };
        assert_eq!(classic.word, Word::Bounced(last));
        assert_eq!(classic.source, "shop@jangbu.example");
        assert_eq!(classic.key.as_deref(), Some("order-paid:1"));
    }

    #[test]
    fn only_what_is_for_good_is_a_bounce() {
        for kind in ["Transient", "Undetermined", ""] {
            let told = format!(
                r#""eventType":"Bounce","bounce":{{"bounceType":"{kind}","bounceSubType":"a@b c"}}"#
            );
            let reason = format!("{kind}/abc");
            assert_eq!(news(&told).word, Word::Returned { reason });
        }
    }

    #[test]
    fn who_says_that_a_letter_is_no_spam_does_not_complain() {
        let told = |kind: &str| {
            news(&format!(r#""eventType":"Complaint","complaint":{{"feedbackId":"f","complaintFeedbackType":{kind},
                "complainedRecipients":[{{"emailAddress":"kim@example.org"}}]}}"#)).word
        };
        assert_eq!(told(r#""not-spam""#), Word::Other);
        let complaint = |kind: &str| matches!(told(kind), Word::Complained(last) if last.addresses == ["kim@example.org"]);
        assert!(complaint(r#""abuse""#) && complaint("null"));
    }

    #[test]
    fn what_tells_of_no_letter_is_nothing() {
        let test = r#"{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have subscribed"}"#;
        for text in ["Successfully validated SNS topic", test, "{}", ""] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(news(r#""eventType":"Open""#).word, Word::Other);
        assert_eq!(news(r#""eventType":"Bounce""#).word, Word::Other);
    }
}
