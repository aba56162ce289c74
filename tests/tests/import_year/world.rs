//! The made-up book, and shops to import it into.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::Result;
use domain::StoreId;
use jangbu::import::run::Import;
use jangbu::import::tables::Tables;
use projections::sales::{Dimension, ReportQuery, report};
use shop::Stocking;
use sqlx::{PgPool, Row};
use store::{EventLog, LaneOptions, Ledger, PgLog};

/// Names the database that a child process imports into.
pub const INTO: &str = "IMPORT_INTO";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

fn file() -> PathBuf {
    data("online-retail-slice.csv.gz")
}

/// The book's bytes, unpacked.
pub fn book() -> Vec<u8> {
    let mut text = Vec::new();
    jangbu::import::source::open(&file())
        .unwrap()
        .read_to_end(&mut text)
        .unwrap();
    text
}

/// Line and reason of the rows that were made up to be refused.
pub fn refused_by_design() -> Vec<(u64, String)> {
    let mut reader = csv::Reader::from_path(data("online-retail-slice.refused.csv")).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The book as the importer reads it.
pub fn read() -> Import {
    Import::read(&file(), "1800".parse().unwrap()).unwrap()
}

/// Events in the log.
pub async fn count(pool: &PgPool) -> i64 {
    let counted = sqlx::query_scalar("SELECT count(*) FROM events");
    counted.fetch_one(pool).await.unwrap()
}

/// A database with a log.
pub struct Shop {
    url: String,
}

impl Shop {
    /// A fresh one.
    pub async fn new() -> Self {
        Self::at(tests::pg::database().await.url)
    }

    pub fn at(url: String) -> Self {
        Self { url }
    }

    async fn log(&self) -> Arc<dyn EventLog> {
        Arc::new(PgLog::connect(&self.url, 8).await.unwrap())
    }

    pub async fn pool(&self) -> PgPool {
        PgPool::connect(&self.url).await.unwrap()
    }

    pub async fn ledger(&self) -> Ledger {
        Ledger::new(self.log().await, LaneOptions::default())
    }

    /// Imports the book; answers the events written.
    pub async fn import(&self) -> u64 {
        self.try_import("1800", "intake").await.unwrap()
    }

    pub async fn try_import(&self, rate: &str, store: &str) -> Result<u64> {
        let book = Import::read(&file(), rate.parse()?)?;
        let into = (StoreId::new(store)?, Stocking::Shared);
        book.play(self.log().await, into, |_| {}).await
    }

    /// Imports a book of these lines; answers the events written.
    pub async fn import_lines(&self, lines: &[String]) -> u64 {
        self.import_lines_into(Stocking::Shared, lines).await
    }

    /// The same, into a store that has stock of its own or not.
    pub async fn import_lines_into(&self, stocking: Stocking, lines: &[String]) -> u64 {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("book.csv");
        let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";
        std::fs::write(&path, format!("{header}\n{}\n", lines.join("\n"))).unwrap();
        let book = Import::read(&path, "1800".parse().unwrap()).unwrap();
        assert_eq!(book.survey.refused, vec![]);
        let store = (StoreId::new("intake").unwrap(), stocking);
        book.play(self.log().await, store, |_| {}).await.unwrap()
    }

    /// The same in a process that can be killed.
    pub fn import_in_a_process(&self) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "import_in_a_process"])
            .env(INTO, &self.url)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Brings the tables up to the log.
    pub async fn catch_up(&self) {
        let tables = Tables::follow(self.pool().await, self.log().await)
            .await
            .unwrap();
        tables.catch_up().await.unwrap();
    }

    /// Orders, units, gross and refunds by group.
    pub async fn report(&self, by: Dimension) -> BTreeMap<String, [i64; 4]> {
        let query = ReportQuery {
            by: vec![by],
            ..ReportQuery::default()
        };
        let rows = report(&self.pool().await, &query).await.unwrap();
        rows.into_iter()
            .map(|row| {
                (
                    row.keys.concat(),
                    [row.orders, row.units, row.gross, row.refunds],
                )
            })
            .collect()
    }

    /// Every event, without its place in the log and its id, and how often it is there.
    pub async fn events(&self) -> BTreeMap<String, i64> {
        let rows = sqlx::query(
            "SELECT concat_ws(' ', aggregate_type, aggregate_id, event_type, payload, metadata), count(*)
             FROM events GROUP BY 1",
        );
        let rows = rows.fetch_all(&self.pool().await).await.unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}
