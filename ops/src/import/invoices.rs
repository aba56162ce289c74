//! Rows put together to invoices.
//!
//! In the file the rows of invoices written at the same time stand between one another, so an
//! invoice is complete only when all its rows were seen. How many it has is counted beforehand:
//! then the stream needs to keep only the invoices that are open.

use std::collections::HashMap;

use anyhow::Result;

use super::reason::{Reason, Refused};
use super::row::{Kind, Row};
use super::rows::{Found, Rows};

/// Readable rows per invoice.
pub type Counts = HashMap<String, u32>;

/// All readable rows of an invoice, in file order. Day, customer and country are one.
#[derive(Debug)]
pub struct Invoice {
    pub kind: Kind,
    pub rows: Vec<Row>,
    /// Rows that do not fit the first.
    pub refused: Vec<Refused>,
}

/// What the stream gives next.
#[derive(Debug)]
pub enum Next {
    Invoice(Invoice),
    Refused(Refused),
}

/// The file's invoices in the order in which they are complete.
pub struct Invoices {
    rows: Rows,
    counts: Counts,
    open: HashMap<String, Vec<Row>>,
}

impl Invoices {
    /// `counts` must come from the same file.
    pub fn new(rows: Rows, counts: Counts) -> Self {
        Self {
            rows,
            counts,
            open: HashMap::new(),
        }
    }

    fn next_complete(&mut self) -> Result<Option<Next>> {
        while let Some(found) = self.rows.next() {
            let row = match found? {
                Found::Refused(refused) => return Ok(Some(Next::Refused(refused))),
                Found::Row(row) => row,
            };
            if let Some(rows) = self.completed_by(row) {
                return Ok(Some(Next::Invoice(Invoice::of(rows))));
            }
        }
        // The file changed since it was counted: what is open is all there is.
        let left = self.open.keys().min().cloned();
        Ok(left
            .and_then(|invoice| self.open.remove(&invoice))
            .map(|rows| Next::Invoice(Invoice::of(rows))))
    }

    fn completed_by(&mut self, row: Row) -> Option<Vec<Row>> {
        let expected = self.counts.get(&row.invoice).copied().unwrap_or(1);
        if expected == 1 {
            return Some(vec![row]);
        }
        let rows = self.open.entry(row.invoice.clone()).or_default();
        rows.push(row);
        if rows.len() < expected as usize {
            return None;
        }
        let invoice = rows[0].invoice.clone();
        self.open.remove(&invoice)
    }
}

impl Iterator for Invoices {
    type Item = Result<Next>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_complete().transpose()
    }
}

impl Invoice {
    /// The first row says when, to whom and where; a row that says otherwise is not played.
    fn of(rows: Vec<Row>) -> Self {
        let kind = rows[0].kind;
        let key = |row: &Row| (row.day, row.customer.clone(), row.country.clone());
        let first = key(&rows[0]);
        let (rows, others): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| key(row) == first);
        let refused = others
            .iter()
            .map(|row| row.refused(Reason::MixedInvoice))
            .collect();
        Self {
            kind,
            rows,
            refused,
        }
    }
}
