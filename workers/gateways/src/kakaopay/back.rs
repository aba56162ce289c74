//! The browser's way to the window, and what it brings back from it.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::wire::Ready;

/// Letters of a `pg_token` at most; KakaoPay's have 20.
const LONGEST_TOKEN: usize = 200;

/// What the browser looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// A computer.
    Pc,
    /// A telephone's browser.
    MobileWeb,
    /// The shop's own app.
    App,
}

impl Ready {
    /// Where the shopper's browser is to be sent.
    #[must_use]
    pub fn window(&self, device: Device) -> &str {
        match device {
            Device::Pc => &self.next_redirect_pc_url,
            Device::MobileWeb => &self.next_redirect_mobile_url,
            Device::App => &self.next_redirect_app_url,
        }
    }
}

/// What the browser brings to `approval_url`: it approves once. Never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PgToken(String);

impl fmt::Debug for PgToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PgToken(hidden)")
    }
}

impl PgToken {
    /// The token, if the text can be one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let fits = !text.is_empty()
            && text.len() <= LONGEST_TOKEN
            && text.bytes().all(|letter| letter.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }
}

/// Reads the query that the browser came back with. `None`: there is no `pg_token` in it, or something that
/// is none. It proves nothing; only an approval does.
#[must_use]
pub fn read_return(query: &str) -> Option<PgToken> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut tokens = pairs.filter(|(name, _)| *name == "pg_token");
    let (_, token) = tokens.next()?;
    let token = percent_decode_str(token).decode_utf8().ok()?;
    let token = PgToken::read(&token)?;
    // Two of them are nobody's honest return.
    tokens.next().is_none().then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_brings_one_token_or_none() {
        let token = |text: &str| Some(PgToken(text.to_owned()));
        assert_eq!(read_return("pg_token=0a1b2c"), token("0a1b2c"));
        assert_eq!(read_return("try=7&pg_token=0a%2D1b"), token("0a-1b"));
        let long = format!("pg_token={}", "a".repeat(201));
        for none in [
            "",
            "pg_token=",
            "token=1",
            "pg_token=1&pg_token=2",
            "pg_token=%00",
            "pg_token=%EA%B0%80",
            &long,
        ] {
            assert_eq!(read_return(none), None, "{none}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        let shown = format!("{:?}", read_return("pg_token=SECRET").unwrap());
        assert!(!shown.contains("SECRET"), "{shown}");
    }
}
