//! One row of the file: eight texts become typed values, or a reason why not.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::pricing::MAX_QUANTITY;
use domain::{Sku, Won};

use super::decimal::Decimal;
use super::reason::{Reason, Refused};

/// The dearest row that is read, in won each. Times the largest quantity it fits an `i64`.
const DEAREST: Won = Won(10_000_000_000);

/// A row's eight texts, in the order of the file's header, without surrounding blanks.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    pub invoice: &'a str,
    pub code: &'a str,
    pub description: &'a str,
    pub quantity: &'a str,
    pub date: &'a str,
    pub price: &'a str,
    pub customer: &'a str,
    pub country: &'a str,
}

/// Whether an invoice sells or takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sale,
    Cancellation,
}

/// A row that can be read.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line of the file, the header being line 1.
    pub line: u64,
    pub kind: Kind,
    pub invoice: String,
    pub code: Sku,
    pub description: String,
    /// Pieces; negative when they go the other way. Never 0.
    pub quantity: i64,
    /// As written, for the report.
    pub price_text: String,
    /// The price of one in won; 0 also for what rounds to it.
    pub unit: Won,
    /// Whether the file says a price at all.
    pub priced: bool,
    /// The file's own wall clock, taken for Korea's: so its days are business days.
    pub at: DateTime<Utc>,
    pub day: NaiveDate,
    pub customer: Option<String>,
    pub country: String,
}

impl Row {
    /// # Errors
    /// The first reason, from left to right, why the row cannot be read.
    pub fn read(line: u64, texts: Texts<'_>, rate: Decimal) -> Result<Self, Refused> {
        Self::parse(line, texts, rate).map_err(|reason| texts.refused(line, reason))
    }

    fn parse(line: u64, texts: Texts<'_>, rate: Decimal) -> Result<Self, Reason> {
        let kind = kind(texts.invoice)?;
        let (quantity, price) = (quantity(texts.quantity)?, price(texts.price)?);
        let (at, day) = moment(texts.date)?;
        let unit = price
            .won_at(rate)
            .filter(|unit| *unit <= DEAREST)
            .ok_or(Reason::Price)?;
        if price.is_negative() {
            return Err(Reason::NegativePrice);
        }
        Ok(Self {
            line,
            kind,
            invoice: texts.invoice.to_owned(),
            code: Sku::new(texts.code).map_err(|_| Reason::Code)?,
            description: texts.description.to_owned(),
            quantity,
            price_text: texts.price.to_owned(),
            unit,
            priced: price.is_positive(),
            at,
            day,
            customer: customer(texts.customer)?,
            country: country(texts.country)?,
        })
    }

    /// What the row comes to, in won; negative when its quantity is.
    pub fn amount(&self) -> Won {
        Won(self.unit.get() * self.quantity)
    }

    /// Pieces, whichever way they go.
    pub fn pieces(&self) -> u32 {
        u32::try_from(self.quantity.unsigned_abs()).unwrap_or(u32::MAX)
    }

    /// The row as one that is not played.
    pub fn refused(&self, reason: Reason) -> Refused {
        Refused {
            line: self.line,
            reason,
            invoice: self.invoice.clone(),
            code: self.code.to_string(),
            quantity: self.quantity.to_string(),
            price: self.price_text.clone(),
        }
    }
}

impl Texts<'_> {
    /// The row as one that is not played.
    pub fn refused(&self, line: u64, reason: Reason) -> Refused {
        Refused {
            line,
            reason,
            invoice: self.invoice.to_owned(),
            code: self.code.to_owned(),
            quantity: self.quantity.to_owned(),
            price: self.price.to_owned(),
        }
    }
}

/// `489434` sells, `C489449` takes back, `A506401` adjusts a bad debt.
fn kind(invoice: &str) -> Result<Kind, Reason> {
    let (kind, number) = match invoice.as_bytes().first() {
        Some(b'C' | b'c') => (Kind::Cancellation, &invoice[1..]),
        Some(b'A') => return Err(Reason::BadDebt),
        _ => (Kind::Sale, invoice),
    };
    if (1..=18).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(kind)
    } else {
        Err(Reason::Invoice)
    }
}

fn quantity(text: &str) -> Result<i64, Reason> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Quantity);
    }
    text.parse()
        .ok()
        .filter(|quantity: &i64| (1..=u64::from(MAX_QUANTITY)).contains(&quantity.unsigned_abs()))
        .ok_or(Reason::Quantity)
}

fn price(text: &str) -> Result<Decimal, Reason> {
    text.parse().map_err(|_| Reason::Price)
}

fn moment(text: &str) -> Result<(DateTime<Utc>, NaiveDate), Reason> {
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .filter(|local| (1970..2100).contains(&local.year()))
        .ok_or(Reason::Date)?;
    // Korea's clock was last turned in 1988; an hour that came twice is taken as its first.
    let at = local
        .and_local_timezone(Seoul)
        .earliest()
        .ok_or(Reason::Date)?;
    Ok((at.to_utc(), local.date()))
}

/// `13085.0` and `13085` are one customer. None is as good: the shop sold to him all the same.
fn customer(text: &str) -> Result<Option<String>, Reason> {
    let number = text.strip_suffix(".0").unwrap_or(text);
    if text.is_empty() {
        return Ok(None);
    }
    if (1..=18).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(Some(number.to_owned()))
    } else {
        Err(Reason::Customer)
    }
}

fn country(text: &str) -> Result<String, Reason> {
    if text.is_empty() || text.len() > 64 || text.chars().any(char::is_control) {
        return Err(Reason::Country);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
