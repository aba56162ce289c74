//! Samples of what happens to a payment.

use domain::payment::{Means, PaymentEvent, ReceiptKind, StrandedReason, UnmatchedReason};
use domain::{AttemptId, Won};

use super::parts::{at, id, order, personal};

pub fn samples() -> Vec<PaymentEvent> {
    let mut all = taking();
    all.extend(windows());
    all.extend(books());
    all.extend(unmatched());
    all.push(PaymentEvent::DepositReversed {
        notice: id("ININPGVBNKjangbudemo20261123090000333333"),
        account: "56211102345678".to_owned(),
        amount: Won(81_000),
        at: at("2026-11-23T00:00:00Z"),
    });
    all.extend(ending());
    all
}

fn taking() -> Vec<PaymentEvent> {
    vec![
        PaymentEvent::PaymentRequested {
            order: order(),
            amount: Won(81_000),
            at: at("2026-11-22T03:04:05.123456Z"),
        },
        PaymentEvent::VirtualAccountIssued {
            bank: "088".to_owned(),
            account: "56211102345678".to_owned(),
            issue: "StdpayVBNKjangbudemo20261122120405123456".to_owned(),
            deadline: at("2026-11-25T14:59:59Z"),
        },
        PaymentEvent::DepositNoticed {
            notice: id("ININPGVBNKjangbudemo20261122140000111111"),
            amount: Won(81_000),
            at: at("2026-11-22T05:00:00Z"),
        },
        PaymentEvent::PaymentCaptured {
            amount: Won(81_000),
            at: at("2026-11-22T05:00:00Z"),
        },
    ]
}

/// What happens in providers' windows; each means and each reason is part of the shape.
fn windows() -> Vec<PaymentEvent> {
    let attempt: AttemptId = id("20261122-7F3K9Q2MXA-1");
    let now = at("2026-11-22T03:05:00Z");
    let opened = Means::ALL.map(|means| PaymentEvent::AttemptOpened {
        attempt: attempt.clone(),
        provider: id("kakaopay"),
        means,
        key: Some("T1234567890123456789".to_owned()),
        until: at("2026-11-22T03:34:05Z"),
        at: now,
    });
    let stranded = [
        StrandedReason::AfterCancel,
        StrandedReason::AfterExpiry,
        StrandedReason::AlreadyPaid,
        StrandedReason::WrongAmount,
    ]
    .map(|reason| PaymentEvent::ApprovalStranded {
        attempt: attempt.clone(),
        transaction: "T1234567890123456789".to_owned(),
        amount: Won(81_000),
        reason,
        at: now,
    });
    let mut all = opened.to_vec();
    all.extend(stranded);
    all.extend([
        PaymentEvent::ApprovalAsked {
            attempt: attempt.clone(),
            ticket: Some(personal()),
            at: now,
        },
        PaymentEvent::ApprovalGiven {
            attempt: attempt.clone(),
            transaction: "T1234567890123456789".to_owned(),
            amount: Won(81_000),
            issuer: Some("14".to_owned()),
            at: now,
        },
        PaymentEvent::AccountGiven {
            attempt: attempt.clone(),
            transaction: "tviva20261122120500Zx01".to_owned(),
            at: now,
        },
        PaymentEvent::AttemptFailed {
            attempt: attempt.clone(),
            code: "-780".to_owned(),
            at: now,
        },
        PaymentEvent::AttemptUndone { attempt, at: now },
    ]);
    all.extend(afterwards());
    all
}

