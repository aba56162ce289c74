//! An order's whole history, and the order as it stood at any moment of it.
//!
//! Two clocks run: when something happened, and when the shop came to know. An auditor may
//! ask by either.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use cqrs_es::Aggregate;
use domain::order::{Order, OrderEvent};
use domain::payment::{Payment, PaymentEvent};
use domain::{Meta, OrderId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Cursor, Recorded};

use crate::{Shop, ShopError};

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
    /// What it says.
    pub data: Value,
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

/// One difference between two moments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where, as a path: `order.lines.0.shipped`.
    pub path: String,
    /// What it was; none if it was not there.
    pub before: Option<Value>,
    /// What it is; none if it is gone.
    pub after: Option<Value>,
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
        let mut entries = orders
            .into_iter()
            .chain(payments)
            .map(entry)
            .collect::<Result<Vec<_>, _>>()
            .map_err(ShopError::bug)?;
        entries.sort_by_key(|entry| (entry.cursor, entry.version));
        Ok(Some(Trail {
            order: order.clone(),
            entries,
        }))
    }
}

fn entry(recorded: Recorded) -> Result<Entry, String> {
    let whole = |error: &dyn std::fmt::Display| {
        format!(
            "{} {} #{}: {error}",
            recorded.kind, recorded.id, recorded.sequence
        )
    };
    let map: HashMap<String, String> =
        serde_json::from_str(&recorded.metadata).map_err(|error| whole(&error))?;
    let meta = Meta::from_map(&map).ok_or_else(|| whole(&"its metadata is incomplete"))?;
    let data = serde_json::from_str(&recorded.payload).map_err(|error| whole(&error))?;
    Ok(Entry {
        version: recorded.sequence,
        event: recorded.event_type,
        data,
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
                .map_or(Ok(Value::Null), |it| serde_json::to_value(it))
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
    let event = E::deserialize(&entry.data).map_err(ShopError::bug)?;
    state.apply(event);
    Ok(())
}

fn compare(path: &str, before: Option<&Value>, after: Option<&Value>, into: &mut Vec<Change>) {
    let step = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let mut keys: Vec<_> = old.keys().chain(new.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                compare(&step(key), old.get(key), new.get(key), into);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for place in 0..old.len().max(new.len()) {
                compare(
                    &step(&place.to_string()),
                    old.get(place),
                    new.get(place),
                    into,
                );
            }
        }
        (before, after) if before != after => into.push(Change {
            path: path.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        }),
        _ => {}
    }
}
