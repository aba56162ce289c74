//! Reading answers that give `null` where they have nothing.

use serde::{Deserialize, Deserializer};

/// `null` is nothing. With `#[serde(default)]`, so is what is missing.
pub(crate) fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
