//! Messages to telephones: Kakao's Alimtalk, whose words Kakao approves beforehand, and the short
//! words that go out as SMS or LMS where Alimtalk cannot.
//!
//! A message is a struct with samples, as a letter is. Its template is data, so that it can be
//! listed, previewed and handed to Kakao for approval.

mod account;
pub mod advertising;
mod codes;
mod order;
mod registry;
mod template;

pub use domain::korean_bytes as bytes;

pub use account::{Dormancy, InquiryAnswered, MemberCode};
pub use codes::{BadCodes, TemplateCodes};
pub use order::{
    ChangeLate, ClaimAnswered, Delivered, DepositExpired, OrderCancelled, OrderChanged, OrderPaid,
    OrderReceived, OrderShipped, OrderToPay, RefundAccountAsked, Refunded,
};
pub use registry::{Listed, all, find};
pub use template::{Composed, Message, Template, Variables, WordsError, fill, names};

/// Characters of an Alimtalk at most.
pub const ALIMTALK: usize = 1_000;
