//! Samples of what happens to an order.

use cqrs_es::DomainEvent;
use domain::Won;
use domain::order::{
    ClaimReason, EditOutcome, EditPlan, ExchangeLine, ExchangeTerms, GivenBack, LineQuantity,
    OrderEvent, RefundLine, RefundPlan, Wanted, Wish,
};

use super::parts::{
    at, bare_draft, exchange_draft, full_draft, id, personal, replacement_draft, supplement_draft,
};

pub fn samples() -> Vec<OrderEvent> {
    let mut all = placing();
    all.extend(shipping());
    all.extend(giving_back());
    all.extend(exchanging());
    all.extend(editing());
    // Samples of one event stand together in its file.
    all.sort_by_key(DomainEvent::event_type);
    all
}

fn placing() -> Vec<OrderEvent> {
    vec![
        OrderEvent::OrderPlaced {
            draft: Box::new(full_draft()),
        },
        OrderEvent::OrderPlaced {
            draft: Box::new(bare_draft()),
        },
        OrderEvent::OrderAbandoned {
            reason: "short".to_owned(),
            at: at("2026-11-22T03:04:06Z"),
        },
        OrderEvent::OrderPaid {
            payment: id("20261122-7F3K9Q2MXA.1"),
            amount: Won(81_000),
            at: at("2026-11-22T05:00:00Z"),
        },
        OrderEvent::OrderCancelled {
            reason: "shopper".to_owned(),
            at: at("2026-11-22T04:00:00Z"),
        },
        OrderEvent::OrderExpired {
            at: at("2026-11-25T15:00:00Z"),
        },
    ]
}

fn shipping() -> Vec<OrderEvent> {
    vec![
        OrderEvent::PreparationStarted {
            at: at("2026-11-23T00:30:00Z"),
        },
        OrderEvent::ParcelShipped {
            parcel: 1,
            carrier: "cj".to_owned(),
            invoice: "123456789012".to_owned(),
            lines: vec![pieces(0, 3), pieces(1, 1)],
            at: at("2026-11-23T07:00:00Z"),
        },
        OrderEvent::InvoiceCorrected {
            parcel: 1,
            carrier: "hanjin".to_owned(),
            invoice: "210987654321".to_owned(),
        },
        OrderEvent::ParcelDelivered {
            parcel: 1,
            at: at("2026-11-24T02:00:00Z"),
        },
        OrderEvent::PurchaseConfirmed {
            at: at("2026-12-01T02:00:00Z"),
        },
    ]
}

#[expect(clippy::too_many_lines, reason = "a list of samples")]
fn giving_back() -> Vec<OrderEvent> {
    let lines = RefundPlan {
        lines: vec![RefundLine {
            line: 0,
            quantity: 1,
            amount: Won(19_500),
        }],
        charges: Won(0),
        amount: Won(19_500),
    };
    let grant = RefundPlan {
        lines: vec![],
        charges: Won(3_000),
        amount: Won(3_000),
    };
    vec![
        OrderEvent::LinesCancelled {
            claim: id("cancel"),
            reason: "shopper".to_owned(),
            refund: lines.clone(),
            at: at("2026-11-22T23:00:00Z"),
        },
        OrderEvent::ReturnRequested {
            claim: id("return.1x1"),
            lines: vec![pieces(0, 1)],
            reason: "broken".to_owned(),
            at: at("2026-11-25T01:00:00Z"),
        },
        OrderEvent::ReturnReceived {
            claim: id("return.1x1"),
            resellable: false,
            refund: lines.clone(),
            at: at("2026-11-27T01:00:00Z"),
        },
        OrderEvent::ClaimRequested {
            claim: id("r-0192f0e4"),
            wish: Wish::Return,
            lines: vec![pieces(0, 1)],
            reason: ClaimReason::ChangedMind,
            carriage: Won(3_000),
            note: Some(personal()),
            photos: vec!["0a1b2c3d.webp".to_owned()],
            wanted: vec![],
            set_apart: false,
            at: at("2026-11-25T01:00:00Z"),
        },
        OrderEvent::ClaimRequested {
            claim: id("x-0192f0e5"),
            wish: Wish::Exchange,
            lines: vec![pieces(0, 1)],
            reason: ClaimReason::Damaged,
            carriage: Won(0),
            note: None,
            photos: vec![],
            wanted: vec![],
            set_apart: false,
            at: at("2026-11-25T01:00:00Z"),
        },
        OrderEvent::ClaimAccepted {
            claim: id("r-0192f0e4"),
            carriage: Won(0),
            terms: None,
            at: at("2026-11-25T02:00:00Z"),
        },
        OrderEvent::ClaimRejected {
            claim: id("r-0192f0e4"),
            reason: "used".to_owned(),
            note: Some(personal()),
            at: at("2026-11-25T02:00:00Z"),
        },
        OrderEvent::ClaimRejected {
            claim: id("r-0192f0e4"),
            reason: "late".to_owned(),
            note: None,
            at: at("2026-11-25T02:00:00Z"),
        },
        OrderEvent::ClaimWithdrawn {
            claim: id("r-0192f0e4"),
            at: at("2026-11-25T03:00:00Z"),
        },
        OrderEvent::ExchangeReceived {
            claim: id("x-0192f0e5"),
            lines: vec![pieces(0, 1)],
            resellable: false,
            at: at("2026-11-27T01:00:00Z"),
        },
        OrderEvent::ReplacementShipped {
            claim: id("x-0192f0e5"),
            parcel: 2,
            carrier: "cj".to_owned(),
            invoice: "123456789013".to_owned(),
            given_back: vec![],
            at: at("2026-11-27T07:00:00Z"),
        },
        OrderEvent::ReplacementShipped {
            claim: id("x-0192f0e6"),
            parcel: 3,
            carrier: "cj".to_owned(),
            invoice: "123456789014".to_owned(),
            given_back: vec![GivenBack {
                line: 0,
                order: exchange_draft().order,
                amount: Won(2_000),
            }],
            at: at("2026-11-29T07:00:00Z"),
        },
        OrderEvent::ReplacementBooked {
            claim: id("x-0192f0e5"),
            at: at("2026-11-27T07:00:00Z"),
        },
        OrderEvent::ExchangeRefunded {
            claim: id("x-0192f0e5"),
            refund: lines.clone(),
            at: at("2026-11-27T07:00:00Z"),
        },
        OrderEvent::RefundGranted {
            claim: id("refund-late"),
            reason: "late".to_owned(),
            refund: grant,
            at: at("2026-11-27T02:00:00Z"),
        },
        OrderEvent::ClaimRestocked {
            claim: id("return.1x1"),
            at: at("2026-11-27T01:00:00Z"),
        },
        OrderEvent::OrderRefunded {
            claim: id("return.1x1"),
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            plan: lines,
            at: at("2026-11-27T01:00:01Z"),
        },
        OrderEvent::RecipientErased {
            at: at("2031-11-28T01:00:00Z"),
        },
    ]
}

