//! Sales: one row per sold line, per refund, per credit; never changed, only added.

mod report;

pub use report::{BadDimension, Dimension, Fact, ReportQuery, Row, explain, report};
