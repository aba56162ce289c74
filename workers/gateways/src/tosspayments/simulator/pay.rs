//! How money comes: a window is opened, the shopper agrees, the shop confirms, a deposit arrives.

use chrono::{DateTime, Duration, Utc};
use domain::Won;
use uuid::Uuid;

use super::shown;
use super::state::{Held, HeldAccount, Refusal, Reply, State, no};
use crate::paying::books::Way;
use crate::tosspayments::asks::{Confirm, is_order};
use crate::tosspayments::wire::Status;

/// Hours that an account waits at most.
const LONGEST: i64 = 2_160;

/// Why nothing was paid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDeposit {
    /// No account of the order is open, or nothing is in it.
    #[error("no such account")]
    NoAccount,
    /// Accounts take the exact amount only.
    #[error("another amount is due")]
    WrongAmount,
}

/// What the window was opened with.
pub(super) struct Opened<'a> {
    pub(super) method: &'a str,
    pub(super) order: &'a str,
    pub(super) name: &'a str,
    pub(super) amount: Won,
    pub(super) tax_free: Won,
    pub(super) valid_hours: i64,
    /// Until when an account waits, where that was said instead of hours.
    pub(super) due: Option<DateTime<Utc>>,
    pub(super) escrow: bool,
    pub(super) customer: &'a str,
    pub(super) success_url: &'a str,
    pub(super) fail_url: &'a str,
}

impl State {
    /// A payment that waits for the shopper; its key.
    pub(super) fn ready(
        &mut self,
        opened: &Opened<'_>,
        session: Duration,
        now: DateTime<Utc>,
    ) -> Result<String, Refusal> {
        let least = if opened.method == "CARD" { 100 } else { 200 };
        if !is_order(opened.order) || opened.name.is_empty() || opened.name.chars().count() > 100 {
            return no(400, "INVALID_REQUEST");
        }
        if opened.amount.0 < least {
            return no(400, "BELOW_MINIMUM_AMOUNT");
        }
        if opened.tax_free.is_negative() || opened.tax_free > opened.amount {
            return no(400, "INVALID_REQUEST");
        }
        let too_late = |due: DateTime<Utc>| due <= now || due > now + Duration::hours(LONGEST);
        if !(1..=LONGEST).contains(&opened.valid_hours) || opened.due.is_some_and(too_late) {
            return no(400, "INVALID_REQUEST");
        }
        let confirmed = |held: &Held| held.order == opened.order && held.is_confirmed();
        if self.payments.iter().any(confirmed) {
            return no(400, "DUPLICATED_ORDER_ID");
        }
        let serial = self.next();
        let key = format!("tsim{}{serial:06}", now.format("%Y%m%d%H%M%S"));
        let account = (opened.method == "VIRTUAL_ACCOUNT").then(|| HeldAccount {
            bank: "88".to_owned(),
            number: String::new(),
            customer: opened.customer.to_owned(),
            filled: false,
        });
        self.payments.push(Held {
            key: key.clone(),
            order: opened.order.to_owned(),
            name: opened.name.to_owned(),
            method: opened.method.to_owned(),
            amount: opened.amount,
            tax_free: opened.tax_free,
            balance: opened.amount,
            tax_free_left: opened.tax_free,
            status: Status::Ready,
            requested: now,
            until: now + session,
            approved: None,
            last: None,
            secret: format!("ps_{}", Uuid::new_v4().simple()),
            escrow: opened.escrow,
            valid_hours: opened.valid_hours,
            due: opened.due,
            success_url: opened.success_url.to_owned(),
            fail_url: opened.fail_url.to_owned(),
            account,
            cancels: Vec::new(),
        });
        Ok(key)
    }

