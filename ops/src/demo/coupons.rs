//! The demo's coupons: one for who joins, a code, one to take, a gift.

use anyhow::{Context, Result};
use domain::CouponId;
use domain::coupon::{Campaign, CouponRefusal};
use serde::Deserialize;
use shop::{Caller, Shop, ShopError};

const COUPONS: &str = include_str!("../../demo/coupons.toml");

#[derive(Deserialize)]
struct Coupons {
    coupon: Vec<Offered>,
}

#[derive(Deserialize)]
struct Offered {
    id: CouponId,
    #[serde(flatten)]
    campaign: Campaign,
}

fn read() -> Result<Coupons> {
    toml::from_str(COUPONS).context("the demo's coupons")
}

/// Offers them. Those that are there stay as they are, stopped or not.
///
/// # Errors
/// They cannot be read, one makes no sense, or the database fails.
pub async fn offer(shop: &Shop, caller: &Caller) -> Result<()> {
    for Offered { id, campaign } in read()?.coupon {
        match shop.define_coupon(caller, &id, campaign).await {
            // An older demo's, or staff's own of this name.
            Ok(_) | Err(ShopError::Coupon(CouponRefusal::Differs)) => {}
            Err(error) => return Err(error).with_context(|| format!("the demo's coupon {id}")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::Decide;
    use domain::coupon::{Coupon, CouponCommand};

    use super::*;

    #[test]
    fn every_coupon_of_the_demo_can_be_offered() {
        let all = read().unwrap().coupon;
        assert_eq!(all.len(), 4);
        for Offered { id, campaign } in all {
            assert_eq!(CouponId::of_code(id.as_str()).unwrap(), id);
            let define = CouponCommand::Define {
                campaign: Box::new(campaign),
                at: chrono::Utc::now(),
            };
            assert_eq!(Coupon::default().decide(define).unwrap().len(), 1, "{id}");
        }
    }
}
