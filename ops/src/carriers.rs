//! The carriers at the prompt: those whose parcels the pages can follow, from the pages' own list.

use std::sync::LazyLock;

use clap::builder::{PossibleValue, PossibleValuesParser};
use serde::Deserialize;

#[derive(Deserialize)]
struct Carriers {
    carrier: Vec<Carrier>,
}

#[derive(Deserialize)]
struct Carrier {
    code: String,
    name: String,
}

static CARRIERS: LazyLock<Carriers> = LazyLock::new(|| {
    toml::from_str(include_str!("../../web/carriers.toml")).expect("a list made with the program")
});

/// Reads a carrier's code. Any other word would be a parcel that no shopper can follow.
pub fn known() -> PossibleValuesParser {
    let value = |carrier: &'static Carrier| PossibleValue::new(&*carrier.code).help(&*carrier.name);
    PossibleValuesParser::new(CARRIERS.carrier.iter().map(value))
}
