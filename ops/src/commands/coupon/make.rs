//! A coupon as it is told on the command line.

use anyhow::{Result, bail};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use clap::{ArgGroup, Args, ValueEnum};
use domain::coupon::{Campaign, Issue};
use domain::pricing::{Condition, Effect, Names};
use domain::{CategoryId, CouponId, GradeId, ProductId, Sku, StoreId, Won};

use crate::cli::Usage;
use crate::when::moment;

/// What `create` is told.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("effect").required(true).args(["won", "percent", "free_shipping", "gift"])))]
pub struct Making {
    /// Its id, which is also the code that shoppers type: small letters, digits, dashes
    #[arg(value_name = "COUPON")]
    coupon: String,
    /// As shoppers read it
    #[arg(long, value_name = "TEXT")]
    name: String,
    /// The same in English
    #[arg(long, value_name = "TEXT", default_value = "")]
    name_en: String,
    /// Won off the goods
    #[arg(long, value_name = "WON")]
    won: Option<Won>,
    /// Percent off the goods
    #[arg(long, value_name = "1-100")]
    percent: Option<u32>,
    /// Won that the percents come to at most
    #[arg(long, value_name = "WON", requires = "percent")]
    at_most: Option<Won>,
    /// No postage
    #[arg(long)]
    free_shipping: bool,
    /// A gift, by its SKU
    #[arg(long, value_name = "SKU", requires = "gift_name")]
    gift: Option<Sku>,
    /// The gift's name
    #[arg(long, value_name = "TEXT")]
    gift_name: Option<String>,
    /// How one gets it
    #[arg(long, value_enum, default_value = "code")]
    by: By,
    /// Only in this store; may be said more than once
    #[arg(long = "in", value_name = "STORE")]
    stores: Vec<StoreId>,
    /// Only for goods of this category; may be said more than once
    #[arg(long = "category", value_name = "CATEGORY")]
    categories: Vec<CategoryId>,
    /// Only for this product; may be said more than once
    #[arg(long = "product", value_name = "PRODUCT")]
    products: Vec<ProductId>,
    /// From so many won of such goods on
    #[arg(long, value_name = "WON", default_value = "0")]
    goods_from: Won,
    /// Only for members of this grade; may be said more than once
    #[arg(long = "grade", value_name = "GRADE")]
    grades: Vec<GradeId>,
    /// Only for a member's first order in the store
    #[arg(long)]
    first_order: bool,
    /// From this day or time on
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: Option<DateTime<Utc>>,
    /// Until this time, or to the end of this day
    #[arg(long, value_name = "TIME", value_parser = end)]
    until: Option<DateTime<Utc>>,
    /// Members who may have it
    #[arg(long, value_name = "NUMBER")]
    claims: Option<u32>,
    /// Orders that may use it
    #[arg(long, value_name = "NUMBER")]
    uses: Option<u32>,
    /// Orders of one member that may use it
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    per_member: u32,
    /// Guests may use its code, too; only --uses bounds them
    #[arg(long)]
    guests: bool,
    /// Days that a member has from getting it on
    #[arg(long, value_name = "NUMBER")]
    days: Option<u32>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    /// Whoever types its code
    Code,
    /// Members take it in their wallet
    Claim,
    /// Everybody gets it who joins
    Joining,
    /// Staff give it
    Staff,
}

/// A moment that ends a period: a day means all of it.
fn end(text: &str) -> Result<DateTime<Utc>, String> {
    let at = moment(text)?;
    let day = text.parse::<NaiveDate>().is_ok();
    Ok(if day { at + Duration::days(1) } else { at })
}

impl Making {
    /// The coupon and what it says.
    ///
    /// # Errors
    /// Its id is none.
    pub fn made(self) -> Result<(CouponId, Campaign)> {
        let coupon = CouponId::of_code(&self.coupon)?;
        if coupon.as_str() != self.coupon {
            let ask = format!("an id has small letters and no blanks, such as {coupon}");
            return Err(Usage(ask).into());
        }
        let effect = match (self.won, self.percent, self.gift) {
            (Some(won), ..) => Effect::AmountOff { won },
            (_, Some(percent), _) => Effect::PercentOff {
                percent,
                at_most: self.at_most,
            },
            (_, _, Some(sku)) => Effect::Gift {
                sku,
                name: self.gift_name.unwrap_or_default(),
                quantity: 1,
            },
            _ if self.free_shipping => Effect::FreeShipping,
            _ => bail!("say what it gives"),
        };
        let campaign = Campaign {
            name: Names::new(self.name, self.name_en),
            issue: match self.by {
                By::Code => Issue::Code,
                By::Claim => Issue::Claim,
                By::Joining => Issue::Joining,
                By::Staff => Issue::Staff,
            },
            condition: Condition {
                stores: self.stores,
                categories: self.categories,
                products: self.products,
                goods_from: self.goods_from,
                members: false,
                grades: self.grades,
                first_order: self.first_order,
                from: self.from,
                until: self.until,
            },
            effect,
            most_claims: self.claims,
            most_uses: self.uses,
            per_member: self.per_member,
            guests: self.guests,
            valid_days: self.days,
        };
        Ok((coupon, campaign))
    }
}
