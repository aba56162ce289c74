//! The book added up directly, row by row, with nothing of the importer in it: what the sales
//! statistics must come to. It takes the rows that the report does not name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a group of rows comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub orders: BTreeSet<String>,
    pub units: i64,
    /// Won.
    pub gross: i64,
    /// Won.
    pub refunds: i64,
}

/// A row of the book, as text.
pub struct Line {
    /// Line of the file, the header being line 1.
    pub number: u64,
    pub fields: Vec<String>,
}

/// What a group is named by.
#[derive(Debug, Clone, Copy)]
pub enum By {
    Day,
    Month,
    Sku,
    Country,
}

/// All rows of a CSV text in UTF-8 or Latin-1.
pub fn lines(text: &[u8]) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let records = reader.byte_records().map(|record| record.unwrap());
    records
        .map(|record| Line {
            number: record.position().unwrap().line(),
            fields: record.iter().map(decoded).collect(),
        })
        .collect()
}

fn decoded(field: &[u8]) -> String {
    match std::str::from_utf8(field) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => field
            .iter()
            .map(|byte| *byte as char)
            .collect::<String>()
            .trim()
            .to_owned(),
    }
}

/// Adds up the lines that were accepted.
pub fn add_up(accepted: &[&Line], by: By, won_per_pound: i64) -> BTreeMap<String, Figures> {
    let sells = selling_invoices(accepted);
    let mut groups = BTreeMap::<String, Figures>::new();
    for line in accepted {
        let [invoice, code, _, quantity, date, price, _, country] = fields(line);
        let quantity: i64 = quantity.parse().unwrap();
        let won = won(price, won_per_pound) * quantity.abs();
        let goods = !is_charge(code);
        // A note about the stock sells nothing and gives nothing back.
        if goods && is_zero(price) && (quantity < 0 || !sells[invoice]) {
            continue;
        }
        let group = match by {
            By::Day => &date[..10],
            By::Month => &date[..7],
            By::Sku => code,
            By::Country => country,
        };
        let figures = groups.entry(group.to_owned()).or_default();
        if invoice.starts_with('C') {
            figures.refunds += won;
        } else {
            figures.orders.insert(invoice.to_owned());
            figures.gross += won * quantity.signum();
            figures.units += if goods { quantity } else { 0 };
        }
    }
    groups
}

/// Invoices that name a customer or a price.
fn selling_invoices<'a>(accepted: &[&'a Line]) -> HashMap<&'a str, bool> {
    let mut sells = HashMap::new();
    for line in accepted {
        let [invoice, _, _, quantity, _, price, customer, _] = fields(line);
        let sale = !customer.is_empty() || !(is_zero(price) || quantity.starts_with('-'));
        *sells.entry(invoice).or_insert(false) |= sale;
    }
    sells
}

fn fields(line: &Line) -> [&str; 8] {
    let fields: Vec<&str> = line.fields.iter().map(String::as_str).collect();
    fields.try_into().unwrap()
}

fn is_charge(code: &str) -> bool {
    let upper = code.to_uppercase();
    [
        "POST",
        "DOT",
        "C2",
        "C3",
        "D",
        "M",
        "S",
        "BANK CHARGES",
        "AMAZONFEE",
        "CRUK",
    ]
    .contains(&upper.as_str())
        || upper.starts_with("ADJUST")
}

fn is_zero(price: &str) -> bool {
    price.bytes().all(|byte| byte == b'0' || byte == b'.')
}

/// `price` in millionths of a pound, times the rate, rounded half up.
fn won(price: &str, won_per_pound: i64) -> i64 {
    let (pounds, pence) = price.split_once('.').unwrap_or((price, ""));
    let millionths: i64 = format!("{pounds}{pence:0<6}").parse().unwrap();
    (millionths * won_per_pound + 500_000) / 1_000_000
}
