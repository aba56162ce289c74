//! A coupon as the shop offers it: what it gives, to whom, how often. Its stream decides who gets the
//! last one, so its limits hold whoever asks at the same time.
//!
//! A use is reserved when an order is placed, redeemed when it is paid, released when it is given up:
//! as pieces of stock are held, taken and put back.

mod campaign;
mod rule;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use campaign::{Campaign, Issue};
pub use state::{Claim, Coupon, Use};

use crate::ids::{MemberId, OrderId};
use crate::rule::events;

events! {
    /// What happened to a coupon.
    CouponEvent {
        /// Staff offered it.
        CouponDefined @ "1" {
            /// What it gives, to whom, how often.
            campaign: Box<Campaign>,
            /// When.
            at: DateTime<Utc>,
        },
        /// Staff ended it: nobody gets or uses one any more. Orders that use one keep it.
        CouponStopped @ "1" {
            /// When.
            at: DateTime<Utc>,
        },
        /// A member has one.
        CouponClaimed @ "1" {
            /// The member.
            member: MemberId,
            /// Who gave it.
            by: ClaimedBy,
            /// Until when it can be used; that moment not included.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            until: Option<DateTime<Utc>>,
            /// When.
            at: DateTime<Utc>,
        },
        /// A use was set aside for an order that is being placed.
        CouponReserved @ "1" {
            /// The order.
            order: OrderId,
            /// The member; none for guests with a code.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            member: Option<MemberId>,
            /// When.
            at: DateTime<Utc>,
        },
        /// The order is paid: the use is spent.
        CouponRedeemed @ "1" {
            /// The order.
            order: OrderId,
            /// When.
            at: DateTime<Utc>,
        },
        /// The order was given up: the use is to be had again.
        CouponReleased @ "1" {
            /// The order.
            order: OrderId,
            /// When.
            at: DateTime<Utc>,
        },
    }
}

/// Who gave a member a coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimedBy {
    /// The member took it.
    Member,
    /// Everybody gets it who joins.
    Joining,
    /// Staff gave it.
    Staff,
}

/// What may be asked of a coupon.
#[derive(Debug, Clone, PartialEq)]
pub enum CouponCommand {
    /// Offer it.
    Define {
        campaign: Box<Campaign>,
        at: DateTime<Utc>,
    },
    /// End it.
    Stop { at: DateTime<Utc> },
    /// Give a member one.
    Claim {
        member: MemberId,
        by: ClaimedBy,
        at: DateTime<Utc>,
    },
    /// Set a use aside for an order.
    Reserve {
        order: OrderId,
        member: Option<MemberId>,
        at: DateTime<Utc>,
    },
    /// Another order takes an unpaid one's place, and its use with it.
    HandOver {
        from: OrderId,
        to: OrderId,
        member: Option<MemberId>,
        at: DateTime<Utc>,
    },
    /// The order is paid.
    Redeem { order: OrderId, at: DateTime<Utc> },
    /// The order was given up; nothing happens if nothing was reserved.
    Release { order: OrderId, at: DateTime<Utc> },
}

/// Why a coupon refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CouponRefusal {
    /// There is no coupon of this id or code.
    #[error("there is no such coupon")]
    NoCoupon,
    /// Another coupon has this id.
    #[error("another coupon has this id")]
    Differs,
    /// What it says makes no sense.
    #[error("{0}")]
    Unsound(&'static str),
    /// It was stopped.
    #[error("the coupon was stopped")]
    Stopped,
    /// It has not begun.
    #[error("the coupon counts from {0}")]
    NotYet(DateTime<Utc>),
    /// It is over.
    #[error("the coupon counted until {0}")]
    Expired(DateTime<Utc>),
    /// All that there are were given out.
    #[error("all coupons were given out")]
    AllGiven,
    /// All uses that there are were made.
    #[error("the coupon was used as often as it may be")]
    AllUsed,
    /// It cannot be had in this way.
    #[error("this coupon is not given in this way")]
    OtherWay,
    /// Guests cannot use it.
    #[error("the coupon is for members")]
    MembersOnly,
    /// The member has none.
    #[error("the member does not have this coupon")]
    NotClaimed,
    /// The member has used it as often as one may.
    #[error("the member has used this coupon")]
    UsedBefore,
    /// Set aside for an order that is not paid yet.
    #[error("the coupon is set aside for order {0}")]
    InUse(OrderId),
    /// This order's use was released before; a late repetition must not reserve again.
    #[error("the order's use of the coupon was released")]
    Settled,
}
