//! The demo shop: a catalogue of made-up goods, for whoever opens the shop for the first time.

use anyhow::{Context, Result};
use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ProductId, Reference, Sku, StoreId, Won};
use futures::future::try_join_all;
use serde::Deserialize;
use shop::{Caller, Shop};
use sqlx::PgPool;

use crate::shop::{DEMO_STORE, OpenShop};

const CATALOGUE: &str = include_str!("../demo/catalogue.toml");
/// The delivery note of the first stock.
const OPENING: &str = "demo-opening";
/// The gift of the demo shop's rules, and how many there are.
const GIFT: (&str, u32) = ("GIFT-SPOON", 500);

#[derive(Deserialize)]
struct Catalogue {
    categories: Vec<Category>,
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct Category {
    id: CategoryId,
    name: String,
}

#[derive(Deserialize)]
struct Product {
    id: ProductId,
    category: CategoryId,
    name: String,
    summary: String,
    tax: TaxWord,
    #[serde(default)]
    badges: Vec<String>,
    #[serde(default)]
    story: Vec<String>,
    #[serde(default)]
    facts: Vec<(String, String)>,
    options: Vec<ProductOption>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TaxWord {
    Taxable,
    TaxFree,
}

#[derive(Deserialize)]
struct ProductOption {
    sku: Sku,
    #[serde(default)]
    name: Option<String>,
    price: i64,
    #[serde(default)]
    list_price: Option<i64>,
    stock: u32,
}

/// Fills an empty shop with the demo catalogue; a shop that has products is left alone.
/// Answers how many products it listed.
///
/// # Errors
/// The catalogue cannot be read, a command is refused or the database fails.
pub async fn fill(open: &OpenShop) -> Result<usize> {
    let shop = &open.shop;
    let store = StoreId::new(DEMO_STORE)?;
    let caller = Caller::system(store.clone(), "demo");
    if is_filled(&open.pool).await? {
        return Ok(0);
    }
    let catalogue: Catalogue = toml::from_str(CATALOGUE).context("the demo catalogue")?;
    // All at once: the ledger's lanes write what has gathered in one commit.
    let options = catalogue
        .products
        .iter()
        .flat_map(|product| &product.options);
    try_join_all(options.map(|option| stock(shop, &caller, option))).await?;
    let listings = catalogue.listings(&store)?;
    let listed = listings.len();
    try_join_all(
        listings
            .into_iter()
            .map(|said| shop.list_product(&caller, said)),
    )
    .await?;
    let (gift, pieces) = GIFT;
    shop.receive_stock(&caller, &Sku::new(gift)?, pieces, Reference::new(OPENING)?)
        .await?;
    Ok(listed)
}

/// The gift comes last, so its stock means that the whole catalogue is there; half a
/// catalogue is filled up, for each step finds what it did before.
async fn is_filled(pool: &PgPool) -> Result<bool> {
    let (gift, _) = GIFT;
    let sql =
        "SELECT EXISTS (SELECT FROM events WHERE aggregate_type = 'stock' AND aggregate_id = $1)
               OR (EXISTS (SELECT FROM events WHERE aggregate_type = 'product')
                   AND NOT EXISTS (SELECT FROM events WHERE aggregate_type = 'product'
                                   AND metadata->>'actor' = 'system:demo'))";
    Ok(sqlx::query_scalar(sql).bind(gift).fetch_one(pool).await?)
}

async fn stock(shop: &Shop, caller: &Caller, option: &ProductOption) -> Result<()> {
    if option.stock > 0 {
        let reference = Reference::new(OPENING)?;
        shop.receive_stock(caller, &option.sku, option.stock, reference)
            .await?;
    }
    Ok(())
}

impl Catalogue {
    fn listings(&self, store: &StoreId) -> Result<Vec<Listing>> {
        let listing = |product: &Product| {
            let known = |category: &&Category| category.id == product.category;
            let category = self.categories.iter().find(known);
            let category = category.with_context(|| format!("{} has no category", product.id))?;
            Ok(product.listing(store, category))
        };
        self.products.iter().map(listing).collect()
    }
}

impl Product {
    fn listing(&self, store: &StoreId, category: &Category) -> Listing {
        let variants = self.options.iter().map(|option| Variant {
            sku: option.sku.clone(),
            option: option.name.clone(),
            price: Won(option.price),
            list_price: option.list_price.map(Won),
        });
        Listing {
            product: self.id.clone(),
            store: store.clone(),
            name: self.name.clone(),
            category: category.id.clone(),
            category_name: category.name.clone(),
            summary: self.summary.clone(),
            description: self.story.join("\n\n"),
            facts: self.facts.clone(),
            badges: self.badges.clone(),
            picture: String::new(),
            tax: match self.tax {
                TaxWord::Taxable => Tax::Taxable,
                TaxWord::TaxFree => Tax::TaxFree,
            },
            variants: variants.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_names_only_categories_it_has_and_no_sku_twice() {
        let catalogue: Catalogue = toml::from_str(CATALOGUE).unwrap();
        assert!(catalogue.products.len() >= 40);
        let mut skus = vec![];
        for product in &catalogue.products {
            assert!(
                catalogue
                    .categories
                    .iter()
                    .any(|known| known.id == product.category),
                "{}",
                product.id
            );
            skus.extend(product.options.iter().map(|option| option.sku.clone()));
        }
        let all = skus.len();
        skus.sort();
        skus.dedup();
        assert_eq!(skus.len(), all);
    }
}
