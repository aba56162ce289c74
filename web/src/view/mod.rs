//! From what the tables say to what the pages show: pure functions, one file per page.

pub mod audit;
pub mod cart;
pub mod catalogue;
pub mod checkout;
pub mod order;
mod order_words;
pub mod product;

use domain::pricing::{Charge, Quote};

use crate::pages::Amounts;
use crate::picture::{self, Subject};

/// The address of a product's picture; it changes with the picture.
#[must_use]
pub fn picture_of(id: &str, name: &str, category: &str) -> String {
    let version = picture::version(&Subject { id, name, category });
    format!("/pictures/{}.svg?v={version}", crate::helpers::url(id))
}

/// The address of a product's page.
#[must_use]
pub fn product_path(id: &str) -> String {
    format!("/products/{}", crate::helpers::url(id))
}

/// A quote's sums.
#[must_use]
pub fn amounts(quote: &Quote) -> Amounts {
    let surcharge = quote.charge(Charge::REMOTE);
    Amounts {
        goods: quote.goods.0,
        discount: quote.discount.0,
        shipping: (quote.shipping - surcharge).0,
        surcharge: surcharge.0,
        total: quote.total.0,
        vat: Some(quote.vat.0),
        tax_free: Some(quote.tax_free.0),
    }
}
