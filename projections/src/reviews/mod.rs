//! What buyers think, by product: stars, pictures and where the words are; the words are in the vault.

mod fold;
mod query;
mod rating;

pub use fold::Reviews;
pub use query::{ReviewQuery, ReviewRow, ReviewSort, list, of_order};
pub use rating::{Rating, rating, ratings};
