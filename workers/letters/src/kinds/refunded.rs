//! Money went back.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Serialize;

use super::parts::Line;
use super::samples;
use crate::letter::Letter;

/// Money owed for a claim went back.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderRefunded {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub cause: RefundCause,
    pub refunded_at: DateTime<Utc>,
    pub amount: Won,
    /// What it was paid back for; the totals are what was paid back.
    pub lines: Vec<Line>,
    /// Won that went back before for these pieces, for something cheaper that was sent for them.
    pub before: Won,
    /// Shipping, other charges and grants in it, in won; below zero if something was kept.
    pub charges: Won,
    /// The account that it went to, its number masked; none if it went back the way it came.
    pub account: Option<String>,
    /// The order's page.
    pub href: String,
}

/// Money of a deposit waits for the buyer to name an account.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RefundAccountAsked {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    /// Won that wait.
    pub amount: Won,
    /// Nothing could be paid to the account that was named before.
    pub refused: bool,
    /// Where an account is named.
    pub href: String,
}

/// What the claim was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundCause {
    /// Lines were cancelled before they were sent.
    Cancelled,
    /// The order was changed.
    Edited,
    /// Goods came back.
    Returned,
    /// The shop gave money back without anything coming back.
    Granted,
    /// The surcharge for a remote area that the order goes to no more.
    Area,
    /// What an exchange costs less, or was paid for more than came of it.
    Difference,
    /// What was paid for an exchange that came to nothing.
    NoExchange,
}

impl Letter for OrderRefunded {
    const NAME: &'static str = "order-refunded";

    fn samples() -> Vec<(&'static str, Self)> {
        let cancelled = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            cause: RefundCause::Cancelled,
            refunded_at: samples::at(28),
            amount: Won(31_000),
            lines: samples::lines(),
            before: Won(0),
            charges: Won(3_000),
            account: None,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let returned = Self {
            cause: RefundCause::Returned,
            amount: Won(20_800),
            lines: samples::lines().drain(..1).collect(),
            charges: Won(-3_000),
            account: Some(samples::REFUND_ACCOUNT.to_owned()),
            ..cancelled.clone()
        };
        let granted = Self {
            cause: RefundCause::Granted,
            amount: Won(5_000),
            lines: vec![],
            charges: Won(5_000),
            ..cancelled.clone()
        };
        let exchanged = Self {
            amount: Won(18_800),
            before: Won(2_000),
            ..returned.clone()
        };
        let area = Self {
            cause: RefundCause::Area,
            amount: Won(3_000),
            charges: Won(3_000),
            ..granted.clone()
        };
        let difference = Self {
            cause: RefundCause::Difference,
            ..area.clone()
        };
        let no_exchange = Self {
            cause: RefundCause::NoExchange,
            ..area.clone()
        };
        let edited = Self {
            cause: RefundCause::Edited,
            ..cancelled.clone()
        };
        vec![
            ("edited", edited),
            ("cancelled", cancelled),
            ("returned", returned),
            ("exchanged", exchanged),
            ("granted", granted),
            ("area", area),
            ("difference", difference),
            ("no-exchange", no_exchange),
        ]
    }
}

impl Letter for RefundAccountAsked {
    const NAME: &'static str = "refund-account";

    fn samples() -> Vec<(&'static str, Self)> {
        let asked = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            amount: Won(31_000),
            refused: false,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let refused = Self {
            refused: true,
            ..asked.clone()
        };
        vec![("asked", asked), ("refused", refused)]
    }
}
