//! The letters: one struct each. Amounts are won, times UTC, addresses whole.
//!
//! What is personal (names, telephones, postal addresses) is filled in by the sender, out of the
//! vault, and masked there if it should be. None of these types can be printed into a log.

mod cancelled;
mod changed;
mod claims;
mod daily;
mod inquiry;
mod members;
mod orders;
mod parts;
mod refunded;
mod samples;
mod security;
mod shipping;

pub use cancelled::{DepositExpired, Extent, OrderCancelled, Refund, RefundStage};
pub use changed::ChangeLate;
pub use claims::ClaimAnswered;
pub use daily::{ChannelSales, DailySales, DaySales, Figures, ProductSales, StoreSales};
pub use inquiry::InquiryAnswered;
pub use members::{DormancyNotice, GradeChanged, MemberJoined};
pub use orders::{OrderPaid, OrderReceived, OrderToPay};
pub use parts::{Account, Amounts, Line, Parcel, Piece, Purpose, Recipient, Saving};
pub use refunded::{OrderRefunded, RefundAccountAsked, RefundCause};
pub use security::{AlreadyMember, ChangeEmail, EmailLeaving, ResetPassword, VerifyEmail};
pub use shipping::{OrderDelivered, OrderShipped};
