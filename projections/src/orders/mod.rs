//! Orders and payments, as shoppers follow them and staff work on them.

mod fold;
mod kept;
mod query;
mod tasks;
mod view;

pub use fold::Orders;
pub use kept::{
    ClaimKind, ClaimNote, OrderDoc, ParcelTimes, PaymentDoc, Reversal, Times, Unmatched, Why,
};
pub use query::{OrderQuery, OrderRow, counts, list, payment, view};
pub use tasks::{DepositDue, UnmatchedDeposit, deposits_due, unmatched, unmatched_deposit};
pub use view::{ClaimView, LineView, OrderView, ParcelView};
