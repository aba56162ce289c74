//! What the tests share.

pub mod attend;
pub mod crash;
pub mod fakes;
pub mod faults;
pub mod folded;
pub mod html;
pub mod made_up;
pub mod measure;
pub mod member_letters;
pub mod outbox;
pub mod pg;
pub mod pictures;
pub mod proxy;
pub mod seed;
pub mod seen;
pub mod shop;
pub mod till;
pub mod told;
pub mod working;
