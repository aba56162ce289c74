//! What the tests share.

pub mod attend;
pub mod crash;
pub mod folded;
pub mod made_up;
pub mod measure;
pub mod pg;
pub mod proxy;
pub mod seen;
pub mod shop;
pub mod till;
pub mod told;
