//! The shop window: products, their options, categories, and whether anything is left.

mod fold;
mod list;
mod product;

pub use fold::Catalogue;
pub use list::{Card, ListQuery, Sort, list};
pub use product::{Category, ProductPage, categories, product};
