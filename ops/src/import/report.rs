//! The rows that are not played, as a table for people and programs.

use std::path::Path;

use anyhow::{Context, Result};

use crate::table;

use super::reason::Refused;

const HEADER: [&str; 7] = [
    "line",
    "reason",
    "explanation",
    "invoice",
    "stock_code",
    "quantity",
    "price",
];

/// Writes the report as CSV, one line per row in the order given. An older report is replaced only
/// when the new one is whole.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, refused: &[Refused]) -> Result<()> {
    write_whole(path, refused)
        .with_context(|| format!("cannot write the report {}", path.display()))
}

fn write_whole(path: &Path, refused: &[Refused]) -> Result<()> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    let mut file = tempfile::Builder::new()
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .tempfile_in(directory)?;
    let mut csv = csv::Writer::from_writer(file.as_file_mut());
    csv.write_record(HEADER)?;
    for row in refused {
        let texts = [&row.invoice, &row.code, &row.quantity, &row.price].map(|text| harmless(text));
        let line = row.line.to_string();
        let reason = [line.as_str(), row.reason.as_str(), row.reason.explained()];
        csv.write_record(reason.into_iter().chain(texts.iter().map(String::as_str)))?;
    }
    csv.flush()?;
    drop(csv);
    file.persist(path)?;
    Ok(())
}

/// What stands in a broken row. Numbers stay numbers.
fn harmless(text: &str) -> String {
    match text.parse::<super::decimal::Decimal>() {
        Ok(_) => text.to_owned(),
        Err(_) => table::no_formula(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::reason::Reason;
    use super::*;

    #[test]
    fn a_report_names_line_and_reason_and_holds_no_formula() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/report.csv");
        let refused = Refused {
            line: 12,
            reason: Reason::Code,
            invoice: "489434".to_owned(),
            code: "=1+1".to_owned(),
            quantity: "-5".to_owned(),
            price: "-0.5".to_owned(),
        };
        write(&path, &[refused]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let last = text.lines().last().unwrap();
        assert_eq!(
            last,
            "12,code,the stock code is missing or malformed,489434,'=1+1,-5,-0.5"
        );
    }
}
