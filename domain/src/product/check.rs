//! What a listing must keep to.

use std::collections::BTreeSet;

use super::{Listing, ProductRefusal};
use crate::money::Won;

const DEAREST: Won = Won(100_000_000);

pub(super) fn check(listing: &Listing) -> Result<(), ProductRefusal> {
    if listing.name.trim().is_empty() {
        return Err(ProductRefusal::NoName);
    }
    let skus: BTreeSet<_> = listing.variants.iter().map(|it| &it.sku).collect();
    if skus.is_empty() || skus.len() != listing.variants.len() {
        return Err(ProductRefusal::BadVariants);
    }
    check_axes(listing)?;
    if let (Some(from), Some(until)) = (listing.sale_from, listing.sale_until)
        && until <= from
    {
        return Err(ProductRefusal::BadTimes);
    }
    let prices = listing
        .variants
        .iter()
        .flat_map(|variant| [Some(variant.price), variant.list_price]);
    prices.flatten().try_for_each(check_price)
}

/// Every option has one known value of each axis; no axis and no value has a name twice. Not every
/// combination must be sold.
fn check_axes(listing: &Listing) -> Result<(), ProductRefusal> {
    let axes: BTreeSet<_> = listing.axes.iter().map(|axis| axis.name.trim()).collect();
    let mut sound = axes.len() == listing.axes.len() && !axes.contains("");
    for axis in &listing.axes {
        let values: BTreeSet<_> = axis.values.iter().map(|value| value.name.trim()).collect();
        sound &= !values.is_empty() && values.len() == axis.values.len() && !values.contains("");
    }
    for variant in &listing.variants {
        sound &= variant.values.len() == listing.axes.len();
        let mut chosen = listing.axes.iter().zip(&variant.values);
        sound &= chosen.all(|(axis, value)| axis.values.iter().any(|it| it.name == *value));
    }
    let combinations: BTreeSet<_> = listing.variants.iter().map(|it| &it.values).collect();
    sound &= listing.axes.is_empty() || combinations.len() == listing.variants.len();
    if sound {
        Ok(())
    } else {
        Err(ProductRefusal::BadAxes)
    }
}

pub(super) fn check_price(price: Won) -> Result<(), ProductRefusal> {
    if (Won(0)..=DEAREST).contains(&price) {
        Ok(())
    } else {
        Err(ProductRefusal::BadPrice)
    }
}
