//! What it remembers: windows, payments, notices, and money that moved.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};

use crate::inicis::wire::checkout::Method;
use crate::inicis::wire::stamp;
use crate::paying::books::{Move, Moves, Way};

/// All of it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Book {
    count: u64,
    /// By the window's token.
    pub(super) attempts: BTreeMap<String, Attempt>,
    /// By `tid`.
    pub(super) payments: BTreeMap<String, Payment>,
    /// Cash receipts: won by `tid`.
    pub(super) receipts: BTreeMap<String, Won>,
    /// Invoices of escrow deliveries by `tid`.
    pub(super) deliveries: BTreeMap<String, String>,
    pub(super) notices: Vec<NoticeSent>,
    pub(super) moves: Moves,
}

/// A notice to the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSent {
    /// Its number here.
    pub id: String,
    /// The shop's number of the payment.
    pub order: String,
    /// Whether the shop took it; nothing while it is being told.
    pub taken: Option<bool>,
}

/// A window that was opened.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) mobile: bool,
    pub(super) order: String,
    pub(super) amount: Won,
    pub(super) goods: String,
    pub(super) buyer: String,
    pub(super) return_url: String,
    pub(super) close_url: String,
    pub(super) notice_url: Option<String>,
    /// Until when a deposit may come: `YYYYMMDD`.
    pub(super) until: String,
    pub(super) escrow: bool,
    /// What is said back as it came: `merchantData`, `P_NOTI`.
    pub(super) echo: String,
    pub(super) methods: Vec<Method>,
    pub(super) at: DateTime<Utc>,
    /// What the browser brings back: `authToken`, or `P_TID`.
    pub(super) key: String,
    pub(super) stage: Stage,
}

/// How far a window got.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// It shows.
    #[default]
    Open,
    /// Authenticated; may be approved once.
    Authenticated(Method),
    /// Approved: the payment's `tid`.
    Approved(String),
    /// Closed, declined, or taken back before it was approved.
    Over,
}

/// A payment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) tid: String,
    pub(super) order: String,
    /// What was approved.
    pub(super) amount: Won,
    pub(super) method: Method,
    pub(super) mobile: bool,
    pub(super) at: DateTime<Utc>,
    pub(super) goods: String,
    pub(super) buyer: String,
    pub(super) escrow: bool,
    /// The account's number, where there is one.
    pub(super) account: String,
    pub(super) until: String,
    pub(super) notice_url: Option<String>,
    pub(super) echo: String,
    /// What came, won.
    pub(super) received: Won,
    /// What went back, won.
    pub(super) returned: Won,
    pub(super) deposited_at: Option<DateTime<Utc>>,
    /// Taken back by a net cancel, or an account that was cancelled.
    pub(super) cancelled: bool,
}

/// Until when a deposit may come, where the shop does not say.
const DAYS: chrono::Duration = chrono::Duration::days(3);

impl Payment {
    /// What an attempt becomes.
    pub(super) fn of(attempt: Attempt, method: Method, tid: String, at: DateTime<Utc>) -> Self {
        let said = Some(attempt.until).filter(|until| until.len() == 8);
        let until = said.unwrap_or_else(|| stamp(at + DAYS).chars().take(8).collect());
        let account = match method {
            Method::Account => format!("56{}", tid.get(28..).unwrap_or_default()),
            _ => String::new(),
        };
        Self {
            tid,
            order: attempt.order,
            amount: attempt.amount,
            method,
            mobile: attempt.mobile,
            at,
            goods: attempt.goods,
            buyer: attempt.buyer,
            escrow: attempt.escrow,
            account,
            until,
            notice_url: attempt.notice_url,
            echo: attempt.echo,
            received: Won::ZERO,
            returned: Won::ZERO,
            deposited_at: None,
            cancelled: false,
        }
    }

    /// Won that could go back.
    pub(super) fn rest(&self) -> Won {
        self.received - self.returned
    }

    /// Whether nothing is left of it. What comes after a cancel can still go back.
    pub(super) fn is_over(&self) -> bool {
        (self.cancelled || self.returned.is_positive()) && self.rest().is_zero()
    }
}

impl Book {
    /// A number of 40 characters: ten of its kind, the merchant, the time in Korea, and a count.
    pub(super) fn number(&mut self, kind: &str, merchant: &str, at: DateTime<Utc>) -> String {
        self.count += 1;
        let (stamp, count) = (stamp(at), self.count % 1_000_000);
        format!("{kind}{merchant}{stamp}{count:06}")
    }

    /// The window whose key the browser brought back.
    pub(super) fn attempt(&mut self, key: &str, mobile: bool) -> Option<&mut Attempt> {
        let mut attempts = self.attempts.values_mut();
        attempts.find(|attempt| attempt.key == key && attempt.mobile == mobile)
    }

    /// The latest payment of an order.
    pub(super) fn of_order(&self, order: &str) -> Option<&Payment> {
        let of = self.payments.values().filter(|paid| paid.order == order);
        of.max_by_key(|paid| paid.at)
    }

    /// Writes money down that came.
    pub(super) fn receive(&mut self, tid: &str, id: String, amount: Won, at: DateTime<Utc>) {
        if let Some(paid) = self.payments.get_mut(tid) {
            paid.received += amount;
            let order = paid.order.clone();
            self.enter(tid, order, id, Way::In, amount, at);
        }
    }

    /// Writes money down that went back.
    pub(super) fn give_back(&mut self, tid: &str, id: String, amount: Won, at: DateTime<Utc>) {
        if let Some(paid) = self.payments.get_mut(tid) {
            paid.returned += amount;
            let order = paid.order.clone();
            self.enter(tid, order, id, Way::Back, amount, at);
        }
    }

    fn enter(
        &mut self,
        tid: &str,
        order: String,
        id: String,
        way: Way,
        amount: Won,
        at: DateTime<Utc>,
    ) {
        self.moves.enter(Move {
            id,
            payment: tid.to_owned(),
            order,
            way,
            amount,
            at,
        });
    }
}
