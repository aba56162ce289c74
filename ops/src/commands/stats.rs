//! `jangbu stats`: figures from the sales facts, as of any day and as known on any day.

use std::io::Write;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use comfy_table::Table;
use projections::sales::{self, Dimension, ReportQuery, Row};
use serde_json::{Map, Value};

use crate::cli::{Outcome, Usage};
use crate::config::Global;
use crate::database::{Database, Sizes};
use crate::import::tables::Tables;
use crate::progress;
use crate::secrets::Secrets;
use crate::shop::OpenShop;
use crate::{table, when};

const EXAMPLES: &str = "\
Examples:
  jangbu stats sales --by day --from 2026-01-01 --to 2026-01-31
  jangbu stats sales --by month,country --csv > year.csv
  jangbu stats sales --by sku --only store=intake --as-of '2026-01-15 18:00'
  jangbu stats sales --by day --known-at 2026-02-01 --json

Days are Korean business days, --to is included, amounts are won. --as-of leaves out what happened \
later than that moment; --known-at what the ledger learned later, so that an old report can be repeated \
to the won. A refund counts on its own day. Figures show everything in the log at the time of asking.

What is no goods has the category `charge`: postage and fees by their codes, such as SHIPPING, and \
money given back without goods coming back as the SKU GRANT.";

/// The figures of a group, in the order in which they are shown.
const FIGURES: [&str; 5] = ["orders", "units", "gross", "refunds", "net"];

/// Sales by day, store, channel, SKU, category or country
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Stats {
    #[command(subcommand)]
    pub what: What,
}

/// Which figures.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Units, orders, gross, refunds and net
    Sales(Sales),
}

/// How sales are cut and grouped.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sales {
    /// What to group by, in this order: day, week, month, store, channel, sku, category, country
    #[arg(
        long,
        value_name = "COLUMNS",
        value_delimiter = ',',
        default_value = "day"
    )]
    pub by: Vec<Dimension>,
    /// First business day
    #[arg(long, value_name = "DAY", value_parser = when::day)]
    pub from: Option<NaiveDate>,
    /// Last business day, included
    #[arg(long, value_name = "DAY", value_parser = when::day)]
    pub to: Option<NaiveDate>,
    /// Only what had happened by then
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub as_of: Option<DateTime<Utc>>,
    /// Only what the ledger had learned by then
    #[arg(long, value_name = "TIME", value_parser = when::moment)]
    pub known_at: Option<DateTime<Utc>>,
    /// Only sales with this value, such as country=France; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = only)]
    pub only: Vec<(Dimension, String)>,
    /// Comma-separated values with a header line
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

fn only(text: &str) -> Result<(Dimension, String), String> {
    let (column, value) = text
        .split_once('=')
        .ok_or("expected a column and its value, such as country=France")?;
    let column: Dimension = column.parse().map_err(|bad| format!("{bad}"))?;
    Ok((column, value.to_owned()))
}

impl Stats {
    /// # Errors
    /// The days make no sense, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let What::Sales(sales) = self.what;
        sales.check()?;
        let rows = sales.ask(global).await?;
        let mut out = std::io::stdout().lock();
        if global.json {
            let rows: Vec<Value> = rows.iter().map(|row| sales.object(row)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?;
        } else if sales.csv {
            sales.csv(&rows, &mut out)?;
        } else {
            writeln!(out, "{}", sales.table(&rows))?;
        }
        Ok(Outcome::Done)
    }
}

impl Sales {
    fn check(&self) -> Result<(), Usage> {
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return Err(Usage("--from lies after --to".to_owned()));
        }
        let twice = |(at, column): (usize, &Dimension)| self.by[..at].contains(column);
        if self.by.iter().enumerate().any(twice) {
            return Err(Usage("--by names a column twice".to_owned()));
        }
        Ok(())
    }

    /// Brings the facts up to the log first: nobody else may be doing it just now.
    async fn ask(&self, global: &Global) -> Result<Vec<Row>> {
        let query = ReportQuery {
            by: self.by.clone(),
            from: self.from,
            to: self.to,
            as_of: self.as_of,
            known_at: self.known_at,
            only: self.only.clone(),
        };
        let secrets = Secrets::load(&global.data)?;
        let database = Database::open(global).await?;
        database.migrate().await?;
        let open = OpenShop::open(&database, &secrets, &global.data, Sizes::small()).await?;
        let waiting = progress::spinner("bringing the figures up to the ledger");
        let tables = Tables::follow(database.pool(8).await?, open.log.clone()).await?;
        tables.catch_up().await?;
        waiting.finish_and_clear();
        let rows = sales::report(&open.pool, &query).await?;
        open.close().await;
        database.close()?;
        Ok(rows)
    }

    fn header(&self) -> Vec<&'static str> {
        let columns = self.by.iter().map(|column| column.as_str());
        columns.chain(FIGURES).collect()
    }

    fn object(&self, row: &Row) -> Value {
        let keys = row.keys.iter().cloned().map(Value::from);
        let values = keys.chain(figures(row).map(Value::from));
        let names = self.header().into_iter().map(str::to_owned);
        Value::Object(names.zip(values).collect::<Map<_, _>>())
    }

    fn csv(&self, rows: &[Row], out: &mut impl Write) -> Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(self.header())?;
        for row in rows {
            let keys = row.keys.iter().map(|key| table::no_formula(key));
            let figures = figures(row).map(|figure| figure.to_string());
            csv.write_record(keys.chain(figures))?;
        }
        csv.flush()?;
        Ok(())
    }

    fn table(&self, rows: &[Row]) -> Table {
        let mut table = table::table(self.header());
        for row in rows {
            let figures = figures(row).map(table::grouped);
            table.add_row(row.keys.iter().cloned().chain(figures));
        }
        table::figures_from(&mut table, self.by.len());
        table
    }
}

fn figures(row: &Row) -> [i64; 5] {
    [row.orders, row.units, row.gross, row.refunds, row.net]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_names_a_column_and_a_value() {
        assert_eq!(
            only("country=Côte d'Ivoire").unwrap(),
            (Dimension::Country, "Côte d'Ivoire".to_owned())
        );
        assert!(only("colour=red").unwrap_err().contains("country"));
        assert!(only("France").is_err());
    }
}
