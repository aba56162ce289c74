//! Pieces that several letters share.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::Serialize;

/// A line of an order.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub name: String,
    pub option: Option<String>,
    pub quantity: u32,
    /// For all of them, in won, before discounts.
    pub total: Won,
    /// No price is shown.
    pub gift: bool,
}

/// What an order costs, in won. A part of nothing is left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Amounts {
    pub goods: Won,
    /// What promotions took off the goods.
    pub off: Vec<Saving>,
    /// What else was taken off: a positive amount; the letter writes the minus.
    pub discount: Won,
    /// Before promotions waived it.
    pub shipping: Won,
    /// What promotions waived of it.
    pub waived: Vec<Saving>,
    /// The remote-area surcharge (도서산간).
    pub surcharge: Won,
    /// What an exchange sends that costs more than what comes back.
    pub difference: Won,
    pub total: Won,
}

/// What an order is there for, beside another one. Chooses a letter's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// It has nothing to do with another.
    Own,
    /// Its goods are added to those of another, and sent with them.
    Added,
    /// It only pays for something of another: nothing is sent for it.
    Charges,
    /// It pays for an exchange of another.
    Exchange,
    /// It takes the place of another.
    Instead,
    /// It takes the place of one that is paid, once it is paid itself.
    Replaces,
}

/// What a promotion saves.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Saving {
    pub name: String,
    /// A positive amount; the letter writes the minus.
    pub amount: Won,
}

/// The account to pay into.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The bank's name.
    pub bank: String,
    pub number: String,
    /// In whose name it is (예금주).
    pub holder: String,
    pub amount: Won,
    pub deadline: DateTime<Utc>,
}

/// Where it goes. Mail is open to many eyes: a sender does well to mask the telephone.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    pub name: String,
    /// `010-****-5678`
    pub phone: String,
    pub postcode: String,
    pub address: String,
    /// What the carrier should know.
    pub memo: Option<String>,
}

/// A parcel with a carrier.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Parcel {
    /// The carrier's name.
    pub carrier: String,
    pub invoice: String,
    /// The carrier's page that follows it; none where the carrier has none.
    pub tracking: Option<String>,
    pub contents: Vec<Piece>,
}

/// So many of something.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub name: String,
    pub option: Option<String>,
    pub quantity: u32,
}
