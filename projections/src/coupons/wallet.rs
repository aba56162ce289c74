//! A member's coupons: what they have, what became of it, and what they could take.

use chrono::{DateTime, Utc};
use domain::coupon::{Campaign, Issue};
use domain::pricing::{Buyer, Unmet};
use domain::{CouponId, MemberId, OrderId};
use serde::Deserialize;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use super::query::coupon_id;
use crate::docs::from_json;
use crate::error::Answer;

/// A coupon as a member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalletRow {
    /// Its id.
    pub coupon: CouponId,
    /// What it says.
    pub campaign: Campaign,
    /// Whether staff ended it.
    pub stopped: bool,
    /// When the member got it; none if they could take it, or used a code.
    pub claimed_at: Option<DateTime<Utc>>,
    /// Until when this member can use it; that moment not included.
    pub until: Option<DateTime<Utc>>,
    /// The member's orders that use it.
    pub orders: Vec<Used>,
    /// Members who have it.
    pub claims: i64,
    /// Orders that use it.
    pub uses: i64,
}

/// An order that uses a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Used {
    /// The order.
    pub order: OrderId,
    /// Whether it is paid.
    pub paid: bool,
}

/// What a member can do with a coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purse {
    /// Take it.
    ToTake,
    /// Use it.
    Usable,
    /// Set aside for an order that waits for its deposit.
    InUse(OrderId),
    /// Nothing: it was used.
    Used,
    /// Nothing: its time is over.
    Expired(DateTime<Utc>),
    /// Nothing: there are none left, or staff ended it.
    Gone,
    /// Not now: a condition on the buyer does not hold.
    NotNow(Unmet),
}

impl WalletRow {
    /// What its member can do with it. A look at the tables: the coupon itself has the last word.
    pub fn purse(&self, buyer: &Buyer) -> Purse {
        if self.orders.len() >= self.campaign.per_member as usize {
            let open = self.orders.iter().find(|used| !used.paid);
            return open.map_or(Purse::Used, |used| Purse::InUse(used.order.clone()));
        }
        if let Some(until) = self.until.filter(|until| buyer.at >= *until) {
            return Purse::Expired(until);
        }
        let taken = |most: Option<u32>, count: i64| most.is_some_and(|most| count >= most.into());
        if self.stopped || taken(self.campaign.most_uses, self.uses) {
            return Purse::Gone;
        }
        match self.campaign.condition.unmet_by(buyer) {
            Some(Unmet::Over(until)) => return Purse::Expired(until),
            Some(why) => return Purse::NotNow(why),
            None => {}
        }
        match (self.claimed_at, self.campaign.issue) {
            (None, Issue::Claim) if taken(self.campaign.most_claims, self.claims) => Purse::Gone,
            (None, Issue::Claim) => Purse::ToTake,
            _ => Purse::Usable,
        }
    }
}

impl FromRow<'_, PgRow> for WalletRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            coupon: coupon_id(row)?,
            campaign: from_json(row.try_get("campaign")?)?,
            stopped: row.try_get("stopped")?,
            claimed_at: row.try_get("claimed_at")?,
            until: row.try_get("until")?,
            orders: from_json(row.try_get("orders")?)?,
            claims: row.try_get("claims")?,
            uses: row.try_get("uses")?,
        })
    }
}

/// All that a member has or had, and what they could take; the newest first.
pub async fn wallet(pool: &PgPool, member: MemberId) -> Answer<Vec<WalletRow>> {
    let sql = "
        WITH claimed AS (
            SELECT coupon, at AS claimed_at, until FROM read.coupon_moves WHERE member = $1 AND what = 'claimed'
        ), theirs AS (
            SELECT DISTINCT ON (m.coupon, m.order_id) m.coupon, m.order_id, m.what
              FROM read.coupon_moves r JOIN read.coupon_moves m USING (coupon, order_id)
             WHERE r.member = $1 AND r.what = 'reserved'
             ORDER BY m.coupon, m.order_id, m.version DESC
        ), used AS (
            SELECT coupon, json_agg(json_build_object('order', order_id, 'paid', what = 'redeemed')
                                    ORDER BY order_id)::text AS orders
              FROM theirs WHERE what <> 'released' GROUP BY coupon
        )
        SELECT c.coupon, c.campaign, c.stopped, claimed_at, until, coalesce(orders, '[]') AS orders, c.claims,
               CASE WHEN c.campaign::json ->> 'most_uses' IS NULL THEN 0 ELSE
                    (SELECT count(*) FROM (SELECT DISTINCT ON (order_id) what FROM read.coupon_moves m
                                            WHERE m.coupon = c.coupon AND order_id IS NOT NULL
                                            ORDER BY order_id, version DESC) last WHERE what <> 'released')
               END AS uses
          FROM read.coupons c LEFT JOIN claimed USING (coupon) LEFT JOIN used USING (coupon)
         WHERE claimed_at IS NOT NULL OR orders IS NOT NULL OR (c.issue = 'claim' AND NOT c.stopped)
         ORDER BY coalesce(claimed_at, defined_at) DESC, c.coupon LIMIT 200";
    let rows = sqlx::query_as(sql).bind(member.to_string());
    Ok(rows.fetch_all(pool).await?)
}
