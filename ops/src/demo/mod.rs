//! The demo shop: catalogues of made-up goods, for whoever opens the shop for the first time.

mod catalogue;
mod coupons;
mod documents;

use anyhow::{Context, Result};
use domain::{Reference, Sku, StoreId};
use futures::future::try_join_all;
use shop::{Caller, Shop};
use sqlx::PgPool;

use crate::shop::OpenShop;
use catalogue::{Catalogue, Product, ProductOption};

/// Each store's goods.
const STORES: [(&str, &str); 2] = [
    ("intake", include_str!("../../demo/catalogue.toml")),
    ("livestore", include_str!("../../demo/livestore.toml")),
];
/// The delivery note of the first stock.
const OPENING: &str = "demo-opening";
/// The gift of the demo shop's rules, and how many there are.
const GIFT: (&str, u32) = ("GIFT-SPOON", 500);

/// Fills an empty shop with the demo catalogues of the stores it has; a shop that has products is left
/// alone. Answers how many products it listed.
///
/// # Errors
/// A catalogue cannot be read, a command is refused or the database fails.
pub async fn fill(open: &OpenShop) -> Result<usize> {
    let (first, _) = STORES[0];
    let caller = Caller::system(StoreId::new(first)?, "demo");
    if is_filled(open, &caller.store).await? {
        if is_ours(&open.pool).await? {
            documents::write(&open.shop, &open.pool, &caller).await?;
            coupons::offer(&open.shop, &caller).await?;
        }
        return Ok(0);
    }
    let mut listed = 0;
    for (store, goods) in STORES {
        let store = StoreId::new(store)?;
        if open.shop.settings().stores.contains_key(&store) {
            let goods: Catalogue =
                toml::from_str(goods).with_context(|| format!("the goods of {store}"))?;
            listed += goods.fill(&open.shop, &store).await?;
        }
    }
    let (gift, pieces) = GIFT;
    let (gift, note) = (Sku::new(gift)?, Reference::new(OPENING)?);
    open.shop
        .receive_stock(&caller, &gift, pieces, note)
        .await?;
    documents::write(&open.shop, &open.pool, &caller).await?;
    coupons::offer(&open.shop, &caller).await?;
    Ok(listed)
}

/// Whether its products are the demo's: somebody else's shop tells what its own staff write.
async fn is_ours(pool: &PgPool) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT FROM events WHERE aggregate_type = 'product'
                               AND metadata->>'actor' = 'system:demo')";
    Ok(sqlx::query_scalar(sql).fetch_one(pool).await?)
}

/// The gift comes last, so its stock means that the whole catalogue is there; half a
/// catalogue is filled up, for each step finds what it did before.
async fn is_filled(open: &OpenShop, first: &StoreId) -> Result<bool> {
    let (gift, _) = GIFT;
    let gift = open.shop.stock_of(first, &Sku::new(gift)?);
    let sql =
        "SELECT EXISTS (SELECT FROM events WHERE aggregate_type = 'stock' AND aggregate_id = $1)
               OR (EXISTS (SELECT FROM events WHERE aggregate_type = 'product')
                   AND NOT EXISTS (SELECT FROM events WHERE aggregate_type = 'product'
                                   AND metadata->>'actor' = 'system:demo'))";
    let asked = sqlx::query_scalar(sql).bind(gift.as_str());
    Ok(asked.fetch_one(&open.pool).await?)
}

impl Catalogue {
    /// Offers all of it in a store; answers how many products there are.
    async fn fill(&self, shop: &Shop, store: &StoreId) -> Result<usize> {
        let caller = Caller::system(store.clone(), "demo");
        // One stream, in order: each category after the one above it.
        for category in &self.categories {
            let (id, parent) = (category.id.clone(), category.parent.clone());
            shop.name_category(&caller, id, parent, &category.name, &category.name_en)
                .await?;
        }
        // All at once: the ledger's lanes write what has gathered in one commit.
        let options = self.products.iter().flat_map(|product| &product.options);
        try_join_all(options.map(|option| stock(shop, &caller, option))).await?;
        let products = self.products.iter();
        try_join_all(products.map(|product| self.offer(shop, &caller, product))).await?;
        Ok(self.products.len())
    }

    async fn offer(&self, shop: &Shop, caller: &Caller, product: &Product) -> Result<()> {
        let listing = self.listing(product, &caller.store, shop.now())?;
        shop.list_product(caller, listing).await?;
        if product.hidden {
            shop.show_product(caller, &product.id, false).await?;
        }
        Ok(())
    }
}

async fn stock(shop: &Shop, caller: &Caller, option: &ProductOption) -> Result<()> {
    if option.stock > 0 {
        let reference = Reference::new(OPENING)?;
        shop.receive_stock(caller, &option.sku, option.stock, reference)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_name_only_categories_they_have_and_no_sku_twice() {
        let now = "2026-11-20T03:00:00Z".parse().unwrap();
        let mut skus = vec![];
        for (store, goods) in STORES {
            let goods: Catalogue = toml::from_str(goods).unwrap();
            assert!(goods.products.len() >= 20, "{store}");
            let store = StoreId::new(store).unwrap();
            for product in &goods.products {
                let listing = goods.listing(product, &store, now).unwrap();
                assert!(!listing.name_en.is_empty(), "{}", product.id);
                skus.extend(listing.variants.into_iter().map(|variant| variant.sku));
            }
            let mut known = vec![];
            for category in &goods.categories {
                assert!(
                    category.parent.iter().all(|it| known.contains(&it)),
                    "{}",
                    category.id
                );
                known.push(&category.id);
            }
        }
        let all = skus.len();
        skus.sort();
        skus.dedup();
        assert_eq!(skus.len(), all);
    }
}
