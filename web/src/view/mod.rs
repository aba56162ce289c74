//! From what the tables say to what the pages show: pure functions, one file per page.

pub mod audit;
pub mod board;
pub mod care;
pub mod cart;
mod cash_receipt;
pub mod catalogue;
pub mod checkout;
pub mod coupons;
pub mod faces;
pub mod letters;
pub mod list;
pub mod list_address;
pub mod list_filters;
pub mod mailbox;
pub mod mask;
pub mod members;
pub mod order;
mod order_steps;
mod order_words;
pub mod product;
pub mod voices;

use ::letters::Language;
use domain::image::{ImageName, WIDTHS};
use domain::pricing::{Charge, Given, Quote};
use shop::images::ImageAddresses;

use crate::pages::{Amounts, Picture, Saving};
use crate::picture::{self, Subject};

/// For whom a page is made: which language is read, and where pictures lie.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub lang: Language,
    pub images: &'a ImageAddresses,
}

impl Reader<'_> {
    /// A picture of the image store, for a place that is about so many pixels wide; none where the name
    /// is no picture's. A picture that is smaller than a size is given as it is.
    #[must_use]
    pub fn picture(&self, name: &str, width: u32) -> Option<Picture> {
        let name = ImageName::new(name).ok()?;
        let of = |width: u32| self.images.image_url(&name, width);
        let sizes = WIDTHS.map(|width| format!("{} {width}w", of(width)));
        Some(Picture {
            number: 1,
            src: of(width),
            srcset: Some(sizes.join(", ")),
            small: of(160),
        })
    }
}

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

/// A quote's sums: what each promotion saved stands by itself, and all of it adds up to the total.
#[must_use]
pub fn amounts(lang: Language, quote: &Quote) -> Amounts {
    let saved = |what: &Given| -> Vec<Saving> {
        let given = quote.promotions.iter().filter(|it| it.given == *what);
        given
            .map(|it| Saving {
                name: it.name.in_language(lang.code()).to_owned(),
                amount: it.amount.0,
            })
            .collect()
    };
    let waived = saved(&Given::Shipping);
    let saved_postage: i64 = waived.iter().map(|it| it.amount).sum();
    let surcharge = quote.charge(Charge::REMOTE);
    let difference = quote.charge(Charge::DIFFERENCE);
    Amounts {
        charges_alone: quote.lines.is_empty(),
        goods: quote.goods.0,
        off: saved(&Given::Off),
        discount: quote.other_discounts().map(|it| it.amount.0).sum(),
        shipping: (quote.shipping - surcharge - difference).0 + saved_postage,
        waived,
        surcharge: surcharge.0,
        difference: difference.0,
        total: quote.total.0,
        vat: Some(quote.vat.0),
        tax_free: Some(quote.tax_free.0),
    }
}
