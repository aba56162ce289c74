//! The list of products: one category or all, searched, sorted, paged.

use sqlx::{PgPool, Row};

use crate::error::{Answer, Page, offset};

/// Which products, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The store.
    pub store: String,
    /// Only this category.
    pub category: Option<String>,
    /// Words that must all occur in name, summary, category or SKU; empty for all.
    pub search: String,
    /// The order of the list.
    pub sort: Sort,
    /// The page, from 1.
    pub page: u32,
    /// Products on a page.
    pub per_page: u32,
}

impl ListQuery {
    /// The first page of everything, newest first.
    pub fn new(store: impl Into<String>) -> Self {
        Self {
            store: store.into(),
            category: None,
            search: String::new(),
            sort: Sort::Newest,
            page: 1,
            per_page: 24,
        }
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Listed last comes first.
    #[default]
    Newest,
    /// Cheapest option first.
    PriceLow,
    /// Dearest first, by the cheapest option.
    PriceHigh,
    /// 가나다.
    Name,
    /// Most pieces sold first.
    Popular,
}

impl Sort {
    fn order_by(self) -> &'static str {
        match self {
            Self::Newest => "p.listed_at DESC, p.product_id",
            Self::PriceLow => "p.price, p.product_id",
            Self::PriceHigh => "p.price DESC, p.product_id",
            Self::Name => "p.name, p.product_id",
            Self::Popular => "coalesce(b.sold, 0) DESC, p.product_id",
        }
    }

    /// Pieces sold are added up only when somebody asks.
    fn join(self) -> &'static str {
        match self {
            Self::Popular => {
                "LEFT JOIN (SELECT q.product_id, sum(s.sold) AS sold
                   FROM read.catalogue_products q CROSS JOIN unnest(q.skus) AS k(sku)
                   JOIN read.catalogue_stock s USING (sku)
                  WHERE q.store = $1 AND NOT q.hidden GROUP BY 1) b ON b.product_id = p.product_id"
            }
            _ => "",
        }
    }
}

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The product's id.
    pub product: String,
    /// Its name.
    pub name: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// The category's id.
    pub category: String,
    /// What the picture shows; empty for none.
    pub picture: String,
    /// Badges as staff name them.
    pub badges: Vec<String>,
    /// Whether its price is free of VAT.
    pub tax_free: bool,
    /// The cheapest option, in won.
    pub price: i64,
    /// That option's price before a reduction, in won.
    pub list_price: Option<i64>,
    /// Whether options differ in price.
    pub price_varies: bool,
    /// No option has a piece on hand.
    pub sold_out: bool,
    /// The SKU, when there is only one.
    pub only_sku: Option<String>,
}

/// Every word looked for stands somewhere in the product's. The database normalises words like
/// the column, and only then takes LIKE's own signs literally: full-width ones become such by it.
const FOUND: &str = r"p.search LIKE ALL (
    SELECT '%' || regexp_replace(lower(normalize(w, NFKC)), '([\\%_])', '\\\1', 'g') || '%'
      FROM unnest($3::text[]) w)";

/// The words looked for. At most eight of them count, with 64 signs each.
fn words(search: &str) -> Vec<String> {
    let word = |word: &str| word.chars().filter(|sign| *sign != '\0').take(64).collect();
    search.split_whitespace().take(8).map(word).collect()
}

/// Cards of one page; hidden products never appear.
pub async fn list(pool: &PgPool, query: &ListQuery) -> Answer<Page<Card>> {
    let words = words(&query.search);
    // A search without words must not even mention the pattern: the planner then knows.
    let found = if words.is_empty() {
        "cardinality($3::text[]) = 0"
    } else {
        FOUND
    };
    let sql = format!(
        "SELECT p.product_id, p.name, p.summary, p.category, p.picture, p.badges, p.tax_free, p.price,
                p.list_price, p.price_varies, p.skus,
                NOT EXISTS (SELECT FROM read.catalogue_stock s WHERE s.sku = ANY (p.skus) AND s.on_hand > 0) AS sold_out,
                count(*) OVER () AS total
           FROM read.catalogue_products p {join}
          WHERE p.store = $1 AND NOT p.hidden AND ($2::text IS NULL OR p.category = $2) AND {found}
          ORDER BY {order} LIMIT $4 OFFSET $5",
        join = query.sort.join(),
        order = query.sort.order_by(),
    );
    let rows = sqlx::query(&sql)
        .bind(&query.store)
        .bind(&query.category)
        .bind(&words)
        .bind(i64::from(query.per_page))
        .bind(offset(query.page, query.per_page))
        .fetch_all(pool)
        .await?;
    let total = match rows.first() {
        Some(row) => row.try_get("total")?,
        // Past the end there is no row to tell the total.
        None if query.page > 1 => count(pool, query, &words, found).await?,
        None => 0,
    };
    let cards: Result<Vec<_>, sqlx::Error> = rows.iter().map(card).collect();
    Ok(Page::new(cards?, total, query.page, query.per_page))
}

async fn count(pool: &PgPool, query: &ListQuery, words: &[String], found: &str) -> Answer<i64> {
    let sql = format!(
        "SELECT count(*) FROM read.catalogue_products p
          WHERE p.store = $1 AND NOT p.hidden AND ($2::text IS NULL OR p.category = $2) AND {found}"
    );
    let count = sqlx::query_scalar(&sql)
        .bind(&query.store)
        .bind(&query.category)
        .bind(words);
    Ok(count.fetch_one(pool).await?)
}

fn card(row: &sqlx::postgres::PgRow) -> Result<Card, sqlx::Error> {
    let mut skus: Vec<String> = row.try_get("skus")?;
    Ok(Card {
        product: row.try_get("product_id")?,
        name: row.try_get("name")?,
        summary: row.try_get("summary")?,
        category: row.try_get("category")?,
        picture: row.try_get("picture")?,
        badges: row.try_get("badges")?,
        tax_free: row.try_get("tax_free")?,
        price: row.try_get("price")?,
        list_price: row.try_get("list_price")?,
        price_varies: row.try_get("price_varies")?,
        sold_out: row.try_get("sold_out")?,
        only_sku: if skus.len() == 1 { skus.pop() } else { None },
    })
}
