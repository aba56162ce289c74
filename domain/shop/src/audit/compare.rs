//! What differs between two states, field by field.

use serde::Serialize;
use serde_json::Value;

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

/// Adds all differences below `path`.
pub(super) fn compare(
    path: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    into: &mut Vec<Change>,
) {
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
