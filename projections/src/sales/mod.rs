//! Sales: one row per sold line, per refund, per credit; never changed, only added.

mod facts;
mod fold;
mod report;

pub use fold::Sales;
pub use report::{BadDimension, Dimension, Fact, ReportQuery, Row, explain, report};
