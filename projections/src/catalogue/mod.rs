//! The shop window: products, their options, the tree of categories, and whether anything is left.

mod asked;
mod categories;
mod faces;
mod facets;
mod fold;
mod list;
mod nearest;
mod product;
mod rows_of;
mod search;
mod tables;
mod window;

pub use asked::{ListQuery, Sort};
pub use categories::{Category, categories};
pub use faces::{Face, faces};
pub use facets::{Chosen, Facets, facets};
pub use fold::Catalogue;
pub use list::{Card, cards, list};
pub use nearest::nearest;
pub use product::{ProductPage, names, product, related};
