//! What is true in the shop: aggregates, prices, money and ids.
//!
//! Everything here is pure. A rule sees only the state folded from earlier events and
//! the command; what it needs to know of the world (the time, a price) travels in the
//! command. So every rule can be told as a sentence: given events, when command, then events.

pub mod album;
pub mod cart;
pub mod catalog;
pub mod categories;
pub mod coupon;
pub mod credit;
pub mod document;
pub mod ids;
pub mod image;
pub mod inquiry;
pub mod korean_bytes;
pub mod member;
pub mod meta;
pub mod money;
pub mod order;
pub mod payment;
pub mod personal;
pub mod pricing;
pub mod product;
mod remembered;
pub mod review;
pub mod rule;
pub mod stock;

pub use ids::*;
pub use meta::{Actor, Channel, Meta};
pub use money::Won;
pub use personal::PersonalRef;
pub use rule::Decide;
