//! What is paid back, and for which pieces.

use serde::{Deserialize, Serialize};

use super::events::LineQuantity;
use crate::money::Won;

/// Money to pay back, and for what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPlan {
    /// Pieces and their exact share of what was paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<RefundLine>,
    /// Shipping, other charges and grants, in won; with the lines it adds up to the amount.
    #[serde(default)]
    pub charges: Won,
    /// The whole, in won.
    pub amount: Won,
}

impl RefundPlan {
    /// The same, less what the shopper owes for carriage; never less than nothing.
    pub(super) fn less(self, carriage: Won) -> Self {
        let taken = carriage.min(self.amount).max(Won::ZERO);
        Self {
            charges: self.charges - taken,
            amount: self.amount - taken,
            ..self
        }
    }

    /// The pieces that it pays back.
    pub fn pieces(&self) -> Vec<LineQuantity> {
        let pieces = |part: &RefundLine| LineQuantity {
            line: part.line,
            quantity: part.quantity,
        };
        self.lines.iter().map(pieces).collect()
    }
}

/// One line's part of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// Pieces.
    pub quantity: u32,
    /// Their share of what was paid, in won.
    pub amount: Won,
}
