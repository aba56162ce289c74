//! Orders and payments, as shoppers follow them and staff work on them.

mod fold;
mod kept;
mod query;
mod view;

pub use fold::Orders;
pub use kept::{ClaimKind, ClaimNote, OrderDoc, ParcelTimes, PaymentDoc, Times, Unmatched};
pub use query::{
    DepositDue, OrderQuery, OrderRow, UnmatchedDeposit, counts, deposits_due, list, payment,
    unmatched, view,
};
pub use view::{ClaimView, LineView, OrderView, ParcelView};
