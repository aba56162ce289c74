//! `jangbu import`: plays another system's records through the domain's commands.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use domain::ids::StoreId;

use crate::cli::Outcome;
use crate::config::Global;

const EXAMPLES: &str = "\
Examples:
  jangbu import online-retail online-retail-2009-2010.csv.xz
  jangbu import online-retail year.csv --rate 1750 --dry-run --report rejected.csv

Every row ends in one of two places: it was played, or it stands in the report with its line number
and a reason. Running an import again changes nothing, and one that was killed goes on where it was.";

/// Bring another system's records in, through the same rules as a shopper's clicks
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    OnlineRetail(OnlineRetail),
}

/// A year of invoices as CSV (Invoice, StockCode, Description, Quantity, InvoiceDate, Price,
/// Customer ID, Country)
#[derive(Debug, Args)]
pub struct OnlineRetail {
    /// The CSV file, plain or ending in .gz or .xz
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Won for one pound; unit prices are rounded half up
    #[arg(long, value_name = "WON", default_value_t = 1800, value_parser = clap::value_parser!(i64).range(1..))]
    pub rate: i64,
    /// The store that the orders belong to
    #[arg(long, value_name = "STORE", default_value = "intake")]
    pub store: StoreId,
    /// Read and judge every row, write nothing but the report
    #[arg(long)]
    pub dry_run: bool,
    /// Where the rows that were not played are listed
    #[arg(long, value_name = "FILE", default_value = "import-report.csv")]
    pub report: PathBuf,
}

impl Import {
    /// # Errors
    /// The file cannot be read, the database cannot be written.
    pub async fn run(self, _global: &Global) -> Result<Outcome> {
        match self.source {
            Source::OnlineRetail(_) => super::not_built("import online-retail"),
        }
    }
}
