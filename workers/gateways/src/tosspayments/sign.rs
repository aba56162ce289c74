//! Who speaks: Basic authentication with the secret key, and the signature that a few webhooks carry.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The `Authorization` header: the secret key is the user, the password is empty. The base64 is padded.
#[must_use]
pub fn basic(secret_key: &str) -> String {
    let user = format!("{secret_key}:");
    format!("Basic {}", BASE64.encode(user.as_bytes()))
}

fn mac(security_key: &str, body: &[u8], time: &str) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac =
        Hmac::<Sha256>::new_from_slice(security_key.as_bytes()).expect("a key of any length");
    mac.update(body);
    mac.update(b":");
    mac.update(time.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The signature of a webhook's raw body and its `tosspayments-webhook-transmission-time`: base64 of
/// HMAC-SHA-256.
#[must_use]
pub fn webhook(security_key: &str, body: &[u8], time: &str) -> String {
    BASE64.encode(&mac(security_key, body, time))
}

/// Whether a `tosspayments-webhook-signature` (`v1:SIGNATURE,SIGNATURE`; two while the key is changed)
/// fits. A value that is encoded once more is believed too: the manual can be read either way.
#[must_use]
pub fn is_signed(header: &str, time: &str, body: &[u8], security_key: &str) -> bool {
    let Some(values) = header.strip_prefix("v1:") else {
        return false;
    };
    let expected = webhook(security_key, body, time);
    let fits = |value: &[u8]| bool::from(value.ct_eq(expected.as_bytes()));
    values.split(',').map(str::trim).any(|value| {
        let inner = BASE64.decode(value.as_bytes());
        fits(value.as_bytes()) || inner.is_ok_and(|inner| fits(&inner))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "security_key_example";
    const TIME: &str = "2026-08-01T09:30:00+09:00";
    const BODY: &str = r#"{"eventType":"payout.changed","createdAt":"2026-08-01T09:30:00.000","data":{"refPayoutId":"P-1"}}"#;
    const SIGNED: &str = "f4x6xURnKtUSU4fHutGn0mF3/nT1X93sMXlNJ0IxnCk=";

    #[test]
    fn the_header_keeps_its_padding() {
        let goldens = [
            (
                "test_sk_EXAMPLE0000000000000000000",
                "Basic dGVzdF9za19FWEFNUExFMDAwMDAwMDAwMDAwMDAwMDAwMDo=",
            ),
            (
                "test_sk_EXAMPLE000000000000000001",
                "Basic dGVzdF9za19FWEFNUExFMDAwMDAwMDAwMDAwMDAwMDAxOg==",
            ),
        ];
        for (key, header) in goldens {
            assert_eq!(basic(key), header);
        }
    }

    #[test]
    fn a_known_webhook_has_the_known_signature() {
        assert_eq!(webhook(KEY, BODY.as_bytes(), TIME), SIGNED);
    }

    #[test]
    fn one_fitting_signature_of_two_is_enough() {
        let signed = |header: &str| is_signed(header, TIME, BODY.as_bytes(), KEY);
        assert!(signed(&format!("v1:{SIGNED}")));
        assert!(signed(&format!("v1:AAAA,{SIGNED}")));
        let again = BASE64.encode(SIGNED.as_bytes());
        assert!(signed(&format!("v1:{again}")));
    }

    #[test]
    fn anything_else_is_not_signed() {
        let signed =
            |header: &str, time: &str, body: &str| is_signed(header, time, body.as_bytes(), KEY);
        let right = format!("v1:{SIGNED}");
        assert!(!signed(&right, TIME, &BODY.replace("P-1", "P-2")));
        assert!(!signed(&right, "2026-08-01T09:30:01+09:00", BODY));
        assert!(!signed(SIGNED, TIME, BODY));
        assert!(!signed("v1:", TIME, BODY));
        assert!(!is_signed(&right, TIME, BODY.as_bytes(), "another"));
    }
}
