//! A coupon as its events left it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Campaign, CouponCommand, CouponEvent, CouponRefusal};
use crate::ids::{MemberId, OrderId};
use crate::remembered::Remembered;
use crate::rule::aggregate;

/// A coupon.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coupon {
    pub(super) campaign: Option<Box<Campaign>>,
    pub(super) stopped: bool,
    pub(super) claims: BTreeMap<MemberId, Claim>,
    pub(super) uses: BTreeMap<OrderId, Use>,
    /// Orders that were given up, against late repetitions.
    pub(super) released: Remembered,
}

/// That a member has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Until when it can be used; that moment not included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// An order's use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The member; none for a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Whether the order is paid.
    pub redeemed: bool,
}

aggregate!(Coupon, "coupon", CouponCommand => CouponEvent | CouponRefusal, shape 1);

impl Coupon {
    /// What it says; none if there is no such coupon.
    pub fn campaign(&self) -> Option<&Campaign> {
        self.campaign.as_deref()
    }

    /// Whether staff ended it.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// That a member has one.
    pub fn claim_of(&self, member: MemberId) -> Option<Claim> {
        self.claims.get(&member).copied()
    }

    /// An order's use of it.
    pub fn use_of(&self, order: &OrderId) -> Option<Use> {
        self.uses.get(order).copied()
    }

    /// How many members have it.
    pub fn claimed(&self) -> usize {
        self.claims.len()
    }

    /// Orders that use it, paid or not.
    pub fn uses(&self) -> impl Iterator<Item = (&OrderId, &Use)> {
        self.uses.iter()
    }

    pub(super) fn fold(&mut self, event: CouponEvent) {
        match event {
            CouponEvent::CouponDefined { campaign, .. } => self.campaign = Some(campaign),
            CouponEvent::CouponStopped { .. } => self.stopped = true,
            CouponEvent::CouponClaimed { member, until, .. } => {
                self.claims.insert(member, Claim { until });
            }
            CouponEvent::CouponReserved { order, member, .. } => {
                let redeemed = false;
                self.uses.insert(order, Use { member, redeemed });
            }
            CouponEvent::CouponRedeemed { order, .. } => {
                if let Some(it) = self.uses.get_mut(&order) {
                    it.redeemed = true;
                }
            }
            CouponEvent::CouponReleased { order, .. } => {
                self.uses.remove(&order);
                self.released.add(order.into());
            }
        }
    }
}