    /// `POST /v1/payments/confirm`
    pub(super) fn confirm(&mut self, ask: &Confirm, now: DateTime<Utc>) -> Reply {
        let Some(at) = self.place(&ask.payment_key) else {
            return no(404, "NOT_FOUND_PAYMENT_SESSION");
        };
        let held = &self.payments[at];
        match held.status {
            Status::InProgress => {}
            Status::Ready | Status::Expired | Status::Aborted => {
                return no(404, "NOT_FOUND_PAYMENT_SESSION");
            }
            _ => return no(400, "ALREADY_PROCESSED_PAYMENT"),
        }
        if held.order != ask.order_id || held.amount != ask.amount {
            return no(400, "INVALID_REQUEST");
        }
        let twice = |other: &Held| other.order == held.order && other.is_confirmed();
        if self.payments.iter().any(twice) {
            return no(400, "DUPLICATED_ORDER_ID");
        }
        if let Some(code) = self.declines.pop_front() {
            self.payments[at].status = Status::Aborted;
            return no(403, &code);
        }
        if self.payments[at].account.is_some() {
            self.issue(at, now);
        } else {
            self.paid(at, now);
        }
        let mut answer = shown::payment(&self.payments[at]);
        if self.wrong_amounts > 0 {
            self.wrong_amounts -= 1;
            answer["totalAmount"] = (self.payments[at].amount.0 + 1_000).into();
        }
        Ok(answer)
    }

    /// An account opens and waits.
    pub(super) fn issue(&mut self, at: usize, now: DateTime<Utc>) {
        let number = format!("X{:013}", 6_500_000_000_000 + self.next());
        let held = &mut self.payments[at];
        held.status = Status::WaitingForDeposit;
        let hours = Duration::hours(held.valid_hours);
        held.until = held.due.unwrap_or(now + hours);
        if let Some(account) = &mut held.account {
            account.number = number;
        }
        let amount = held.amount;
        self.enter(at, None, amount, now);
        self.changed(at, now);
    }

    fn paid(&mut self, at: usize, now: DateTime<Utc>) {
        let held = &mut self.payments[at];
        held.status = Status::Done;
        held.approved = Some(now);
        let amount = held.amount;
        self.enter(at, Some(Way::In), amount, now);
        self.changed(at, now);
    }

    pub(super) fn deposit(
        &mut self,
        order: &str,
        amount: Won,
        now: DateTime<Utc>,
    ) -> Result<(), NoDeposit> {
        let at = self.place_of(order).ok_or(NoDeposit::NoAccount)?;
        let held = &mut self.payments[at];
        let due = held.amount;
        let account = held.account.as_mut().ok_or(NoDeposit::NoAccount)?;
        if held.status != Status::WaitingForDeposit {
            return Err(NoDeposit::NoAccount);
        }
        if amount != due {
            return Err(NoDeposit::WrongAmount);
        }
        account.filled = true;
        self.paid(at, now);
        self.told_of_deposit(at, now);
        Ok(())
    }

    pub(super) fn reverse(&mut self, order: &str, now: DateTime<Utc>) -> Result<(), NoDeposit> {
        let at = self.place_of(order).ok_or(NoDeposit::NoAccount)?;
        let held = &mut self.payments[at];
        let account = held.account.as_mut().ok_or(NoDeposit::NoAccount)?;
        if held.status != Status::Done {
            return Err(NoDeposit::NoAccount);
        }
        account.filled = false;
        held.status = Status::WaitingForDeposit;
        held.approved = None;
        let amount = held.amount;
        self.enter(at, Some(Way::Back), amount, now);
        self.changed(at, now);
        self.told_of_deposit(at, now);
        Ok(())
    }

    /// A notice that a payment changed.
    pub(super) fn changed(&mut self, at: usize, now: DateTime<Utc>) {
        self.outbox.push(shown::changed(&self.payments[at], now));
    }

    /// A deposit notice.
    pub(super) fn told_of_deposit(&mut self, at: usize, now: DateTime<Utc>) {
        self.outbox.push(shown::deposit(&self.payments[at], now));
    }

    /// All notices of an order's state once more.
    pub(super) fn tell(&mut self, order: &str, now: DateTime<Utc>) {
        let Some(at) = self.place_of(order) else {
            return;
        };
        self.changed(at, now);
        if self.payments[at].account.is_some() {
            self.told_of_deposit(at, now);
        }
    }
}
