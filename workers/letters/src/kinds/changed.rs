//! A change of an order that came too late.

use serde::Serialize;

use super::samples;
use crate::letter::Letter;

/// An order was to be changed, and was sent, changed otherwise or paid before.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ChangeLate {
    pub order: String,
    /// Who ordered; may be empty.
    pub buyer: String,
    /// It was paid before another order could take its place; else it was on its way, or is another by now.
    pub paid: bool,
    /// The order that brings what was added; none if nothing was.
    pub added: Option<String>,
    /// The order's page.
    pub href: String,
}

impl Letter for ChangeLate {
    const NAME: &'static str = "change-late";

    fn samples() -> Vec<(&'static str, Self)> {
        let added = Self {
            order: samples::ORDER.to_owned(),
            buyer: samples::BUYER.to_owned(),
            paid: false,
            added: Some(samples::OTHER_ORDER.to_owned()),
            href: samples::ORDER_PAGE.to_owned(),
        };
        let sent = Self {
            added: None,
            ..added.clone()
        };
        let paid = Self {
            paid: true,
            ..sent.clone()
        };
        vec![("added", added), ("sent", sent), ("paid", paid)]
    }
}
