//! What may happen to a coupon.

use chrono::{DateTime, Utc};

use super::state::{Coupon, Use};
use super::{Campaign, ClaimedBy, CouponCommand, CouponEvent, CouponRefusal, Issue};
use crate::ids::{MemberId, OrderId};

type Decision = Result<Vec<CouponEvent>, CouponRefusal>;

impl Coupon {
    pub(super) fn rule(&self, command: CouponCommand) -> Decision {
        match command {
            CouponCommand::Define { campaign, at } => self.define(campaign, at),
            CouponCommand::Stop { at } => self.stop(at),
            CouponCommand::Claim { member, by, at } => self.claim(member, by, at),
            CouponCommand::Reserve { order, member, at } => self.reserve(order, member, at),
            CouponCommand::HandOver {
                from,
                to,
                member,
                at,
            } => self.hand_over(from, to, member, at),
            CouponCommand::Redeem { order, at } => Ok(self.redeem(order, at)),
            CouponCommand::Release { order, at } => Ok(self.release(order, at)),
        }
    }

    /// What was offered is not changed: somebody may have it. Staff stop it and offer another.
    fn define(&self, campaign: Box<Campaign>, at: DateTime<Utc>) -> Decision {
        campaign.check()?;
        match &self.campaign {
            Some(known) if *known == campaign => Ok(vec![]),
            Some(_) => Err(CouponRefusal::Differs),
            None => Ok(vec![CouponEvent::CouponDefined { campaign, at }]),
        }
    }

    fn stop(&self, at: DateTime<Utc>) -> Decision {
        self.campaign.as_ref().ok_or(CouponRefusal::NoCoupon)?;
        if self.stopped {
            return Ok(vec![]);
        }
        Ok(vec![CouponEvent::CouponStopped { at }])
    }

    /// A member gets it once, however often it is asked; of the last one, the first who asks.
    fn claim(&self, member: MemberId, by: ClaimedBy, at: DateTime<Utc>) -> Decision {
        let campaign = self.offered(at)?;
        let given_so = match by {
            ClaimedBy::Member => campaign.issue == Issue::Claim,
            ClaimedBy::Joining => campaign.issue == Issue::Joining,
            ClaimedBy::Staff => campaign.issue != Issue::Code,
        };
        if !given_so {
            return Err(CouponRefusal::OtherWay);
        }
        if self.claims.contains_key(&member) {
            return Ok(vec![]);
        }
        if is_reached(campaign.most_claims, self.claims.len()) {
            return Err(CouponRefusal::AllGiven);
        }
        Ok(vec![CouponEvent::CouponClaimed {
            member,
            by,
            until: campaign.good_until(at),
            at,
        }])
    }

    /// A use is set aside once per order, never more than there are.
    fn reserve(&self, order: OrderId, member: Option<MemberId>, at: DateTime<Utc>) -> Decision {
        if self.uses.contains_key(&order) {
            return Ok(vec![]);
        }
        if self.released.knows(order.as_str()) {
            return Err(CouponRefusal::Settled);
        }
        self.usable(member, at)?;
        Ok(vec![CouponEvent::CouponReserved { order, member, at }])
    }

    /// In one step: nobody else gets the use of the first order in between, and a coupon that was ended since
    /// then goes on counting, as it does for orders that use it.
    fn hand_over(
        &self,
        from: OrderId,
        to: OrderId,
        member: Option<MemberId>,
        at: DateTime<Utc>,
    ) -> Decision {
        if self.uses.contains_key(&to) || !self.may_go_over(&from) {
            return self.reserve(to, member, at);
        }
        if self.released.knows(to.as_str()) {
            return Err(CouponRefusal::Settled);
        }
        Ok(vec![
            CouponEvent::CouponReleased { order: from, at },
            CouponEvent::CouponReserved {
                order: to,
                member,
                at,
            },
        ])
    }

    /// Whether an order has a use of it that another may take over: one that is not spent.
    #[must_use]
    pub fn may_go_over(&self, order: &OrderId) -> bool {
        self.uses.get(order).is_some_and(|it| !it.redeemed)
    }

    /// Whether a member, or a guest, could use it now.
    ///
    /// # Errors
    /// Why not.
    pub fn usable(&self, member: Option<MemberId>, at: DateTime<Utc>) -> Result<(), CouponRefusal> {
        let campaign = self.offered(at)?;
        let Some(member) = member else {
            if campaign.issue != Issue::Code || !campaign.guests {
                return Err(CouponRefusal::MembersOnly);
            }
            return self.uses_left(campaign);
        };
        if campaign.issue != Issue::Code {
            let claim = self.claims.get(&member).ok_or(CouponRefusal::NotClaimed)?;
            if let Some(until) = claim.until.filter(|until| at >= *until) {
                return Err(CouponRefusal::Expired(until));
            }
        }
        let theirs = self.uses.iter().filter(|(_, it)| it.member == Some(member));
        let theirs: Vec<(&OrderId, &Use)> = theirs.collect();
        if is_reached(Some(campaign.per_member), theirs.len()) {
            let open = theirs.into_iter().find(|(_, it)| !it.redeemed);
            return Err(open.map_or(CouponRefusal::UsedBefore, |(order, _)| {
                CouponRefusal::InUse(order.clone())
            }));
        }
        self.uses_left(campaign)
    }

    fn uses_left(&self, campaign: &Campaign) -> Result<(), CouponRefusal> {
        if is_reached(campaign.most_uses, self.uses.len()) {
            return Err(CouponRefusal::AllUsed);
        }
        Ok(())
    }

    /// A use that was released before is none: its order was given up and nobody could pay it.
    fn redeem(&self, order: OrderId, at: DateTime<Utc>) -> Vec<CouponEvent> {
        match self.uses.get(&order) {
            Some(Use {
                redeemed: false, ..
            }) => vec![CouponEvent::CouponRedeemed { order, at }],
            _ => vec![],
        }
    }

    /// Also a redeemed use comes back, when all of its order was cancelled before anything was sent.
    /// A release before the reservation forbids it: whoever undoes a checkout is not overtaken by
    /// whoever still drives it.
    fn release(&self, order: OrderId, at: DateTime<Utc>) -> Vec<CouponEvent> {
        if self.campaign.is_none() || self.released.knows(order.as_str()) {
            return vec![];
        }
        vec![CouponEvent::CouponReleased { order, at }]
    }

    /// The campaign, if it is on.
    fn offered(&self, at: DateTime<Utc>) -> Result<&Campaign, CouponRefusal> {
        let campaign = self.campaign.as_deref().ok_or(CouponRefusal::NoCoupon)?;
        if self.stopped {
            return Err(CouponRefusal::Stopped);
        }
        let condition = &campaign.condition;
        if let Some(from) = condition.from.filter(|from| at < *from) {
            return Err(CouponRefusal::NotYet(from));
        }
        match condition.until.filter(|until| at >= *until) {
            Some(until) => Err(CouponRefusal::Expired(until)),
            None => Ok(campaign),
        }
    }
}

fn is_reached(most: Option<u32>, count: usize) -> bool {
    most.is_some_and(|most| u32::try_from(count).unwrap_or(u32::MAX) >= most)
}
