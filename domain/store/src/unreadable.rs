//! What may be said of a text that cannot be read.

/// Where reading stopped and why, never what stands there: serde quotes what it meets, an error goes
/// into logs and tables, and a damaged event might hold anything.
pub fn unreadable(error: &serde_json::Error) -> String {
    format!(
        "{:?} error at line {}, column {}",
        error.classify(),
        error.line(),
        error.column()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_place_and_quotes_nothing() {
        let error = serde_json::from_str::<Vec<u32>>("[1, \"Hong Gildong\"]").unwrap_err();
        assert!(error.to_string().contains("Hong"), "serde quotes: {error}");
        assert_eq!(unreadable(&error), "Data error at line 1, column 18");
    }
}
