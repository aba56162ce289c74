//! Coupons: what the shop offers, who has which, and what became of them.

mod fold;
mod query;
mod wallet;

pub use fold::Coupons;
pub use query::{CouponRow, for_joining, gift, list, to_take};
pub use wallet::{Purse, WalletRow, wallet};
