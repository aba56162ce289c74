//! What `DATA/stores.toml` says of stock, and whether it fits what the log holds already
//! ([decision](../docs/decisions/0060-stock-shared-or-separate.md)).

use anyhow::{Result, bail};
use domain::stock::StockId;
use serde::Deserialize;
use shop::Stocking;
use sqlx::PgPool;

/// The table `[stock]`.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockPart {
    /// Each store has stock of its own, also of a SKU that another sells.
    #[serde(default)]
    separate: bool,
}

impl StockPart {
    /// The setting.
    pub fn stocking(self) -> Stocking {
        if self.separate {
            Stocking::Separate
        } else {
            Stocking::Shared
        }
    }
}

/// The first and the last stream of stock, by name: two looks into an index, however long the log is. A
/// log that holds both kinds is the doctor's business.
const ENDS: &str =
    "SELECT min(aggregate_id), max(aggregate_id) FROM events WHERE aggregate_type = 'stock'";

/// Refuses a setting under which pieces that the log holds would neither be shown nor sold, and those that
/// come back would go to another stock than they were taken from.
///
/// # Errors
/// That, or the database does not answer.
pub async fn check(pool: &PgPool, stocking: Stocking) -> Result<()> {
    let (first, last): (Option<String>, Option<String>) =
        sqlx::query_as(ENDS).fetch_one(pool).await?;
    for name in [first, last].into_iter().flatten() {
        if let Some(stock) = StockId::read(&name).ok().filter(|it| !stocking.uses(it)) {
            let (counted, says) = match stocking {
                Stocking::Separate => ("for all stores together", "separate = true"),
                Stocking::Shared => ("for each store apart", "separate = false, as without it"),
            };
            bail!(
                "the log counts stock {counted}, such as {stock}, and stores.toml says [stock] {says}: \
                 its pieces would be lost from sight. Whose stock is whose is decided before the first \
                 piece arrives; set it back, or begin with a new database (ops/docs/operations.md, Stores)"
            );
        }
    }
    Ok(())
}
