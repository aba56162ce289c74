//! Mail addresses as they are compared: by a keyed hash of one spelling.

use crate::Shop;

/// A mail address without what two spellings of it may differ in: trimmed, in small letters.
///
/// The part before the `@` may tell capitals apart by the letter of RFC 5321; no provider does, and
/// a person who complained must not get letters again because of a capital.
pub fn plain(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Whether it is an address that can be written in one way only: neither quoted nor in letters beyond
/// ASCII. A domain in Korean letters is asked for as `xn--…`.
pub fn is_plain(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    let atom =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(letter);
    let label = |part: &str| {
        let inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(inside)
    };
    let atoms = local
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(atom));
    atoms && domain.contains('.') && domain.split('.').all(label)
}

impl Shop {
    /// The keyed hash by which a mail address is known in the delivery book and the suppression list.
    pub fn mail_fingerprint(&self, address: &str) -> Vec<u8> {
        self.ports.vault.fingerprint("email", &plain(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        assert_eq!(plain(" Kim@Shop.Example\n"), plain("kim@shop.example"));
        assert_ne!(plain("kim@shop.example"), plain("k.im@shop.example"));
    }

    #[test]
    fn an_address_with_two_spellings_is_not_plain() {
        for plain in [
            "kim@shop.example",
            "Kim.Lee+shop@xn--bj0bj06e.kr",
            "o'neill@shop.co.kr",
        ] {
            assert!(is_plain(plain), "{plain}");
        }
        for odd in [
            "",
            "kim",
            "@shop.example",
            "kim@",
            "kim@shop",
            "\"kim\"@shop.example",
            "kim.@shop.example",
            "kim..lee@shop.example",
            "kim@shop..example",
            "kim@-shop.example",
            "kim@한글.kr",
            "김@shop.example",
            "kim@shop.example,lee@shop.example",
            "kim@evil.example@shop.example",
            "kim @shop.example",
            "kim@shop.example\r\nBcc: lee@shop.example",
            "<kim@shop.example>",
        ] {
            assert!(!is_plain(odd), "{odd:?}");
        }
    }
}
