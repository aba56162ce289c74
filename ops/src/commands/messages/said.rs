//! What people said of advertising, read from a list, and addresses as they are known here.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::StringRecord;
use shop::Shop;
use shop::mail_address;
use store::post::{Medium, NewWord, Said};
use workers::post::phone;

use crate::when;

/// An address as it is known here.
pub(super) struct Known {
    pub(super) medium: Medium,
    pub(super) fingerprint: Vec<u8>,
}

impl Known {
    pub(super) fn new(shop: &Shop, address: &str) -> Result<Self, &'static str> {
        let mail = address.contains('@');
        let value = if mail {
            let address = mail_address::plain(address);
            let sound = mail_address::is_plain(&address);
            sound.then_some(address).ok_or("it is no mail address")?
        } else {
            phone::mobile(address).ok_or("it is no Korean mobile number")?
        };
        let kind = if mail { "email" } else { "phone" };
        Ok(Self {
            medium: if mail { Medium::Email } else { Medium::Sms },
            fingerprint: shop.personal_data().fingerprint(kind, &value),
        })
    }
}

/// A word that says where, and never who.
pub(super) fn source(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fit = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.is_empty() || text.len() > 64 || !text.chars().all(fit) || digits > 8 {
        return Err(
            "a source is a word such as form, list-2026-03 or telephone; never a person".to_owned(),
        );
    }
    Ok(text.to_owned())
}

/// A list, read: words, and rows that are left out with the reason.
pub(super) struct List {
    pub(super) words: Vec<NewWord>,
    pub(super) bad: Vec<(usize, String)>,
}

/// Where the columns stand.
struct Columns {
    addresses: Vec<usize>,
    said: usize,
    at: usize,
    source: usize,
}

impl Columns {
    fn find(header: &StringRecord) -> Option<Self> {
        let bare = |found: &str| found.trim_start_matches('\u{feff}').trim().to_owned();
        let column = |name: &str| header.iter().position(|found| bare(found) == name);
        let addresses: Vec<usize> = ["phone", "email"].into_iter().filter_map(column).collect();
        Some(Self {
            addresses: Some(addresses).filter(|found| !found.is_empty())?,
            said: column("said")?,
            at: column("at")?,
            source: column("source")?,
        })
    }

    fn read(&self, shop: &Shop, record: &StringRecord) -> Result<NewWord, String> {
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let mut addresses = self.addresses.iter().map(|at| cell(*at));
        let address = addresses.find(|address| !address.is_empty());
        if addresses.any(|address| !address.is_empty()) {
            return Err("it has both a phone and an email; a row for each".to_owned());
        }
        let known = Known::new(shop, address.ok_or("it has no address")?)?;
        let at = when::moment(cell(self.at)).map_err(|_| "`at` is no time")?;
        if at > shop.now() {
            return Err("`at` lies in the future".to_owned());
        }
        Ok(NewWord {
            medium: known.medium,
            address: known.fingerprint,
            said: Said::read(cell(self.said)).ok_or("`said` is none of the five words")?,
            at,
            source: source(cell(self.source))?,
        })
    }
}

/// Reads a list.
///
/// # Errors
/// It is no CSV, or lacks a column.
pub(super) fn read(shop: &Shop, file: &Path) -> Result<List> {
    let shown = file.display();
    let opened = File::open(file).with_context(|| format!("cannot read {shown}"))?;
    let mut table = csv::Reader::from_reader(opened);
    let header = table
        .headers()
        .map_err(|_| anyhow::anyhow!("{shown} is no CSV in UTF-8"))?;
    let Some(columns) = Columns::find(header) else {
        bail!("{shown} needs the columns phone (or email), said, at and source");
    };
    let (mut words, mut bad) = (Vec::new(), Vec::new());
    for (number, record) in table.records().enumerate() {
        let unreadable = |_| "the row cannot be read".to_owned();
        let read = record.map_err(unreadable);
        match read.and_then(|record| columns.read(shop, &record)) {
            Ok(word) => words.push(word),
            Err(why) => bad.push((number + 2, why)),
        }
    }
    Ok(List { words, bad })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_says_where_and_never_who() {
        for fine in ["form", "list-2026-03", "telephone"] {
            assert!(source(fine).is_ok(), "{fine}");
        }
        for odd in ["", "김장부", "kim@example.kr", "01012345678", "two words"] {
            assert!(source(odd).is_err(), "{odd}");
        }
    }
}
