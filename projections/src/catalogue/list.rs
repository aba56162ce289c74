//! The list of products: a category or all, filtered, searched, sorted, paged.
//!
//! The window table gives a page's ids from an index; only then are the products' own rows read.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Postgres, QueryBuilder, Row, Transaction};

use super::asked::{Conditions, ListQuery, LookedFor, Sort, rank};
use super::categories::with_those_below;
use super::search::{Fit, Wanted};
use crate::error::{Answer, Page, offset};

/// Rows that are counted; a list that goes on says so.
const MOST_COUNTED: i64 = 2_400;
/// Products that a search looks at, the best-selling first, and those whose names begin with the words.
const MOST_RANKED: i64 = 240;
const MOST_BEGINNING: i64 = 240;

/// Products that have a word; with more, it is quicker to walk through the best-selling ones.
const COMMON: f64 = 3_000.0;

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The product's id.
    pub product: String,
    /// Its name.
    pub name: String,
    /// Its name in English; may be empty.
    pub name_en: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// The same in English; may be empty.
    pub summary_en: String,
    /// The category's id.
    pub category: String,
    /// What the drawn picture shows; empty for none.
    pub picture: String,
    /// Its first picture in the image store.
    pub image: Option<String>,
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

const CARD: &str = "p.product_id, p.name, p.name_en, p.summary, p.summary_en, p.category, p.picture, p.image, p.badges,
    p.tax_free, p.price, p.list_price, p.price_varies, p.skus, NOT w.in_stock AS sold_out";
const JOINED: &str = " JOIN read.catalogue_window w USING (product_id) JOIN read.catalogue_products p USING (product_id)";

/// Cards of one page; neither hidden products nor those not sold at the time appear.
pub async fn list(pool: &PgPool, query: &ListQuery) -> Answer<Page<Card>> {
    let page = read(pool, query).await?;
    if page.items.is_empty() && query.page > 1 {
        // Past the end there is no row to tell the total.
        let first = ListQuery {
            page: 1,
            ..query.clone()
        };
        let first = read(pool, &first).await?;
        return Ok(Page {
            items: Vec::new(),
            page: query.page,
            ..first
        });
    }
    Ok(page)
}

async fn read(pool: &PgPool, query: &ListQuery) -> Answer<Page<Card>> {
    let wanted = Wanted::read(&query.search);
    if wanted.is_none() && !query.search.trim().is_empty() {
        // Nothing but dashes was typed, and no product is named so.
        return Ok(Page::new(Vec::new(), 0, query.page, query.per_page));
    }
    let mut quick = quick(pool).await?;
    let conditions = conditions(&mut quick, query, wanted).await?;
    let page = match &conditions.looked_for {
        Some(words) if query.sort == Sort::Match => {
            ranked(&mut quick, query, &conditions, &words.wanted).await?
        }
        _ => sorted(&mut quick, query, &conditions).await?,
    };
    quick.commit().await?;
    Ok(page)
}

/// What a query asks for, and how its words are best found. All over the one connection: who holds one and
/// waits for a second can wait for others who do the same.
pub(super) async fn conditions<'q>(
    quick: &mut PgConnection,
    query: &'q ListQuery,
    wanted: Option<Wanted>,
) -> Answer<Conditions<'q>> {
    let mut conditions = Conditions::of(query);
    if let Some(category) = &query.category {
        conditions.categories = Some(with_those_below(&mut *quick, &query.store, category).await?);
    }
    if let Some(wanted) = wanted {
        let [words_common, start_common] =
            are_common(quick, [&wanted.words, &wanted.start]).await?;
        conditions.looked_for = Some(LookedFor {
            wanted,
            words_common,
            start_common,
        });
    }
    Ok(conditions)
}

/// The server plans each statement for what it asks (`persistent(false)`), and without what takes it
/// longer to start than we need to answer: helpers, and reading whole tables.
pub(super) async fn quick(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    pool.begin_with(
        "BEGIN READ ONLY; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL enable_seqscan = off",
    )
    .await
}

/// Whether very many products are likely to fit each. The server knows from its statistics how common each
/// run of letters is; counting them would take longer than the search.
async fn are_common(quick: &mut PgConnection, fits: [&Fit; 2]) -> Answer<[bool; 2]> {
    let asked = fits.map(|fit| {
        let grams: Vec<String> = fit.grams.iter().map(ToString::to_string).collect();
        format!(
            "SELECT FROM read.catalogue_words s WHERE s.grams @> '{{{}}}'::int[]",
            grams.join(",")
        )
    });
    let sql = format!("EXPLAIN (FORMAT JSON) {}", asked.join(" UNION ALL "));
    let plan: serde_json::Value = sqlx::query_scalar(&sql)
        .persistent(false)
        .fetch_one(quick)
        .await?;
    Ok([0, 1].map(|part| {
        let rows = plan.pointer(&format!("/0/Plan/Plans/{part}/Plan Rows"));
        rows.and_then(serde_json::Value::as_f64).unwrap_or(0.0) >= COMMON
    }))
}

