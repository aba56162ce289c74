//! Stock of one SKU, of all stores or of one: pieces on hand, held for orders with a deadline, taken for good.
//!
//! The books always balance: received + adjusted = on hand + held + sold + written off.

mod id;
mod rule;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{HoldId, Reference};
use crate::rule::events;

pub use id::StockId;
pub use state::Stock;

events! {
    /// What happened to the pieces of one SKU.
    StockEvent {
        /// Pieces arrived in the warehouse.
        StockReceived @ "1" {
            /// Pieces.
            quantity: u32,
            /// The delivery note or import behind it.
            reference: Reference,
        },
        /// Pieces were set aside for an order before its payment window opened.
        StockHeld @ "1" {
            /// The hold; an order's number.
            hold: HoldId,
            /// Pieces.
            quantity: u32,
            /// When the hold lapses by itself.
            until: DateTime<Utc>,
        },
        /// Held pieces went back on the shelf.
        HoldReleased @ "1" {
            /// The hold.
            hold: HoldId,
            /// Pieces; 0 when they had gone back before, because the hold had lapsed.
            quantity: u32,
            /// Why.
            reason: ReleaseReason,
        },
        /// Pieces left for good: the order is paid.
        StockTaken @ "1" {
            /// The order's hold.
            hold: HoldId,
            /// Pieces.
            quantity: u32,
            /// Whether they had been held; false when the hold had lapsed, or there was none.
            held: bool,
        },
        /// An order is paid, but its hold had lapsed and the shelf is empty: staff must act.
        StockShort @ "1" {
            /// The order's hold.
            hold: HoldId,
            /// Pieces that could not be taken.
            quantity: u32,
        },
        /// Pieces that a paid order was still waiting for are not wanted any more.
        ShortageCancelled @ "1" {
            /// The order's hold.
            hold: HoldId,
            /// Pieces that it will not take.
            quantity: u32,
            /// The claim behind it.
            reference: Reference,
        },
        /// Pieces came back from a shopper.
        StockReturned @ "1" {
            /// Pieces.
            quantity: u32,
            /// Whether they can be sold again; otherwise they are written off.
            resellable: bool,
            /// The claim behind it.
            reference: Reference,
        },
        /// Pieces were found, lost, or counted anew.
        StockAdjusted @ "1" {
            /// Pieces; negative when fewer.
            delta: i64,
            /// What staff noted.
            reason: String,
            /// The count or import behind it.
            reference: Reference,
        },
    }
}

/// Why held pieces went back on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseReason {
    /// The order was cancelled or expired.
    Cancelled,
    /// The hold's deadline passed.
    Lapsed,
    /// The checkout could not be finished.
    Undone,
}

/// What may be asked of a SKU's stock.
#[derive(Debug, Clone, PartialEq)]
pub enum StockCommand {
    /// Put pieces on the shelf.
    Receive { quantity: u32, reference: Reference },
    /// Set pieces aside until a deadline.
    Hold {
        hold: HoldId,
        quantity: u32,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    /// Set pieces aside that other holds have, and free ones where they are too few: in one step, so
    /// that nobody comes in between. What the others have too many goes back on the shelf.
    TakeOver {
        from: Vec<HoldId>,
        hold: HoldId,
        quantity: u32,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    /// Put held pieces back; nothing happens if there are none.
    Release { hold: HoldId, reason: ReleaseReason },
    /// Put back whatever holds have passed their deadline.
    Lapse { now: DateTime<Utc> },
    /// Take the pieces of a paid order: those it held, or free ones if its hold lapsed.
    Take { hold: HoldId, quantity: u32 },
    /// Take pieces for a sale that never held any: an imported book's, a sales channel's.
    Sell { hold: HoldId, quantity: u32 },
    /// Take back what an order returned or never fetched; from what it still waits for, if it
    /// never got any.
    Return {
        hold: HoldId,
        quantity: u32,
        resellable: bool,
        reference: Reference,
    },
    /// Correct the count.
    Adjust {
        delta: i64,
        reason: String,
        reference: Reference,
    },
}

/// Why stock refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StockRefusal {
    /// Fewer pieces are free than asked for.
    #[error("only {available} left, {asked} asked for")]
    Short { asked: u32, available: u32 },
    /// Zero pieces, or more than a stream can count.
    #[error("a quantity must be between 1 and 100000000")]
    BadQuantity,
    /// The deadline lies in the past, so the hold would lapse at once.
    #[error("the hold's deadline has passed")]
    DeadlinePassed,
    /// The hold was released or taken before; a late repetition must not hold again.
    #[error("the hold was settled before")]
    Settled,
    /// More would come back than was sold, or fewer would remain than none.
    #[error("the books would not balance")]
    Unbalanced,
}
