//! Filling a cart, and what it would cost.

use std::collections::BTreeMap;

use domain::cart::{Cart, CartCommand, CartItem};
use domain::pricing::{Basket, BasketLine, Quote, price};
use domain::product::Product;
use domain::stock::Stock;
use domain::{CartId, ProductId, Sku, StoreId};
use futures::future::try_join_all;
use store::Cursor;

use crate::checkout::pieces;
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Puts pieces of a SKU into a cart. Answers the place in the log for pages to wait for.
    pub async fn add_to_cart(
        &self,
        caller: &Caller,
        cart: CartId,
        product: &ProductId,
        sku: &Sku,
        quantity: u32,
    ) -> Result<Option<Cursor>, ShopError> {
        let offered = self.ledger.state::<Product>(product.as_str()).await?.state;
        let price = on_sale(&offered, &caller.store, sku)?.price;
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

    async fn change_cart(
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

    /// What these items cost now, sent to this postcode, by the store's rules and the
    /// products' own prices.
    pub async fn quote(
        &self,
        store: &StoreId,
        items: &[CartItem],
        postcode: Option<&str>,
    ) -> Result<Quote, ShopError> {
        let products = self.products(items).await?;
        let lines = items
            .iter()
            .map(|item| {
                let product = products
                    .get(&item.product)
                    .ok_or(ShopError::NotOnSale(item.sku.clone()))?;
                basket_line(product, store, item)
            })
            .collect::<Result<Vec<_>, ShopError>>()?;
        let postcode = postcode.map(str::to_owned);
        let basket = Basket {
            lines,
            postcode,
            ..Basket::default()
        };
        let mut quote = price(&self.store(store)?.rules, &basket)?;
        self.drop_missing_gifts(&mut quote).await?;
        Ok(quote)
    }

    async fn products(
        &self,
        items: &[CartItem],
    ) -> Result<BTreeMap<ProductId, Product>, ShopError> {
        let mut ids: Vec<_> = items.iter().map(|item| item.product.clone()).collect();
        ids.sort();
        ids.dedup();
        try_join_all(ids.into_iter().map(async |id| {
            let product = self.ledger.state::<Product>(id.as_str()).await?.state;
            Ok::<_, ShopError>((id, product))
        }))
        .await
        .map(BTreeMap::from_iter)
    }

    /// A gift that ran out, or would run out by what else the order needs, is not promised.
    async fn drop_missing_gifts(&self, quote: &mut Quote) -> Result<(), ShopError> {
        let now = self.now();
        for gift in std::mem::take(&mut quote.gifts) {
            let stock = self.ledger.state::<Stock>(gift.sku.as_str()).await?.state;
            let others = pieces(quote)
                .into_iter()
                .find_map(|(sku, pieces)| (sku == gift.sku).then_some(pieces));
            let needed = i64::from(gift.quantity) + i64::from(others.unwrap_or(0));
            if stock.available(now) >= needed {
                quote.gifts.push(gift);
            }
        }
        Ok(())
    }
}

fn on_sale<'a>(
    product: &'a Product,
    store: &StoreId,
    sku: &Sku,
) -> Result<&'a domain::product::Variant, ShopError> {
    let here = product
        .listing()
        .is_some_and(|listing| listing.store == *store);
    product
        .variant(sku)
        .filter(|_| here && product.on_sale())
        .ok_or_else(|| ShopError::NotOnSale(sku.clone()))
}

fn basket_line(
    product: &Product,
    store: &StoreId,
    item: &CartItem,
) -> Result<BasketLine, ShopError> {
    let variant = on_sale(product, store, &item.sku)?;
    let listing = product
        .listing()
        .ok_or_else(|| ShopError::NotOnSale(item.sku.clone()))?;
    Ok(BasketLine {
        product: item.product.clone(),
        sku: item.sku.clone(),
        name: listing.name.clone(),
        option: variant.option.clone(),
        category: listing.category.clone(),
        unit_price: variant.price,
        quantity: item.quantity,
        tax: listing.tax,
    })
}
