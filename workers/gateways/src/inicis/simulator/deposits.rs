//! Money that comes into issued accounts: as much as somebody sends, when they send it, also too late.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Deserialize;

use super::book::{Book, Payment};
use super::notices::{self, Notice};
use super::{Office, Shared};
use crate::inicis::wire::checkout::Method;

/// Somebody deposits, or a deposit is taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deposit {
    /// The shop's number of the attempt.
    pub order: String,
    /// Won; nothing: what is due.
    pub amount: Option<Won>,
    /// Whether it is taken back instead (입금 취소).
    pub reversed: bool,
    /// How many times over the shop is told more than once.
    pub repeats: u32,
    /// The address that the notice comes from; only another of this machine (`127.0.0.2`).
    pub from: Option<IpAddr>,
    /// Who deposits; nothing: the buyer.
    pub depositor: Option<String>,
}

impl Deposit {
    /// All that is due for an order.
    #[must_use]
    pub fn of(order: &str) -> Self {
        Self {
            order: order.to_owned(),
            ..Self::default()
        }
    }
}

/// No account was issued for this order, or there is nothing to take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no account was issued for this order, or nothing to take back is in it")]
pub struct NoAccount;

/// Moves the money, and tells the shop in the background. Answers the deposit's number.
pub(super) fn deposit(office: &Shared, wanted: &Deposit) -> Result<String, NoAccount> {
    let notices = moved(office, wanted)?;
    let id = notices.first().map(|notice| notice.id.clone());
    for notice in notices {
        tokio::spawn(notices::tell(office.clone(), notice));
    }
    id.ok_or(NoAccount)
}

/// All that is due, told once before anything else goes on; then as always.
pub(super) async fn deposit_early(office: &Shared, paid: &Payment) {
    let Ok(notices) = moved(office, &Deposit::of(&paid.order)) else {
        return;
    };
    for notice in notices {
        if !notices::try_once(office, &notice).await {
            tokio::spawn(notices::tell(office.clone(), notice));
        }
    }
}

fn moved(office: &Office, wanted: &Deposit) -> Result<Vec<Notice>, NoAccount> {
    let now = office.clock.now();
    let merchant = &office.account.merchant;
    office.kept.change(|book| {
        let paid = book.of_order(&wanted.order).ok_or(NoAccount)?;
        if paid.method != Method::Account {
            return Err(NoAccount);
        }
        let amount = wanted.amount.unwrap_or(paid.amount);
        let tid = paid.tid.clone();
        let id = book.number("ININPGVBNK", merchant, now);
        if wanted.reversed {
            reverse(book, &tid, &id, amount, now)?;
        } else {
            book.receive(&tid, id.clone(), amount, now);
        }
        let paid = book.payments.get_mut(&tid).ok_or(NoAccount)?;
        paid.deposited_at = (!wanted.reversed).then_some(now);
        let paid = paid.clone();
        let notice = Notice::deposit(office, &paid, wanted, id, amount, now);
        let count = wanted.repeats as usize + 1;
        let mut notices: Vec<Notice> = std::iter::repeat_n(notice, count).collect();
        for notice in &mut notices {
            notice.keep(book);
        }
        Ok(notices)
    })
}

/// As if it had never come.
fn reverse(
    book: &mut Book,
    tid: &str,
    id: &str,
    amount: Won,
    now: DateTime<Utc>,
) -> Result<(), NoAccount> {
    let paid = book.payments.get(tid).ok_or(NoAccount)?;
    if paid.rest() < amount {
        return Err(NoAccount);
    }
    book.give_back(tid, id.to_owned(), amount, now);
    if let Some(paid) = book.payments.get_mut(tid) {
        paid.returned -= amount;
        paid.received -= amount;
    }
    Ok(())
}