/// What follows on the money: refund accounts, cash receipts, deliveries of what is held in escrow.
#[expect(clippy::too_many_lines, reason = "one of each")]
fn afterwards() -> Vec<PaymentEvent> {
    vec![
        PaymentEvent::RefundRefused {
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            code: "no-refund-account".to_owned(),
            at: at("2026-11-27T01:00:00Z"),
        },
        PaymentEvent::CashReceiptRequested {
            receipt: id("20261122-7F3K9Q2MXA-R1"),
            issuer: id("tosspayments"),
            kind: ReceiptKind::Expense,
            number: Some(personal()),
            amount: Won(81_000),
            tax_free: Won(20_000),
            at: at("2026-11-22T05:00:05Z"),
        },
        PaymentEvent::CashReceiptRequested {
            receipt: id("20261122-7F3K9Q2MXA-R2"),
            issuer: id("inicis"),
            kind: ReceiptKind::Deduction,
            number: None,
            amount: Won(120_000),
            tax_free: Won(0),
            at: at("2026-11-22T05:00:05Z"),
        },
        PaymentEvent::CashReceiptIssued {
            receipt: id("20261122-7F3K9Q2MXA-R1"),
            amount: Won(81_000),
            reference: "rsim00000012".to_owned(),
            approval: "123456789".to_owned(),
            at: at("2026-11-22T05:00:06Z"),
        },
        PaymentEvent::CashReceiptRefused {
            receipt: id("20261122-7F3K9Q2MXA-R1"),
            code: "unknown-answer".to_owned(),
            at: at("2026-11-22T05:00:06Z"),
        },
        PaymentEvent::CashReceiptReduced {
            receipt: id("20261122-7F3K9Q2MXA-R1"),
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            amount: Won(12_000),
            at: at("2026-11-27T01:00:05Z"),
        },
        PaymentEvent::CashReceiptCancelled {
            receipt: id("20261122-7F3K9Q2MXA-R1"),
            amount: Won(69_000),
            at: at("2026-11-28T01:00:05Z"),
        },
        PaymentEvent::EscrowDeliveryRegistered {
            parcel: 1,
            carrier: "cj".to_owned(),
            invoice: "123456789012".to_owned(),
            at: at("2026-11-24T01:00:00Z"),
        },
        PaymentEvent::EscrowDeliveryRefused {
            parcel: 2,
            carrier: "cj".to_owned(),
            invoice: "123456789013".to_owned(),
            code: "NO_ESCROW".to_owned(),
            at: at("2026-11-24T01:00:00Z"),
        },
        PaymentEvent::RefundAccountAsked {
            at: at("2026-11-27T01:00:00Z"),
        },
        PaymentEvent::RefundAccountGiven {
            account: personal(),
            at: at("2026-11-27T01:30:00Z"),
        },
        PaymentEvent::RefundAccountRefused {
            account: personal(),
            code: "INVALID_REFUND_ACCOUNT_NUMBER".to_owned(),
            at: at("2026-11-27T02:00:00Z"),
        },
    ]
}

/// Our books beside a provider's.
fn books() -> Vec<PaymentEvent> {
    let attempt: AttemptId = id("20261122-7F3K9Q2MXA-1");
    vec![
        PaymentEvent::BooksDiffered {
            provider: id("kakaopay"),
            attempt: attempt.clone(),
            ours: Won(0),
            theirs: Won(81_000),
            at: at("2026-11-22T20:10:00Z"),
        },
        PaymentEvent::BooksAgreed {
            attempt,
            at: at("2026-11-23T20:10:00Z"),
        },
    ]
}

/// One for each reason: its names are part of the shape.
fn unmatched() -> Vec<PaymentEvent> {
    let reasons = [
        UnmatchedReason::UnknownAccount,
        UnmatchedReason::OtherAccount,
        UnmatchedReason::WrongAmount,
        UnmatchedReason::AfterCancel,
        UnmatchedReason::AfterExpiry,
        UnmatchedReason::AlreadyPaid,
    ];
    reasons
        .map(|reason| PaymentEvent::DepositUnmatched {
            notice: id("ININPGVBNKjangbudemo20261122140000222222"),
            account: "56211102345678".to_owned(),
            amount: Won(80_000),
            reason,
            at: at("2026-11-22T05:00:00Z"),
        })
        .to_vec()
}

fn ending() -> Vec<PaymentEvent> {
    vec![
        PaymentEvent::DepositPaidBack {
            notice: id("ININPGVBNKjangbudemo20261122140000222222"),
            amount: Won(80_000),
            transfer: "20261124-000123".to_owned(),
            at: at("2026-11-24T02:00:00Z"),
        },
        PaymentEvent::PaymentCancelled {
            reason: "shopper".to_owned(),
            at: at("2026-11-22T04:00:00Z"),
        },
        PaymentEvent::PaymentExpired {
            at: at("2026-11-25T15:00:00Z"),
        },
        PaymentEvent::RefundRequested {
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            amount: Won(19_500),
            tax_free: None,
            at: at("2026-11-27T01:00:00Z"),
        },
        PaymentEvent::RefundRequested {
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            amount: Won(19_500),
            tax_free: Some(Won(4_200)),
            at: at("2026-11-27T01:00:00Z"),
        },
        PaymentEvent::PaymentRefunded {
            refund: id("20261122-7F3K9Q2MXA/return.1x1"),
            amount: Won(19_500),
            reference: "DEMO-20261122-7F3K9Q2MXA/return.1x1".to_owned(),
            at: at("2026-11-27T01:00:01Z"),
        },
    ]
}
