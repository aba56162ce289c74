//! A key of a merchant account: compared in constant time, printed nowhere.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq;

/// A secret text.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether this is what was said; how long it takes tells nothing about where they differ.
    #[must_use]
    pub fn is(&self, said: &str) -> bool {
        self.0.as_bytes().ct_eq(said.as_bytes()).into()
    }

    /// The text, for where it must be sent or kept.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_knows_itself_and_tells_nothing() {
        let secret = Secret::new("ps_demo_secret_0001");
        assert!(secret.is("ps_demo_secret_0001"));
        assert!(!secret.is("ps_demo_secret_0002") && !secret.is(""));
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
