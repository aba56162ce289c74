//! What goes over the wire and what comes back: forms in UTF-8 or EUC-KR, NVP, JSON whose values are text. Read
//! leniently: unknown fields are ignored, unknown words are kept.

pub mod api;
mod api_call;
pub mod approval;
pub mod checkout;
pub mod form;
mod mobile;
mod standard;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use encoding_rs::EUC_KR;

pub(crate) use api_call::{ApiAnswer, Call, Data, some};
pub(crate) use mobile::MobileAnswer;
pub(crate) use standard::StandardAnswer;

/// An amount in digits. Nothing else is one: neither a sign nor a comma ever comes.
pub(crate) fn won(text: &str) -> Option<Won> {
    let digits = !text.is_empty() && text.len() <= 15;
    if !digits || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().map(Won)
}

/// `20260801`, `090101` → the moment. A day without a time is the end of it.
pub(crate) fn korean_time(day: &str, time: &str) -> Option<DateTime<Utc>> {
    let time = match time.len() {
        0 => "235959".to_owned(),
        4 => format!("{time}00"),
        _ => time.to_owned(),
    };
    korean_stamp(&format!("{day}{time}"))
}

/// `YYYYMMDDhhmmss` in Korea → the moment.
pub(crate) fn korean_stamp(stamp: &str) -> Option<DateTime<Utc>> {
    if stamp.len() != 14 {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(stamp, "%Y%m%d%H%M%S").ok()?;
    let at = Seoul.from_local_datetime(&local).earliest()?;
    Some(at.with_timezone(&Utc))
}

/// The moment → `YYYYMMDDhhmmss` in Korea.
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.with_timezone(&Seoul).format("%Y%m%d%H%M%S").to_string()
}

/// A text without what breaks Inicis' hashes (quotes, backslashes, control characters), of so many bytes of EUC-KR
/// at most, never cut within a character.
pub(crate) fn plain(text: &str, most: usize) -> String {
    let mut kept = String::new();
    let mut length = 0;
    for letter in text.chars() {
        let letter = match letter {
            '"' | '\'' | '\\' | '<' | '>' => ' ',
            odd if odd.is_control() => ' ',
            fine => fine,
        };
        length += EUC_KR.encode(letter.encode_utf8(&mut [0; 4])).0.len();
        if length > most {
            break;
        }
        kept.push(letter);
    }
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_digits() {
        assert_eq!(won("33000"), Some(Won(33_000)));
        for odd in ["", "-1", "33,000", "33000원", " 33000", "9999999999999999"] {
            assert_eq!(won(odd), None, "{odd}");
        }
    }

    #[test]
    fn times_are_korean() {
        let at = korean_time("20260801", "090101").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-08-01T00:01:01+00:00");
        assert_eq!(stamp(at), "20260801090101");
        let end = korean_time("20260804", "").unwrap();
        assert_eq!(stamp(end), "20260804235959");
        assert_eq!(korean_time("20261301", "090101"), None);
        assert_eq!(korean_time("", ""), None);
    }

    #[test]
    fn a_text_is_cut_between_characters_and_breaks_no_hash() {
        assert_eq!(plain("단백질쉐이크", 7), "단백질");
        assert_eq!(plain("a\"b\\c\n<d>", 40), "a b c  d");
    }
}
