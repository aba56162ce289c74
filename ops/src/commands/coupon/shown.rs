//! Coupons at the prompt.

use anyhow::Result;
use domain::CouponId;
use domain::coupon::{Campaign, Coupon};
use domain::pricing::{Condition, Effect};
use projections::coupons::CouponRow;
use serde_json::json;

use crate::commands::order::kst;
use crate::say::say;
use crate::table::{figures_from, grouped, table};

/// A table, or a line of JSON each.
pub fn list(rows: &[CouponRow], json: bool) -> Result<()> {
    if json {
        for row in rows {
            let shown = json!({
                "coupon": row.coupon, "stopped": row.stopped, "defined_at": row.defined_at,
                "claimed": row.claimed, "reserved": row.reserved, "redeemed": row.redeemed,
                "campaign": row.campaign,
            });
            say!("{shown}")?;
        }
        return Ok(());
    }
    let mut shown = table([
        "coupon", "name", "by", "gives", "claimed", "waiting", "paid",
    ]);
    for row in rows {
        let name = &row.campaign.name.ko;
        let mark = if row.stopped { " (stopped)" } else { "" };
        shown.add_row([
            row.coupon.to_string(),
            format!("{name}{mark}"),
            row.campaign.issue.as_str().to_owned(),
            gives(&row.campaign.effect),
            of(row.claimed, row.campaign.most_claims),
            row.reserved.to_string(),
            of(row.redeemed, row.campaign.most_uses),
        ]);
    }
    figures_from(&mut shown, 4);
    Ok(say!("{shown}")?)
}

/// `3 of 100`
fn of(count: i64, most: Option<u32>) -> String {
    most.map_or_else(|| count.to_string(), |most| format!("{count} of {most}"))
}

/// One coupon.
pub fn one(id: &CouponId, coupon: &Coupon, json: bool) -> Result<()> {
    let Some(campaign) = coupon.campaign() else {
        return Ok(());
    };
    let (paid, waiting): (Vec<_>, Vec<_>) = coupon.uses().partition(|(_, it)| it.redeemed);
    if json {
        let orders: Vec<_> = coupon
            .uses()
            .map(|(order, it)| json!({ "order": order, "paid": it.redeemed }))
            .collect();
        let shown = json!({
            "coupon": id, "stopped": coupon.is_stopped(), "claimed": coupon.claimed(), "orders": orders,
            "campaign": campaign,
        });
        return Ok(say!("{shown}")?);
    }
    let mark = if coupon.is_stopped() {
        "  (stopped)"
    } else {
        ""
    };
    say!("coupon     {id}  ({}){mark}", campaign.issue.as_str())?;
    say!("name       {}  {}", campaign.name.ko, campaign.name.en)?;
    say!("gives      {}", gives(&campaign.effect))?;
    say!("to         {}", to_whom(campaign))?;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    say!(
        "claimed    {}",
        of(count(coupon.claimed()), campaign.most_claims)
    )?;
    say!(
        "used by    {} orders: {} paid, {} waiting; {} per member",
        of(count(paid.len() + waiting.len()), campaign.most_uses),
        paid.len(),
        waiting.len(),
        campaign.per_member
    )?;
    for (order, it) in coupon.uses().take(20) {
        let state = if it.redeemed { "paid" } else { "waiting" };
        say!("           {order}  {state}")?;
    }
    Ok(())
}

fn gives(effect: &Effect) -> String {
    match effect {
        Effect::AmountOff { won } => format!("{}원 off", grouped(won.0)),
        Effect::PercentOff {
            percent,
            at_most: None,
        } => format!("{percent} % off"),
        Effect::PercentOff {
            percent,
            at_most: Some(most),
        } => format!("{percent} % off, at most {}원", grouped(most.0)),
        Effect::FreeShipping => "free shipping".to_owned(),
        Effect::Gift { sku, .. } => format!("a gift, {sku}"),
    }
}

fn to_whom(campaign: &Campaign) -> String {
    let condition = &campaign.condition;
    let mut said = parts(condition);
    if let Some(from) = condition.from {
        said.push(format!("from {}", kst(from)));
    }
    if let Some(until) = condition.until {
        said.push(format!("before {}", kst(until)));
    }
    if let Some(days) = campaign.valid_days {
        said.push(format!("for {days} days from getting it"));
    }
    let who = if campaign.guests {
        "guests and members"
    } else {
        "members"
    };
    let rest = said.iter().map(|part| format!(", {part}"));
    format!("{who}{}", rest.collect::<String>())
}

fn parts(condition: &Condition) -> Vec<String> {
    fn names<T: ToString>(what: &str, all: &[T]) -> Option<String> {
        let all: Vec<String> = all.iter().map(T::to_string).collect();
        (!all.is_empty()).then(|| format!("{what} {}", all.join(" or ")))
    }
    let goods = (condition.goods_from.is_positive())
        .then(|| format!("goods from {}원", grouped(condition.goods_from.0)));
    let first = condition.first_order.then(|| "first order".to_owned());
    let all = [
        names("in", &condition.stores),
        names("category", &condition.categories),
        names("product", &condition.products),
        names("grade", &condition.grades),
        goods,
        first,
    ];
    all.into_iter().flatten().collect()
}
