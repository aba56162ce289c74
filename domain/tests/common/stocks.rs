//! Words for stories about stock.

use domain::ids::{HoldId, Reference};
use domain::stock::{ReleaseReason, StockCommand, StockEvent};

use super::hour;

pub fn hold_id(text: &str) -> HoldId {
    HoldId::new(text).unwrap()
}

pub fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

pub fn receive(quantity: u32, note: &str) -> StockCommand {
    StockCommand::Receive {
        quantity,
        reference: reference(note),
    }
}

/// Until hour 1, asked at hour 0.
pub fn hold(id: &str, quantity: u32) -> StockCommand {
    StockCommand::Hold {
        hold: hold_id(id),
        quantity,
        until: hour(1),
        now: hour(0),
    }
}

pub fn take(id: &str, quantity: u32) -> StockCommand {
    StockCommand::Take {
        hold: hold_id(id),
        quantity,
    }
}

pub fn sell(id: &str, quantity: u32) -> StockCommand {
    StockCommand::Sell {
        hold: hold_id(id),
        quantity,
    }
}

pub fn release(id: &str) -> StockCommand {
    StockCommand::Release {
        hold: hold_id(id),
        reason: ReleaseReason::Cancelled,
    }
}

pub fn take_back(quantity: u32, resellable: bool, note: &str) -> StockCommand {
    StockCommand::Return {
        hold: hold_id("a"),
        quantity,
        resellable,
        reference: reference(note),
    }
}

pub fn adjust(delta: i64, note: &str) -> StockCommand {
    StockCommand::Adjust {
        delta,
        reason: "count".to_owned(),
        reference: reference(note),
    }
}

pub fn released(id: &str, quantity: u32, reason: ReleaseReason) -> StockEvent {
    StockEvent::HoldReleased {
        hold: hold_id(id),
        quantity,
        reason,
    }
}

pub fn taken(id: &str, quantity: u32, held: bool) -> StockEvent {
    StockEvent::StockTaken {
        hold: hold_id(id),
        quantity,
        held,
    }
}

/// Pieces that an order waited for and that were cancelled.
pub fn not_wanted(id: &str, quantity: u32, claim: &str) -> StockEvent {
    StockEvent::ShortageCancelled {
        hold: hold_id(id),
        quantity,
        reference: reference(claim),
    }
}
