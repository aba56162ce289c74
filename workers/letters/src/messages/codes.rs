//! The codes under which a provider knows a store's approved templates: a file of settings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::registry;

/// Codes by store and message.
///
/// ```toml
/// [intake]
/// order-received = "KA01TP221025083117992xkz17KyvNbr"
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, BTreeMap<String, String>>")]
pub struct TemplateCodes(BTreeMap<String, BTreeMap<String, String>>);

/// The file names what there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCodes {
    #[error("[{store}] names a message that there is not: {message}")]
    NoMessage { store: String, message: String },
    #[error("[{store}] has no code for {message}")]
    Empty { store: String, message: String },
}

impl TryFrom<BTreeMap<String, BTreeMap<String, String>>> for TemplateCodes {
    type Error = BadCodes;

    fn try_from(codes: BTreeMap<String, BTreeMap<String, String>>) -> Result<Self, BadCodes> {
        let known: Vec<&str> = registry::all()
            .iter()
            .map(|one| one.template.name)
            .collect();
        for (store, codes) in &codes {
            for (message, code) in codes {
                let (store, message) = (store.clone(), message.clone());
                if !known.contains(&message.as_str()) {
                    return Err(BadCodes::NoMessage { store, message });
                }
                if code.trim().is_empty() {
                    return Err(BadCodes::Empty { store, message });
                }
            }
        }
        Ok(Self(codes))
    }
}

impl TemplateCodes {
    /// The code of a store's message; without one it goes out as a plain message.
    pub fn of(&self, store: &str, message: &str) -> Option<&str> {
        Some(self.0.get(store)?.get(message)?.as_str())
    }

    /// All of them: store, message, code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.0.iter().flat_map(|(store, codes)| {
            let codes = codes.iter();
            codes.map(|(message, code)| (store.as_str(), message.as_str(), code.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(store: &str, message: &str, code: &str) -> Result<TemplateCodes, BadCodes> {
        let codes = BTreeMap::from([(message.to_owned(), code.to_owned())]);
        BTreeMap::from([(store.to_owned(), codes)]).try_into()
    }

    #[test]
    fn a_store_has_codes_of_its_own() {
        let codes = read("intake", "order-paid", "KA01TP01").unwrap();
        assert_eq!(codes.of("intake", "order-paid"), Some("KA01TP01"));
        assert_eq!(codes.of("intake", "order-refunded"), None);
        assert_eq!(codes.of("other", "order-paid"), None);
    }

    #[test]
    fn a_misspelt_message_is_found_at_the_start() {
        assert!(read("intake", "order-payed", "KA01TP01").is_err());
        assert!(read("intake", "order-paid", " ").is_err());
    }
}
