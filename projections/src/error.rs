//! What a reader of tables may meet.

/// Why a read model gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database could not be reached, or refused; trying again later may help.
    #[error("the read models are unreachable: {0}")]
    Unavailable(#[from] sqlx::Error),
    /// A row holds what this program cannot read: it was written by another version.
    #[error("a row of {table} cannot be read: {why}")]
    Damaged {
        /// The table.
        table: &'static str,
        /// What is wrong; never the row's content.
        why: String,
    },
}

impl ReadError {
    pub(crate) fn damaged(table: &'static str, why: &dyn ToString) -> Self {
        Self::Damaged {
            table,
            why: why.to_string(),
        }
    }
}

/// What a query of this crate gives.
pub type Answer<T> = Result<T, ReadError>;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Rows on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// Pages in all, at least 1.
    pub pages: u32,
    /// There are more rows than were counted.
    pub more: bool,
}

impl<T> Page<T> {
    /// A page of `per_page` rows out of `total`.
    pub(crate) fn new(items: Vec<T>, total: i64, page: u32, per_page: u32) -> Self {
        let pages = total
            .max(1)
            .unsigned_abs()
            .div_ceil(u64::from(per_page.max(1)));
        Self {
            items,
            total,
            page,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            more: false,
        }
    }
}

/// Rows to skip before a page (from 1).
pub(crate) fn offset(page: u32, per_page: u32) -> i64 {
    i64::from(page.saturating_sub(1)) * i64::from(per_page)
}
