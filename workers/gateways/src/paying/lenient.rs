//! Reading what providers change without notice: `null` for nothing, numbers as texts, times in Korean
//! time with and without an offset. What is no money and no id never makes an answer unreadable.

use chrono::{DateTime, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// `null` is nothing. With `#[serde(default)]`, so is what is missing.
pub(crate) fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A whole number, also as a text; anything else is 0.
pub(crate) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    Ok(whole(&Value::deserialize(from)?).unwrap_or(0))
}

/// Won, also as a text; anything else is none. Not for the amounts that decide.
pub(crate) fn won<'de, D: Deserializer<'de>>(from: D) -> Result<Won, D::Error> {
    number(from).map(Won)
}

/// A text, also from a number.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A time; what cannot be read is none.
pub(crate) fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let said = Value::deserialize(from)?;
    Ok(said.as_str().and_then(instant))
}

/// `2026-08-01T09:31:07+09:00`, or without offset and with a space instead of `T`: then in Korean time.
pub(crate) fn instant(said: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(said) {
        return Some(at.to_utc());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
    let mut read = formats
        .iter()
        .filter_map(|format| NaiveDateTime::parse_from_str(said, format).ok());
    Some(
        Seoul
            .from_local_datetime(&read.next()?)
            .earliest()?
            .to_utc(),
    )
}

fn whole(said: &Value) -> Option<i64> {
    match said {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Told {
        #[serde(default, deserialize_with = "number")]
        months: i64,
        #[serde(default, deserialize_with = "time")]
        at: Option<DateTime<Utc>>,
        #[serde(default, deserialize_with = "text")]
        code: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        list: Vec<i64>,
    }

    fn read(said: &str) -> Told {
        serde_json::from_str(said).unwrap()
    }

    #[test]
    fn times_are_korean_unless_they_say_otherwise() {
        let nine: DateTime<Utc> = "2026-08-01T00:31:07Z".parse().unwrap();
        for said in [
            "2026-08-01T09:31:07+09:00",
            "2026-08-01T00:31:07Z",
            "2026-08-01T09:31:07",
            "2026-08-01T09:31:07.000000",
            "2026-08-01 09:31:07",
        ] {
            assert_eq!(instant(said), Some(nine), "{said}");
        }
        assert_eq!(instant("곧"), None);
    }

    #[test]
    fn small_oddities_do_not_spoil_an_answer() {
        let odd = read(r#"{"months":"3","at":"soon","code":8,"list":null}"#);
        assert_eq!((odd.months, odd.at), (3, None));
        assert_eq!((odd.code.as_deref(), odd.list.len()), (Some("8"), 0));
        let empty = read("{}");
        assert_eq!((empty.months, empty.code), (0, None));
    }
}
