//! What each store has agreed on: prices of carriage, gifts, how long a deposit may take.

use std::collections::BTreeMap;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;
use domain::order::PaymentMethod;
use domain::payment::Means;
use domain::pricing::PricingRules;
use domain::{AttemptId, InquiryId, OrderId, Sku, StoreId, Won};

use crate::care::CareSettings;
use crate::members::MemberSettings;
use crate::stocking::Stocking;
use crate::token::OrderTokens;

/// The settings of all stores of one installation.
#[derive(Debug, Clone)]
pub struct ShopSettings {
    /// By id.
    pub stores: BTreeMap<StoreId, StoreSettings>,
    /// How much longer than its deposit deadline an order keeps its pieces, so that the
    /// order expires before they are given away.
    pub hold_grace: Duration,
    /// How long the payment provider may take to answer one call. Afterwards its answer counts
    /// as unknown, and it is asked again under the same key.
    pub provider_deadline: StdDuration,
    /// The addresses of the shop's pages, for letters.
    pub links: Links,
    /// Mail addresses of all staff: they get the day's sales.
    pub staff: Vec<String>,
    /// What members are to the stores.
    pub members: MemberSettings,
    /// Whether they sell from one stock.
    pub stocking: Stocking,
}

/// Makes addresses of the shop's pages for letters and messages: from the settings alone, never
/// from what a request says of its host.
#[derive(Clone)]
pub struct Links {
    base: String,
    /// The homes of stores that have one of their own.
    homes: BTreeMap<StoreId, String>,
    tokens: OrderTokens,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Links").field(&self.base).finish()
    }
}

impl Links {
    /// Below what shoppers type (`https://shop.example`), with the secret that makes order pages'
    /// addresses unguessable.
    pub fn new(base: &str, order_token_key: [u8; 32]) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            homes: BTreeMap::new(),
            tokens: OrderTokens::new(order_token_key),
        }
    }

    /// The same, with a store whose pages have an address of their own.
    #[must_use]
    pub fn with_home(mut self, store: StoreId, base: &str) -> Self {
        let base = base.trim_end_matches('/').to_owned();
        self.homes.insert(store, base);
        self
    }

    /// The installation's own address: the first store's.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of a store's pages, without a slash at its end.
    pub fn home(&self, store: &StoreId) -> &str {
        self.homes.get(store).unwrap_or(&self.base)
    }

    /// The address of a page of a store, by its path from `/` on.
    pub fn page(&self, store: &StoreId, path: &str) -> String {
        format!("{}{path}", self.home(store))
    }

    /// The address of an order's page in its store; whoever has it may see the order.
    pub fn order(&self, store: &StoreId, order: &OrderId) -> String {
        format!("{}{}", self.home(store), self.tokens.path(order))
    }

    /// Where a browser comes back to from an attempt's window.
    pub fn attempt(&self, store: &StoreId, attempt: &AttemptId) -> String {
        format!("{}{}", self.home(store), self.tokens.attempt_path(attempt))
    }

    /// The address of a question's page in its store; whoever has it may read the question.
    pub fn inquiry(&self, store: &StoreId, inquiry: InquiryId) -> String {
        format!("{}{}", self.home(store), self.tokens.inquiry_path(inquiry))
    }
}

/// The settings of one store.
#[derive(Debug, Clone)]
pub struct StoreSettings {
    /// Its name, as shoppers read it.
    pub name: String,
    /// Who runs it: in whose name its accounts are.
    pub company: String,
    /// Its price rules.
    pub rules: PricingRules,
    /// English names of its gifts, by SKU; the Korean one stands for what is missing.
    pub gifts_en: BTreeMap<Sku, String>,
    /// How many days a deposit may take; it ends with the last second of that day, KST.
    pub deposit_days: u32,
    /// How many minutes an order waits for the money of a provider's window.
    pub window_minutes: u32,
    /// Cash from so many won on gets a cash receipt without being asked (자진발급); none: never.
    pub receipts_from: Option<Won>,
    /// The merchant ids whose notices are this store's.
    pub merchants: Vec<String>,
    /// How its letters and messages look and whom they come from.
    pub post: PostSettings,
    /// What comes after buying: returns, confirmation.
    pub care: CareSettings,
}

/// How a store writes to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostSettings {
    /// The address that letters come from; the store's name stands beside it.
    pub sender: String,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<String>,
    /// `ko` or `en`.
    pub language: String,
    /// The theme's colour, `#1f7a4d`.
    pub colour: String,
    /// Who writes, as the law wants it at a letter's foot: company, address, telephone.
    pub imprint: String,
    /// Where a shopper asks: a telephone number, a mail address.
    pub contact: String,
    /// The registered number that messages come from (발신번호): digits.
    pub phone: String,
    /// The free number for opting out of advertising (무료수신거부).
    pub opt_out: String,
}

impl PostSettings {
    /// Settings of a made-up store for the demo shop and tests.
    pub fn made_up(domain: &str) -> Self {
        Self {
            sender: format!("shop@{domain}"),
            reply_to: Some(format!("help@{domain}")),
            language: "ko".to_owned(),
            colour: "#1f6f4a".to_owned(),
            imprint: "주식회사 장부상회 (데모) · 서울특별시 마포구 장부길 12, 2층 · 02-000-0000"
                .to_owned(),
            contact: format!("help@{domain}"),
            phone: "0200000000".to_owned(),
            opt_out: "080-000-0000".to_owned(),
        }
    }
}

impl ShopSettings {
    /// Settings with one store.
    pub fn single(id: StoreId, store: StoreSettings) -> Self {
        Self {
            stores: BTreeMap::from([(id, store)]),
            hold_grace: Duration::hours(1),
            provider_deadline: StdDuration::from_secs(10),
            links: Links::new("http://127.0.0.1:8080", [0; 32]),
            staff: Vec::new(),
            members: MemberSettings::default(),
            stocking: Stocking::default(),
        }
    }

    /// What a store's sign says; its id if it is gone.
    pub fn name_of<'a>(&'a self, store: &'a str) -> &'a str {
        let mut known = self.stores.iter();
        let known = known.find(|(id, _)| id.as_str() == store);
        known.map_or(store, |(_, settings)| &settings.name)
    }
}

impl StoreSettings {
    /// Won from which on the law wants a cash receipt of an online shop without being asked (자진발급).
    pub const RECEIPTS_FROM: Won = Won(100_000);

    /// Until when an order placed now, by a shopper who is there to pay, may be paid: minutes for a
    /// window, days for a deposit.
    pub fn time_to_pay(&self, method: &PaymentMethod, now: DateTime<Utc>) -> DateTime<Utc> {
        match method {
            PaymentMethod::Window { means, .. } if *means != Means::VirtualAccount => {
                now + Duration::minutes(self.window_minutes.into())
            }
            _ => self.deposit_deadline(now),
        }
    }

    /// Until when the deposit for an order placed now may arrive: 23:59:59 KST.
    pub fn deposit_deadline(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let day = now.with_timezone(&Seoul).date_naive() + Duration::days(self.deposit_days.into());
        let midnight = (day + Duration::days(1)).and_time(NaiveTime::MIN);
        // Korea has kept UTC+9 without summer time since 1988: the local time is unique.
        let end = Seoul.from_local_datetime(&midnight).earliest();
        end.map_or(now, |end| end.with_timezone(&Utc) - Duration::seconds(1))
    }
}
