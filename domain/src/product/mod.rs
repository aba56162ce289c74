//! What is for sale: names, options, prices. The storefront's catalogue is built from it,
//! and prices at checkout are read from here, never from the browser.

mod check;
mod listing;
mod rule;

pub use listing::{Axis, AxisValue, Listing, Variant};
pub use rule::Product;

use crate::ids::Sku;
use crate::money::Won;
use crate::rule::events;

events! {
    /// What happened to a product.
    ProductEvent {
        /// A product came on offer.
        ProductListed @ "1" {
            /// All that is said of it.
            listing: Box<Listing>,
        },
        /// What is said of a product changed.
        ProductDescribed @ "1" {
            /// All that is said of it now.
            listing: Box<Listing>,
        },
        /// An option's price changed.
        PriceChanged @ "1" {
            /// The option's SKU.
            sku: Sku,
            /// Won, VAT included.
            price: Won,
        },
        /// The product was taken from the shop window.
        ProductHidden @ "1" {},
        /// The product is in the shop window again.
        ProductShown @ "1" {},
    }
}

/// What may be asked of a product.
#[derive(Debug, Clone, PartialEq)]
pub enum ProductCommand {
    /// Offer it, or say something new of it.
    List { listing: Box<Listing> },
    /// Change an option's price.
    ChangePrice { sku: Sku, price: Won },
    /// Take it from the window.
    Hide,
    /// Put it back.
    Show,
}

/// Why a product refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProductRefusal {
    /// There is no such product.
    #[error("there is no such product")]
    NotListed,
    /// A name is missing.
    #[error("a product needs a name")]
    NoName,
    /// It has no options, or two with one SKU.
    #[error("a product needs at least one option, each with a SKU of its own")]
    BadVariants,
    /// Options do not fit what there is to choose.
    #[error("each option needs one known value of every axis, and no two the same")]
    BadAxes,
    /// A sale that would end before it begins.
    #[error("a sale must begin before it ends")]
    BadTimes,
    /// A negative price, or one beyond a hundred million won.
    #[error("a price must lie between 0 and 100,000,000 won")]
    BadPrice,
    /// The product has no such SKU.
    #[error("the product has no SKU {0}")]
    NoSku(Sku),
    /// A product stays in its store.
    #[error("a product cannot move to another store")]
    OtherStore,
}
