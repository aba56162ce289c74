//! What is for sale: names, options, prices. The storefront's catalogue is built from it,
//! and prices at checkout are read from here, never from the browser.

mod rule;

use serde::{Deserialize, Serialize};

pub use rule::Product;

use crate::ids::{CategoryId, ProductId, Sku, StoreId};
use crate::money::Won;
use crate::pricing::Tax;
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

/// All that is said of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The product.
    pub product: ProductId,
    /// The store that sells it.
    pub store: StoreId,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: CategoryId,
    /// The category's name.
    pub category_name: String,
    /// One sentence for the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The detail text, plain paragraphs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What the law wants told of it (상품정보제공고시): label and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, String)>,
    /// Badges as staff name them: `new`, `best`, `organic`…
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<String>,
    /// What the picture shows: parameters of the generated picture, or an image's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub picture: String,
    /// Whether its price includes VAT.
    pub tax: Tax,
    /// Its options, at least one.
    pub variants: Vec<Variant>,
}

/// One option of a product: a SKU and its price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The SKU.
    pub sku: Sku,
    /// The option's name; none when there is nothing to choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// Won, VAT included where there is any.
    pub price: Won,
    /// The price before a reduction, in won, to be shown struck through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Won>,
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
