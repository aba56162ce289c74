//! Stock levels: the pieces of each SKU, of all stores or of one, as the warehouse counts them.

mod shelf;

use async_trait::async_trait;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use crate::docs::Docs;
use crate::error::Answer;
use crate::event::{Body, Event, Kind};
use crate::projection::{AnalystView, Fault, Projection, Scope, Table};

use shelf::Named;
pub(crate) use shelf::Shelf;

/// Folds stock into levels.
pub struct Stock;

const TABLE: Table = Table {
    name: "stock",
    columns: "stock_id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL, store text COLLATE \"C\",
        sku text COLLATE \"C\" NOT NULL, received bigint NOT NULL, adjusted bigint NOT NULL, on_hand bigint NOT NULL, held bigint NOT NULL, sold bigint NOT NULL,
        written_off bigint NOT NULL, short bigint NOT NULL, shorts json NOT NULL",
    key: "stock_id",
    indexes: &[],
    trigrams: &[],
};

const ANALYTICS: &[AnalystView] = &[AnalystView {
    name: "stock",
    comment: "Pieces of each SKU now; one row per SKU and store, or per SKU where all stores sell from one stock. received + adjusted = on_hand + held + sold + written_off",
    select: "SELECT store, sku, received, adjusted, on_hand, held, sold, written_off, short FROM stock",
    columns: &[
        (
            "store",
            "The store whose pieces they are; none where all stores sell them",
        ),
        ("received", "Pieces that arrived, ever"),
        ("adjusted", "Sum of all corrections, pieces"),
        ("on_hand", "Pieces free to be sold"),
        ("held", "Pieces set aside for orders that are not paid yet"),
        ("sold", "Pieces sold, less those returned"),
        ("written_off", "Pieces returned that cannot be sold again"),
        ("short", "Pieces paid for but not there"),
    ],
}];

#[async_trait]
impl Projection for Stock {
    fn name(&self) -> &'static str {
        "stock"
    }

    fn version(&self) -> i32 {
        3
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Stock]
    }

    fn tables(&self) -> &'static [Table] {
        &[TABLE]
    }

    fn analytics(&self) -> &'static [AnalystView] {
        ANALYTICS
    }

    async fn fold(&self, scope: &mut Scope<'_>, events: &[&Event]) -> Result<(), Fault> {
        let mut shelves = Docs::<Named>::open(scope, events.iter().copied()).await?;
        for event in events {
            let shelf = shelves.meet(event)?;
            shelf.named(&event.stream);
            if let Ok(Body::Stock(happened)) = &event.body {
                shelf.pieces.fold(happened);
            }
        }
        shelves.save(scope).await
    }
}

/// The pieces of one stock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Level {
    /// The store that they belong to alone; none where all stores sell them.
    pub store: Option<String>,
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
            && self.received + self.adjusted
                == self.on_hand + self.held + self.sold + self.written_off
    }
}

const COLUMNS: &str = "store, sku, received, adjusted, on_hand, held, sold, written_off, short";

/// All levels, in the order of their SKUs; stores with the same one in the order of their ids.
pub async fn all(pool: &PgPool) -> Answer<Vec<Level>> {
    let rows = sqlx::query(&format!(
        "SELECT {COLUMNS} FROM read.stock ORDER BY sku, store"
    ))
    .fetch_all(pool)
    .await?;
    rows.iter().map(level).collect()
}

/// Streams of stock of which pieces are set aside.
pub async fn held(pool: &PgPool) -> Answer<Vec<String>> {
    let sql = "SELECT stock_id FROM read.stock WHERE held > 0 ORDER BY stock_id";
    let stocks = sqlx::query_scalar(sql);
    Ok(stocks.fetch_all(pool).await?)
}

/// Stock that staff must look at: paid pieces missing, or books that do not balance.
pub async fn alarms(pool: &PgPool) -> Answer<Vec<Level>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM read.stock
          WHERE short > 0 OR on_hand < 0 OR held < 0
             OR received + adjusted <> on_hand + held + sold + written_off ORDER BY sku, store"
    );
    let rows = sqlx::query(&sql).fetch_all(pool).await?;
    rows.iter().map(level).collect()
}

fn level(row: &PgRow) -> Answer<Level> {
    Ok(Level {
        store: row.try_get("store")?,
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
