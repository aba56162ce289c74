//! Products as lines elsewhere show them: their names and their picture.

use std::collections::HashMap;

use serde::Deserialize;
use sqlx::{PgPool, Row};

use crate::error::{Answer, ReadError};

/// What a line shows of its product, hidden or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// The category's id.
    pub category: String,
    /// Its first picture in the image store.
    pub image: Option<String>,
    /// Its options' English names by SKU, as far as there are any; only read for English readers.
    pub options_en: HashMap<String, String>,
    /// Taken from the shop window: it has no page.
    pub hidden: bool,
}

/// An option, as far as it is read here.
#[derive(Deserialize)]
struct Variant {
    sku: String,
    option_en: Option<String>,
}

/// The faces of these products by id, all in one query; what is unknown is left out. Options' English
/// names are read if somebody wants them.
///
/// # Errors
/// The database does not answer, or a row is damaged.
pub async fn faces(
    pool: &PgPool,
    products: &[String],
    english: bool,
) -> Answer<HashMap<String, Face>> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query(
        "SELECT product_id, name, name_en, category, image, hidden,
                CASE WHEN $2 THEN doc::json #>> '{listing,variants}' END AS variants
           FROM read.catalogue_products WHERE product_id = ANY ($1)",
    )
    .bind(products)
    .bind(english)
    .fetch_all(pool)
    .await?;
    let each = rows.iter().map(|row| {
        let variants: Option<&str> = row.try_get("variants")?;
        let face = Face {
            name: row.try_get("name")?,
            name_en: row.try_get("name_en")?,
            category: row.try_get("category")?,
            image: row.try_get("image")?,
            options_en: variants.map_or_else(|| Ok(HashMap::new()), options)?,
            hidden: row.try_get("hidden")?,
        };
        Ok((row.try_get("product_id")?, face))
    });
    each.collect()
}

fn options(variants: &str) -> Answer<HashMap<String, String>> {
    let variants: Vec<Variant> = serde_json::from_str(variants)
        .map_err(|error| ReadError::damaged("catalogue_products", &error))?;
    let named = variants.into_iter();
    Ok(named
        .filter_map(|it| Some((it.sku, it.option_en?)))
        .collect())
}
