//! How a webhook is signed: Standard Webhooks, a keyed hash of id, time and body.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How far their clock and ours may differ, and how long a webhook may have been on its way.
pub const SKEW: TimeDelta = TimeDelta::minutes(5);
const PREFIX: &str = "whsec_";
const VERSION: &str = "v1,";

/// What the hash is keyed with. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(Vec<u8>);

/// A text that is no secret of a webhook. Does not repeat it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a webhook's secret is `whsec_` and base64")]
pub struct BadSecret;

impl WebhookSecret {
    /// Reads `whsec_…`, as PortOne's console shows it; the prefix may be missing.
    ///
    /// # Errors
    /// What follows is not base64, or nothing.
    pub fn read(text: &str) -> Result<Self, BadSecret> {
        let encoded = text.strip_prefix(PREFIX).unwrap_or(text);
        let key = BASE64.decode(encoded.as_bytes()).map_err(|_| BadSecret)?;
        if key.is_empty() {
            return Err(BadSecret);
        }
        Ok(Self(key))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(hidden)")
    }
}

/// Why a webhook is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBelieved {
    /// `webhook-id`, `webhook-timestamp` or `webhook-signature` is missing, or there twice.
    #[error("a header is missing")]
    MissingHeader,
    /// The time is no number.
    #[error("the time cannot be read")]
    BadTime,
    /// It was signed more than five minutes ago: somebody may say it again.
    #[error("it is too old")]
    TooOld,
    /// It was signed more than five minutes from now.
    #[error("it is from the future")]
    TooNew,
    /// None of the signatures is of the version that is known here.
    #[error("there is no signature that can be checked")]
    NoSignature,
    /// None of the signatures is right.
    #[error("the signature is wrong")]
    WrongSignature,
    /// It is signed, but what it says cannot be read.
    #[error("what it says cannot be read")]
    Unreadable,
}

/// The signature of a webhook: `v1,` and base64. `timestamp` is in seconds, as it stands in the header.
pub fn signature(secret: &WebhookSecret, id: &str, timestamp: &str, body: &[u8]) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).expect("any length");
    for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    format!("{VERSION}{}", BASE64.encode(&mac.finalize().into_bytes()))
}

/// Whether one of the signatures (separated by spaces) is right, and its time near.
///
/// # Errors
/// See [`NotBelieved`].
pub fn verify(
    secret: &WebhookSecret,
    id: &str,
    timestamp: &str,
    signatures: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), NotBelieved> {
    let seconds = timestamp.parse().map_err(|_| NotBelieved::BadTime)?;
    let signed = DateTime::from_timestamp(seconds, 0).ok_or(NotBelieved::BadTime)?;
    if now - signed > SKEW {
        return Err(NotBelieved::TooOld);
    }
    if signed - now > SKEW {
        return Err(NotBelieved::TooNew);
    }
    let right = signature(secret, id, timestamp, body);
    let known = signatures
        .split(' ')
        .filter(|said| said.starts_with(VERSION));
    let mut checked = known.map(|said| bool::from(said.as_bytes().ct_eq(right.as_bytes())));
    match checked.next() {
        None => Err(NotBelieved::NoSignature),
        Some(first) if first || checked.any(|right| right) => Ok(()),
        Some(_) => Err(NotBelieved::WrongSignature),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_cG9ydG9uZS1kZW1vLXNlY3JldC0zMmJ5dGVzLXh5eiE=";
    const ID: &str = "wh_01J3DEMO0000000000000001";
    const TIME: &str = "1785542400";
    const BODY: &str = r#"{"type":"Transaction.Paid","timestamp":"2026-08-01T00:00:00.000Z","data":{"paymentId":"ORD-20260801-000123","storeId":"store-demo","transactionId":"tx-demo-1"}}"#;
    const SIGNED: &str = "v1,JwXSfmsyVCSvLf4dMAhokW6ThPGbmBTNOaNSjdRaMVQ=";

    fn check(signatures: &str, body: &str, late: i64) -> Result<(), NotBelieved> {
        let secret = WebhookSecret::read(SECRET).unwrap();
        let sent = DateTime::from_timestamp(1_785_542_400, 0).unwrap();
        let now = sent + TimeDelta::seconds(late);
        verify(&secret, ID, TIME, signatures, body.as_bytes(), now)
    }

    #[test]
    fn a_known_webhook_has_the_known_signature() {
        let secret = WebhookSecret::read(SECRET).unwrap();
        assert_eq!(signature(&secret, ID, TIME, BODY.as_bytes()), SIGNED);
        assert_eq!(check(SIGNED, BODY, 0), Ok(()));
    }

    #[test]
    fn one_right_signature_of_several_is_enough() {
        let other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert_eq!(check(&format!("{other} {SIGNED}"), BODY, 0), Ok(()));
        assert_eq!(check(&format!("{SIGNED} {other}"), BODY, 0), Ok(()));
        assert_eq!(check(other, BODY, 0), Err(NotBelieved::WrongSignature));
        let asymmetric = SIGNED.replace("v1,", "v1a,");
        assert_eq!(check(&asymmetric, BODY, 0), Err(NotBelieved::NoSignature));
        assert_eq!(check("", BODY, 0), Err(NotBelieved::NoSignature));
    }

    #[test]
    fn another_body_is_not_believed() {
        let other = BODY.replace("000123", "000124");
        assert_eq!(check(SIGNED, &other, 0), Err(NotBelieved::WrongSignature));
    }

    #[test]
    fn five_minutes_and_no_more() {
        assert_eq!(check(SIGNED, BODY, 300), Ok(()));
        assert_eq!(check(SIGNED, BODY, 301), Err(NotBelieved::TooOld));
        assert_eq!(check(SIGNED, BODY, -300), Ok(()));
        assert_eq!(check(SIGNED, BODY, -301), Err(NotBelieved::TooNew));
    }

    #[test]
    fn a_secret_is_base64_and_not_shown() {
        for bad in ["", "whsec_", "whsec_@@", "whsec_abc"] {
            assert_eq!(WebhookSecret::read(bad), Err(BadSecret), "{bad}");
        }
        let secret = WebhookSecret::read(SECRET).unwrap();
        assert_eq!(WebhookSecret::read(&SECRET[6..]), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(hidden)");
    }
}
