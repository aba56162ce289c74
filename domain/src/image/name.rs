//! A picture's name follows from what it holds, so what is under a name never changes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::BadId;

/// A picture's name: 160 bits of the SHA-256 of the kept picture, as 32 letters and digits
/// (RFC 4648's base 32, in lower case). Safe in a file's name and an address as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ImageName(String);

/// Letters and digits of a name.
const LENGTH: usize = 32;

impl ImageName {
    /// Checks length and letters.
    pub fn new(text: impl Into<String>) -> Result<Self, BadId> {
        let text = text.into();
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        if text.len() == LENGTH && text.bytes().all(plain) {
            Ok(Self(text))
        } else {
            Err(BadId::new("picture", &text))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ImageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ImageName {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        Self::new(text)
    }
}

impl TryFrom<String> for ImageName {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        Self::new(text)
    }
}

impl From<ImageName> for String {
    fn from(name: ImageName) -> Self {
        name.0
    }
}
