//! Orders and payments, as shoppers follow them and staff work on them.

mod books;
mod claims;
mod fold;
mod kept;
mod kept_payment;
mod of_member;
mod query;
mod receipt;
mod tasks;
mod view;

pub use books::{OpenDifference, differences, moved_through};
pub use claims::{ClaimRow, open_claims, to_confirm};
pub use fold::Orders;
pub use kept::{ClaimKind, ClaimNote, OrderDoc, ParcelTimes, Times};
pub use kept_payment::{PaymentDoc, Reversal, Unmatched, Why};
pub use of_member::{History, of_member};
pub use query::{OrderQuery, OrderRow, counts, list, payment, view};
pub use receipt::{Receipt, ReceiptLine, RefundLine};
pub use tasks::{DepositDue, UnmatchedDeposit, deposits_due, unmatched, unmatched_deposit};
pub use view::{ClaimView, LineView, OrderView, ParcelView};
