//! Sales: one row per sold line, per refund, per credit; never changed, only added.

mod charges;
mod explain;
mod facts;
mod fold;
mod ledger;
mod report;

pub use explain::{Fact, explain};
pub use fold::Sales;
pub use report::{BadDimension, Dimension, ReportQuery, Row, report};
