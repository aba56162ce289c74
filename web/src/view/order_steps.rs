//! How far an order has come, step by step, as its page draws it.

use chrono::{DateTime, Utc};
use domain::order::{OrderDraft, PaymentMethod, Status};

use super::order::{Seen, charges_alone, standing};
use crate::pages::{Order, Step};
use crate::say::say;

/// The way so far; none for orders that left it.
pub(super) fn steps(seen: &Seen<'_>, placed: DateTime<Utc>) -> Vec<Step> {
    if charges_alone(seen) {
        return Vec::new();
    }
    let times = &seen.view.doc.times;
    let now = match standing(seen) {
        Status::PendingDeposit => 0,
        Status::Paid => 1,
        Status::Preparing => 2,
        Status::PartlyShipped | Status::Shipped => 3,
        Status::Delivered | Status::Confirmed => 4,
        Status::New
        | Status::Abandoned
        | Status::Cancelled
        | Status::Expired
        | Status::Refunded => {
            return Vec::new();
        }
    };
    let delivered = times.delivered.filter(|_| now == 4);
    let mut way = Order::way(
        seen.faces.lang(),
        now,
        &[
            Some(placed),
            times.paid,
            times.prepared,
            times.shipped,
            delivered,
        ],
    );
    let windowed = |draft: &OrderDraft| matches!(draft.method, PaymentMethod::Window { .. });
    // Nobody waits for a deposit of an order that is paid in a window.
    if seen.view.order().draft().is_some_and(windowed)
        && let Some(first) = way.first_mut()
    {
        first.label = say(seen.faces.lang(), "pay-step");
    }
    way
}
