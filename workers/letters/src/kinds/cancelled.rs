//! An order ends early: by the shopper's or the shop's word, or because no deposit came.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Serialize;

use super::parts::{Line, Purpose};
use super::samples;
use crate::letter::Letter;

/// What was cancelled. Chooses a letter's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of an order.
    Whole,
    /// Some of its goods.
    Part,
    /// What was to be paid for a change of another order, or was.
    Charges,
    /// What an exchange costs, which is not to be.
    Exchange,
    /// What an exchange costs, though it is still asked for.
    ExchangeUnpaid,
}

/// An order, or lines of one, was cancelled.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderCancelled {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub cancelled_at: DateTime<Utc>,
    /// What was cancelled.
    pub lines: Vec<Line>,
    pub extent: Extent,
    /// The order beside which it was there.
    pub first: Option<String>,
    /// What goes back, in won; none if nothing had been paid.
    pub refund: Option<Won>,
    /// All of it has gone back.
    pub went_back: bool,
    /// An account was waiting for the deposit.
    pub account_closed: bool,
    /// The account that it goes to, its number masked; none if it goes back the way it came.
    pub account: Option<String>,
    /// It waits for the buyer to name one.
    pub account_missing: bool,
    /// The order's page.
    pub href: String,
}

/// What was to be paid did not come in time.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DepositExpired {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub deadline: DateTime<Utc>,
    /// An account waited for it; else a window.
    pub account: bool,
    pub purpose: Purpose,
    /// The order beside which it was there, and which stands.
    pub first: Option<String>,
    /// None if it was only to pay for something of the order that it was added to.
    pub lines: Vec<Line>,
    /// What was to be paid.
    pub amount: Won,
    /// Where to order again; the page of the order that it was added to.
    pub href: String,
}

impl Letter for OrderCancelled {
    const NAME: &'static str = "order-cancelled";

    fn samples() -> Vec<(&'static str, Self)> {
        let unpaid = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            cancelled_at: samples::at(3),
            lines: samples::lines(),
            extent: Extent::Whole,
            first: None,
            refund: None,
            went_back: false,
            account_closed: true,
            account: None,
            account_missing: false,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let paid = Self {
            refund: Some(Won(31_000)),
            ..unpaid.clone()
        };
        let to_account = Self {
            account: Some(samples::REFUND_ACCOUNT.to_owned()),
            ..paid.clone()
        };
        let waits = Self {
            account_missing: true,
            ..paid.clone()
        };
        let part = Self {
            lines: samples::lines().split_off(1),
            extent: Extent::Part,
            refund: Some(Won(4_200)),
            ..unpaid.clone()
        };
        let charges = Self {
            lines: vec![],
            extent: Extent::Charges,
            first: Some(samples::OTHER_ORDER.to_owned()),
            ..unpaid.clone()
        };
        let exchange = Self {
            extent: Extent::Exchange,
            refund: Some(Won(6_000)),
            went_back: true,
            ..charges.clone()
        };
        let exchange_unpaid = Self {
            extent: Extent::ExchangeUnpaid,
            ..charges.clone()
        };
        vec![
            ("unpaid", unpaid),
            ("charges", charges),
            ("exchange", exchange),
            ("exchange-unpaid", exchange_unpaid),
            ("paid", paid),
            ("to-account", to_account),
            ("waits", waits),
            ("part", part),
        ]
    }
}

impl Letter for DepositExpired {
    const NAME: &'static str = "deposit-expired";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            deadline: samples::deadline(),
            account: true,
            purpose: Purpose::Own,
            first: None,
            lines: samples::lines(),
            amount: Won(31_000),
            href: samples::HOME.to_owned(),
        };
        let window = Self {
            account: false,
            ..plain.clone()
        };
        let added = Self {
            purpose: Purpose::Added,
            first: Some(samples::OTHER_ORDER.to_owned()),
            href: samples::ORDER_PAGE.to_owned(),
            ..window.clone()
        };
        let charges = Self {
            purpose: Purpose::Charges,
            lines: vec![],
            amount: Won(6_000),
            ..added.clone()
        };
        let exchange = Self {
            purpose: Purpose::Exchange,
            ..charges.clone()
        };
        let instead = Self {
            purpose: Purpose::Instead,
            first: None,
            ..plain.clone()
        };
        vec![
            ("plain", plain),
            ("window", window),
            ("added", added),
            ("charges", charges),
            ("exchange", exchange),
            ("instead", instead),
        ]
    }
}
