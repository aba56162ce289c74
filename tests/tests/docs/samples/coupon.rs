//! Samples of what happens to a coupon.

use domain::coupon::{Campaign, ClaimedBy, CouponEvent, Issue};
use domain::pricing::{Condition, Effect, Names};
use domain::{MemberId, Won};
use uuid::Uuid;

use super::parts::{at, id, order};

pub fn samples() -> Vec<CouponEvent> {
    let at = at("2026-11-22T03:04:05Z");
    let mut all: Vec<CouponEvent> = [full(), bare(), shipping(), gift()]
        .into_iter()
        .map(|campaign| CouponEvent::CouponDefined {
            campaign: Box::new(campaign),
            at,
        })
        .collect();
    all.push(CouponEvent::CouponStopped { at });
    for (by, until) in [
        (ClaimedBy::Member, None),
        (ClaimedBy::Joining, Some(at)),
        (ClaimedBy::Staff, None),
    ] {
        let member = member();
        all.push(CouponEvent::CouponClaimed {
            member,
            by,
            until,
            at,
        });
    }
    for member in [Some(member()), None] {
        let order = order();
        all.push(CouponEvent::CouponReserved { order, member, at });
    }
    all.push(CouponEvent::CouponRedeemed { order: order(), at });
    all.push(CouponEvent::CouponReleased { order: order(), at });
    all
}

fn member() -> MemberId {
    MemberId(Uuid::from_u128(0x0192_f0e4_7c1a_7b3d_9e5f_1a2b_3c4d_5e70))
}

fn full() -> Campaign {
    Campaign {
        name: Names::new("환영 쿠폰", "Welcome coupon"),
        issue: Issue::Joining,
        condition: Condition {
            stores: vec![id("intake")],
            categories: vec![id("grain")],
            products: vec![id("brown-rice")],
            goods_from: Won(30_000),
            members: true,
            grades: vec![id("fruit")],
            first_order: true,
            from: Some(at("2026-11-01T15:00:00Z")),
            until: Some(at("2026-12-31T15:00:00Z")),
        },
        effect: Effect::PercentOff {
            percent: 10,
            at_most: Some(Won(5_000)),
        },
        most_claims: Some(1_000),
        most_uses: Some(500),
        per_member: 2,
        guests: false,
        valid_days: Some(30),
    }
}

fn bare() -> Campaign {
    Campaign {
        name: Names::new("봄맞이", ""),
        issue: Issue::Code,
        condition: Condition::default(),
        effect: Effect::AmountOff { won: Won(3_000) },
        most_claims: None,
        most_uses: None,
        per_member: 1,
        guests: true,
        valid_days: None,
    }
}

fn shipping() -> Campaign {
    Campaign {
        issue: Issue::Claim,
        effect: Effect::FreeShipping,
        guests: false,
        ..bare()
    }
}

fn gift() -> Campaign {
    Campaign {
        issue: Issue::Staff,
        effect: Effect::Gift {
            sku: id("GIFT-SPOON"),
            name: "나무 숟가락".to_owned(),
            quantity: 1,
        },
        guests: false,
        ..bare()
    }
}
