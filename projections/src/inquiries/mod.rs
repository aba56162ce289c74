//! Questions to the shop, as staff work on them and members look them up: without a word of what was
//! written, which is in the vault.

mod fold;
mod query;

pub use fold::Inquiries;
pub use query::{InquiryQuery, InquiryRow, counts, list};
