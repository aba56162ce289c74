//! Offering products and counting pieces. Whatever moves pieces, in whatever use case, finds their
//! stock here: nobody else knows whose shelf a store sells from.

use domain::product::{Listing, Product, ProductCommand};
use domain::stock::{Stock, StockCommand, StockId, StockRefusal};
use domain::{Meta, ProductId, Reference, Sku, StoreId, Won};
use store::{Cursor, Done as Told, ExecuteError};

use crate::{Caller, Shop, ShopError};

/// Whose the pieces of a SKU are that several stores sell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stocking {
    /// All stores sell from one count.
    #[default]
    Shared,
    /// Each store has a count of its own.
    Separate,
}

impl Stocking {
    /// The stock that a store sells a SKU from.
    pub fn stock_of(self, store: &StoreId, sku: &Sku) -> StockId {
        match self {
            Self::Shared => StockId::shared(sku),
            Self::Separate => StockId::own(store, sku),
        }
    }

    /// Whether a shop with this setting uses the stock at all.
    pub fn uses(self, stock: &StockId) -> bool {
        (self == Self::Separate) == stock.store().is_some()
    }
}

impl Shop {
    /// Offers a product, or says something new of it.
    pub async fn list_product(&self, caller: &Caller, listing: Listing) -> Done {
        let id = listing.product.clone();
        self.product(
            caller,
            &id,
            ProductCommand::List {
                listing: Box::new(listing),
            },
        )
        .await
    }

    /// Changes an option's price.
    pub async fn change_price(
        &self,
        caller: &Caller,
        product: &ProductId,
        sku: Sku,
        price: Won,
    ) -> Done {
        self.product(caller, product, ProductCommand::ChangePrice { sku, price })
            .await
    }

    /// Takes a product from the shop window, or puts it back.
    pub async fn show_product(&self, caller: &Caller, product: &ProductId, shown: bool) -> Done {
        let command = if shown {
            ProductCommand::Show
        } else {
            ProductCommand::Hide
        };
        self.product(caller, product, command).await
    }

    /// Pieces arrived at the caller's store; the same reference is counted once.
    pub async fn receive_stock(
        &self,
        caller: &Caller,
        sku: &Sku,
        quantity: u32,
        reference: Reference,
    ) -> Done {
        let receive = StockCommand::Receive {
            quantity,
            reference,
        };
        self.move_pieces(caller, sku, receive).await
    }

    /// Corrects the count of the caller's store; the same reference is counted once.
    pub async fn adjust_stock(
        &self,
        caller: &Caller,
        sku: &Sku,
        delta: i64,
        reason: String,
        reference: Reference,
    ) -> Done {
        let adjust = StockCommand::Adjust {
            delta,
            reason,
            reference,
        };
        self.move_pieces(caller, sku, adjust).await
    }

    /// Puts back whatever holds of a stock have passed their deadline.
    pub async fn lapse_holds(&self, caller: &Caller, stock: &StockId) -> Done {
        let now = self.now();
        let lapse = StockCommand::Lapse { now };
        let told = self.tell_stock(stock, lapse, &caller.meta(now)).await?;
        Ok(told.cursor)
    }

    /// The stock that a store sells a SKU from.
    pub fn stock_of(&self, store: &StoreId, sku: &Sku) -> StockId {
        self.settings.stocking.stock_of(store, sku)
    }

    /// A stock as its events left it.
    pub async fn stock(&self, stock: &StockId) -> Result<Stock, ShopError> {
        Ok(self.ledger.state::<Stock>(stock.as_str()).await?.state)
    }

    /// Gives a stock a command.
    pub(crate) async fn tell_stock(
        &self,
        stock: &StockId,
        command: StockCommand,
        meta: &Meta,
    ) -> Result<Told<Stock>, ExecuteError<StockRefusal>> {
        let ledger = &self.ledger;
        ledger.execute::<Stock>(stock.as_str(), command, meta).await
    }

    async fn move_pieces(&self, caller: &Caller, sku: &Sku, command: StockCommand) -> Done {
        let stock = self.stock_of(&caller.store, sku);
        let meta = caller.meta(self.now());
        Ok(self.tell_stock(&stock, command, &meta).await?.cursor)
    }

    async fn product(&self, caller: &Caller, id: &ProductId, command: ProductCommand) -> Done {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Product>(id.as_str(), command, &meta)
            .await?
            .cursor)
    }
}

type Done = Result<Option<Cursor>, ShopError>;
