//! Staff answered what a shopper wants to send back.

use domain::Won;
use serde::Serialize;

use super::parts::Piece;
use super::samples;
use crate::letter::Letter;

/// A return or exchange was accepted, or not.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ClaimAnswered {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    /// Something else is to come for it; else its money.
    pub exchange: bool,
    pub accepted: bool,
    /// What it is about; empty once that is not known any more.
    pub pieces: Vec<Piece>,
    /// What is sent for it in an exchange.
    pub sent: Vec<Piece>,
    /// What an exchange costs the buyer, in won; none if nothing.
    pub costs: Option<Won>,
    /// What goes back because something cheaper is sent, in won; none if nothing.
    pub comes_back: Option<Won>,
    /// The order's page: where to send it, what staff wrote, what is to be paid.
    pub href: String,
}

impl Letter for ClaimAnswered {
    const NAME: &'static str = "claim-answered";

    fn samples() -> Vec<(&'static str, Self)> {
        let accepted = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            exchange: false,
            accepted: true,
            pieces: samples::pieces(),
            sent: vec![],
            costs: None,
            comes_back: None,
            href: samples::ORDER_PAGE.to_owned(),
        };
        let exchange = Self {
            exchange: true,
            sent: samples::pieces(),
            costs: Some(Won(6_000)),
            ..accepted.clone()
        };
        let free = Self {
            costs: None,
            ..exchange.clone()
        };
        let cheaper = Self {
            comes_back: Some(Won(2_000)),
            ..exchange.clone()
        };
        let rejected = Self {
            accepted: false,
            pieces: vec![],
            ..accepted.clone()
        };
        let no_exchange = Self {
            exchange: true,
            ..rejected.clone()
        };
        vec![
            ("return", accepted),
            ("exchange", exchange),
            ("exchange-free", free),
            ("exchange-cheaper", cheaper),
            ("rejected", rejected),
            ("no-exchange", no_exchange),
        ]
    }
}
