//! Forms and NVP in UTF-8 and EUC-KR (which is CP949 here, as browsers have it).
//!
//! The bytes are Korean only after percent-decoding, so no reader of UTF-8 forms can be used.

use std::borrow::Cow;
use std::collections::HashMap;

use encoding_rs::{EUC_KR, Encoding, UTF_8};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, percent_encode};
use shop::ports::paying::Brought;

/// More fields than anything that Inicis sends.
const MOST: usize = 200;

/// How Korean is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// The window on a PC, INIAPI.
    Utf8,
    /// The window on telephones, deposit notices.
    EucKr,
}

impl Charset {
    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::EucKr => EUC_KR,
        }
    }

    /// As an HTML form's `accept-charset` says it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::EucKr => "euc-kr",
        }
    }
}

/// A form's body.
pub fn encode(fields: &[(impl AsRef<str>, impl AsRef<str>)], charset: Charset) -> String {
    let text = |text: &str| {
        let (bytes, _, _) = charset.encoding().encode(text);
        percent_encode(&bytes, NON_ALPHANUMERIC).to_string()
    };
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", text(name.as_ref()), text(value.as_ref())));
    pairs.collect::<Vec<_>>().join("&")
}

/// NVP as Inicis answers it: nothing is percent-encoded.
pub(crate) fn nvp(fields: &[(&str, String)], charset: Charset) -> Vec<u8> {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={value}"));
    let text = pairs.collect::<Vec<_>>().join("&");
    charset.encoding().encode(&text).0.into_owned()
}

/// What a form or an NVP says. Of a name that comes twice the first counts: what is added at the end cannot
/// overrule it.
#[derive(Clone, Default)]
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// A form that a browser or a server posted. What is beyond 200 fields is left out.
    #[must_use]
    pub fn of_form(body: &[u8], charset: Charset) -> Self {
        let spaced: Vec<u8> = body
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        Self::read(&spaced, charset)
    }

    /// An NVP answer: its values may be percent-encoded, but a `+` is a plus.
    #[must_use]
    pub fn of_nvp(body: &[u8], charset: Charset) -> Self {
        Self::read(body.trim_ascii(), charset)
    }

    /// What a browser brought to the shop, whose door has decoded it.
    #[must_use]
    pub fn brought(back: &Brought) -> Self {
        let mut fields = HashMap::new();
        for (name, value) in back.0.iter().take(MOST) {
            fields.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Self(fields)
    }

    fn read(body: &[u8], charset: Charset) -> Self {
        let text = |part: &[u8]| {
            let bytes: Cow<'_, [u8]> = percent_decode(part).into();
            charset.encoding().decode(&bytes).0.into_owned()
        };
        let mut fields = HashMap::new();
        for pair in body.split(|byte| *byte == b'&').take(MOST) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = halves.next().unwrap_or_default();
            if let Some(value) = halves.next() {
                fields.entry(text(name)).or_insert_with(|| text(value));
            }
        }
        Self(fields)
    }

    /// A field exactly as it came; empty where there is none.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field without blanks around it; nothing where it is empty or one of Inicis' "empty" blanks.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        Some(self.raw(name).trim()).filter(|text| !text.is_empty())
    }

    /// A field that may be missing.
    pub(crate) fn owned(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }
}

/// Values belong to persons: only how many there are is printed.
impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fields({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_again_in_both_charsets() {
        for charset in [Charset::Utf8, Charset::EucKr] {
            let body = encode(
                &[("P_UNAME", "홍 길동&=+%"), ("token", "a+/b==\r\n")],
                charset,
            );
            let fields = Fields::of_form(body.as_bytes(), charset);
            assert_eq!(fields.raw("P_UNAME"), "홍 길동&=+%");
            assert_eq!(fields.raw("token"), "a+/b==\r\n", "not even trimmed");
        }
    }

    #[test]
    fn korean_letters_are_two_bytes_in_euc_kr() {
        let body = encode(&[("nm_input", "홍길동")], Charset::EucKr);
        assert_eq!(body, "nm%5Finput=%C8%AB%B1%E6%B5%BF");
    }

    #[test]
    fn an_nvp_is_read_as_bytes_of_euc_kr() {
        let body = nvp(
            &[
                ("P_STATUS", "00".to_owned()),
                ("P_UNAME", "홍길동".to_owned()),
            ],
            Charset::EucKr,
        );
        assert_eq!(&body[..20], b"P_STATUS=00&P_UNAME=");
        let fields = Fields::of_nvp(&body, Charset::EucKr);
        assert_eq!(fields.raw("P_UNAME"), "홍길동");
        let plus = Fields::of_nvp(b"a=1+2\n", Charset::EucKr);
        assert_eq!(plus.raw("a"), "1+2");
    }

    #[test]
    fn what_comes_twice_counts_once_and_a_blank_is_nothing() {
        let fields = Fields::of_form(b"a=1&a=2&b=+&c", Charset::Utf8);
        assert_eq!(fields.text("a"), Some("1"));
        assert_eq!(fields.text("b"), None);
        assert_eq!(fields.text("c"), None);
        assert_eq!(format!("{fields:?}"), "Fields(2)");
    }
}