/// In the order of an index.
async fn sorted(
    quick: &mut PgConnection,
    query: &ListQuery,
    conditions: &Conditions<'_>,
) -> Answer<Page<Card>> {
    let order = query.sort.order_by();
    let mut sql = QueryBuilder::new("WITH found AS MATERIALIZED (SELECT w.product_id");
    conditions.write(&mut sql);
    limit(order, query, &mut sql);
    sql.push(format!(
        ") SELECT {CARD} FROM found{JOINED} ORDER BY {order}"
    ));
    let rows = sql.build().persistent(false).fetch_all(&mut *quick).await?;
    let cards = rows.iter().map(card).collect::<Result<Vec<_>, _>>()?;
    let seen = offset(query.page, query.per_page) + i64::try_from(cards.len()).unwrap_or(0);
    if !cards.is_empty() && cards.len() < query.per_page as usize {
        return Ok(Page::new(cards, seen, query.page, query.per_page));
    }
    let mut sql = QueryBuilder::new("SELECT count(*) FROM (SELECT");
    conditions.write(&mut sql);
    sql.push(" LIMIT ").push_bind(MOST_COUNTED + 1).push(") c");
    let count = sql.build_query_scalar::<i64>().persistent(false);
    let count = count.fetch_one(&mut *quick).await?;
    let total = count.min(MOST_COUNTED).max(seen);
    Ok(Page {
        more: count > MOST_COUNTED,
        ..Page::new(cards, total, query.page, query.per_page)
    })
}

/// The best match first. Of words that very many products have, those that sell most are looked at,
/// and those whose names begin with the words.
async fn ranked(
    quick: &mut PgConnection,
    query: &ListQuery,
    conditions: &Conditions<'_>,
    wanted: &Wanted,
) -> Answer<Page<Card>> {
    let order = Sort::Popular.order_by();
    let mut sql = QueryBuilder::<Postgres>::new("WITH found AS ((SELECT w.product_id, w.sold");
    conditions.write(&mut sql);
    sql.push(format!(
        " ORDER BY {order} LIMIT {MOST_RANKED}) UNION (SELECT w.product_id, w.sold"
    ));
    conditions.write_start(&mut sql);
    sql.push(format!(
        " ORDER BY {order} LIMIT {MOST_BEGINNING})), cut AS MATERIALIZED (
            SELECT w.product_id, w.sold, count(*) OVER () AS total, "
    ));
    rank(wanted, &mut sql);
    sql.push(" AS rank FROM found w JOIN read.catalogue_words s USING (product_id)");
    limit(&format!("rank, {order}"), query, &mut sql);
    sql.push(format!(
        ") SELECT {CARD}, total FROM cut{JOINED} ORDER BY cut.rank, {order}"
    ));
    let rows = sql.build().persistent(false).fetch_all(&mut *quick).await?;
    let total = rows.first().map_or(Ok(0), |row| row.try_get("total"))?;
    let cards = rows.iter().map(card).collect::<Result<Vec<_>, _>>()?;
    Ok(Page {
        more: total >= MOST_RANKED,
        ..Page::new(cards, total, query.page, query.per_page)
    })
}

fn limit(order: &str, query: &ListQuery, sql: &mut QueryBuilder<'_, Postgres>) {
    sql.push(format!(" ORDER BY {order} LIMIT "));
    sql.push_bind(i64::from(query.per_page)).push(" OFFSET ");
    sql.push_bind(offset(query.page, query.per_page));
}

/// The cards of these products, in this order; what is not sold now is left out.
pub async fn cards(
    pool: &PgPool,
    store: &str,
    products: &[String],
    now: DateTime<Utc>,
) -> Answer<Vec<Card>> {
    let sql = format!(
        "SELECT {CARD} FROM unnest($1::text[]) WITH ORDINALITY AS asked (product_id, place){JOINED}
          WHERE w.store = $2 AND (w.sale_from IS NULL OR w.sale_from <= $3)
            AND (w.sale_until IS NULL OR w.sale_until > $3) ORDER BY place"
    );
    let rows = sqlx::query(&sql)
        .bind(products)
        .bind(store)
        .bind(now)
        .fetch_all(pool)
        .await?;
    Ok(rows.iter().map(card).collect::<Result<_, sqlx::Error>>()?)
}

fn card(row: &PgRow) -> Result<Card, sqlx::Error> {
    let mut skus: Vec<String> = row.try_get("skus")?;
    Ok(Card {
        product: row.try_get("product_id")?,
        name: row.try_get("name")?,
        name_en: row.try_get("name_en")?,
        summary: row.try_get("summary")?,
        summary_en: row.try_get("summary_en")?,
        category: row.try_get("category")?,
        picture: row.try_get("picture")?,
        image: row.try_get("image")?,
        badges: row.try_get("badges")?,
        tax_free: row.try_get("tax_free")?,
        price: row.try_get("price")?,
        list_price: row.try_get("list_price")?,
        price_varies: row.try_get("price_varies")?,
        sold_out: row.try_get("sold_out")?,
        only_sku: if skus.len() == 1 { skus.pop() } else { None },
    })
}
