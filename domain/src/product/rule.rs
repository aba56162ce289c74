//! What may be said of a product.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::check::{check, check_price};
use super::{Listing, ProductCommand, ProductEvent, ProductRefusal, Variant};
use crate::ids::Sku;
use crate::money::Won;
use crate::rule::aggregate;

/// A product.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    listing: Option<Box<Listing>>,
    hidden: bool,
}

aggregate!(Product, "product", ProductCommand => ProductEvent | ProductRefusal, shape 1);

impl Product {
    /// All that is said of it; none before it is listed.
    pub fn listing(&self) -> Option<&Listing> {
        self.listing.as_deref()
    }

    /// Whether shoppers may see and buy it at this time.
    pub fn on_sale(&self, now: DateTime<Utc>) -> bool {
        let listed = self.listing.as_ref();
        !self.hidden && listed.is_some_and(|listing| listing.is_scheduled_at(now))
    }

    /// Whether it was taken from the window, or never stood in it.
    pub fn is_hidden(&self) -> bool {
        self.hidden || self.listing.is_none()
    }

    /// One of its options.
    pub fn variant(&self, sku: &Sku) -> Option<&Variant> {
        self.listing
            .as_ref()?
            .variants
            .iter()
            .find(|variant| variant.sku == *sku)
    }

    fn rule(&self, command: ProductCommand) -> Result<Vec<ProductEvent>, ProductRefusal> {
        match command {
            ProductCommand::List { listing } => self.list(listing),
            ProductCommand::ChangePrice { sku, price } => self.change_price(sku, price),
            ProductCommand::Hide => self.set_hidden(true),
            ProductCommand::Show => self.set_hidden(false),
        }
    }

    fn list(&self, listing: Box<Listing>) -> Result<Vec<ProductEvent>, ProductRefusal> {
        let listing = Box::new(listing.with_options_named());
        check(&listing)?;
        Ok(match &self.listing {
            Some(known) if *known == listing => vec![],
            Some(known) if known.store != listing.store => return Err(ProductRefusal::OtherStore),
            Some(_) => vec![ProductEvent::ProductDescribed { listing }],
            None => vec![ProductEvent::ProductListed { listing }],
        })
    }

    fn change_price(&self, sku: Sku, price: Won) -> Result<Vec<ProductEvent>, ProductRefusal> {
        let known = self.listing.as_ref().ok_or(ProductRefusal::NotListed)?;
        let variant = known.variants.iter().find(|variant| variant.sku == sku);
        let variant = variant.ok_or_else(|| ProductRefusal::NoSku(sku.clone()))?;
        check_price(price)?;
        if variant.price == price {
            return Ok(vec![]);
        }
        Ok(vec![ProductEvent::PriceChanged { sku, price }])
    }

    fn set_hidden(&self, hidden: bool) -> Result<Vec<ProductEvent>, ProductRefusal> {
        if self.listing.is_none() {
            return Err(ProductRefusal::NotListed);
        }
        Ok(match (self.hidden, hidden) {
            (false, true) => vec![ProductEvent::ProductHidden {}],
            (true, false) => vec![ProductEvent::ProductShown {}],
            _ => vec![],
        })
    }

    fn fold(&mut self, event: ProductEvent) {
        match event {
            ProductEvent::ProductListed { listing }
            | ProductEvent::ProductDescribed { listing } => {
                self.listing = Some(listing);
            }
            ProductEvent::PriceChanged { sku, price } => {
                let variants = self
                    .listing
                    .iter_mut()
                    .flat_map(|listing| &mut listing.variants);
                for variant in variants.filter(|variant| variant.sku == sku) {
                    variant.price = price;
                }
            }
            ProductEvent::ProductHidden {} => self.hidden = true,
            ProductEvent::ProductShown {} => self.hidden = false,
        }
    }
}
