//! Who asks: a keyed hash of date and salt. The body is not part of it.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;

/// The signature of a date and a salt, in hexadecimal.
pub fn signature(secret: &str, date: &str, salt: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(date.as_bytes());
    mac.update(salt.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// The `Authorization` header.
pub fn header(key: &str, secret: &str, date: &str, salt: &str) -> String {
    let signature = signature(secret, date, salt);
    format!("HMAC-SHA256 apiKey={key}, date={date}, salt={salt}, signature={signature}")
}

/// A fresh salt: 32 hexadecimal digits.
pub fn salt() -> String {
    HEXLOWER.encode(&rand::random::<[u8; 16]>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "NCSDEMOKEY000001";
    const SECRET: &str = "DEMOSECRET000000000000000000000001";
    const DATE: &str = "2026-08-01T00:00:00.000Z";
    const SALT: &str = "0123456789abcdef0123456789abcdef";
    const SIGNED: &str = "d71f57865d36891b24254335ecac9ad46980d3772d987a0e67b7555aad487ef1";

    #[test]
    fn a_known_date_and_salt_give_the_known_signature() {
        assert_eq!(signature(SECRET, DATE, SALT), SIGNED);
        let whole =
            format!("HMAC-SHA256 apiKey={KEY}, date={DATE}, salt={SALT}, signature={SIGNED}");
        assert_eq!(header(KEY, SECRET, DATE, SALT), whole);
    }

    #[test]
    fn every_salt_is_another() {
        assert_ne!(salt(), salt());
        assert_eq!(salt().len(), 32);
    }
}
