//! An order's whole history, and the order as it stood at any moment of it.
//!
//! Two clocks run: when something happened, and when the shop came to know. An auditor may
//! ask by either.

mod compare;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use cqrs_es::Aggregate;
use domain::order::{Order, OrderEvent};
use domain::payment::{Payment, PaymentEvent};
use domain::{Meta, OrderId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Cursor, Recorded, Upcasters, unreadable};

use self::compare::compare;
use crate::{Shop, ShopError};

pub use self::compare::Change;

/// Everything that is recorded of one order and its payment, in the order of the log.
#[derive(Debug, Clone)]
pub struct Trail {
    /// The order.
    pub order: OrderId,
    /// First recorded first.
    pub entries: Vec<Entry>,
}

/// One recorded event.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The aggregate: `order` or `payment`.
    pub aggregate: String,
    /// The event's number within its stream, from 1.
    pub version: i64,
    /// Its name.
    pub event: String,
    /// What it says, as it was recorded.
    pub data: Value,
    /// The same in the present shapes: one fact, unless a step from an old shape split, joined or
    /// dropped it.
    #[serde(skip)]
    pub facts: Vec<Value>,
    /// Who did it.
    pub actor: String,
    /// Through which door.
    pub channel: String,
    /// What led to it.
    pub cause: Option<String>,
    /// The request or run that it belongs to.
    pub correlation: Option<String>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When the shop came to know.
    pub recorded_at: DateTime<Utc>,
    /// Its place in the log.
    pub cursor: Cursor,
}

/// A moment in an order's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After everything.
    Latest,
    /// After this many events of the order itself.
    Version(i64),
    /// As it was at this time, by when things happened.
    Occurred(DateTime<Utc>),
    /// As the shop knew it at this time.
    Known(DateTime<Utc>),
}

/// An order and its payment as they stood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// Events of the order itself that are folded in.
    pub version: i64,
    /// The order's status, as tables name it.
    pub status: &'static str,
    /// What was captured, in won.
    pub captured: domain::Won,
    /// What was paid back, in won.
    pub refunded: domain::Won,
    /// The order.
    pub order: Order,
    /// Its payment.
    pub payment: Payment,
}

impl Shop {
    /// Everything recorded of an order; none if there is no such order.
    pub async fn trail(&self, order: &OrderId) -> Result<Option<Trail>, ShopError> {
        let payment = order.payment();
        let (orders, payments) = tokio::try_join!(
            self.ledger.history("order", order.as_str()),
            self.ledger.history("payment", payment.as_str()),
        )?;
        if orders.is_empty() {
            return Ok(None);
        }
        let upcasters = self.ledger.upcasters();
        let mut entries = read(orders, upcasters).map_err(ShopError::bug)?;
        entries.extend(read(payments, upcasters).map_err(ShopError::bug)?);
        entries.sort_by_key(|entry| (entry.cursor, entry.version));
        Ok(Some(Trail {
            order: order.clone(),
            entries,
        }))
    }
}

/// The events of one stream.
fn read(stream: Vec<Recorded>, upcasters: &Upcasters) -> Result<Vec<Entry>, String> {
    let present = upcasters.lift(stream.clone());
    let mut facts: HashMap<i64, Vec<Value>> = HashMap::new();
    for fact in present.map_err(|error| error.to_string())? {
        let data = parse(&fact, &fact.payload)?;
        facts.entry(fact.sequence).or_default().push(data);
    }
    let entry = |recorded: Recorded| {
        let facts = facts.remove(&recorded.sequence).unwrap_or_default();
        entry(recorded, facts)
    };
    stream.into_iter().map(entry).collect()
}

fn parse<T: DeserializeOwned>(of: &Recorded, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| whole(of, &unreadable(&error)))
}

fn whole(of: &Recorded, why: &str) -> String {
    format!("{} {} #{}: {why}", of.kind, of.id, of.sequence)
}

fn entry(recorded: Recorded, facts: Vec<Value>) -> Result<Entry, String> {
    let map: HashMap<String, String> = parse(&recorded, &recorded.metadata)?;
    let meta =
        Meta::from_map(&map).ok_or_else(|| whole(&recorded, "its metadata is incomplete"))?;
    let data = parse(&recorded, &recorded.payload)?;
    Ok(Entry {
        version: recorded.sequence,
        event: recorded.event_type,
        data,
        facts,
        actor: meta.actor.to_string(),
        channel: meta.channel.to_string(),
        cause: meta.cause,
        correlation: meta.correlation,
        occurred_at: meta.occurred_at,
        recorded_at: recorded.recorded_at,
        cursor: recorded.cursor,
        aggregate: recorded.kind,
    })
}

impl Trail {
    /// How many events the order itself has.
    pub fn versions(&self) -> i64 {
        self.entries
            .iter()
            .filter(|entry| entry.aggregate == "order")
            .count()
            .try_into()
            .unwrap_or(0)
    }

    /// The order and its payment as they stood; none if the order was not placed by then.
    pub fn at(&self, moment: Moment) -> Result<Option<Snapshot>, ShopError> {
        let (mut order, mut payment, mut version) = (Order::default(), Payment::default(), 0);
        for entry in self.until(moment) {
            if entry.aggregate == "order" {
                fold::<Order, OrderEvent>(&mut order, entry)?;
                version += 1;
            } else {
                fold::<Payment, PaymentEvent>(&mut payment, entry)?;
            }
        }
        Ok((version > 0).then(|| Snapshot {
            version,
            status: order.status().as_str(),
            captured: payment.captured(),
            refunded: payment.refunded(),
            order,
            payment,
        }))
    }

    /// What belongs to a moment. What the payment did before the next event of the order
    /// belongs to the order's version before it.
    fn until(&self, moment: Moment) -> impl Iterator<Item = &Entry> {
        let beyond = move |entry: &Entry| match moment {
            Moment::Version(last) => entry.aggregate == "order" && entry.version > last,
            _ => false,
        };
        self.entries
            .iter()
            .take_while(move |entry| !beyond(entry))
            .filter(move |entry| match moment {
                Moment::Latest | Moment::Version(_) => true,
                Moment::Occurred(time) => entry.occurred_at <= time,
                Moment::Known(time) => entry.recorded_at <= time,
            })
    }

    /// What changed between two moments, field by field.
    pub fn diff(&self, from: Moment, to: Moment) -> Result<Vec<Change>, ShopError> {
        let as_value = |moment| {
            self.at(moment)?
                .map_or(Ok(Value::Null), serde_json::to_value)
                .map_err(ShopError::bug)
        };
        let (before, after) = (as_value(from)?, as_value(to)?);
        let mut changes = Vec::new();
        compare("", Some(&before), Some(&after), &mut changes);
        Ok(changes)
    }
}

fn fold<A, E>(state: &mut A, entry: &Entry) -> Result<(), ShopError>
where
    A: Aggregate<Event = E>,
    E: DeserializeOwned,
{
    for fact in &entry.facts {
        let event = E::deserialize(fact);
        state.apply(event.map_err(|error| ShopError::bug(unreadable(&error)))?);
    }
    Ok(())
}
