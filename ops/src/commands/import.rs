//! `jangbu import`: plays another system's records through the domain's commands.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use domain::ids::StoreId;
use shop::Stocking;
use store::{EventLog, PgLog};
use tokio_util::sync::CancellationToken;

use crate::cli::Outcome;
use crate::config::Global;
use crate::database::Database;
use crate::import::decimal::{Decimal, NotDecimal};
use crate::import::report;
use crate::import::summary::{Summary, Written};
use crate::import::tables::Tables;
use crate::say::say;
use crate::stores::Stores;
use crate::{import, progress, signals, stocked};

/// Connections to the log: its lanes ask together, two statements of a kind at once. And as many for
/// the tables.
const CONNECTIONS: u32 = 8;

const EXAMPLES: &str = "\
Examples:
  jangbu import online-retail online-retail-2009-2010.csv.xz
  jangbu import online-retail year.csv --rate 1750 --dry-run --report rejected.csv

Every row ends in one of two places: it was played, or it stands in the report with its line number \
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
    /// The CSV file: plain, gzip or xz, told by its first bytes
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Won for one pound, such as 1800 or 1750.55; unit prices are rounded half up
    #[arg(long, value_name = "WON", default_value = "1800", value_parser = rate)]
    pub rate: Decimal,
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
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        match self.source {
            Source::OnlineRetail(command) => command.run(global).await,
        }
    }
}

impl OnlineRetail {
    async fn run(self, global: &Global) -> Result<Outcome> {
        let begun = Instant::now();
        let reading = progress::spinner("reading the file");
        let import =
            tokio::task::block_in_place(|| import::run::Import::read(&self.file, self.rate))?;
        reading.finish_and_clear();
        report::write(&self.report, &import.survey.refused)?;
        let written = if self.dry_run {
            None
        } else {
            Some(self.play(global, &import, begun).await?)
        };
        let summary = Summary::new(&import.survey, self.report.display().to_string(), written);
        if global.json {
            say!("{}", serde_json::to_string(&summary)?)?;
        } else {
            say!("{}", summary.text())?;
        }
        Ok(Outcome::Done)
    }

    async fn play(
        &self,
        global: &Global,
        import: &import::run::Import,
        begun: Instant,
    ) -> Result<Written> {
        let stop = signals::stop_on_signal()?;
        let stocking = Stores::load(&global.data)?.stocking();
        let database = Database::open(global).await?;
        let written = self
            .play_into(&database, stocking, import, begun, &stop)
            .await;
        database.close()?;
        written
    }

    async fn play_into(
        &self,
        database: &Database,
        stocking: Stocking,
        import: &import::run::Import,
        begun: Instant,
        stop: &CancellationToken,
    ) -> Result<Written> {
        database.migrate().await?;
        let pool = database.pool(CONNECTIONS).await?;
        stocked::check(&pool, stocking).await?;
        let log = PgLog::connect(database.url(), CONNECTIONS as usize).await?;
        let log: Arc<dyn EventLog> = Arc::new(log);
        let tables = Tables::follow(pool.clone(), log.clone()).await?;
        let bar = progress::bar("playing", import.survey.sums.rows);
        let played = tokio::select! {
            played = import.play(log, (self.store.clone(), stocking), |rows| bar.inc(rows)) => played,
            () = stop.cancelled() => Err(anyhow!("stopped; running it again goes on from here")),
        };
        let seconds = begun.elapsed().as_secs_f64();
        bar.finish_and_clear();
        if played.is_err() {
            tables.leave().await?;
        } else {
            let waiting = progress::spinner("waiting for the tables");
            tables.catch_up().await?;
            waiting.finish_and_clear();
        }
        pool.close().await;
        Ok(Written {
            events: played?,
            seconds,
            caught_up_seconds: begun.elapsed().as_secs_f64(),
        })
    }
}

fn rate(text: &str) -> Result<Decimal, String> {
    let rate: Decimal = text
        .parse()
        .map_err(|error: NotDecimal| error.to_string())?;
    if rate.is_positive() {
        Ok(rate)
    } else {
        Err("a rate lies above zero".to_owned())
    }
}
