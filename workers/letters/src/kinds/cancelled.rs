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

/// Money that goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Refund {
    pub amount: Won,
    pub stage: RefundStage,
}

/// How far it has come. Chooses a letter's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStage {
    /// It goes back within days.
    Soon,
    /// It waits for the buyer to name an account.
    Waits,
    /// It has gone back.
    Gone,
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
    /// What goes back; none if nothing had been paid.
    pub refund: Option<Refund>,
    /// Nothing becomes of the order beside which it was there.
    pub first_stands: bool,
    /// An account was waiting for the deposit.
    pub account_closed: bool,
    /// The account that it goes to, its number masked; none if it goes back the way it came.
    pub account: Option<String>,
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

impl OrderCancelled {
    /// What was to be paid beside another order.
    fn charges(unpaid: &Self) -> [(&'static str, Self); 3] {
        let charges = Self {
            lines: vec![],
            extent: Extent::Charges,
            first: Some(samples::OTHER_ORDER.to_owned()),
            first_stands: true,
            ..unpaid.clone()
        };
        let exchange = Self {
            extent: Extent::Exchange,
            refund: Some(Refund {
                amount: Won(6_000),
                stage: RefundStage::Gone,
            }),
            first_stands: false,
            ..charges.clone()
        };
        let exchange_unpaid = Self {
            extent: Extent::ExchangeUnpaid,
            first_stands: false,
            ..charges.clone()
        };
        [
            ("charges", charges),
            ("exchange", exchange),
            ("exchange-unpaid", exchange_unpaid),
        ]
    }
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
            first_stands: false,
            refund: None,
            account_closed: true,
            account: None,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let paid_back = |amount: i64, stage| {
            Some(Refund {
                amount: Won(amount),
                stage,
            })
        };
        let paid = Self {
            refund: paid_back(31_000, RefundStage::Soon),
            ..unpaid.clone()
        };
        let to_account = Self {
            account: Some(samples::REFUND_ACCOUNT.to_owned()),
            ..paid.clone()
        };
        let waits = Self {
            refund: paid_back(31_000, RefundStage::Waits),
            ..paid.clone()
        };
        let part = Self {
            lines: samples::lines().split_off(1),
            extent: Extent::Part,
            refund: paid_back(4_200, RefundStage::Soon),
            ..unpaid.clone()
        };
        let charges = Self::charges(&unpaid);
        let mut all = vec![
            ("unpaid", unpaid),
            ("paid", paid),
            ("to-account", to_account),
            ("waits", waits),
            ("part", part),
        ];
        all.extend(charges);
        all
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
