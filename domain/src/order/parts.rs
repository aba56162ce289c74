//! What an order's state is made of: where it stands, its lines, its parcels, its claims.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ask::Asked;
use super::events::LineQuantity;
use super::exchange::Swap;
use super::refund_plan::RefundPlan;
use crate::ids::{ClaimId, RefundId};

/// Where an order stands.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No event yet.
    #[default]
    New,
    /// Its checkout was given up before it was placed: there is no order.
    Abandoned,
    /// 입금대기: placed, waiting for the deposit.
    PendingDeposit,
    /// 결제완료: the whole amount arrived.
    Paid,
    /// 배송준비중: being packed.
    Preparing,
    /// 부분배송: some of it is on the way.
    PartlyShipped,
    /// 배송중: all of it is on the way.
    Shipped,
    /// 배송완료: all of it arrived.
    Delivered,
    /// 구매확정: the shopper keeps it.
    Confirmed,
    /// 취소: given up before shipping.
    Cancelled,
    /// 입금기한만료: the deposit did not arrive in time.
    Expired,
    /// 환불완료: all of it came back and was paid back.
    Refunded,
}

impl Status {
    /// The name under which tables and programs know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Abandoned => "abandoned",
            Self::PendingDeposit => "pending_deposit",
            Self::Paid => "paid",
            Self::Preparing => "preparing",
            Self::PartlyShipped => "partly_shipped",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Refunded => "refunded",
        }
    }

    /// Nothing was sent of it, and nothing will be: it was given up before it was placed, cancelled, or not paid in
    /// time.
    pub fn is_given_up(self) -> bool {
        matches!(self, Self::Abandoned | Self::Cancelled | Self::Expired)
    }
}

/// How far one line has come, in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Ordered.
    pub ordered: u32,
    /// Cancelled before shipping.
    pub cancelled: u32,
    /// Handed to a carrier.
    pub shipped: u32,
    /// Come back.
    pub returned: u32,
    /// Come back to be exchanged, and not replaced yet.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub swapping: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
fn is_zero(pieces: &u32) -> bool {
    *pieces == 0
}

impl Line {
    /// Pieces that still wait to be shipped.
    pub fn to_ship(&self) -> u32 {
        self.ordered
            .saturating_sub(self.cancelled)
            .saturating_sub(self.shipped)
    }

    /// Pieces with the shopper, or on the way there.
    pub fn to_return(&self) -> u32 {
        self.shipped
            .saturating_sub(self.returned)
            .saturating_sub(self.swapping)
    }

    /// Pieces whose money went back or will.
    pub fn settled(&self) -> u32 {
        self.cancelled + self.returned
    }
}

/// A parcel of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The carrier's code.
    pub carrier: String,
    /// The carrier's invoice number.
    pub invoice: String,
    /// What it holds.
    pub lines: Vec<LineQuantity>,
    /// Whether it arrived.
    pub delivered: bool,
    /// When it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<DateTime<Utc>>,
    /// The exchange whose pieces it replaces; none for what was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ClaimId>,
}

/// A cancellation, return, exchange or grant, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Claim {
    /// A return or exchange that was asked for; nothing has arrived.
    Requested(Asked),
    /// An exchange whose pieces came back.
    Swapped(Swap),
    /// Money is owed.
    Owed(RefundPlan, Goods),
    /// Money went back.
    Refunded(RefundPlan, Goods, RefundId),
}

impl Claim {
    /// What it gives back and what became of its pieces; none while a return has not arrived.
    pub fn decided(&self) -> Option<(&RefundPlan, Goods)> {
        match self {
            Self::Owed(plan, goods) | Self::Refunded(plan, goods, _) => Some((plan, *goods)),
            Self::Requested(_) | Self::Swapped(_) => None,
        }
    }

    /// Whether goods are on their way back, or a replacement is awaited. Money that is owed holds
    /// nobody up.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Requested(asked) => asked.is_open(),
            Self::Swapped(swap) => swap.parcel.is_none(),
            Self::Owed(..) | Self::Refunded(..) => false,
        }
    }
}

/// What became of the pieces of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goods {
    /// None were concerned.
    None,
    /// They were never sent.
    Unsent,
    /// They came back and go on the shelf again.
    Resellable,
    /// They came back and cannot be sold again.
    WrittenOff,
}

impl Goods {
    /// Pieces that came back.
    pub(super) fn back(resellable: bool) -> Self {
        if resellable {
            Self::Resellable
        } else {
            Self::WrittenOff
        }
    }

    pub(super) fn came_back(self) -> bool {
        matches!(self, Self::Resellable | Self::WrittenOff)
    }
}
