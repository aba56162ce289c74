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
        (Some(Value::Array(old)), Some(Value::Array(new)))
            if old.iter().chain(new).all(is_plain) && compare_sets(path, old, new, into) => {}
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

fn is_plain(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// Adds what went and what came. Plain values have no place of their own: one that comes in front
/// changes none of the others. False if all of them stayed, whatever their order.
fn compare_sets(path: &str, old: &[Value], new: &[Value], into: &mut Vec<Change>) -> bool {
    let (mut gone, mut come) = (Vec::new(), new.to_vec());
    for value in old {
        match come.iter().position(|other| other == value) {
            Some(place) => drop(come.remove(place)),
            None => gone.push(value.clone()),
        }
    }
    let changed = !gone.is_empty() || !come.is_empty();
    let change = |before, after| Change {
        path: path.to_owned(),
        before,
        after,
    };
    into.extend(gone.into_iter().map(|value| change(Some(value), None)));
    into.extend(come.into_iter().map(|value| change(None, Some(value))));
    changed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn changes(before: &Value, after: &Value) -> Vec<(String, Option<Value>, Option<Value>)> {
        let mut into = Vec::new();
        compare("", Some(before), Some(after), &mut into);
        into.into_iter()
            .map(|change| (change.path, change.before, change.after))
            .collect()
    }

    #[test]
    fn a_notice_that_comes_in_front_changes_none_of_the_others() {
        let (before, after) = (json!({"notices": ["B"]}), json!({"notices": ["A", "B"]}));
        let path = || "notices".to_owned();
        let a = || Some(json!("A"));
        assert_eq!(changes(&before, &after), [(path(), None, a())]);
        assert_eq!(changes(&after, &before), [(path(), a(), None)]);
        assert_eq!(changes(&after, &after), []);
    }

    #[test]
    fn lines_keep_their_places_and_an_order_that_changed_is_seen() {
        let shipped = |pieces: [u32; 2]| json!(pieces.map(|pieces| json!({ "shipped": pieces })));
        let changed = changes(&shipped([0, 1]), &shipped([1, 1]));
        assert_eq!(
            changed,
            [("0.shipped".to_owned(), Some(json!(0)), Some(json!(1)))]
        );
        assert_eq!(changes(&json!([1, 2]), &json!([2, 1])).len(), 2);
    }
}
