//! Text that is shown to nobody by accident: keys, numbers of accounts, people's names.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text whose `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(pub String);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_travels_but_is_not_shown() {
        let account: Private = serde_json::from_str("\"110-123\"").unwrap();
        assert_eq!(serde_json::to_string(&account).unwrap(), "\"110-123\"");
        assert_eq!(format!("{account:?}"), "(hidden)");
    }
}
