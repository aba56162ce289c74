//! How a catalogue of the demo shop is written down, and the listings made of it.

use anyhow::{Context, Result};
use chrono::{DateTime, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::pricing::Tax;
use domain::product::{Axis, AxisValue, Listing, Variant};
use domain::{CategoryId, ProductId, Sku, StoreId, Won};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    pub(super) categories: Vec<Category>,
    pub(super) products: Vec<Product>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Category {
    pub(super) id: CategoryId,
    pub(super) parent: Option<CategoryId>,
    pub(super) name: String,
    #[serde(default)]
    pub(super) name_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub(super) id: ProductId,
    category: CategoryId,
    name: String,
    #[serde(default)]
    name_en: String,
    summary: String,
    #[serde(default)]
    summary_en: String,
    tax: TaxWord,
    #[serde(default)]
    badges: Vec<String>,
    #[serde(default)]
    story: Vec<String>,
    #[serde(default)]
    story_en: Vec<String>,
    #[serde(default)]
    facts: Vec<(String, String)>,
    #[serde(default)]
    axes: Vec<AxisWords>,
    pub(super) options: Vec<ProductOption>,
    sale_from_day: Option<i64>,
    sale_until_day: Option<i64>,
    #[serde(default)]
    pub(super) hidden: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TaxWord {
    Taxable,
    TaxFree,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AxisWords {
    name: String,
    #[serde(default)]
    name_en: String,
    /// Korean and English.
    values: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductOption {
    pub(super) sku: Sku,
    name: Option<String>,
    name_en: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    price: i64,
    list_price: Option<i64>,
    pub(super) stock: u32,
}

impl Catalogue {
    /// What is said of a product in a store that is filled at this time.
    pub(super) fn listing(
        &self,
        product: &Product,
        store: &StoreId,
        now: DateTime<Utc>,
    ) -> Result<Listing> {
        let known = |category: &&Category| category.id == product.category;
        let category = self.categories.iter().find(known);
        let category = category.with_context(|| format!("{} has no category", product.id))?;
        let tax = match product.tax {
            TaxWord::Taxable => Tax::Taxable,
            TaxWord::TaxFree => Tax::TaxFree,
        };
        let begins = |day: Option<i64>| day.map(|day| midnight(now, day));
        Ok(Listing {
            name_en: product.name_en.clone(),
            summary: product.summary.clone(),
            summary_en: product.summary_en.clone(),
            description: product.story.join("\n\n"),
            description_en: product.story_en.join("\n\n"),
            facts: product.facts.clone(),
            badges: product.badges.clone(),
            axes: product.axes.iter().map(AxisWords::axis).collect(),
            sale_from: begins(product.sale_from_day),
            sale_until: begins(product.sale_until_day),
            ..Listing::new(
                product.id.clone(),
                store.clone(),
                product.name.clone(),
                (category.id.clone(), category.name.clone()),
                tax,
                product.options.iter().map(ProductOption::variant).collect(),
            )
        })
    }
}

impl AxisWords {
    fn axis(&self) -> Axis {
        let value = |(name, name_en): &(String, String)| AxisValue {
            name: name.clone(),
            name_en: name_en.clone(),
        };
        Axis {
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            values: self.values.iter().map(value).collect(),
        }
    }
}

impl ProductOption {
    fn variant(&self) -> Variant {
        Variant {
            option: self.name.clone(),
            option_en: self.name_en.clone(),
            values: self.values.clone(),
            list_price: self.list_price.map(Won),
            ..Variant::new(self.sku.clone(), Won(self.price))
        }
    }
}

/// The beginning of the day (KST) so many days after this time.
fn midnight(now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let day = now.with_timezone(&Seoul).date_naive() + Duration::days(days);
    // Korea has no summer time: the local time is unique.
    let begins = Seoul.from_local_datetime(&day.and_time(NaiveTime::MIN));
    begins.earliest().map_or(now, |begins| begins.to_utc())
}
