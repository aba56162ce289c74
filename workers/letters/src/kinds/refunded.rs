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
    /// Shipping, other charges and grants in it, in won; below zero if something was kept.
    pub charges: Won,
    /// The order's page.
    pub href: String,
}

/// What the claim was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundCause {
    /// Lines were cancelled before they were sent.
    Cancelled,
    /// Goods came back.
    Returned,
    /// The shop gave money back without anything coming back.
    Granted,
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
            charges: Won(3_000),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let returned = Self {
            cause: RefundCause::Returned,
            amount: Won(20_800),
            lines: samples::lines().drain(..1).collect(),
            charges: Won(-3_000),
            ..cancelled.clone()
        };
        let granted = Self {
            cause: RefundCause::Granted,
            amount: Won(5_000),
            lines: vec![],
            charges: Won(5_000),
            ..cancelled.clone()
        };
        vec![
            ("cancelled", cancelled),
            ("returned", returned),
            ("granted", granted),
        ]
    }
}
