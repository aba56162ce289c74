//! Samples of what happens to the pieces of one SKU.

use domain::stock::{ReleaseReason, StockEvent};

use super::parts::{at, id};

pub fn samples() -> Vec<StockEvent> {
    let mut all = vec![
        StockEvent::StockReceived {
            quantity: 120,
            reference: id("delivery 2026-11-20/7"),
        },
        StockEvent::StockHeld {
            hold: id("20261122-7F3K9Q2MXA"),
            quantity: 3,
            until: at("2026-11-25T15:59:59Z"),
        },
    ];
    all.extend(released());
    all.extend(leaving_and_coming());
    all
}

/// One for each reason: its names are part of the shape.
fn released() -> [StockEvent; 3] {
    [
        ReleaseReason::Cancelled,
        ReleaseReason::Lapsed,
        ReleaseReason::Undone,
    ]
    .map(|reason| StockEvent::HoldReleased {
        hold: id("20261122-7F3K9Q2MXA"),
        quantity: 3,
        reason,
    })
}

fn leaving_and_coming() -> Vec<StockEvent> {
    vec![
        StockEvent::StockTaken {
            hold: id("20261122-7F3K9Q2MXA"),
            quantity: 3,
            held: true,
        },
        StockEvent::StockShort {
            hold: id("20261122-7F3K9Q2MXA"),
            quantity: 3,
        },
        StockEvent::ShortageCancelled {
            hold: id("20261122-7F3K9Q2MXA"),
            quantity: 1,
            reference: id("20261122-7F3K9Q2MXA/cancel.1x1/0"),
        },
        StockEvent::StockReturned {
            quantity: 1,
            resellable: false,
            reference: id("20261122-7F3K9Q2MXA/return.1x1/0"),
        },
        StockEvent::StockAdjusted {
            delta: -2,
            reason: "counted".to_owned(),
            reference: id("count 2026-11-30"),
        },
    ]
}
