//! What happened to an order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ask::{ClaimReason, Wish};
use super::deal::{ExchangeTerms, Wanted};
use super::draft::OrderDraft;
use super::edit::{EditOutcome, EditPlan};
use super::refund_plan::RefundPlan;
use crate::ids::{ClaimId, OrderId, PaymentId, RefundId};
use crate::money::Won;
use crate::personal::PersonalRef;
use crate::rule::events;

events! {
    /// What happened to an order.
    OrderEvent {
        /// A shopper placed the order; its prices are frozen from here on.
        OrderPlaced @ "1" {
            /// Everything that was agreed.
            draft: Box<OrderDraft>,
        },
        /// A checkout was given up before the order was placed; its number is spent.
        OrderAbandoned @ "1" {
            /// Why, in a word: `short`, `expired`, …
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The whole amount arrived. Sales are counted from here.
        OrderPaid @ "1" {
            /// The payment that brought it.
            payment: PaymentId,
            /// Won.
            amount: Won,
            /// When the money arrived.
            at: DateTime<Utc>,
        },
        /// Staff began to pack.
        PreparationStarted @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// A parcel was handed to a carrier.
        ParcelShipped @ "1" {
            /// The parcel's number within the order, from 1.
            parcel: u32,
            /// The carrier's code, e.g. `cj`.
            carrier: String,
            /// The carrier's invoice number, digits.
            invoice: String,
            /// What it holds.
            lines: Vec<LineQuantity>,
            /// When.
            at: DateTime<Utc>,
        },
        /// A parcel's carrier or invoice number had been typed wrong.
        InvoiceCorrected @ "1" {
            /// The parcel's number within the order.
            parcel: u32,
            /// The right carrier's code.
            carrier: String,
            /// The right invoice number.
            invoice: String,
        },
        /// A parcel reached the shopper.
        ParcelDelivered @ "1" {
            /// The parcel's number within the order.
            parcel: u32,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper confirmed the purchase, or the time for objections passed.
        PurchaseConfirmed @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// The order was given up before anything was paid.
        OrderCancelled @ "1" {
            /// Why, in a word: `shopper`, `staff`, …
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The deposit did not arrive in time.
        OrderExpired @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// Paid lines were cancelled before shipping; money is owed.
        LinesCancelled @ "1" {
            /// The cancellation.
            claim: ClaimId,
            /// Why, in a word.
            reason: String,
            /// What is to be paid back.
            refund: RefundPlan,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper wants to send something back. Written before there were exchanges; now
        /// ClaimRequested says it.
        ReturnRequested @ "1" {
            /// The return.
            claim: ClaimId,
            /// What comes back.
            lines: Vec<LineQuantity>,
            /// Why, in a word.
            reason: String,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper wants to send something back, for the money or for the same once more.
        ClaimRequested @ "1" {
            /// The return or exchange.
            claim: ClaimId,
            /// `return` or `exchange`.
            wish: Wish,
            /// What comes back.
            lines: Vec<LineQuantity>,
            /// Why: `changed-mind`, `misordered`, `defective`, `damaged`, `wrong-item`, `not-as-described`.
            reason: ClaimReason,
            /// What the shopper owes for carriage, won: taken off a return's refund.
            carriage: Won,
            /// What the shopper told beside it, in the vault.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<PersonalRef>,
            /// Names of uploaded pictures.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            photos: Vec<String>,
            /// Other options of the same products that an exchange is to send; lines without one get the
            /// same once more.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            wanted: Vec<Wanted>,
            /// Its pieces are those that were with the shopper then, whatever is sent while they are on their way. Of older
            /// requests that was seen when they came.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            set_apart: bool,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff looked at a request: the goods may come.
        ClaimAccepted @ "1" {
            /// The return or exchange.
            claim: ClaimId,
            /// What the shopper owes for carriage, won, as staff judge it.
            carriage: Won,
            /// What an exchange comes to; none for returns, and in events of before it was settled here.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            terms: Option<Box<ExchangeTerms>>,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff said no to a request.
        ClaimRejected @ "1" {
            /// The return or exchange.
            claim: ClaimId,
            /// Why, in a word.
            reason: String,
            /// What staff wrote to the shopper, in the vault.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<PersonalRef>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The shopper keeps it after all.
        ClaimWithdrawn @ "1" {
            /// The return or exchange.
            claim: ClaimId,
            /// When.
            at: DateTime<Utc>,
        },
        /// What the shopper owed for an exchange arrived: its replacement may go out.
        ExchangePaid @ "1" {
            /// The exchange.
            claim: ClaimId,
            /// The order of charges that was paid.
            supplement: OrderId,
            /// Won.
            amount: Won,
            /// When.
            at: DateTime<Utc>,
        },
        /// Pieces came back to be exchanged, and were counted.
        ExchangeReceived @ "1" {
            /// The exchange.
            claim: ClaimId,
            /// What came.
            lines: Vec<LineQuantity>,
            /// Whether the pieces can be sold again.
            resellable: bool,
            /// When.
            at: DateTime<Utc>,
        },
        /// A parcel with the pieces of an exchange was handed to a carrier.
        ReplacementShipped @ "1" {
            /// The exchange.
            claim: ClaimId,
            /// The parcel's number within the order.
            parcel: u32,
            /// The carrier's code.
            carrier: String,
            /// The carrier's invoice number, digits.
            invoice: String,
            /// What of the difference goes back by orders that were paid for what came back.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            given_back: Vec<super::give_back::GivenBack>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The stocks' books have the pieces that replaced those of an exchange: taken, or short.
        ReplacementBooked @ "1" {
            /// The exchange.
            claim: ClaimId,
            /// When.
            at: DateTime<Utc>,
        },
        /// There was no replacement: the money of an exchange is owed.
        ExchangeRefunded @ "1" {
            /// The exchange.
            claim: ClaimId,
            /// What is to be paid back.
            refund: RefundPlan,
            /// When.
            at: DateTime<Utc>,
        },
        /// The return arrived and was counted; money is owed.
        ReturnReceived @ "1" {
            /// The return.
            claim: ClaimId,
            /// Whether the pieces can be sold again.
            resellable: bool,
            /// What is to be paid back.
            refund: RefundPlan,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff granted money back without anything coming back.
        RefundGranted @ "1" {
            /// The grant.
            claim: ClaimId,
            /// Why, in a word.
            reason: String,
            /// What is to be paid back.
            refund: RefundPlan,
            /// When.
            at: DateTime<Utc>,
        },
        /// The pieces of a claim are in the stock's books again: on the shelf, or written off.
        ClaimRestocked @ "1" {
            /// The claim.
            claim: ClaimId,
            /// When.
            at: DateTime<Utc>,
        },
        /// Money owed for a claim went back. Refunds are counted from here.
        OrderRefunded @ "1" {
            /// The claim that it settles.
            claim: ClaimId,
            /// The refund's id with the provider.
            refund: RefundId,
            /// What was paid back, line by line.
            plan: RefundPlan,
            /// When.
            at: DateTime<Utc>,
        },
        /// Shopper and shop agreed to change the order.
        EditBegun @ "1" {
            /// The edit.
            edit: ClaimId,
            /// What it does.
            plan: Box<EditPlan>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The order goes elsewhere than was told before. Orderer and money stay as they were.
        RecipientChanged @ "1" {
            /// The edit behind it: of this order, or of the one that it was added to.
            edit: ClaimId,
            /// Orderer, recipient, address and phone, in the vault.
            recipient: PersonalRef,
            /// When.
            at: DateTime<Utc>,
        },
        /// An edit came to its end.
        EditEnded @ "1" {
            /// The edit.
            edit: ClaimId,
            /// How: `done`, `dropped`, `too_late`.
            outcome: EditOutcome,
            /// When.
            at: DateTime<Utc>,
        },
        /// The vault's keys to orderer, recipient and address were destroyed. The order stays.
        RecipientErased @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// Pieces of one line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuantity {
    /// The line, counted from 0 as in the draft.
    pub line: u32,
    /// Pieces.
    pub quantity: u32,
}
