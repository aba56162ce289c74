//! The tree of categories beside the list, with how many products each shows.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::CategoryId;
use domain::categories::Categories;
use sqlx::{PgExecutor, PgPool};

use crate::error::{Answer, ReadError};

/// A category of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// The category above it; none at the top.
    pub parent: Option<String>,
    /// Levels above it: 0 at the top.
    pub depth: usize,
    /// Products shown in it and below it.
    pub products: i64,
}

/// The categories of a store that are in its navigation, each before those below it, siblings in their
/// order. Products whose category is not in the tree make one at the top, behind it, most products first.
pub async fn categories(pool: &PgPool, store: &str, now: DateTime<Utc>) -> Answer<Vec<Category>> {
    let tree = tree(pool, store).await?;
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT category, count(*) AS products FROM read.catalogue_window
          WHERE store = $1 AND (sale_from IS NULL OR sale_from <= $2) AND (sale_until IS NULL OR sale_until > $2)
          GROUP BY category ORDER BY products DESC, category",
    )
    .bind(store)
    .bind(now)
    .fetch_all(pool)
    .await?;
    let mut counts: HashMap<String, i64> = HashMap::new();
    let mut strangers = Vec::new();
    for (id, products) in rows {
        let path = CategoryId::new(&id)
            .map(|id| tree.path(&id))
            .unwrap_or_default();
        for node in &path {
            *counts.entry(node.id.to_string()).or_default() += products;
        }
        if path.is_empty() {
            strangers.push(stranger(pool, store, id, products).await?);
        }
    }
    let mut shown = in_navigation(&tree, &counts);
    shown.append(&mut strangers);
    Ok(shown)
}

/// A category that is in no tree; its products say how it is called.
async fn stranger(pool: &PgPool, store: &str, id: String, products: i64) -> Answer<Category> {
    let sql = "SELECT category_name FROM read.catalogue_window WHERE store = $1 AND category = $2 LIMIT 1";
    let name = sqlx::query_scalar(sql).bind(store).bind(&id);
    Ok(Category {
        name: name
            .fetch_optional(pool)
            .await?
            .unwrap_or_else(|| id.clone()),
        id,
        name_en: String::new(),
        parent: None,
        depth: 0,
        products,
    })
}

/// What is hidden, and all below it, is left out.
fn in_navigation(tree: &Categories, counts: &HashMap<String, i64>) -> Vec<Category> {
    let visible = |id: &CategoryId| tree.path(id).iter().all(|node| !node.hidden);
    let all = tree.in_order().into_iter();
    all.filter(|(node, _)| visible(&node.id))
        .map(|(node, depth)| Category {
            id: node.id.to_string(),
            name: node.name.clone(),
            name_en: node.name_en.clone(),
            parent: node.parent.as_ref().map(ToString::to_string),
            depth,
            products: counts.get(node.id.as_str()).copied().unwrap_or(0),
        })
        .collect()
}

/// A category's id and those of all below it, hidden ones too.
pub(super) async fn with_those_below(
    on: impl PgExecutor<'_>,
    store: &str,
    category: &str,
) -> Answer<Vec<String>> {
    let tree = tree(on, store).await?;
    let mut all = vec![category.to_owned()];
    let Ok(id) = CategoryId::new(category) else {
        return Ok(all);
    };
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        for child in tree.below(Some(&next)) {
            all.push(child.id.to_string());
            open.push(child.id.clone());
        }
    }
    Ok(all)
}

/// The category above one.
pub(super) async fn above(
    pool: &PgPool,
    store: &str,
    category: &CategoryId,
) -> Answer<Option<String>> {
    let tree = tree(pool, store).await?;
    let node = tree.node(category);
    Ok(node.and_then(|node| Some(node.parent.as_ref()?.to_string())))
}

async fn tree(on: impl PgExecutor<'_>, store: &str) -> Answer<Categories> {
    let doc: Option<String> =
        sqlx::query_scalar("SELECT doc FROM read.catalogue_trees WHERE store = $1")
            .bind(store)
            .fetch_optional(on)
            .await?;
    let Some(doc) = doc else {
        return Ok(Categories::default());
    };
    serde_json::from_str(&doc).map_err(|why| ReadError::damaged("catalogue_trees", &why))
}
