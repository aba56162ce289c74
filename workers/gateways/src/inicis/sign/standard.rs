//! The window on a PC: fields sorted by name, joined as `name=value` with `&`, SHA-256 in lower-case hexadecimal.
//!
//! `signature` holds no secret and only detects an accident; `verification` holds the sign key. Values are hashed
//! as they are, without any encoding: an authToken with `+ / =` too.

use super::sha256_hex;

/// `mKey`.
#[must_use]
pub fn m_key(sign_key: &str) -> String {
    sha256_hex(sign_key)
}

/// `signature` of the form. `price` is won in digits, `timestamp` the milliseconds of the epoch.
#[must_use]
pub fn signature(oid: &str, price: &str, timestamp: &str) -> String {
    sha256_hex(&format!("oid={oid}&price={price}&timestamp={timestamp}"))
}

/// `verification` of the form.
#[must_use]
pub fn verification(oid: &str, price: &str, sign_key: &str, timestamp: &str) -> String {
    sha256_hex(&format!(
        "oid={oid}&price={price}&signKey={sign_key}&timestamp={timestamp}"
    ))
}

/// `signature` of an approval and of its net cancel.
#[must_use]
pub fn token_signature(auth_token: &str, timestamp: &str) -> String {
    sha256_hex(&format!("authToken={auth_token}&timestamp={timestamp}"))
}

/// `verification` of an approval and of its net cancel.
#[must_use]
pub fn token_verification(auth_token: &str, sign_key: &str, timestamp: &str) -> String {
    sha256_hex(&format!(
        "authToken={auth_token}&signKey={sign_key}&timestamp={timestamp}"
    ))
}

/// `authSignature` of an approval's answer. Which fields are hashed, and in which order, depends on the last digit
/// of the approval request's timestamp; nothing where that is no digit. Half of the ten do not cover the price:
/// it is a check of consistency, and the price is to be compared besides.
#[must_use]
pub fn auth_signature(mid: &str, moid: &str, price: &str, timestamp: &str) -> Option<String> {
    let (mid, moid) = (format!("mid={mid}"), format!("MOID={moid}"));
    let (price, stamp) = (format!("TotPrice={price}"), format!("tstamp={timestamp}"));
    let hashed = match timestamp.bytes().last()? {
        b'0' => [price, stamp, moid],
        b'1' => [moid, mid, stamp],
        b'2' => [moid, stamp, mid],
        b'3' => [mid, moid, stamp],
        b'4' => [mid, stamp, moid],
        b'5' => [stamp, mid, moid],
        b'6' => [stamp, moid, mid],
        b'7' => [price, mid, stamp],
        b'8' => [price, stamp, mid],
        b'9' => [price, moid, stamp],
        _ => return None,
    };
    Some(sha256_hex(&hashed.join("&")))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{MERCHANT, ORDER};
    use super::*;

    const KEY: &str = "c2FtcGxlLXNpZ25rZXktMDAwMQ==";
    const STAMP: &str = "1785542400123";

    #[test]
    fn a_known_form_has_the_known_signatures() {
        assert_eq!(
            m_key(KEY),
            "b359a28bb6f206b5362c9aaa04857492895592270f7c908afa7f43d9d1af1ca8"
        );
        assert_eq!(
            signature(ORDER, "33000", STAMP),
            "a9fe0f70005e7f1a91c7eb4f56270686220f0bce3f0e855dcc1c352eb36d4755"
        );
        assert_eq!(
            verification(ORDER, "33000", KEY, STAMP),
            "9793fdb38379f80aa382ca0e5203e4ade80e6adbc48d8e313c0d8bce5335f1ac"
        );
    }

    #[test]
    fn a_known_approval_has_the_known_signatures() {
        let (token, stamp) = ("AUTHTOKEN-EXAMPLE-0001==", "1785542461457");
        assert_eq!(
            token_signature(token, stamp),
            "b62982d8e6587511dac557f9c1172edde65574f889124ea4406fafb8d5cf327e"
        );
        assert_eq!(
            token_verification(token, KEY, stamp),
            "782809cc10036120e9b4d0453a096a882dfa7bfb7f195d79dba3f63d9d34f34b"
        );
    }

    #[test]
    fn the_last_digit_of_the_time_decides_what_an_answer_signs() {
        let known = [
            "e0e403e22b05c6a18e06b5976f145850f75094ca4b6562cc53a7336e6e7ff31f",
            "c30a1cf0c0af8a31e9fd9c5821b5d86a330163cebccab7fc8aa0aa314c55eb77",
            "669ffac3e56b6a57dbbdf6948f9344ac28ef605a690ac15c8fbd08f66abf8f51",
            "280ef67f7aff7b54fc1f8cb42aef6a4c3d239c698e77a7c5f8e2332a44f59f12",
            "b069d5c8f84480be37fcb0518a939df21d5a3ac0b6f408650d1ae6b0307cd154",
            "3cbcaa404de32de808f7c6b8ed4c4e186d5ff638fad4af3298e03f9cf0f87dc0",
            "5e455fb536713e167befb9044bc42a26bff286fafabfc0a783dbf53b155b8609",
            "39baed93e5ffae2865482e140c2da91e6cafe6a984407be303785fcfb792329f",
            "19516b62b9d42f5a0c54d2cf22880fbfb9f9a3a98041a6c2526b521100f225fe",
            "f66bbc07728061ec656aefbbaa07d5be0f57c51bd8fc1f2423de29d617643d80",
        ];
        for (digit, known) in known.iter().enumerate() {
            let stamp = format!("178554246145{digit}");
            let signed = auth_signature(MERCHANT, ORDER, "33000", &stamp);
            assert_eq!(signed.as_deref(), Some(*known), "{digit}");
        }
        assert_eq!(auth_signature(MERCHANT, ORDER, "33000", "x"), None);
        assert_eq!(auth_signature(MERCHANT, ORDER, "33000", ""), None);
    }
}
