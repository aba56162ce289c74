//! The shop's books, as an import writes them: each command with the invoice as its cause and the
//! invoice's time as the time when it happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use chrono::{DateTime, Utc};
use domain::stock::{Stock, StockCommand, StockId};
use domain::{Actor, CategoryId, Channel, Meta, ProductId, Reference, Sku, StoreId};
use shop::Stocking;
use store::{Done, EventLog, ExecuteError, LaneOptions, Ledger, Root};

use super::survey::Item;
use super::{SOURCE, category};

/// States kept in memory: of documents those in hand, of stock all that a shop has.
const DOCUMENTS_KEPT: usize = 2_048;
const STOCK_KEPT: usize = 65_536;

/// What the catalogue says of a SKU.
#[derive(Debug, Clone)]
pub struct Offer {
    pub product: ProductId,
    pub name: String,
    pub category: CategoryId,
    pub category_name: &'static str,
}

/// Where an import writes.
#[derive(Clone)]
pub struct Books {
    /// Orders, payments, credits and products: finished with soon, so few are kept in memory.
    documents: Ledger,
    /// Stock: wanted again and again until the year is over, so all of it is.
    stock: Ledger,
    pub store: StoreId,
    /// Whose pieces its goods are.
    pub stocking: Stocking,
    pub offers: Arc<BTreeMap<Sku, Offer>>,
}

impl Books {
    /// # Errors
    /// A SKU is too long to name a product.
    pub fn new(
        log: &Arc<dyn EventLog>,
        (store, stocking): (StoreId, Stocking),
        items: &BTreeMap<Sku, Item>,
    ) -> Result<Self> {
        let keeping = |cached| LaneOptions {
            cached,
            ..LaneOptions::default()
        };
        let offers = items
            .iter()
            .map(|(sku, item)| Ok((sku.clone(), Offer::of(sku, item)?)));
        let offers = Arc::new(offers.collect::<Result<_>>()?);
        Ok(Self {
            documents: Ledger::new(log.clone(), keeping(DOCUMENTS_KEPT)),
            stock: Ledger::new(log.clone(), keeping(STOCK_KEPT)),
            store,
            stocking,
            offers,
        })
    }

    /// # Errors
    /// The plan names a SKU that its survey did not: the file changed meanwhile.
    pub fn offer(&self, sku: &Sku) -> Result<&Offer> {
        self.offers
            .get(sku)
            .ok_or_else(|| anyhow!("the file changed while it was read"))
    }

    /// The ledger that keeps streams of this kind.
    pub fn ledger<A: Root>(&self) -> &Ledger {
        if kind::<A>() == kind::<Stock>() {
            &self.stock
        } else {
            &self.documents
        }
    }

    /// The stock that the book's goods of a SKU lie in.
    pub fn stock_of(&self, sku: &Sku) -> StockId {
        self.stocking.stock_of(&self.store, sku)
    }

    /// Moves pieces of a SKU. Answers as [`Books::tell`] does.
    ///
    /// # Errors
    /// As [`Books::tell`].
    pub async fn move_pieces(&self, sku: &Sku, command: StockCommand, meta: &Meta) -> Result<u64> {
        let stock = self.stock_of(sku);
        self.tell::<Stock>(stock.as_str(), command, meta).await
    }

    /// Where orders and credits of the book come from.
    pub fn channel() -> Channel {
        Channel::External(SOURCE.to_owned())
    }

    /// Written beside every event.
    pub fn meta(&self, at: DateTime<Utc>, cause: &str) -> Meta {
        let actor = Actor::Import(SOURCE.to_owned());
        Meta::new(self.store.clone(), actor, Self::channel(), at).caused_by(cause)
    }

    /// Gives a command. Answers how many events it caused; none if all of it had happened.
    ///
    /// # Errors
    /// The rule refuses, or the log does not answer.
    pub async fn tell<A: Root>(&self, id: &str, command: A::Command, meta: &Meta) -> Result<u64> {
        counted(
            self.ledger::<A>().execute::<A>(id, command, meta).await,
            A::TYPE,
            id,
            meta,
        )
    }

    /// The same for a stream that is most likely new.
    ///
    /// # Errors
    /// As [`Books::tell`].
    pub async fn create<A: Root>(&self, id: &str, command: A::Command, meta: &Meta) -> Result<u64> {
        counted(
            self.ledger::<A>().create::<A>(id, command, meta).await,
            A::TYPE,
            id,
            meta,
        )
    }
}

impl Offer {
    fn of(sku: &Sku, item: &Item) -> Result<Self> {
        let name = if item.name.is_empty() {
            sku.as_str()
        } else {
            &item.name
        };
        let (category, category_name) = category::of(&item.name);
        Ok(Self {
            product: ProductId::new(format!("{SOURCE}-{sku}"))?,
            name: name.to_owned(),
            category: CategoryId::new(category)?,
            category_name,
        })
    }
}

/// The book's name for a document: `online-retail:C489449`.
pub fn document(invoice: &str) -> String {
    format!("{SOURCE}:{invoice}")
}

/// The name of a document's claim on an order it takes something back from.
pub fn claim(invoice: &str) -> String {
    document(invoice)
}

/// The same as the reference of a movement of stock; `place` tells a document's movements apart.
///
/// # Errors
/// Never, for invoices that were read.
pub fn reference(invoice: &str, place: usize) -> Result<Reference> {
    Ok(Reference::new(format!("{}/{place}", document(invoice)))?)
}

fn kind<A: Root>() -> &'static str {
    A::TYPE
}

fn counted<A: Root>(
    outcome: Result<Done<A>, ExecuteError<A::Error>>,
    kind: &str,
    id: &str,
    meta: &Meta,
) -> Result<u64> {
    let cause = meta.cause.as_deref().unwrap_or_default();
    let done = outcome.map_err(|error| anyhow!("{cause}: {kind} {id}: {error}"))?;
    Ok(done.events.len() as u64)
}
