//! What counts as a sale and as a refund, and on which day.
//!
//! A sale counts when it is paid, a refund when the money went back, each on its own Korean
//! day. Discounts are inside a line's amount; charges and gifts are facts of their own.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::ClaimId;
use domain::credit::CreditNote;
use domain::order::{OrderDraft, RefundPlan};
use serde::{Deserialize, Serialize};

use super::charges::{GRANT, split};
use super::ledger::{Amounts, Entry, Item, Ledger};
use crate::event::Event;

/// The category of what is not goods.
const CHARGE: &str = "charge";
/// The category of gifts.
const GIFT: &str = "gift";

/// What sales must remember of an order until it is paid, and for its refunds.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Sold {
    store: String,
    channel: String,
    country: String,
    lines: Vec<SoldLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    charges: Vec<(String, i64)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gifts: Vec<(String, u32)>,
    /// Won of the charges that went back.
    #[serde(default)]
    charges_back: i64,
    /// Claims that give money without anything coming back, until they are paid.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    grants: BTreeSet<ClaimId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SoldLine {
    sku: String,
    product: String,
    category: String,
    units: u32,
    net: i64,
}

impl Sold {
    /// What an order is to be sold as.
    pub(super) fn of(draft: &OrderDraft) -> Self {
        let quote = &draft.quote;
        let lines = quote.lines.iter().map(|line| SoldLine {
            sku: line.sku.to_string(),
            product: line.product.to_string(),
            category: line.category.to_string(),
            units: line.quantity,
            net: line.net.0,
        });
        Self {
            store: draft.store.to_string(),
            channel: draft.channel.to_string(),
            country: draft.country.clone(),
            lines: lines.collect(),
            charges: quote
                .charges
                .iter()
                .map(|charge| (charge.code.clone(), charge.amount.0))
                .collect(),
            gifts: quote
                .gifts
                .iter()
                .map(|gift| (gift.sku.to_string(), gift.quantity))
                .collect(),
            ..Self::default()
        }
    }

    /// The facts of its payment.
    pub(super) fn sale(&self, event: &Event, at: DateTime<Utc>, ledger: &mut Ledger) {
        let mut entry = self.entry("sale", event, at);
        for line in &self.lines {
            ledger.add(
                &mut entry,
                Item::goods(line),
                Amounts {
                    units: line.units,
                    gross: line.net,
                    ..Amounts::ZERO
                },
            );
        }
        for (sku, units) in &self.gifts {
            let gift = Item {
                sku,
                product: None,
                category: GIFT,
            };
            ledger.add(
                &mut entry,
                gift,
                Amounts {
                    units: *units,
                    ..Amounts::ZERO
                },
            );
        }
        for (code, amount) in &self.charges {
            ledger.add(
                &mut entry,
                Item::charge(code),
                Amounts {
                    gross: *amount,
                    ..Amounts::ZERO
                },
            );
        }
    }

    /// Money is promised without anything coming back.
    pub(super) fn granted(&mut self, claim: &ClaimId) {
        self.grants.insert(claim.clone());
    }

    /// The facts of a refund; fails on a line that the order does not have.
    pub(super) fn refund(
        &mut self,
        event: &Event,
        claim: &ClaimId,
        plan: &RefundPlan,
        at: DateTime<Utc>,
        ledger: &mut Ledger,
    ) -> Result<(), &'static str> {
        let charges: Vec<i64> = self.charges.iter().map(|(_, amount)| *amount).collect();
        let back = if self.grants.remove(claim) {
            split(&[], 0, plan.charges.0)
        } else {
            split(&charges, self.charges_back, plan.charges.0)
        };
        self.charges_back += back.charges.iter().sum::<i64>();
        let mut entry = self.entry("refund", event, at);
        for part in &plan.lines {
            let line = self
                .lines
                .get(part.line as usize)
                .ok_or("refunds a line that was not sold")?;
            let back = Amounts {
                refund_units: part.quantity,
                refunds: part.amount.0,
                ..Amounts::ZERO
            };
            ledger.add(&mut entry, Item::goods(line), back);
        }
        let codes = self.charges.iter().map(|(code, _)| code.as_str());
        let parts = codes.zip(back.charges).chain([(GRANT, back.beside)]);
        for (code, refunds) in parts.filter(|(_, won)| *won != 0) {
            let won = Amounts {
                refunds,
                ..Amounts::ZERO
            };
            ledger.add(&mut entry, Item::charge(code), won);
        }
        Ok(())
    }

    fn entry<'a>(&'a self, kind: &'static str, event: &'a Event, at: DateTime<Utc>) -> Entry<'a> {
        Entry {
            event,
            kind,
            document: &event.stream,
            store: &self.store,
            channel: &self.channel,
            country: &self.country,
            at,
            part: 0,
        }
    }
}

/// The facts of a credit.
pub(super) fn credit(event: &Event, note: &CreditNote, ledger: &mut Ledger) {
    let channel = note.channel.to_string();
    let mut entry = Entry {
        event,
        kind: "credit",
        document: note.reference.as_str(),
        store: note.store.as_str(),
        channel: &channel,
        country: &note.country,
        at: note.at,
        part: 0,
    };
    for line in &note.lines {
        let item = Item {
            sku: line.sku.as_str(),
            product: None,
            category: line.category.as_str(),
        };
        let back = Amounts {
            refund_units: line.quantity,
            refunds: line.amount.0,
            ..Amounts::ZERO
        };
        ledger.add(&mut entry, item, back);
    }
}

impl<'a> Item<'a> {
    fn charge(code: &'a str) -> Self {
        Self {
            sku: code,
            product: None,
            category: CHARGE,
        }
    }

    fn goods(line: &'a SoldLine) -> Self {
        Self {
            sku: &line.sku,
            product: Some(&line.product),
            category: &line.category,
        }
    }
}
