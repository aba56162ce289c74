//! An order begins: it is received, or is to be paid, and it is paid.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Serialize;

use super::parts::{Account, Amounts, Line, Purpose, Recipient};
use super::samples;
use crate::letter::Letter;

/// The order stands, and here is where to pay. Sent when the account is issued.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderReceived {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub placed_at: DateTime<Utc>,
    pub purpose: Purpose,
    /// The order beside which it is there, or was.
    pub first: Option<String>,
    pub account: Account,
    pub lines: Vec<Line>,
    pub amounts: Amounts,
    pub recipient: Recipient,
    /// The order's page.
    pub href: String,
}

/// An order that staff made for the buyer is to be paid in a window: nothing else would tell them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderToPay {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub purpose: Purpose,
    /// The order beside which it is there, or was.
    pub first: String,
    pub amount: Won,
    /// Until when it is to be paid.
    pub deadline: DateTime<Utc>,
    pub lines: Vec<Line>,
    pub amounts: Amounts,
    /// The order's page, where it is paid.
    pub href: String,
}

/// The money came.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct OrderPaid {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    pub paid_at: DateTime<Utc>,
    pub purpose: Purpose,
    /// The order beside which it is there, or was.
    pub first: Option<String>,
    /// Won that were paid for that one and go back, because this one takes its place.
    pub comes_back: Option<Won>,
    pub amount: Won,
    /// None if it only pays for something of the order that it is added to.
    pub lines: Vec<Line>,
    pub amounts: Amounts,
    pub recipient: Recipient,
    /// The order's page.
    pub href: String,
}

/// What an exchange costs: no goods, only carriage.
fn charges_alone() -> Amounts {
    Amounts {
        shipping: Won(6_000),
        total: Won(6_000),
        ..Amounts::default()
    }
}

impl Letter for OrderReceived {
    const NAME: &'static str = "order-received";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            placed_at: samples::at(0),
            purpose: Purpose::Own,
            first: None,
            account: samples::account(Won(31_000)),
            lines: samples::lines(),
            amounts: samples::amounts(),
            recipient: samples::recipient(),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let mut long = plain.clone();
        long.lines = samples::long_lines();
        long.amounts = samples::long_amounts();
        long.account = samples::account(long.amounts.total);
        "제주특별자치도 서귀포시 성산읍 일출로 284-12, 바다가 보이는 마을 아파트 103동 1502호"
            .clone_into(&mut long.recipient.address);
        let mut nameless = plain.clone();
        nameless.buyer = String::new();
        nameless.recipient.memo = None;
        let added = Self {
            purpose: Purpose::Added,
            first: Some(samples::OTHER_ORDER.to_owned()),
            ..plain.clone()
        };
        let charges = Self {
            purpose: Purpose::Charges,
            lines: vec![],
            account: samples::account(Won(6_000)),
            amounts: charges_alone(),
            ..added.clone()
        };
        let exchange = Self {
            purpose: Purpose::Exchange,
            ..charges.clone()
        };
        let instead = Self {
            purpose: Purpose::Instead,
            first: Some(samples::OTHER_ORDER.to_owned()),
            ..plain.clone()
        };
        let replaces = Self {
            purpose: Purpose::Replaces,
            ..instead.clone()
        };
        vec![
            ("plain", plain),
            ("long", long),
            ("nameless", nameless),
            ("added", added),
            ("charges", charges),
            ("exchange", exchange),
            ("instead", instead),
            ("replaces", replaces),
        ]
    }
}

impl Letter for OrderToPay {
    const NAME: &'static str = "order-to-pay";

    fn samples() -> Vec<(&'static str, Self)> {
        let added = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            purpose: Purpose::Added,
            first: samples::OTHER_ORDER.to_owned(),
            amount: Won(31_000),
            deadline: samples::deadline(),
            lines: samples::lines(),
            amounts: samples::amounts(),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let instead = Self {
            purpose: Purpose::Instead,
            ..added.clone()
        };
        // What an exchange costs: no goods, only charges.
        let charges = Self {
            purpose: Purpose::Charges,
            amount: Won(6_000),
            lines: vec![],
            amounts: charges_alone(),
            ..added.clone()
        };
        let exchange = Self {
            purpose: Purpose::Exchange,
            ..charges.clone()
        };
        let replaces = Self {
            purpose: Purpose::Replaces,
            ..instead.clone()
        };
        vec![
            ("added", added),
            ("instead", instead),
            ("replaces", replaces),
            ("charges", charges),
            ("exchange", exchange),
        ]
    }
}

impl Letter for OrderPaid {
    const NAME: &'static str = "order-paid";

    fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            paid_at: samples::at(2),
            purpose: Purpose::Own,
            first: None,
            comes_back: None,
            amount: Won(31_000),
            lines: samples::lines(),
            amounts: samples::amounts(),
            recipient: samples::recipient(),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let mut long = plain.clone();
        long.lines = samples::long_lines();
        long.amounts = samples::long_amounts();
        long.amount = long.amounts.total;
        let charges = Self {
            purpose: Purpose::Charges,
            first: Some(samples::OTHER_ORDER.to_owned()),
            amount: Won(6_000),
            lines: vec![],
            amounts: charges_alone(),
            ..plain.clone()
        };
        let exchange = Self {
            purpose: Purpose::Exchange,
            ..charges.clone()
        };
        let instead = Self {
            purpose: Purpose::Instead,
            first: Some(samples::OTHER_ORDER.to_owned()),
            comes_back: Some(Won(27_000)),
            ..plain.clone()
        };
        vec![
            ("plain", plain),
            ("long", long),
            ("charges", charges),
            ("exchange", exchange),
            ("instead", instead),
        ]
    }
}
