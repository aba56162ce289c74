//! What moved on a day, as payments tell it.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use shop::ports::paying::Booked;

use crate::portone::wire::{CancellationStatus, Payment};

/// Money of these payments that moved on a day (KST), oldest first.
pub(super) fn on(day: NaiveDate, payments: &[Payment]) -> Vec<Booked> {
    let mut booked: Vec<Booked> = payments.iter().flat_map(moves).collect();
    booked.retain(|one| one.at.with_timezone(&Seoul).date_naive() == day);
    booked.sort_by_key(|one| one.at);
    booked
}

fn moves(payment: &Payment) -> impl Iterator<Item = Booked> {
    let booked = |amount: Won, at: DateTime<Utc>| Booked {
        transaction: payment.transaction_id.clone(),
        attempt: payment.id.clone(),
        amount,
        at,
    };
    let came = payment.paid_at.map(|at| booked(payment.amount.total, at));
    let back = payment.cancellations.iter();
    let back = back.filter(|it| it.status == CancellationStatus::Succeeded);
    let went = back.filter_map(move |it| Some(booked(Won(-it.total_amount.0), it.cancelled_at?)));
    came.into_iter().chain(went)
}
