//! A message of Amazon SNS, and whether it really is one.
//!
//! SNS signs what it sends with a key whose certificate it publishes below its own host. That host is
//! the anchor: a certificate from anywhere else is not even fetched
//! ([`shop::ports::sns::SnsAddress`]), and TLS vouches for what comes from there.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
    UnparsedPublicKey,
};
use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use serde::Deserialize;
use x509_parser::pem::parse_x509_pem;
use x509_parser::time::ASN1Time;

/// Why a message is not believed. Never says what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    #[error("its certificate cannot be read")]
    Certificate,
    #[error("its certificate is not valid now")]
    Expired,
    #[error("its signature cannot be read")]
    Signature,
    #[error("its signature does not fit")]
    Forged,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Kind {
    Notification,
    /// SNS asks whether messages of a topic are wanted here.
    SubscriptionConfirmation,
    /// Somebody has ended the subscription.
    UnsubscribeConfirmation,
}

/// A message, as it comes over the wire.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Message {
    #[serde(rename = "Type")]
    pub kind: Kind,
    #[serde(rename = "MessageId")]
    pub id: String,
    pub topic_arn: String,
    /// What was published.
    #[serde(rename = "Message")]
    pub text: String,
    subject: Option<String>,
    timestamp: String,
    signature_version: String,
    signature: String,
    #[serde(rename = "SigningCertURL")]
    pub certificate: String,
    #[serde(rename = "SubscribeURL")]
    pub confirmation: Option<String>,
    token: Option<String>,
}

impl Message {
    /// Whether the certificate's owner wrote it, and may still.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn verify(&self, pem: &[u8], now: DateTime<Utc>) -> Result<(), Doubt> {
        let (_, pem) = parse_x509_pem(pem).map_err(|_| Doubt::Certificate)?;
        let certificate = pem.parse_x509().map_err(|_| Doubt::Certificate)?;
        let now = ASN1Time::from_timestamp(now.timestamp()).map_err(|_| Doubt::Expired)?;
        if !certificate.validity().is_valid_at(now) {
            return Err(Doubt::Expired);
        }
        let signature = BASE64
            .decode(self.signature.as_bytes())
            .map_err(|_| Doubt::Signature)?;
        let key = &certificate.public_key().subject_public_key.data;
        UnparsedPublicKey::new(self.algorithm()?, key)
            .verify(self.signed().as_bytes(), &signature)
            .map_err(|_| Doubt::Forged)
    }

    fn algorithm(&self) -> Result<&'static RsaParameters, Doubt> {
        match self.signature_version.as_str() {
            "1" => Ok(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
            "2" => Ok(&RSA_PKCS1_2048_8192_SHA256),
            _ => Err(Doubt::Signature),
        }
    }

    /// What is signed: names and values in alphabetical order, a line each, without those that are missing.
    fn signed(&self) -> String {
        let fields: &[(&str, Option<&str>)] = match self.kind {
            Kind::Notification => &[
                ("Message", Some(&self.text)),
                ("MessageId", Some(&self.id)),
                ("Subject", self.subject.as_deref()),
                ("Timestamp", Some(&self.timestamp)),
                ("TopicArn", Some(&self.topic_arn)),
                ("Type", Some("Notification")),
            ],
            Kind::SubscriptionConfirmation | Kind::UnsubscribeConfirmation => &[
                ("Message", Some(&self.text)),
                ("MessageId", Some(&self.id)),
                ("SubscribeURL", self.confirmation.as_deref()),
                ("Timestamp", Some(&self.timestamp)),
                ("Token", self.token.as_deref()),
                ("TopicArn", Some(&self.topic_arn)),
                ("Type", Some(self.kind.name())),
            ],
        };
        let mut lines = String::new();
        for (name, value) in fields {
            if let Some(value) = value {
                lines.extend([name, "\n", value, "\n"]);
            }
        }
        lines
    }
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(extra: &str) -> Message {
        let text = format!(
            r#"{{"MessageId":"m-1","TopicArn":"arn:t","Message":"said","Timestamp":"2026-08-01T00:00:00.000Z",
               "SignatureVersion":"1","Signature":"AAAA","SigningCertURL":"https://x/",{extra}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn what_is_signed_stands_in_order_and_without_what_is_missing() {
        let plain = message(r#""Type":"Notification""#).signed();
        let lines = "Message\nsaid\nMessageId\nm-1\nTimestamp\n2026-08-01T00:00:00.000Z\nTopicArn\narn:t\nType\nNotification\n";
        assert_eq!(plain, lines);
        let titled = message(r#""Type":"Notification","Subject":"hello""#).signed();
        assert!(
            titled.contains("MessageId\nm-1\nSubject\nhello\nTimestamp\n"),
            "{titled}"
        );
        let asked = message(
            r#""Type":"SubscriptionConfirmation","Token":"t-1","SubscribeURL":"https://s/","Subject":"no""#,
        );
        let asked = asked.signed();
        assert!(
            asked.contains("SubscribeURL\nhttps://s/\nTimestamp\n"),
            "{asked}"
        );
        assert!(
            asked.ends_with("Token\nt-1\nTopicArn\narn:t\nType\nSubscriptionConfirmation\n"),
            "{asked}"
        );
        assert!(!asked.contains("Subject"), "{asked}");
    }

    #[test]
    fn what_is_no_certificate_convinces_nobody() {
        let message = message(r#""Type":"Notification""#);
        let doubt = message.verify(b"hello", Utc::now()).unwrap_err();
        assert_eq!(doubt, Doubt::Certificate);
    }
}
