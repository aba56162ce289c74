//! What the file asks the shop to do, invoice by invoice.
//!
//! The plan follows from the file and the rate alone, never from what the shop holds: so it is the
//! same on every run, and whoever plays it again only has to find out what was played before.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use domain::{OrderId, Won};

use super::SOURCE;
use super::codes::{Code, code};
use super::decimal::Decimal;
use super::invoices::{Counts, Invoices, Next};
use super::matching::{Part, Purchases};
use super::reason::Refused;
use super::row::{Kind, Row};
use super::rows::{Found, Rows};
use super::sort::{Charge, Correction, Goods, Head, Sorted, sort};

/// What must be known of the whole file before its first invoice can be planned.
#[derive(Debug, Default)]
pub struct Scan {
    /// Rows, the header not counted.
    pub rows: u64,
    counts: Counts,
    purchases: Purchases,
    /// The earliest and the latest time of the file.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// An invoice and what is to be done about it.
#[derive(Debug)]
pub struct Document {
    pub head: Head,
    pub sale: Option<Sale>,
    pub giving_back: Option<GivingBack>,
    pub corrections: Vec<Correction>,
    pub refused: Vec<Refused>,
    /// Rows it came from.
    pub rows: u64,
}

/// An order.
#[derive(Debug)]
pub struct Sale {
    pub order: OrderId,
    pub goods: Vec<Goods>,
    pub charges: Vec<Charge>,
}

/// A cancellation.
#[derive(Debug)]
pub struct GivingBack {
    /// Returns of orders.
    pub parts: Vec<Part>,
    /// Goods that no order explains.
    pub unmatched: Vec<Goods>,
    /// Charges that go back.
    pub charges: Vec<Charge>,
    /// Rows of goods, matched or not.
    pub goods_rows: u64,
}

/// What the plan gives next.
#[derive(Debug)]
pub enum Planned {
    Document(Document),
    /// A row that belongs to no invoice.
    Refused(Refused),
}

impl Scan {
    /// Reads the file once.
    ///
    /// # Errors
    /// The file cannot be read, or holds no rows.
    pub fn of(file: &Path, rate: Decimal) -> Result<Self> {
        let mut scan = Self::default();
        for found in Rows::open(file, rate)? {
            scan.rows += 1;
            if let Found::Row(row) = found? {
                scan.note(&row);
            }
        }
        if scan.rows == 0 {
            bail!("{} holds no rows", file.display());
        }
        Ok(scan)
    }

    fn note(&mut self, row: &Row) {
        match self.counts.get_mut(&row.invoice) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(row.invoice.clone(), 1)),
        }
        let (first, last) = self.span.unwrap_or((row.at, row.at));
        self.span = Some((first.min(row.at), last.max(row.at)));
        if let (Kind::Cancellation, Some(customer)) = (row.kind, &row.customer)
            && code(row.code.as_str()) == Code::Goods
        {
            let buyer = (customer.clone(), row.country.clone());
            self.purchases.want(buyer, (row.code.clone(), row.unit));
        }
    }

    /// Reads the file again and plans it. Answers from the first row on, each time anew.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn plan(&self, file: &Path, rate: Decimal) -> Result<Plan> {
        Ok(Plan {
            invoices: Invoices::new(Rows::open(file, rate)?, self.counts.clone()),
            purchases: self.purchases.clone(),
        })
    }
}

/// The file's documents, in the order in which they are complete.
pub struct Plan {
    invoices: Invoices,
    purchases: Purchases,
}

impl Iterator for Plan {
    type Item = Result<Planned>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.invoices.next()?.map(|next| match next {
            Next::Refused(refused) => Planned::Refused(refused),
            Next::Invoice(invoice) => {
                let rows = (invoice.rows.len() + invoice.refused.len()) as u64;
                Planned::Document(self.document(sort(invoice), rows))
            }
        }))
    }
}

impl Plan {
    fn document(&mut self, sorted: Sorted, rows: u64) -> Document {
        let Sorted {
            head,
            kind,
            goods,
            charges,
            corrections,
            refused,
        } = sorted;
        let (mut sale, mut giving_back) = (None, None);
        match kind {
            _ if goods.is_empty() && charges.is_empty() => {}
            Kind::Sale => sale = Some(self.sale(&head, goods, charges)),
            Kind::Cancellation => {
                let (parts, unmatched) = self.purchases.take_back(&head, &goods);
                let goods_rows = goods.len() as u64;
                giving_back = Some(GivingBack {
                    parts,
                    unmatched,
                    charges,
                    goods_rows,
                });
            }
        }
        Document {
            head,
            sale,
            giving_back,
            corrections,
            refused,
            rows,
        }
    }

    fn sale(&mut self, head: &Head, goods: Vec<Goods>, charges: Vec<Charge>) -> Sale {
        let order = OrderId::from_reference(&format!("{SOURCE}:{}", head.invoice), head.at);
        let sale = Sale {
            order,
            goods,
            charges,
        };
        self.purchases
            .add(head, &sale.order, &sale.goods, sale.total());
        sale
    }
}

impl Sale {
    /// What was paid, in won.
    pub fn total(&self) -> Won {
        let goods = self
            .goods
            .iter()
            .map(|goods| goods.unit.times(goods.pieces));
        goods
            .chain(self.charges.iter().map(|charge| charge.amount))
            .sum()
    }
}

impl GivingBack {
    /// Whether something goes back that no order explains.
    pub fn has_credit(&self) -> bool {
        !(self.unmatched.is_empty() && self.charges.is_empty())
    }

    /// What goes back outside any order, in won.
    pub fn credited(&self) -> Won {
        let goods = self
            .unmatched
            .iter()
            .map(|goods| goods.unit.times(goods.pieces));
        goods
            .chain(self.charges.iter().map(|charge| charge.amount))
            .sum()
    }
}
