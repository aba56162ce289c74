//! Filling a cart.

use chrono::{DateTime, Utc};
use domain::cart::{Cart, CartCommand};
use domain::product::Product;
use domain::{CartId, ProductId, Sku, StoreId};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Puts pieces of a SKU into a cart. Answers the place in the log for pages to wait for.
    ///
    /// # Errors
    /// [`ShopError::Short`] if it is sold out; more pieces than there are may lie in a cart, which says so.
    pub async fn add_to_cart(
        &self,
        caller: &Caller,
        cart: CartId,
        product: &ProductId,
        sku: &Sku,
        quantity: u32,
    ) -> Result<Option<Cursor>, ShopError> {
        let offered = self.ledger.state::<Product>(product.as_str()).await?.state;
        let price = on_sale(&offered, &caller.store, sku, self.now())?.price;
        let stock = self.stock(&self.stock_of(&caller.store, sku)).await?;
        if stock.available(self.now()) <= 0 {
            return Err(ShopError::Short {
                sku: sku.clone(),
                available: 0,
            });
        }
        let add = CartCommand::Add {
            product: product.clone(),
            sku: sku.clone(),
            quantity,
            price,
        };
        self.change_cart(caller, cart, add).await
    }

    /// Changes the number of pieces of a SKU in a cart; 0 takes it out.
    pub async fn change_quantity(
        &self,
        caller: &Caller,
        cart: CartId,
        sku: &Sku,
        quantity: u32,
    ) -> Result<Option<Cursor>, ShopError> {
        self.change_cart(
            caller,
            cart,
            CartCommand::Change {
                sku: sku.clone(),
                quantity,
            },
        )
        .await
    }

    /// Takes a SKU out of a cart.
    pub async fn remove_from_cart(
        &self,
        caller: &Caller,
        cart: CartId,
        sku: &Sku,
    ) -> Result<Option<Cursor>, ShopError> {
        self.change_cart(caller, cart, CartCommand::Remove { sku: sku.clone() })
            .await
    }

    pub(crate) async fn change_cart(
        &self,
        caller: &Caller,
        cart: CartId,
        command: CartCommand,
    ) -> Result<Option<Cursor>, ShopError> {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Cart>(&cart.to_string(), command, &meta)
            .await?
            .cursor)
    }

    /// The cart itself, fresh from the log.
    pub async fn cart(&self, cart: CartId) -> Result<Cart, ShopError> {
        Ok(self.ledger.state::<Cart>(&cart.to_string()).await?.state)
    }
}

pub(crate) fn on_sale<'a>(
    product: &'a Product,
    store: &StoreId,
    sku: &Sku,
    now: DateTime<Utc>,
) -> Result<&'a domain::product::Variant, ShopError> {
    let here = product
        .listing()
        .is_some_and(|listing| listing.store == *store);
    product
        .variant(sku)
        .filter(|_| here && product.on_sale(now))
        .ok_or_else(|| ShopError::NotOnSale(sku.clone()))
}
