//! Who a member is: kept in the vault and nowhere else.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Name and telephone number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// Digits; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// A telephone number as messages are sent to it: digits, from 0.
pub fn plain_phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("82") {
        Some(national) if text.trim_start().starts_with('+') => {
            format!("0{}", national.trim_start_matches('0'))
        }
        _ => digits,
    }
}

/// An address of a member's book.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What the member calls it: 집, 회사. May be empty.
    #[serde(default)]
    pub label: String,
    /// Who receives.
    pub name: String,
    /// The recipient's phone, digits.
    pub phone: String,
    /// Five digits.
    pub postcode: String,
    /// Street address.
    pub address: String,
    /// Building, floor, door.
    #[serde(default)]
    pub detail: String,
    /// What the carrier should know.
    #[serde(default)]
    pub memo: String,
}

/// The mail address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Email {
    pub(super) email: String,
}

macro_rules! never_into_a_log {
    ($($kind:ident),+) => {$(
        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($kind), "(…)"))
            }
        }
    )+};
}
never_into_a_log!(Profile, Place, Email);
