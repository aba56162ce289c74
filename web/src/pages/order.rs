//! An order as its buyer follows it: from waiting for the deposit to the parcel at the door.

use chrono::{DateTime, Utc};
use letters::Language;
use serde::Serialize;

use super::{Amounts, ClaimRow, Line, Notice, Page, RefundToBox, ReviewLink};
use crate::say::{say, say_with};

/// The order page. Reached only by an unguessable address; never stored by a cache.
#[derive(Debug, Clone, Serialize)]
pub struct Order {
    pub number: String,
    pub placed_at: DateTime<Utc>,
    /// Shown right after the order was placed.
    pub fresh: bool,
    pub state: OrderState,
    /// Money came that did not pay the order: what happens to it.
    pub stray: Option<String>,
    pub steps: Vec<Step>,
    /// While the deposit is awaited.
    pub account: Option<Account>,
    /// While it is to be paid in a window.
    pub pay: Option<PayBox>,
    pub parcels: Vec<Parcel>,
    pub lines: Vec<Line>,
    pub amounts: Amounts,
    /// Won given back so far.
    pub refunded: i64,
    /// Where money of its deposit goes back to, once some does.
    pub refund_to: Option<RefundToBox>,
    /// Absent = erased.
    pub recipient: Option<Recipient>,
    /// Where the cancel form goes, while the order waits for its deposit.
    pub cancel: Option<String>,
    /// The deposit is held in escrow until the goods arrive.
    pub escrow: bool,
    /// Its cash receipt, in words.
    pub cash_receipt: Option<String>,
    /// What was cancelled, is sent back, went back.
    pub claims: Vec<ClaimRow>,
    pub actions: Actions,
    pub notice: Option<Notice>,
}

/// What the buyer can do with the order. Absent: not now.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Actions {
    /// Where the purchase is confirmed.
    pub confirm: Option<String>,
    /// Days after which it confirms itself.
    pub confirm_days: u32,
    /// The form that cancels what was paid and not sent.
    pub cancel: Option<String>,
    /// The form that changes it before it is sent.
    pub change: Option<String>,
    /// Orders that were added to it, or that it was added to.
    pub links: Vec<OrderLink>,
    /// The form that asks for a return or an exchange.
    pub give_back: Option<String>,
    pub receipt: String,
    /// The form that asks the shop about this order.
    pub ask: String,
    /// What arrived and may be judged.
    pub reviews: Vec<ReviewLink>,
}

/// Another order that belongs to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderLink {
    pub text: String,
    pub href: String,
}

/// Where the order stands, in the shop's words.
#[derive(Debug, Clone, Serialize)]
pub struct OrderState {
    /// `waiting`, `paid`, `preparing`, `shipped`, `delivered`, `cancelled`…: the stamp's look.
    pub code: String,
    /// The stamp: 입금 대기, 결제 완료… A blank is where it may break.
    pub stamp: String,
    pub headline: String,
    pub detail: String,
}

/// A step of the way.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    pub label: String,
    pub state: StepState,
    pub at: Option<DateTime<Utc>>,
}

/// Whether a step lies behind, is now, or lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Done,
    Now,
    Ahead,
}

/// The virtual account to pay into.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub bank: String,
    pub number: String,
    pub holder: String,
    /// Won, to the won.
    pub amount: i64,
    pub deadline: DateTime<Utc>,
    /// What is left, in words.
    pub remaining: String,
}

/// The window to pay in.
#[derive(Debug, Clone, Serialize)]
pub struct PayBox {
    /// Whose.
    pub provider: String,
    /// Won.
    pub amount: i64,
    /// Until when the order waits.
    pub deadline: DateTime<Utc>,
    /// The provider was asked for the money, and nobody knows its answer yet.
    pub unsure: bool,
    /// Where the form goes that opens it.
    pub href: String,
}

/// A parcel on its way.
#[derive(Debug, Clone, Serialize)]
pub struct Parcel {
    pub carrier: String,
    pub invoice: String,
    /// The carrier's own tracking page.
    pub tracking: Option<String>,
    pub shipped_at: DateTime<Utc>,
    pub delivered: bool,
    /// What is inside, in words.
    pub contents: Vec<String>,
}

/// Who receives; from the vault.
#[derive(Debug, Clone, Serialize)]
pub struct Recipient {
    pub orderer: String,
    pub name: String,
    pub phone: String,
    pub postcode: String,
    pub address: String,
    pub memo: Option<String>,
    /// Where whoever is not known to have ordered it says that they did; all of this is masked until then.
    pub door: Option<String>,
}

impl Order {
    /// The way of an order that nothing happened to; `now` is the index of the step it is at.
    #[must_use]
    pub fn way(lang: Language, now: usize, times: &[Option<DateTime<Utc>>]) -> Vec<Step> {
        ["waiting", "paid", "preparing", "shipped", "delivered"]
            .iter()
            .enumerate()
            .map(|(index, step)| Step {
                label: say(lang, &format!("step-{step}")),
                state: match index.cmp(&now) {
                    std::cmp::Ordering::Less => StepState::Done,
                    std::cmp::Ordering::Equal => StepState::Now,
                    std::cmp::Ordering::Greater => StepState::Ahead,
                },
                at: times.get(index).copied().flatten(),
            })
            .collect()
    }
}

impl Page for Order {
    const TEMPLATE: &'static str = "order";
    const SHEETS: &'static [&'static str] = &["order", "care", "follow"];

    fn title(&self, lang: Language) -> String {
        say_with(
            lang,
            "order-title",
            &[("number", self.number.clone().into())],
        )
    }

    fn samples() -> Vec<Self> {
        vec![
            Self::waiting(),
            Self::to_pay(),
            Self::shipped(),
            Self::cancelled(),
        ]
    }
}
