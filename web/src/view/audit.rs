//! The audit page: an order's events on both clocks, and its state at any moment.

use domain::OrderId;
use serde_json::Value;
use shop::ShopError;
use shop::audit::{Change as Changed, Entry, Moment, Trail};

use crate::pages::{Audit, AuditEvent, Change, Notice, StateFact};

/// What was asked of the page.
pub struct Question {
    /// The moment to show.
    pub moment: Moment,
    /// That moment as typed, for the form.
    pub typed: String,
    /// That moment is by the log's clock: as the shop knew it.
    pub known: bool,
    /// Versions to compare.
    pub compare: Option<(i64, i64)>,
    /// What of the question could not be answered as asked, in words.
    pub doubt: Option<String>,
}

/// The page.
///
/// # Errors
/// An event of the trail cannot be folded.
pub fn audit(order: &OrderId, trail: &Trail, question: Question) -> Result<Audit, ShopError> {
    let snapshot = trail.at(question.moment)?;
    let version = snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
    let state = snapshot.map(serde_json::to_value).transpose();
    let state = state.map_err(|error| ShopError::Bug(error.to_string()))?;
    let changes = match question.compare {
        Some((from, to)) => trail.diff(Moment::Version(from), Moment::Version(to))?,
        None => Vec::new(),
    };
    let mut facts = Vec::new();
    flatten("", state.as_ref().unwrap_or(&Value::Null), &mut facts);
    // The whole before its parts: status, version and sums stand first.
    facts.sort_by_key(|fact| fact.path.contains('.'));
    Ok(Audit {
        order: order.to_string(),
        versions: trail.versions(),
        version,
        at: question.typed,
        known: question.known,
        events: trail
            .entries
            .iter()
            .map(|entry| event(order, entry, question.moment, version))
            .collect(),
        notice: question.doubt.map(Notice::warning).or_else(|| {
            let nothing = || Notice::warning("그때에는 아직 주문이 없었습니다.");
            facts.is_empty().then(nothing)
        }),
        state: facts,
        from: question.compare.map(|(from, _)| from),
        to: question.compare.map(|(_, to)| to),
        changes: changes.iter().map(change).collect(),
    })
}

fn event(order: &OrderId, entry: &Entry, moment: Moment, version: i64) -> AuditEvent {
    let own = entry.aggregate == "order";
    let causes = [entry.cause.as_deref(), entry.correlation.as_deref()];
    AuditEvent {
        stream: entry.aggregate.clone(),
        sequence: entry.version,
        name: entry.event.clone(),
        occurred_at: entry.occurred_at,
        recorded_at: entry.recorded_at,
        actor: entry.actor.clone(),
        channel: entry.channel.clone(),
        cause: causes.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        payload: serde_json::to_string_pretty(&entry.data).unwrap_or_default(),
        later: match moment {
            Moment::Latest => false,
            Moment::Version(_) => own && entry.version > version,
            Moment::Occurred(time) => entry.occurred_at > time,
            Moment::Known(time) => entry.recorded_at > time,
        },
        href: own.then(|| format!("/audit/orders/{order}?version={}", entry.version)),
    }
}

fn change(from: &Changed) -> Change {
    let text = |value: &Option<Value>| value.as_ref().map_or_else(|| "—".to_owned(), plain);
    Change {
        path: from.path.clone(),
        before: text(&from.before),
        after: text(&from.after),
    }
}

/// Every leaf of a state with its path, in the state's own order.
fn flatten(path: &str, value: &Value, into: &mut Vec<StateFact>) {
    let step = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    };
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| flatten(&step(key), value, into)),
        Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                flatten(&step(&place.to_string()), value, into);
            }
        }
        Value::Null => {}
        leaf => into.push(StateFact {
            path: path.to_owned(),
            value: plain(leaf),
        }),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
