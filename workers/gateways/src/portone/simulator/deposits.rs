//! Money that a shopper brings to a virtual account, and a bank that takes it back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Won;
use serde::Deserialize;

use super::state::{Cancel, fresh};
use super::{Office, Shared, Simulator};
use crate::paying::books::Way;
use crate::portone::webhook::Kind;
use crate::portone::wire::{CancellationStatus, Status};

/// Why a bank does not take a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDeposit {
    /// There is no such account, it was closed, its time is over, or it was paid already.
    #[error("there is no account that waits")]
    NoAccount,
    /// Another amount than it waits for.
    #[error("another amount than is waited for")]
    WrongAmount,
}

#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(alias = "order")]
    payment: String,
    amount: Won,
}

/// `POST /_simulator/deposits` `{"payment": "…", "amount": 33000}`
pub(super) async fn by_developer(State(office): State<Shared>, Json(wish): Json<Wish>) -> Response {
    match office.deposit(&wish.payment, wish.amount) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(no) => (StatusCode::CONFLICT, no.to_string()).into_response(),
    }
}

impl Office {
    fn deposit(&self, payment: &str, amount: Won) -> Result<(), NoDeposit> {
        let now = self.clock.now();
        self.state.change(|state| {
            let record = state
                .payments
                .get_mut(payment)
                .ok_or(NoDeposit::NoAccount)?;
            let open = record
                .account
                .as_ref()
                .is_some_and(|account| !account.closed);
            let waits = record.status == Status::VirtualAccountIssued;
            if !open || !waits || now > record.deposit_until {
                return Err(NoDeposit::NoAccount);
            }
            if amount != record.total {
                return Err(NoDeposit::WrongAmount);
            }
            record.paid_at = Some(now);
            record.settle(now);
            let moved = record.moved(&fresh("deposit-"), Way::In, amount, now);
            state.moves.enter(moved);
            self.tell(&Kind::Paid, record, None);
            Ok(())
        })
    }
}

impl Simulator {
    /// A shopper deposits so much on the payment's account.
    ///
    /// # Errors
    /// The bank does not take it.
    pub fn deposit(&self, payment: &str, amount: Won) -> Result<(), NoDeposit> {
        self.office.deposit(payment, amount)
    }

    /// The bank takes all of a payment back, without the shop's asking: true when there was one.
    pub fn reverse(&self, payment: &str) -> bool {
        let now = self.office.clock.now();
        self.office.state.change(|state| {
            let found = state.payments.get_mut(payment);
            let Some(record) = found.filter(|record| record.status == Status::Paid) else {
                return false;
            };
            let id = fresh("cancellation-");
            record.cancels.push(Cancel {
                id: id.clone(),
                status: CancellationStatus::Succeeded,
                amount: record.total,
                tax_free: record.tax_free,
                vat: record.vat,
                reason: "simulated reversal".to_owned(),
                asked_at: now,
                done_at: Some(now),
            });
            record.settle(now);
            let moved = record.moved(&id, Way::Back, record.total, now);
            state.moves.enter(moved);
            self.office.tell(&Kind::Cancelled, record, Some(&id));
            true
        })
    }
}
