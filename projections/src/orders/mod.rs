//! Orders and payments, as shoppers follow them and staff work on them.

mod query;
mod view;

pub use query::{
    DepositDue, OrderQuery, OrderRow, UnmatchedDeposit, counts, deposits_due, list, payment, unmatched, view,
};
pub use view::{
    ClaimKind, ClaimNote, ClaimView, LineView, OrderDoc, OrderView, ParcelTimes, ParcelView, PaymentDoc, Times,
    Unmatched,
};
