//! The file as a stream of rows, each readable or refused with a reason.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::ByteRecord;

use super::decimal::Decimal;
use super::reason::{Reason, Refused};
use super::row::{Row, Texts};
use super::source;

/// The columns that are needed, each under the names it has in the two editions of the data set.
const COLUMNS: [&[&str]; 8] = [
    &["Invoice", "InvoiceNo"],
    &["StockCode"],
    &["Description"],
    &["Quantity"],
    &["InvoiceDate"],
    &["Price", "UnitPrice"],
    &["Customer ID", "CustomerID"],
    &["Country"],
];

/// A row of the file.
#[derive(Debug)]
pub enum Found {
    Row(Row),
    Refused(Refused),
}

/// The file's rows, from its header on.
pub struct Rows {
    reader: csv::Reader<Box<dyn Read + Send>>,
    places: [usize; 8],
    width: usize,
    record: ByteRecord,
    rate: Decimal,
}

impl Rows {
    /// # Errors
    /// The file cannot be read, or its header lacks a column.
    pub fn open(path: &Path, rate: Decimal) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            // Carriage returns are blanks, which every field loses; so lines are counted right.
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(ended(source::open(path)?));
        let header = reader
            .byte_headers()
            .context("the file has no header")?
            .clone();
        let mut places = [0; 8];
        for (place, names) in places.iter_mut().zip(COLUMNS) {
            *place = find(&header, names)?;
        }
        Ok(Self {
            reader,
            places,
            width: header.len(),
            record: ByteRecord::new(),
            rate,
        })
    }

    fn next_row(&mut self) -> Result<Option<Found>> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record);
            if !more.context("the file breaks off")? {
                return Ok(None);
            }
            let blank = self.record.len() == 1 && self.record[0].trim_ascii().is_empty();
            if !blank {
                return Ok(Some(self.found()));
            }
        }
    }

    fn found(&self) -> Found {
        let fields = self
            .places
            .map(|place| self.record.get(place).map_or(Cow::Borrowed(""), text));
        let [
            invoice,
            code,
            description,
            quantity,
            date,
            price,
            customer,
            country,
        ] = fields.each_ref().map(|field| field.trim());
        let texts = Texts {
            invoice,
            code,
            description,
            quantity,
            date,
            price,
            customer,
            country,
        };
        let line = self.line();
        if self.record.len() == self.width {
            Row::read(line, texts, self.rate).map_or_else(Found::Refused, Found::Row)
        } else {
            Found::Refused(texts.refused(line, Reason::Columns))
        }
    }

    /// Where the record began, counted back from where it ended: its own notion of its beginning
    /// includes the blank lines before it.
    fn line(&self) -> u64 {
        let inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n');
        let next = self.reader.position().line();
        next.saturating_sub(1 + inside.count() as u64)
    }
}

/// The text with an end to its last line, whether it has one or not.
fn ended(text: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    Box::new(text.chain(&b"\n"[..]))
}

impl Iterator for Rows {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

fn find(header: &ByteRecord, names: &[&str]) -> Result<usize> {
    let called = |field: &[u8]| {
        let field = text(field);
        names
            .iter()
            .any(|name| field.trim().eq_ignore_ascii_case(name))
    };
    match header.iter().position(called) {
        Some(place) => Ok(place),
        None => bail!("the file's first line has no column {:?}", names[0]),
    }
}

/// UTF-8 where it is; what is not comes from the data set's older edition, in Latin-1.
fn text(field: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(field) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(field.iter().copied().map(char::from).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";

    fn rows(bytes: &[u8]) -> Result<Vec<Found>> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), bytes)?;
        Rows::open(file.path(), "1800".parse()?)?.collect()
    }

    #[test]
    fn a_row_knows_its_line_also_after_a_description_of_two_lines() {
        let text = format!(
            "{HEADER}\n489434,85048,\"TWO\nLINES\",1,2009-12-01 07:45:00,1.0,,France\n489434,85048,x,1\n"
        );
        let found = rows(text.as_bytes()).unwrap();
        assert!(
            matches!(&found[0], Found::Row(row) if row.line == 2 && row.description == "TWO\nLINES")
        );
        assert!(matches!(&found[1], Found::Refused(refused)
            if refused.line == 4 && refused.reason == Reason::Columns && refused.invoice == "489434"));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let row = "489434,85048,MUG,1,2009-12-01 07:45:00,1.0,,France";
        let text = format!("{HEADER}\r\n{row}\r\n\r\n\r\n{row}\r\n{row}");
        let found = rows(text.as_bytes()).unwrap();
        let lines = found.iter().map(|found| match found {
            Found::Row(row) => row.line,
            Found::Refused(refused) => refused.line,
        });
        assert_eq!(lines.collect::<Vec<_>>(), [2, 5, 6]);
    }

    #[test]
    fn columns_are_found_by_name_in_either_edition() {
        let text =
            b"Country,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n\
            EIRE,489434,85048,GIFT VOUCHER \xa320,1,2009-12-01 07:45:00,1.0,12345\n";
        let found = rows(text).unwrap();
        assert!(matches!(&found[0], Found::Row(row)
            if row.country == "EIRE" && row.description == "GIFT VOUCHER £20"));
    }

    #[test]
    fn a_file_of_something_else_is_refused_by_its_header() {
        let error = rows(b"name,price\nmug,3\n").unwrap_err().to_string();
        assert!(error.contains("Invoice"), "{error}");
    }
}
