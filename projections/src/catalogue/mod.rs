//! The shop window: products, their options, categories, and whether anything is left.

mod fold;
mod query;

pub use fold::Catalogue;
pub use query::{
    Card, Category, ListQuery, ProductPage, Sort, categories, list, product, product_of_sku,
};
