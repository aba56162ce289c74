//! What belongs to a person or to one payment of theirs, and stands in no log: numbers of accounts, names,
//! tokens of windows. Keys of a merchant account are a [`super::secret::Secret`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text that is written down where it is asked for; its `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    /// The text, for where it must be sent or kept.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

impl From<&str> for Private {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Private {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_travels_but_is_not_shown() {
        let account: Private = serde_json::from_str("\"110-123\"").unwrap();
        assert_eq!(serde_json::to_string(&account).unwrap(), "\"110-123\"");
        assert_eq!(account.text(), "110-123");
        assert_eq!(format!("{account:?}"), "(hidden)");
    }
}
