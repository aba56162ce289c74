//! Carts: what lies in them, beside what the shop says of it now.

mod query;

pub use query::{CartItem, CartView, Offer, pieces, view};
