//! The window on telephones: SHA-512 with a key of its own, in Base64.

use data_encoding::BASE64;
use sha2::{Digest, Sha512};

/// `P_CHKFAKE`: over the amount, the order, the time and the hash key, one after the other.
#[must_use]
pub fn check(amount: &str, oid: &str, timestamp: &str, hash_key: &str) -> String {
    let hashed = format!("{amount}{oid}{timestamp}{hash_key}");
    BASE64.encode(&Sha512::digest(hashed.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::ORDER;
    use super::*;

    #[test]
    fn a_known_amount_has_the_known_check() {
        let key = "0123456789ABCDEF0123456789ABCDEF";
        assert_eq!(
            check("33000", ORDER, "1785542400123", key),
            "ZeP9umT7bkYKsUXFYi4hCIWBD/I7sHGzPXTLXqB+Bk8AyCScwsVL1z+pymIeBKEjwq9CdnclyytrNJ75kYN15A=="
        );
    }
}
