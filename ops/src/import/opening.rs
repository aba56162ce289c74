//! Before the year begins: what is for sale, and pieces on the shelf.
//!
//! The book does not say what was in the warehouse. So of each SKU as many pieces arrive before
//! the first invoice as ever leave; what is returned or found comes on top. Then no sale finds the
//! shelf empty, in whatever order invoices are played.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::product::{Listing, Product, ProductCommand, Variant};
use domain::stock::{Stock, StockCommand};
use domain::{Reference, Sku, Won};
use futures::{StreamExt, TryStreamExt, stream};

use super::SOURCE;
use super::books::Books;
use super::played::Played;
use super::survey::Item;

/// SKUs in hand at once.
const AT_ONCE: usize = 256;

/// What opens the book.
pub struct Opening {
    /// The reference of its deliveries, one for each span of time: so a second year's file brings
    /// pieces of its own.
    reference: Reference,
    at: DateTime<Utc>,
}

impl Opening {
    /// The opening of a book from the first to the last of these times.
    ///
    /// # Errors
    /// Never: a reference of two days is well-formed.
    pub fn new((first, last): (DateTime<Utc>, DateTime<Utc>)) -> Result<Self> {
        let day = |time: DateTime<Utc>| time.with_timezone(&chrono_tz::Asia::Seoul).date_naive();
        let reference = format!("{SOURCE}:{}/{}", day(first), day(last));
        Ok(Self {
            reference: Reference::new(reference)?,
            at: first,
        })
    }

    /// Lists the products and fills the shelves. Answers the events that this took.
    ///
    /// # Errors
    /// A rule refuses, or the log does not answer.
    pub async fn play(
        &self,
        books: &Books,
        items: &BTreeMap<Sku, Item>,
        played: &Played,
    ) -> Result<u64> {
        let work = items
            .iter()
            .map(|(sku, item)| self.open(books, sku, item, played));
        stream::iter(work)
            .buffer_unordered(AT_ONCE)
            .try_fold(0, async |sum, events| Ok(sum + events))
            .await
    }

    async fn open(&self, books: &Books, sku: &Sku, item: &Item, played: &Played) -> Result<u64> {
        let meta = books.meta(self.at, self.reference.as_str());
        let product = &books.offer(sku)?.product;
        let listing = Box::new(listing(books, sku, item)?);
        let mut events = books
            .create::<Product>(product.as_str(), ProductCommand::List { listing }, &meta)
            .await?;
        if item.price().is_none() {
            // Nobody knows what it costs: not for sale, and not for nothing.
            events += books
                .tell::<Product>(product.as_str(), ProductCommand::Hide, &meta)
                .await?;
        }
        let quantity = u32::try_from(item.leaving)?;
        if quantity > 0 && !played.has_moved(sku, self.reference.as_str()) {
            let receive = StockCommand::Receive {
                quantity,
                reference: self.reference.clone(),
            };
            let stock = books.stock_of(sku);
            events += books
                .create::<Stock>(stock.as_str(), receive, &meta)
                .await?;
        }
        Ok(events)
    }
}

fn listing(books: &Books, sku: &Sku, item: &Item) -> Result<Listing> {
    let offer = books.offer(sku)?;
    Ok(Listing::new(
        offer.product.clone(),
        books.store.clone(),
        offer.name.clone(),
        (offer.category.clone(), offer.category_name),
        domain::pricing::Tax::Taxable,
        vec![Variant::new(sku.clone(), item.price().unwrap_or(Won(0)))],
    ))
}
