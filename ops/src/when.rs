//! Times and days as people type them: Korean unless they say otherwise.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Seoul;

/// A moment: `2026-01-03T12:00:00+09:00`, or in Korean time `2026-01-03 12:00[:30]`, or a day, which
/// means its beginning.
///
/// # Errors
/// A sentence with examples, for `--help`'s sake.
pub fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(text) {
        return Ok(exact.with_timezone(&Utc));
    }
    let local = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::MIN)))
        .ok_or("expected a time such as 2026-01-03T12:00:00+09:00 or '2026-01-03 12:00' (KST)")?;
    Seoul
        .from_local_datetime(&local)
        .single()
        .map(|moment| moment.with_timezone(&Utc))
        .ok_or_else(|| format!("{text} is not a time that Korean clocks showed once"))
}

/// A business day (KST), `2026-01-03`.
///
/// # Errors
/// A sentence with an example.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| "expected a day such as 2026-01-03".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_is_korean() {
        let korean = moment("2026-01-03 12:00").unwrap();
        assert_eq!(korean, moment("2026-01-03T03:00:00Z").unwrap());
    }

    #[test]
    fn a_day_begins_at_korean_midnight() {
        let midnight = moment("2026-01-03").unwrap();
        assert_eq!(midnight, moment("2026-01-02T15:00:00Z").unwrap());
    }

    #[test]
    fn nonsense_is_answered_with_an_example() {
        assert!(moment("tomorrow").unwrap_err().contains("2026-01-03"));
        assert!(day("3 January").unwrap_err().contains("2026-01-03"));
    }
}
