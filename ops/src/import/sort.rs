//! What an invoice's rows are: goods sold, charges, pieces and money given back, corrections of
//! the stock, and rows that are nothing the shop could play.
//!
//! An invoice *sells* when it names a customer or any price. Then its rows without a price are
//! goods at 0 won: gifts, and the goods of an invoice whose price stands in one line (`M`, or the
//! first piece of ten thousand). An invoice with neither is a note about the stock: pieces found
//! when its quantity is positive, pieces lost when it is negative.

use chrono::{DateTime, Utc};
use domain::pricing::ChargeKind;
use domain::{Sku, Won};

use super::codes::{Code, code};
use super::invoices::Invoice;
use super::reason::{Reason, Refused};
use super::row::{Kind, Row};

/// The dearest unit that a product can be listed at, in won.
const DEAREST_GOODS: Won = Won(100_000_000);

/// Who, when and where: what all rows of an invoice share.
#[derive(Debug, Clone)]
pub struct Head {
    /// The invoice's number, with its `C`.
    pub invoice: String,
    pub at: DateTime<Utc>,
    pub customer: Option<String>,
    pub country: String,
}

/// Pieces of one SKU, on one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    pub sku: Sku,
    /// As the row has it; may be empty.
    pub name: String,
    /// Won each.
    pub unit: Won,
    pub pieces: u32,
    pub priced: bool,
}

/// Money without goods, on one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub code: Sku,
    pub name: &'static str,
    pub kind: ChargeKind,
    /// Won; in a sale negative for a discount, in a cancellation what goes back.
    pub amount: Won,
}

/// A note about the stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub sku: Sku,
    /// Pieces found, or lost when negative.
    pub delta: i64,
    pub reason: &'static str,
}

/// An invoice, sorted. At least one of its lists is not empty.
#[derive(Debug, Clone)]
pub struct Sorted {
    pub head: Head,
    pub kind: Kind,
    pub goods: Vec<Goods>,
    pub charges: Vec<Charge>,
    pub corrections: Vec<Correction>,
    pub refused: Vec<Refused>,
}

/// Sorts an invoice's rows.
pub fn sort(invoice: Invoice) -> Sorted {
    let first = &invoice.rows[0];
    let mut sorted = Sorted {
        head: Head {
            invoice: first.invoice.clone(),
            at: first.at,
            customer: first.customer.clone(),
            country: first.country.clone(),
        },
        kind: invoice.kind,
        goods: Vec::new(),
        charges: Vec::new(),
        corrections: Vec::new(),
        refused: invoice.refused,
    };
    let sells = sorted.head.customer.is_some() || invoice.rows.iter().any(is_priced_sale);
    let verdicts = invoice.rows.iter().map(|row| verdict(row, sells));
    let total: Won = verdicts
        .clone()
        .flatten()
        .map(|verdict| verdict.amount())
        .sum();
    for (row, verdict) in invoice.rows.iter().zip(verdicts) {
        match verdict {
            Ok(Verdict::Charge(charge)) if charge.amount < Won(0) && total < Won(0) => {
                sorted.refused.push(row.refused(Reason::NegativeTotal));
            }
            Ok(Verdict::Charge(charge)) => sorted.charges.push(charge),
            Ok(Verdict::Goods(goods)) => sorted.goods.push(goods),
            Ok(Verdict::Correction(correction)) => sorted.corrections.push(correction),
            Err(reason) => sorted.refused.push(row.refused(reason)),
        }
    }
    sorted
}

/// What one row is.
enum Verdict {
    Goods(Goods),
    Charge(Charge),
    Correction(Correction),
}

impl Verdict {
    fn amount(&self) -> Won {
        match self {
            Self::Goods(goods) => goods.unit.times(goods.pieces),
            Self::Charge(charge) => charge.amount,
            Self::Correction(_) => Won(0),
        }
    }
}

fn is_priced_sale(row: &Row) -> bool {
    row.priced
        && row.quantity > 0
        && matches!(code(row.code.as_str()), Code::Goods | Code::Charge(..))
}

fn verdict(row: &Row, sells: bool) -> Result<Verdict, Reason> {
    let worthless = row.unit == Won(0);
    match (row.kind, code(row.code.as_str())) {
        (_, Code::BadDebt) => Err(Reason::BadDebt),
        (_, Code::Test) => Err(Reason::TestCode),
        (_, Code::Goods) if row.unit > DEAREST_GOODS => Err(Reason::Price),
        (Kind::Cancellation, _) if row.quantity > 0 => Err(Reason::PositiveCancellation),
        (Kind::Cancellation, _) if worthless => Err(Reason::WorthlessCancellation),
        (Kind::Cancellation, Code::Charge(kind, name)) => {
            Ok(charge(row, kind, name, -row.amount()))
        }
        (Kind::Sale, Code::Charge(..)) if worthless => Err(Reason::EmptyCharge),
        (Kind::Sale, Code::Charge(kind, name)) => Ok(charge(row, kind, name, row.amount())),
        (Kind::Sale, Code::Goods) if row.quantity < 0 && row.priced => Err(Reason::NegativeSale),
        (Kind::Sale, Code::Goods) if row.quantity < 0 || !(row.priced || sells) => {
            Ok(correction(row))
        }
        (Kind::Sale | Kind::Cancellation, Code::Goods) => Ok(goods(row)),
    }
}

fn goods(row: &Row) -> Verdict {
    Verdict::Goods(Goods {
        sku: row.code.clone(),
        name: row.description.clone(),
        unit: row.unit,
        pieces: row.pieces(),
        priced: row.priced,
    })
}

fn charge(row: &Row, kind: ChargeKind, name: &'static str, amount: Won) -> Verdict {
    Verdict::Charge(Charge {
        code: row.code.clone(),
        name,
        kind,
        amount,
    })
}

fn correction(row: &Row) -> Verdict {
    Verdict::Correction(Correction {
        sku: row.code.clone(),
        delta: row.quantity,
        reason: why(&row.description, row.quantity),
    })
}

/// What the note says, in one of a few words: the book's own words name people.
fn why(note: &str, quantity: i64) -> &'static str {
    const WORDS: [(&str, &[&str]); 4] = [
        (
            "damaged",
            &[
                "damag", "smash", "crush", "broken", "wet", "dirty", "discolo", "rust", "faulty",
                "thrown",
            ],
        ),
        (
            "given away",
            &["given away", "donat", "display", "sample", "charity"],
        ),
        (
            "sold elsewhere",
            &["sold", "ebay", "amazon", "dotcom", "sales"],
        ),
        (
            "lost",
            &["missing", "lost", "mia", "gone", "short", "stolen"],
        ),
    ];
    let note = note.to_lowercase();
    let named = WORDS
        .iter()
        .find(|(_, signs)| signs.iter().any(|sign| note.contains(sign)));
    match named {
        Some((reason, _)) if quantity < 0 => reason,
        _ if quantity < 0 => "counted fewer",
        _ => "counted more",
    }
}

#[cfg(test)]
#[path = "sort_tests.rs"]
mod tests;
