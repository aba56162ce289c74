//! Reviews in lists: of a product for everybody, of an order or a member for their writers, of a store
//! for staff.

use domain::MemberId;
use domain::review::Review;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Postgres, QueryBuilder, Row};

use crate::error::{Answer, Page, ReadError, offset};

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReviewSort {
    /// The newest first.
    #[default]
    Newest,
    /// Most stars first, of the same the newest.
    Highest,
    /// Fewest stars first, of the same the newest.
    Lowest,
}

/// Which reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewQuery {
    /// Only of this product.
    pub product: Option<String>,
    /// Only of this store.
    pub store: Option<String>,
    /// Only this member's.
    pub member: Option<MemberId>,
    /// Also those that staff hid; without it what everybody may read.
    pub hidden: bool,
    /// Only those with pictures.
    pub photos: bool,
    /// In which order.
    pub sort: ReviewSort,
    /// The page, from 1.
    pub page: u32,
    /// Reviews on a page.
    pub per_page: u32,
}

/// A review in a list. Its words are in the vault.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// Its id.
    pub id: String,
    /// The review as its events left it.
    pub review: Review,
}

/// Reviews of one page. Those that were taken back are in no list.
pub async fn list(pool: &PgPool, query: &ReviewQuery) -> Answer<Page<ReviewRow>> {
    let mut count = QueryBuilder::new("SELECT count(*) FROM read.reviews WHERE true");
    filter(&mut count, query);
    let total: i64 = count.build_query_scalar().fetch_one(pool).await?;
    let mut sql = QueryBuilder::new("SELECT review_id, doc FROM read.reviews WHERE true");
    filter(&mut sql, query);
    sql.push(match query.sort {
        ReviewSort::Newest => " ORDER BY written_at DESC, review_id",
        ReviewSort::Highest => " ORDER BY stars DESC, written_at DESC, review_id",
        ReviewSort::Lowest => " ORDER BY stars, written_at DESC, review_id",
    });
    sql.push(" LIMIT ").push_bind(i64::from(query.per_page));
    sql.push(" OFFSET ")
        .push_bind(offset(query.page, query.per_page));
    let rows = sql.build().fetch_all(pool).await?;
    let items: Answer<Vec<_>> = rows.iter().map(row).collect();
    Ok(Page::new(items?, total, query.page, query.per_page))
}

/// All reviews of an order's lines, in the order of their ids; also those that were hidden or taken back.
pub async fn of_order(pool: &PgPool, order: &str) -> Answer<Vec<ReviewRow>> {
    let rows = sqlx::query(
        "SELECT review_id, doc FROM read.reviews WHERE order_id = $1 ORDER BY review_id",
    );
    let rows = rows.bind(order).fetch_all(pool).await?;
    rows.iter().map(row).collect()
}

fn filter(sql: &mut QueryBuilder<'_, Postgres>, query: &ReviewQuery) {
    sql.push(if query.hidden {
        " AND status IN ('shown', 'hidden')"
    } else {
        " AND status = 'shown'"
    });
    if let Some(product) = &query.product {
        sql.push(" AND product = ").push_bind(product.clone());
    }
    if let Some(store) = &query.store {
        sql.push(" AND store = ").push_bind(store.clone());
    }
    if let Some(member) = &query.member {
        sql.push(" AND member = ").push_bind(member.to_string());
    }
    if query.photos {
        sql.push(" AND photos > 0");
    }
}

fn row(row: &PgRow) -> Answer<ReviewRow> {
    let doc: &str = row.try_get("doc")?;
    Ok(ReviewRow {
        id: row.try_get("review_id")?,
        review: serde_json::from_str(doc).map_err(|error| ReadError::damaged("reviews", &error))?,
    })
}