/// For another option, which costs more and is paid for.
#[expect(clippy::too_many_lines, reason = "a list of samples")]
fn exchanging() -> Vec<OrderEvent> {
    let claim = || id("x-0192f0e9");
    let terms = ExchangeTerms {
        turn: 1,
        lines: vec![ExchangeLine {
            line: 0,
            sku: id("EGG-30"),
            quantity: 1,
            difference: Won(3_000),
            above_share: None,
        }],
        waived: false,
        supplement: Some(Box::new(exchange_draft())),
    };
    let waived = ExchangeTerms {
        lines: vec![ExchangeLine {
            line: 0,
            sku: id("EGG-20"),
            quantity: 1,
            difference: Won(0),
            above_share: None,
        }],
        waived: true,
        supplement: None,
        ..terms.clone()
    };
    let again = ExchangeTerms {
        turn: 2,
        lines: vec![ExchangeLine {
            line: 0,
            sku: id("EGG-20"),
            quantity: 1,
            difference: Won(-1_000),
            above_share: Some(Won(2_000)),
        }],
        waived: false,
        supplement: None,
    };
    let accepted = |terms| OrderEvent::ClaimAccepted {
        claim: claim(),
        carriage: Won(0),
        terms: Some(Box::new(terms)),
        at: at("2026-11-25T02:00:00Z"),
    };
    vec![
        OrderEvent::ClaimRequested {
            claim: claim(),
            wish: Wish::Exchange,
            lines: vec![pieces(0, 1)],
            reason: ClaimReason::Misordered,
            carriage: Won(6_000),
            note: None,
            photos: vec![],
            wanted: vec![
                Wanted {
                    line: 0,
                    sku: id("EGG-30"),
                    option: Some("30구".to_owned()),
                },
                Wanted {
                    line: 1,
                    sku: id("OAT"),
                    option: None,
                },
            ],
            set_apart: false,
            at: at("2026-11-25T01:00:00Z"),
        },
        OrderEvent::ClaimRequested {
            claim: id("x-0192f0ea"),
            wish: Wish::Exchange,
            lines: vec![pieces(0, 1)],
            reason: ClaimReason::WrongItem,
            carriage: Won(0),
            note: None,
            photos: vec![],
            wanted: vec![],
            set_apart: true,
            at: at("2026-11-25T01:30:00Z"),
        },
        accepted(terms),
        accepted(waived),
        accepted(again),
        OrderEvent::ExchangePaid {
            claim: claim(),
            supplement: exchange_draft().order,
            amount: Won(3_000),
            at: at("2026-11-25T05:00:00Z"),
        },
    ]
}

fn editing() -> Vec<OrderEvent> {
    let plan = EditPlan {
        cancel: vec![pieces(0, 1)],
        recipient: Some(personal()),
        supplement: Some(Box::new(supplement_draft())),
        replacement: None,
        surcharge: Won(3_000),
        give_back: Won(0),
        ends: None,
    };
    let back = EditPlan {
        recipient: Some(personal()),
        surcharge: Won(-3_000),
        give_back: Won(3_000),
        ..EditPlan::default()
    };
    let all = EditPlan {
        cancel: vec![pieces(0, 2)],
        supplement: Some(Box::new(supplement_draft())),
        ends: Some(true),
        ..EditPlan::default()
    };
    let unpaid = EditPlan {
        replacement: Some(Box::new(replacement_draft())),
        ..EditPlan::default()
    };
    let begun = |edit, plan| OrderEvent::EditBegun {
        edit: id(edit),
        plan: Box::new(plan),
        at: at("2026-11-22T06:00:00Z"),
    };
    vec![
        begun("e-0192f0e6", plan),
        begun("e-0192f0e7", back),
        begun("e-0192f0e8", unpaid),
        begun("e-0192f0ea", all),
        OrderEvent::RecipientChanged {
            edit: id("e-0192f0e6"),
            recipient: personal(),
            at: at("2026-11-22T06:10:00Z"),
        },
        OrderEvent::EditEnded {
            edit: id("e-0192f0e6"),
            outcome: EditOutcome::Done,
            at: at("2026-11-22T06:10:00Z"),
        },
    ]
}

fn pieces(line: u32, quantity: u32) -> LineQuantity {
    LineQuantity { line, quantity }
}
