//! One store as the file says it, and what that comes to.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use domain::order::Terms;
use domain::pricing::{GiftCondition, GiftRule, PricingRules, Promotion};
use domain::{Sku, StoreId, Won};
use serde::Deserialize;
use shop::{CareSettings, PostSettings, StoreSettings};
use web::frame::Company;

use crate::post::stores::MADE_UP;
use crate::shop::DEMO_MERCHANT;

/// Days in which whoever bought may change their mind, as the law says (전자상거래법 §17).
const LEAST_DAYS: u32 = 7;

/// One store. What it does not say is as in the demo's first store.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Part {
    pub(super) id: StoreId,
    /// As on its sign.
    pub(super) name: String,
    #[serde(default)]
    pub(super) hosts: Vec<String>,
    /// What shoppers type, where it does not follow from the first host: `https://shop.example`.
    pub(super) address: Option<String>,
    #[serde(default = "first_theme")]
    pub(super) theme: String,
    #[serde(default)]
    pub(super) company: Company,
    /// Won.
    shipping_fee: Option<i64>,
    /// Won; 0: never free.
    free_shipping_from: Option<i64>,
    /// Won.
    remote_surcharge: Option<i64>,
    deposit_days: Option<u32>,
    /// Minutes that an order waits for the money of a provider's window.
    window_minutes: Option<u32>,
    /// Won of cash from which on a receipt is issued without being asked; 0: never.
    cash_receipt_from: Option<i64>,
    /// Won: what a shopper who changes their mind pays for the way back.
    return_fee: Option<i64>,
    /// Days after delivery in which a mind may be changed; the law's least are 7.
    return_days: Option<u32>,
    /// Days after delivery until a purchase confirms itself.
    confirm_days: Option<u32>,
    /// The ids under which the payment provider knows it.
    #[serde(default)]
    merchants: Vec<String>,
    #[serde(default)]
    gift: Vec<Gift>,
    /// What everybody gets whom its condition means.
    #[serde(default)]
    promotion: Vec<Promotion>,
}

/// A gift above a value of goods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Gift {
    sku: Sku,
    name: String,
    /// For English readers.
    name_en: Option<String>,
    /// Won of goods.
    from: i64,
}

fn first_theme() -> String {
    "intake".to_owned()
}

impl Part {
    /// Whether it makes sense.
    pub(super) fn check(&self) -> Result<()> {
        if self.name.trim().is_empty() {
            bail!("name: as on the store's sign, not empty");
        }
        let plain = |host: &String| {
            let sign = |sign: char| sign.is_ascii_alphanumeric() || ".-".contains(sign);
            !host.is_empty() && host.chars().all(sign)
        };
        if let Some(host) = self.hosts.iter().find(|host| !plain(host)) {
            bail!("hosts: a name such as shop.example, without https:// and port, not {host:?}");
        }
        if let Some(address) = &self.address
            && !(address.starts_with("https://") || address.starts_with("http://"))
        {
            bail!("address: such as https://shop.example");
        }
        let amounts = [
            self.shipping_fee,
            self.free_shipping_from,
            self.remote_surcharge,
            self.return_fee,
            self.cash_receipt_from,
        ];
        let gifts = self.gift.iter().map(|gift| gift.from);
        let amounts = amounts.into_iter().flatten().chain(gifts);
        if amounts.min().is_some_and(|least| least < 0) {
            bail!("an amount cannot be below zero");
        }
        if self.return_days.is_some_and(|days| days < LEAST_DAYS) {
            bail!("return-days: the law's least are {LEAST_DAYS}");
        }
        if let Some(wrong) = self.promotion.iter().find(|it| !it.effect.is_sound()) {
            bail!(
                "promotion {}: it gives at least 1 won, 1 to 100 percent, or a piece",
                wrong.code
            );
        }
        Ok(())
    }

    fn gifts_en(&self) -> BTreeMap<Sku, String> {
        let gifts = self.gift.iter();
        gifts
            .filter_map(|gift| Some((gift.sku.clone(), gift.name_en.clone()?)))
            .collect()
    }

    fn care(&self) -> CareSettings {
        let standard = CareSettings::default();
        CareSettings {
            terms: Terms {
                days: self.return_days.unwrap_or(standard.terms.days),
                carriage: self.return_fee.map_or(standard.terms.carriage, Won),
            },
            confirm_days: self.confirm_days.unwrap_or(standard.confirm_days),
        }
    }

    /// What it has agreed on.
    pub(super) fn settings(&self) -> StoreSettings {
        let standard = PricingRules::standard();
        let gift = |gift: &Gift| GiftRule {
            sku: gift.sku.clone(),
            name: gift.name.clone(),
            quantity: 1,
            condition: GiftCondition::GoodsOver(Won(gift.from)),
        };
        let rules = PricingRules {
            shipping_fee: self.shipping_fee.map_or(standard.shipping_fee, Won),
            free_shipping_over: match self.free_shipping_from {
                None => standard.free_shipping_over,
                Some(0) => None,
                Some(won) => Some(Won(won)),
            },
            remote_surcharge: self.remote_surcharge.map_or(standard.remote_surcharge, Won),
            gifts: self.gift.iter().map(gift).collect(),
            promotions: self.promotion.clone(),
            ..standard
        };
        let merchants = if self.merchants.is_empty() {
            vec![DEMO_MERCHANT.to_owned()]
        } else {
            self.merchants.clone()
        };
        StoreSettings {
            name: self.name.clone(),
            company: self.company.company.clone(),
            rules,
            gifts_en: self.gifts_en(),
            deposit_days: self.deposit_days.unwrap_or(3),
            window_minutes: self.window_minutes.unwrap_or(30).max(1),
            receipts_from: match self.cash_receipt_from {
                None => Some(StoreSettings::RECEIPTS_FROM),
                Some(0) => None,
                Some(won) => Some(Won(won)),
            },
            merchants,
            care: self.care(),
            post: PostSettings::made_up(MADE_UP),
        }
    }
}
