//! The carriers at the prompt: those whose parcels the pages can follow.

use std::sync::LazyLock;

use clap::builder::{PossibleValue, PossibleValuesParser};
use shop::Carriers;

static CARRIERS: LazyLock<Carriers> =
    LazyLock::new(|| Carriers::load().expect("a list made with the program"));

/// Reads a carrier's code. Any other word would be a parcel that no shopper can follow.
pub fn known() -> PossibleValuesParser {
    let values = CARRIERS.all();
    PossibleValuesParser::new(values.map(|(code, name)| PossibleValue::new(code).help(name)))
}
