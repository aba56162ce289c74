//! Facts folded into tables, and the questions that pages ask of them.

mod error;

pub mod cart;
pub mod catalogue;
pub mod orders;
pub mod sales;
pub mod stock;

pub use error::{Answer, Page, ReadError};
