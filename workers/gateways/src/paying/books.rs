//! A simulated provider's own books of money: what it took for the shop and what it gave back, each move
//! once. They are kept apart from the shop's ledger, so that the two can be compared.

use chrono::{DateTime, Utc};
use domain::Won;
use serde::{Deserialize, Serialize};

/// Money that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The provider's id of this move.
    pub id: String,
    /// The provider's id of the payment that it belongs to.
    pub payment: String,
    /// The shop's number of it, as it was given to the provider.
    pub order: String,
    /// Which way.
    pub way: Way,
    /// Won, above zero.
    pub amount: Won,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which way money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From the shopper.
    In,
    /// Back to the shopper.
    Back,
}

/// All moves, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moves(Vec<Move>);

impl Moves {
    /// Writes a move down.
    pub fn enter(&mut self, moved: Move) {
        self.0.push(moved);
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Move] {
        &self.0
    }

    /// Won that are here for an order: what came, less what went back.
    #[must_use]
    pub fn balance(&self, order: &str) -> Won {
        let of = self.0.iter().filter(|it| it.order == order);
        of.map(|it| match it.way {
            Way::In => it.amount,
            Way::Back => Won(-it.amount.0),
        })
        .sum()
    }
}
