//! All that is said of a product: names, texts, pictures, what there is to choose, and from when
//! until when it is sold.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ProductId, Sku, StoreId};
use crate::money::Won;
use crate::pricing::Tax;

/// All that is said of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The product.
    pub product: ProductId,
    /// The store that sells it.
    pub store: StoreId,
    /// Its name.
    pub name: String,
    /// Its name in English; pages in English fall back to the Korean one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// Its category.
    pub category: CategoryId,
    /// The category's name, as it was when this was said.
    pub category_name: String,
    /// One sentence for the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary_en: String,
    /// The detail text, plain paragraphs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description_en: String,
    /// What the law wants told of it (상품정보제공고시): label and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(String, String)>,
    /// Badges as staff name them: `new`, `best`, `organic`…
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub badges: Vec<String>,
    /// What the drawn picture shows: its parameters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub picture: String,
    /// Names of pictures in the image store, the first one for lists; without any, one is drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// Whether its price includes VAT.
    pub tax: Tax,
    /// What there is to choose, one after the other (size, colour); none where options are a plain list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub axes: Vec<Axis>,
    /// Its options, at least one.
    pub variants: Vec<Variant>,
    /// Sold from this time on; always, if none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_from: Option<DateTime<Utc>>,
    /// Sold until just before this time; for ever, if none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_until: Option<DateTime<Utc>>,
}

/// One thing to choose: a size, a colour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Its name: 크기.
    pub name: String,
    /// Its name in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
    /// What may be chosen, in the order it is shown.
    pub values: Vec<AxisValue>,
}

/// One value of an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AxisValue {
    /// Its name: 큰 것. Options name it by this.
    pub name: String,
    /// Its name in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_en: String,
}

/// One option of a product: a SKU and its price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The SKU.
    pub sku: Sku,
    /// The option's name; none when there is nothing to choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option_en: Option<String>,
    /// One value of each axis, in the order of the axes, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Won, VAT included where there is any.
    pub price: Won,
    /// The price before a reduction, in won, to be shown struck through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_price: Option<Won>,
}

impl Listing {
    /// A product of which only what must be is said.
    pub fn new(
        product: ProductId,
        store: StoreId,
        name: impl Into<String>,
        (category, category_name): (CategoryId, impl Into<String>),
        tax: Tax,
        variants: Vec<Variant>,
    ) -> Self {
        Self {
            product,
            store,
            name: name.into(),
            name_en: String::new(),
            category,
            category_name: category_name.into(),
            summary: String::new(),
            summary_en: String::new(),
            description: String::new(),
            description_en: String::new(),
            facts: vec![],
            badges: vec![],
            picture: String::new(),
            images: vec![],
            tax,
            axes: vec![],
            variants,
            sale_from: None,
            sale_until: None,
        }
    }

    /// Whether it is sold at this time, as far as the calendar says.
    pub fn is_scheduled_at(&self, now: DateTime<Utc>) -> bool {
        self.sale_from.is_none_or(|from| from <= now) && self.sale_until.is_none_or(|end| now < end)
    }

    /// Options that have a value of each axis and no name are named by their values (`큰 것 / 빨강`):
    /// carts, orders and letters know nothing of axes.
    #[must_use]
    pub(super) fn with_options_named(mut self) -> Self {
        for variant in &mut self.variants {
            if variant.option.is_none() && !variant.values.is_empty() {
                variant.option = Some(variant.values.join(" / "));
            }
            if variant.option_en.is_none() && !variant.values.is_empty() {
                let named = self.axes.iter().zip(&variant.values);
                let named: Vec<_> = named.map(|(axis, value)| axis.in_english(value)).collect();
                variant.option_en = Some(named.join(" / "));
            }
        }
        self
    }
}

impl Axis {
    /// An English value's name, or the Korean one where there is none.
    fn in_english<'a>(&'a self, name: &'a str) -> &'a str {
        let value = self.values.iter().find(|value| value.name == name);
        value
            .map(|value| value.name_en.as_str())
            .filter(|english| !english.is_empty())
            .unwrap_or(name)
    }
}

impl Variant {
    /// An option of which only SKU and price are said.
    pub fn new(sku: Sku, price: Won) -> Self {
        Self {
            sku,
            option: None,
            option_en: None,
            values: vec![],
            price,
            list_price: None,
        }
    }
}
