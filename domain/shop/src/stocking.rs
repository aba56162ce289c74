//! Offering products and counting pieces.

use domain::product::{Listing, Product, ProductCommand};
use domain::stock::{Stock, StockCommand};
use domain::{ProductId, Reference, Sku, Won};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

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

    /// Pieces arrived; the same reference is counted once.
    pub async fn receive_stock(
        &self,
        caller: &Caller,
        sku: &Sku,
        quantity: u32,
        reference: Reference,
    ) -> Done {
        self.stock(
            caller,
            sku,
            StockCommand::Receive {
                quantity,
                reference,
            },
        )
        .await
    }

    /// Corrects the count; the same reference is counted once.
    pub async fn adjust_stock(
        &self,
        caller: &Caller,
        sku: &Sku,
        delta: i64,
        reason: String,
        reference: Reference,
    ) -> Done {
        self.stock(
            caller,
            sku,
            StockCommand::Adjust {
                delta,
                reason,
                reference,
            },
        )
        .await
    }

    /// Puts back whatever holds of a SKU have passed their deadline.
    pub async fn lapse_holds(&self, caller: &Caller, sku: &Sku) -> Done {
        let now = self.now();
        self.stock(caller, sku, StockCommand::Lapse { now }).await
    }

    async fn product(&self, caller: &Caller, id: &ProductId, command: ProductCommand) -> Done {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Product>(id.as_str(), command, &meta)
            .await?
            .cursor)
    }

    async fn stock(&self, caller: &Caller, sku: &Sku, command: StockCommand) -> Done {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Stock>(sku.as_str(), command, &meta)
            .await?
            .cursor)
    }
}

type Done = Result<Option<Cursor>, ShopError>;
