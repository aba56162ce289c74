//! Stock levels: the pieces of each SKU, as the warehouse counts them.

use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::error::Answer;

/// The pieces of one SKU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// The SKU.
    pub sku: String,
    /// Arrived, ever.
    pub received: i64,
    /// Sum of all corrections.
    pub adjusted: i64,
    /// Free to be sold.
    pub on_hand: i64,
    /// Set aside for orders that are not paid yet.
    pub held: i64,
    /// Sold, less those returned.
    pub sold: i64,
    /// Returned and not sellable again.
    pub written_off: i64,
    /// Paid for, but not there: staff must act.
    pub short: i64,
}

impl Level {
    /// Whether the books balance and nothing is negative.
    pub fn balanced(&self) -> bool {
        self.on_hand >= 0
            && self.held >= 0
            && self.received + self.adjusted == self.on_hand + self.held + self.sold + self.written_off
    }
}

const COLUMNS: &str = "sku, received, adjusted, on_hand, held, sold, written_off, short";

/// The levels of some SKUs, in the order of their names; unknown ones are left out.
pub async fn levels(pool: &PgPool, skus: &[String]) -> Answer<Vec<Level>> {
    let sql = format!("SELECT {COLUMNS} FROM read.stock WHERE sku = ANY ($1) ORDER BY sku");
    let rows = sqlx::query(&sql).bind(skus).fetch_all(pool).await?;
    rows.iter().map(level).collect()
}

/// All levels, in the order of their SKUs.
pub async fn all(pool: &PgPool) -> Answer<Vec<Level>> {
    let rows = sqlx::query(&format!("SELECT {COLUMNS} FROM read.stock ORDER BY sku")).fetch_all(pool).await?;
    rows.iter().map(level).collect()
}

/// SKUs that staff must look at: paid pieces missing, or books that do not balance.
pub async fn alarms(pool: &PgPool) -> Answer<Vec<Level>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM read.stock
          WHERE short > 0 OR on_hand < 0 OR held < 0
             OR received + adjusted <> on_hand + held + sold + written_off ORDER BY sku"
    );
    let rows = sqlx::query(&sql).fetch_all(pool).await?;
    rows.iter().map(level).collect()
}

fn level(row: &PgRow) -> Answer<Level> {
    Ok(Level {
        sku: row.try_get("sku")?,
        received: row.try_get("received")?,
        adjusted: row.try_get("adjusted")?,
        on_hand: row.try_get("on_hand")?,
        held: row.try_get("held")?,
        sold: row.try_get("sold")?,
        written_off: row.try_get("written_off")?,
        short: row.try_get("short")?,
    })
}
