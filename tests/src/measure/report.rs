//! One line per figure: `name  ours  beside  ratio  limit  ok|MISSED`.

use std::fmt;
use std::time::Instant;

use crate::pg::{self, Database};

/// One bench program: its arguments, its database, its lines.
pub struct Bench {
    json: bool,
    arguments: Vec<String>,
    began: Instant,
    /// A fresh, migrated database on a server that waits for its disk.
    pub database: Database,
}

impl Bench {
    /// Opens a database on the cluster of `DATABASE_URL`, which must be durable, or figures
    /// of appending would be worth nothing.
    pub async fn open() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let json = arguments.iter().any(|argument| argument == "--json");
        let database = pg::database().await;
        let client = database.client().await;
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let row = client.query_one(&format!("SHOW {setting}"), &[]).await;
            let value: String = row.expect("the server answers").get(0);
            assert!(
                value == "on",
                "{setting} is {value}; measure with ops/bench"
            );
        }
        let bench = Self {
            json,
            arguments,
            began: Instant::now(),
            database,
        };
        if !bench.json {
            println!(
                "{:<52} {:>22} {:>34} {:>8} {:>8}",
                "figure", "ours", "beside", "ratio", "limit"
            );
        }
        bench
    }

    /// The number after `--NAME` on the command line.
    pub fn argument(&self, name: &str) -> Option<u64> {
        let at = self
            .arguments
            .iter()
            .position(|argument| argument.strip_prefix("--") == Some(name))?;
        self.arguments.get(at + 1)?.parse().ok()
    }

    /// Prints a figure: our rounds beside another's of the same turns. The ratio is the
    /// median of the turns' ratios.
    pub fn compare(
        &self,
        name: &str,
        unit: &str,
        ours: &Series,
        beside: &Beside<'_>,
        limit: Limit,
    ) {
        let ratios = ours
            .0
            .iter()
            .zip(&beside.rounds.0)
            .map(|(ours, beside)| ours / beside);
        let ratio = Series(ratios.collect()).median();
        let kept = limit.kept(ratio);
        if self.json {
            let line = serde_json::json!({
                "figure": name, "unit": unit, "ours": ours.median(), "ours_rounds": ours.0,
                "beside": beside.name, "beside_value": beside.rounds.median(), "beside_rounds": beside.rounds.0,
                "ratio": ratio, "limit": limit.to_string(), "ok": kept,
            });
            println!("{line}");
        } else {
            let ours = format!("{} {unit}", amount(ours.median()));
            let beside = format!("{} {}", beside.name, amount(beside.rounds.median()));
            println!(
                "{name:<52} {ours:>22} {beside:>34} {ratio:>8.3} {:>8} {}",
                limit.to_string(),
                verdict(kept)
            );
        }
    }

    /// Prints a figure that is judged by itself, not beside another.
    pub fn absolute(&self, name: &str, unit: &str, ours: &Series, limit: Limit) {
        let value = ours.median();
        let kept = limit.kept(value);
        if self.json {
            let line = serde_json::json!({
                "figure": name, "unit": unit, "ours": value, "ours_rounds": ours.0,
                "limit": limit.to_string(), "ok": kept,
            });
            println!("{line}");
        } else {
            let ours = format!("{} {unit}", amount(value));
            println!(
                "{name:<52} {ours:>22} {:>34} {:>8} {:>8} {}",
                "",
                "",
                limit.to_string(),
                verdict(kept)
            );
        }
    }

    /// A remark that is no figure.
    pub fn say(&self, what: &str) {
        if !self.json {
            println!("  # {what}");
        }
    }

    /// Ends the program's lines.
    pub fn close(self) {
        let took = self.began.elapsed().as_secs();
        self.say(&format!("{took} s; a ratio is the median of its turns"));
    }
}

/// What a figure stands beside.
pub struct Beside<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its rounds, turn by turn with ours.
    pub rounds: &'a Series,
}

/// Where a figure must lie.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// At least.
    AtLeast(f64),
    /// At most.
    AtMost(f64),
    /// Only told.
    None,
}

impl Limit {
    fn kept(self, value: f64) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
            Self::None => true,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(limit) => write!(f, "≥ {limit}"),
            Self::AtMost(limit) => write!(f, "≤ {limit}"),
            Self::None => f.write_str("-"),
        }
    }
}

/// What the rounds of one contestant gave.
#[derive(Debug, Clone, Default)]
pub struct Series(pub Vec<f64>);

impl Series {
    /// One more round.
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// The middle one, of an even number the mean of the two.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        match sorted.len() {
            0 => f64::NAN,
            len if len % 2 == 1 => sorted[len / 2],
            len => f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]),
        }
    }
}

fn verdict(kept: bool) -> &'static str {
    if kept { "ok" } else { "MISSED" }
}

/// Digits in groups of three; small numbers with fractions.
fn amount(value: f64) -> String {
    if value.abs() < 100.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle() {
        assert!((Series(vec![3.0, 1.0, 2.0]).median() - 2.0).abs() < f64::EPSILON);
        assert!((Series(vec![4.0, 1.0, 2.0, 3.0]).median() - 2.5).abs() < f64::EPSILON);
    }

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(amount(1_234_567.4), "1,234,567");
        assert_eq!(amount(123.0), "123");
        assert_eq!(amount(0.5), "0.50");
    }
}
