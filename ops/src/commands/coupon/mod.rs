//! `jangbu coupon`: what staff do with coupons, until they have pages for it.

mod make;
mod shown;

use anyhow::{Result, ensure};
use clap::{Args, Subcommand};
use domain::coupon::ClaimedBy;
use domain::{CouponId, StoreId};
use projections::coupons;

use self::make::Making;
use super::member::Who;
use super::opened::with_shop;
use crate::cli::Outcome;
use crate::config::Global;
use crate::shop::{DEMO_STORE, OpenShop, desk};

const EXAMPLES: &str = "\
Examples:
  jangbu coupon create spring-5 --name '봄맞이 5,000원' --name-en '5,000 won for spring' --won 5000 --goods-from 30000 --guests
  jangbu coupon create tenth --name '10% 할인' --percent 10 --at-most 5000 --by claim --claims 100 --days 30
  jangbu coupon list
  jangbu coupon show spring-5
  jangbu coupon issue thanks kim@example.kr
  jangbu coupon stop spring-5

A coupon gives one thing (won, percent, free shipping, a gift) under one condition, and is had in one way: \
whoever knows its code (--by code, the code is its id), whoever takes it in the wallet (claim), whoever joins \
(joining), or whoever staff give it to (staff).

Its limits hold whoever asks at the same time. An order that waits for its deposit has a use set aside; paid, \
it is spent; cancelled whole or expired, it is to be had again.";

const CREATE: &str = "\
Examples:
  jangbu coupon create spring-5 --name '봄맞이 5,000원' --won 5000 --goods-from 30000 --uses 1000 --guests
  jangbu coupon create welcome-2026 --name '환영 쿠폰' --won 3000 --by joining --days 30 --first-order
  jangbu coupon create free-ship --name '무료배송' --free-shipping --by claim --until 2026-12-31
  jangbu coupon create spoon --name '숟가락' --gift GIFT-SPOON --gift-name '나무 숟가락' --goods-from 20000 --guests

What was offered is not changed any more: somebody may have it. Stop it and offer another.

Days and times are Korean. --until a day means to its end.";

const ISSUE: &str = "\
Examples:
  jangbu coupon issue thanks kim@example.kr
  jangbu coupon issue thanks 0b6c1f0e-5d0c-5f6e-9f0a-3a4b5c6d7e8f

A member who has it already does not get it twice. A code is not given out: tell it to whom you like.";

const STOP: &str = "\
Examples:
  jangbu coupon stop spring-5

Nobody gets or uses it from now on. Orders that use it keep what it gave.";

/// Offer coupons, give them to members, end them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Coupon {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Offer a coupon
    #[command(after_help = CREATE)]
    Create(Box<Making>),
    /// Coupons, the newest first, and how they went
    List {
        /// Those that were stopped, too
        #[arg(long)]
        all: bool,
    },
    /// What a coupon says, and who uses it
    Show {
        /// Its id
        #[arg(value_name = "COUPON")]
        coupon: CouponId,
    },
    /// Give a member a coupon
    #[command(after_help = ISSUE)]
    Issue {
        /// Its id
        #[arg(value_name = "COUPON")]
        coupon: CouponId,
        #[command(flatten)]
        who: Who,
    },
    /// End a coupon
    #[command(after_help = STOP)]
    Stop {
        /// Its id
        #[arg(value_name = "COUPON")]
        coupon: CouponId,
    },
}

impl Coupon {
    /// # Errors
    /// The coupon makes no sense or is refused, or the database cannot be reached.
    pub async fn run(self, global: &Global) -> Result<Outcome> {
        let json = global.json;
        with_shop(global, async |open| take(open, self.step, json).await).await?;
        Ok(Outcome::Done)
    }
}

async fn take(open: &OpenShop, step: Step, json: bool) -> Result<()> {
    let shop = &open.shop;
    let caller = desk(StoreId::new(DEMO_STORE)?);
    let coupon = match step {
        Step::List { all } => {
            let rows = coupons::list(&open.pool, all).await?;
            return shown::list(&rows, json);
        }
        Step::Create(making) => {
            let (coupon, campaign) = making.made()?;
            shop.define_coupon(&caller, &coupon, campaign).await?;
            coupon
        }
        Step::Issue { coupon, who } => {
            let member = who.find(open).await?;
            let by = ClaimedBy::Staff;
            shop.give_coupon(&caller, &coupon, member, by).await?;
            coupon
        }
        Step::Stop { coupon } => {
            shop.stop_coupon(&caller, &coupon).await?;
            coupon
        }
        Step::Show { coupon } => coupon,
    };
    let known = shop.coupon(&coupon).await?;
    ensure!(known.campaign().is_some(), "there is no coupon {coupon}");
    shown::one(&coupon, &known, json)
}
