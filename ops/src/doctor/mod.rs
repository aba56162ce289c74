//! Does everything add up? The shop's invariants, checked over the whole database.
//!
//! 1. every acknowledged order exists exactly once, and the coupon that it uses knows it;
//! 2. stock is never negative and its books balance;
//! 3. captured − refunded is the same in orders, payments, cash receipts and the provider's books;
//! 4. every projection equals its rebuild;
//! 5. nothing is stuck, skipped or full of holes.
//!
//! Reads only, and mostly from the events themselves: a doctor who believed the tables would
//! not find out that they are wrong.

mod coupons;
mod flow;
mod money;
mod nightly;
mod orders;
mod projected;
mod receipts;
mod stock;
mod windows;

use std::fmt;
use std::sync::Arc;

use anyhow::Result;
use chrono::Duration;
use gateways::books::Books;
use serde::Serialize;
use shop::Shop;
use sqlx::PgPool;
use store::EventLog;

pub use nightly::{Bag, Nightly};

/// How long something may be under way before it counts as stuck.
const PATIENCE: Duration = Duration::minutes(10);
/// Findings that one check lists at most; more would bury the first ones.
const LISTED: i64 = 50;

/// Something that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which invariant, 1 to 5.
    pub invariant: u8,
    /// What it is about: a stream, a projection, a process.
    pub subject: String,
    /// What is wrong.
    pub what: String,
}

impl Finding {
    fn new(invariant: u8, subject: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            invariant,
            subject: subject.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            invariant,
            subject,
            what,
        } = self;
        write!(f, "invariant {invariant}: {subject} — {what}")
    }
}

/// What the doctor looks at.
pub struct Patient<'a> {
    /// The database.
    pub pool: &'a PgPool,
    /// The log in it.
    pub log: &'a Arc<dyn EventLog>,
    /// The simulated provider's own books, if the shop has one.
    pub books: Option<&'a Books>,
    /// The shop, which can ask the providers of windows; none: they are not asked.
    pub shop: Option<&'a Shop>,
}

/// What was checked, and what is broken.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Sentences, one per check.
    pub checked: Vec<String>,
    /// Empty if everything adds up.
    pub broken: Vec<Finding>,
}

/// Checks everything. `step` hears the name of each check before it begins.
///
/// # Errors
/// None so far: what cannot be checked, such as in a database that cannot be read, is a finding.
pub async fn examine(patient: &Patient<'_>, mut step: impl FnMut(&str)) -> Result<Report> {
    let mut report = Report {
        checked: vec![],
        broken: vec![],
    };
    let Patient {
        pool,
        log,
        books,
        shop,
    } = patient;
    step("orders");
    report.add(1, orders::check(pool).await);
    step("coupons");
    report.add(1, coupons::check(pool).await);
    step("stock");
    report.add(2, stock::check(pool, log.as_ref()).await);
    step("money");
    report.add(3, money::check(pool, *books).await);
    step("cash receipts");
    report.add(3, receipts::check(pool).await);
    if let Some(shop) = shop {
        step("windows");
        report.add(3, windows::check(pool, shop).await);
    }
    step("streams and tasks");
    report.add(5, flow::check(pool).await);
    step("projections");
    report.add(4, projected::check(pool, (*log).clone()).await);
    Ok(report)
}

/// What one check says.
struct Checked {
    sentence: String,
    broken: Vec<Finding>,
}

impl Report {
    /// A check that comes to no end is a finding too, and keeps none of the others from being made.
    fn add(&mut self, invariant: u8, checked: Result<Checked>) {
        match checked {
            Ok(checked) => {
                self.checked.push(checked.sentence);
                self.broken.extend(checked.broken);
            }
            Err(error) => {
                let what = format!("cannot be checked: {error:#}");
                self.broken.push(Finding::new(invariant, "-", what));
            }
        }
    }
}

/// Runs a query whose rows are pairs of subject and complaint.
async fn complaints(pool: &PgPool, invariant: u8, sql: &str) -> Result<Vec<Finding>> {
    let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(LISTED).fetch_all(pool).await?;
    Ok(rows
        .into_iter()
        .map(|(subject, what)| Finding::new(invariant, subject, what))
        .collect())
}
