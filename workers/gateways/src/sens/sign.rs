//! Who asks: signature v2 of method, path with query, time and access key.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;

pub(super) fn mac(secret: &str, text: &str) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The signature, in base 64. `timestamp` is the epoch's milliseconds.
pub fn signature(secret: &str, method: &str, path: &str, timestamp: &str, key: &str) -> String {
    BASE64.encode(&mac(
        secret,
        &format!("{method} {path}\n{timestamp}\n{key}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_request_gives_the_known_signature() {
        let signed = signature(
            "DemoSecretKey00000000000000000000000001",
            "POST",
            "/sms/v2/services/ncp:sms:kr:000000000000:demo/messages",
            "1785542400123",
            "DEMOACCESSKEY0000001",
        );
        assert_eq!(signed, "PeOfcTeZjlA/h5uo9VkbRhb7JKcfDVmvYVxdFxHwfJU=");
    }
}
