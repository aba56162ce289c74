//! What a browser or a provider brings along, before anybody believes it.

use axum::http::{HeaderMap, header};
use encoding_rs::EUC_KR;
use percent_encoding::percent_decode;
use shop::ports::paying::Brought;

/// More fields than any window sends back.
const MOST: usize = 200;

/// The fields of an address and of a form, in this order. Korean providers still send forms in EUC-KR: what is
/// no UTF-8 is read as that.
#[must_use]
pub fn read(query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Brought {
    let kind = headers.get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    let form = if is_form { body } else { b"" };
    let parts = [query.unwrap_or_default().as_bytes(), form];
    let fields = parts
        .into_iter()
        .flat_map(|part| part.split(|byte| *byte == b'&'));
    let fields = fields.filter(|field| !field.is_empty()).take(MOST);
    Brought(fields.map(field).collect())
}

fn field(text: &[u8]) -> (String, String) {
    let at = text.iter().position(|byte| *byte == b'=');
    let (name, value) = text.split_at(at.unwrap_or(text.len()));
    (
        decoded(name),
        decoded(value.strip_prefix(b"=").unwrap_or(value)),
    )
}

/// The bytes behind a form's text: in whatever charset its sender wrote.
pub(crate) fn bytes(text: &[u8]) -> Vec<u8> {
    let blank = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    let spaced: Vec<u8> = text.iter().map(blank).collect();
    percent_decode(&spaced).collect()
}

fn decoded(text: &[u8]) -> String {
    match String::from_utf8(bytes(text)) {
        Ok(text) => text,
        Err(other) => EUC_KR.decode(other.as_bytes()).0.into_owned(),
    }
}

/// Headers by lower-case name; those that are no text are left out.
#[must_use]
pub fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&header::HeaderName, &axum::http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> HeaderMap {
        let mut headers = HeaderMap::new();
        let kind = "application/x-www-form-urlencoded; charset=euc-kr";
        headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        headers
    }

    #[test]
    fn address_and_form_are_read_together() {
        let back = read(
            Some("pg_token=a%2Bb"),
            &form(),
            b"name=%C8%AB+%B1%E6&empty&x=1=2",
        );
        assert_eq!(back.get("pg_token"), "a+b");
        assert_eq!(back.get("name"), "홍 길");
        assert_eq!(back.get("empty"), "");
        assert_eq!(back.get("x"), "1=2");
        assert_eq!(back.get("none"), "");
    }

    #[test]
    fn what_is_no_form_is_not_read_as_one() {
        let back = read(None, &HeaderMap::new(), b"pg_token=forged");
        assert_eq!(back, Brought::default());
    }
}
