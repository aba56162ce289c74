//! What an import says at its end: every row has its place, and the sums to compare with the book.

use std::collections::BTreeMap;

use comfy_table::Table;
use domain::Won;
use serde::Serialize;

use super::survey::{Sums, Survey};
use crate::table;

/// The figures of an import.
#[derive(Debug, Serialize)]
pub struct Summary {
    #[serde(flatten)]
    sums: Sums,
    accepted: u64,
    reported: u64,
    /// Rows that were not played, by reason.
    reasons: BTreeMap<&'static str, u64>,
    products: usize,
    report: String,
    /// What was written; none in a dry run.
    written: Option<Written>,
}

/// What playing took.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Written {
    /// Events written by this run; none when everything had been played before.
    pub events: u64,
    /// Seconds until everything was played.
    pub seconds: f64,
    /// Seconds until the tables had caught up.
    pub caught_up_seconds: f64,
}

impl Summary {
    pub fn new(survey: &Survey, report: String, written: Option<Written>) -> Self {
        let reasons = survey.by_reason();
        Self {
            sums: survey.sums.clone(),
            accepted: survey.sums.accepted(),
            reported: survey.refused.len() as u64,
            reasons: reasons
                .into_iter()
                .map(|(reason, rows)| (reason.as_str(), rows))
                .collect(),
            products: survey.items.len(),
            report,
            written,
        }
    }

    /// For people.
    pub fn text(&self) -> String {
        [
            self.rows().to_string(),
            self.amounts().to_string(),
            self.refused(),
            format!(
                "{} rows = {} accepted + {} reported",
                count(self.sums.rows),
                count(self.accepted),
                count(self.reported)
            ),
            self.playing(),
        ]
        .join("\n\n")
    }

    fn refused(&self) -> String {
        let reasons = self.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|(reason, rows)| format!("{} {reason}", count(*rows)))
            .collect();
        format!("Reported in {}: {}", self.report, reasons.join(", "))
    }

    fn playing(&self) -> String {
        match &self.written {
            None => "Dry run: nothing was written but the report.".to_owned(),
            Some(written) => format!(
                "{} in {:.1} s; the tables had caught up after {:.1} s.",
                match written.events {
                    0 => "Everything had been played before: no event written".to_owned(),
                    events => format!("{} events written", count(events)),
                },
                written.seconds,
                written.caught_up_seconds
            ),
        }
    }

    fn rows(&self) -> Table {
        let sums = &self.sums;
        figures(
            "Rows of the file",
            &[
                ("goods sold", sums.sold_rows),
                (
                    "goods at no price: gifts, or priced in another line",
                    sums.gift_rows,
                ),
                ("postage, manual amounts, fees, discounts", sums.charge_rows),
                ("goods returned", sums.returned_rows),
                ("charges paid back", sums.refunded_charge_rows),
                ("notes about the stock", sums.correction_rows),
                ("accepted", self.accepted),
                ("reported", self.reported),
            ]
            .map(|(what, rows)| (what, count(rows))),
        )
    }

    fn amounts(&self) -> Table {
        let sums = &self.sums;
        let won = |won: i64| Won(won).to_string();
        figures(
            "What they come to",
            &[
                ("products", count(self.products as u64)),
                ("orders", count(sums.orders)),
                ("units sold", count(sums.units)),
                ("gross", won(sums.gross)),
                ("returns of orders", count(sums.returns)),
                ("units returned to orders", count(sums.returned_units)),
                ("refunds of orders", won(sums.refunds)),
                ("credits without an order", count(sums.credits)),
                (
                    "units returned without an order",
                    count(sums.credited_units),
                ),
                ("refunds without an order", won(sums.credited)),
                ("net", won(sums.gross - sums.refunds - sums.credited)),
            ],
        )
    }
}

fn figures(title: &str, rows: &[(&str, String)]) -> Table {
    let mut table = table::table([title, ""]);
    for (what, figure) in rows {
        table.add_row([what, figure.as_str()]);
    }
    table::figures_from(&mut table, 1);
    table
}

fn count(count: u64) -> String {
    table::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}
