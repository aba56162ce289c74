//! Documents: what is published when, by store and kind.

mod fold;
mod query;

pub use fold::Documents;
pub use query::{Listed, Reading, Standing, all, by_slug, list, sitemap};
