//! How tables look on a terminal: a header, a line, rows.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};

/// An empty table with these columns. Cells are never cut or wrapped: a program may read them.
pub fn table<'h>(header: impl IntoIterator<Item = &'h str>) -> Table {
    let mut table = Table::new();
    table
        .load_preset(NOTHING)
        .set_style(TableComponent::HeaderLines, '─')
        .set_style(TableComponent::MiddleHeaderIntersections, '─')
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header);
    table
}

/// Puts the columns from `first` on to the right: they hold figures.
pub fn figures_from(table: &mut Table, first: usize) {
    for column in table.column_iter_mut().skip(first) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

/// A text that a spreadsheet would take for a formula becomes text.
pub fn no_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// `1,234,567`
pub fn grouped(figure: i64) -> String {
    let digits = figure.unsigned_abs().to_string();
    let mut text = String::from(if figure < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
    }

    #[test]
    fn a_name_in_a_spreadsheet_is_no_formula() {
        assert_eq!(no_formula("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(no_formula("A-1"), "A-1");
    }

    #[test]
    fn a_table_is_a_header_a_line_and_rows() {
        let mut table = table(["day", "net"]);
        table.add_row(["2026-01-01", "1,000"]);
        table.add_row(["2026-01-02", "20"]);
        figures_from(&mut table, 1);
        let lines: Vec<String> = table.lines().collect();
        assert_eq!(lines.len(), 4, "{table}");
        assert!(lines[3].trim_end().ends_with("   20"), "{table}");
    }
}
