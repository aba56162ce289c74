//! Carts: what lies in them, beside what the shop says of it now.

mod fold;
mod offers;
mod query;

pub use fold::Carts;
pub use query::{CartItem, CartView, Offer, pieces, view};
