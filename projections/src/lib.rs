//! Facts folded into tables, and the questions that pages ask of them.
//!
//! A [`Projection`] is one file or folder: the tables it owns, how events fold into them, and
//! the queries over them. The [`Runner`] keeps all of them up with the log; [`rebuild`] fills
//! new tables beside the old ones; [`check`] proves that both would be the same.
//!
//! To add one: write its folder, list it in [`all`]. To change one: raise its version.

mod advance;
mod check;
mod docs;
mod error;
mod event;
mod feed;
mod generation;
mod lane;
mod lease;
mod meter;
mod parked;
mod projection;
mod rebuild;
mod retry;
mod rows;
mod runner;
mod service;
mod source;
mod status;
mod watch;

use std::sync::Arc;

pub mod cart;
pub mod catalogue;
pub mod coupons;
pub mod documents;
pub mod images;
pub mod inquiries;
pub mod members;
pub mod orders;
pub mod reviews;
pub mod sales;
pub mod sitemap;
pub mod stock;

pub use check::{Checked, CheckedTable, check};
pub use docs::{Doc, Docs};
pub use error::{Answer, Page, ReadError};
pub use event::{Body, Event, Kind};
pub use meter::describe_metrics;
pub use projection::{AnalystView, Fault, Projection, Scope, Table};
pub use rebuild::{Rebuilt, rebuild};
pub use retry::{ParkedEvent, Retried, parked, retry};
pub use rows::Rows;
pub use runner::{RunError, Runner};
pub use source::{Batch, Source};
pub use status::{Status, status};
pub use watch::Progress;

/// The shop's projections.
pub fn all() -> Vec<Arc<dyn Projection>> {
    vec![
        Arc::new(catalogue::Catalogue),
        Arc::new(cart::Carts),
        Arc::new(orders::Orders),
        Arc::new(stock::Stock),
        Arc::new(sales::Sales),
        Arc::new(images::Images),
        Arc::new(documents::Documents),
        Arc::new(sitemap::Sitemap),
        Arc::new(members::Members),
        Arc::new(coupons::Coupons),
        Arc::new(inquiries::Inquiries),
        Arc::new(reviews::Reviews),
    ]
}

/// The shop's projection of this name.
pub fn named(name: &str) -> Result<Arc<dyn Projection>, RunError> {
    let found = all()
        .into_iter()
        .find(|projection| projection.name() == name);
    found.ok_or_else(|| RunError::Unknown(name.to_owned()))
}
