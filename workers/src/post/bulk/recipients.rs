//! The recipients' file: a column `phone` and one for each variable.
//!
//! Everything odd is found before anything is sent, and told by the number of its row, never by
//! what it holds.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use csv::StringRecord;

use crate::post::phone;

/// The column of the number.
const PHONE: &str = "phone";
/// Recipients of one send at most.
const MOST: usize = 1_000_000;

/// Who gets it, and what varies.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Its line in the file, from 1.
    pub row: u64,
    /// Digits.
    pub phone: String,
    /// Values by the variables' names.
    pub values: Vec<(String, String)>,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient(row {})", self.row)
    }
}

/// A row that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its line in the file, from 1.
    pub row: u64,
    pub why: String,
}

/// A file, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipients {
    pub good: Vec<Recipient>,
    pub bad: Vec<BadRow>,
}

/// The file as a whole is not what it should be.
#[derive(Debug, thiserror::Error)]
pub enum TableFault {
    #[error("it has no column `phone`")]
    NoPhone,
    #[error("the message names #{{{0}}}, and there is no such column")]
    Missing(String),
    #[error("the column `{0}` is not used by the message")]
    Unused(String),
    #[error("the column `{0}` is there twice")]
    Twice(String),
    #[error("more than {MOST} recipients; part the file")]
    TooMany,
    #[error("line {0} is no UTF-8; save it as “CSV UTF-8”")]
    NotUtf8(usize),
    #[error("it cannot be read: {0}")]
    Unreadable(String),
}

/// Reads a file whose message has these variables. `check` judges each recipient's message.
///
/// # Errors
/// Its columns are not those of the message, or it is no CSV in UTF-8.
pub fn read(
    mut file: impl Read,
    variables: &BTreeSet<String>,
    check: impl Fn(&Recipient) -> Result<(), String>,
) -> Result<Recipients, TableFault> {
    let mut bytes = Vec::new();
    let whole = file.read_to_end(&mut bytes);
    whole.map_err(|error| TableFault::Unreadable(error.kind().to_string()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| not_utf8(&bytes, &error))?;
    let mut reader = csv::ReaderBuilder::new();
    let mut table = reader.flexible(true).from_reader(text.as_bytes());
    let header = table.headers().map_err(|error| unreadable(&error))?;
    let columns = columns(header, variables)?;
    let mut recipients = Recipients::default();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for record in table.records() {
        let (row, read) = match &record {
            Ok(record) => {
                let row = record.position().map_or(0, |at| line(text, at));
                (row, recipient(record, row, &columns))
            }
            Err(error) => return Err(unreadable(error)),
        };
        let fresh = |recipient: &Recipient| match seen.get(&recipient.phone) {
            Some(first) => Err(format!("the number is in row {first} already")),
            None => Ok(()),
        };
        let judged = read.and_then(|recipient| {
            fresh(&recipient)?;
            check(&recipient)?;
            Ok(recipient)
        });
        match judged {
            Ok(recipient) => {
                seen.insert(recipient.phone.clone(), row);
                recipients.good.push(recipient);
            }
            Err(why) => recipients.bad.push(BadRow { row, why }),
        }
        if recipients.good.len() > MOST {
            return Err(TableFault::TooMany);
        }
    }
    Ok(recipients)
}

/// Names of the columns, in order.
fn columns(header: &StringRecord, variables: &BTreeSet<String>) -> Result<Vec<String>, TableFault> {
    let bare = |name: &str| name.trim_start_matches('\u{feff}').trim().to_owned();
    let columns: Vec<String> = header.iter().map(bare).collect();
    let mut once = BTreeSet::new();
    if let Some(twice) = columns.iter().find(|name| !once.insert(*name)) {
        return Err(TableFault::Twice(twice.clone()));
    }
    if !once.contains(&PHONE.to_owned()) {
        return Err(TableFault::NoPhone);
    }
    if let Some(missing) = variables.iter().find(|name| !once.contains(name)) {
        return Err(TableFault::Missing(missing.clone()));
    }
    let known = |name: &&String| *name == PHONE || variables.contains(*name);
    match columns.iter().find(|name| !known(name)) {
        Some(unused) => Err(TableFault::Unused(unused.clone())),
        None => Ok(columns),
    }
}

fn recipient(record: &StringRecord, row: u64, columns: &[String]) -> Result<Recipient, String> {
    if record.len() != columns.len() {
        return Err(format!(
            "{} columns instead of {}",
            record.len(),
            columns.len()
        ));
    }
    if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
        // A quote that nobody closed would make one value of all rows after it.
        return Err("a value goes on in the next line; is a quote not closed?".to_owned());
    }
    let cells = columns.iter().zip(record);
    let number = cells
        .clone()
        .find(|(name, _)| *name == PHONE)
        .map(|(_, cell)| cell);
    let phone = phone::mobile(number.unwrap_or_default());
    let values = cells.filter(|(name, _)| *name != PHONE);
    Ok(Recipient {
        row,
        phone: phone.ok_or("`phone` is no Korean mobile number")?,
        values: values
            .map(|(name, cell)| (name.clone(), cell.trim().to_owned()))
            .collect(),
    })
}

/// The line on which a record begins. The reader names the place where the one before ended, which
/// may be before the second half of a line's end, and before empty lines.
fn line(text: &str, at: &csv::Position) -> u64 {
    let begin = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(begin..).unwrap_or_default();
    let between = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + between.filter(|byte| **byte == b'\n').count() as u64
}

fn not_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> TableFault {
    let before = &bytes[..error.valid_up_to()];
    TableFault::NotUtf8(1 + String::from_utf8_lossy(before).matches('\n').count())
}

fn unreadable(error: &csv::Error) -> TableFault {
    // The reader's own words may repeat a cell.
    let at = error.position().map_or(0, csv::Position::line);
    TableFault::Unreadable(format!("line {at}"))
}

#[cfg(test)]
#[path = "recipients_tests.rs"]
mod tests;
