//! When an entry is due: cron lines read in Korean time.

use std::str::FromStr;

use chrono::{DateTime, SubsecRound, Utc};
use chrono_tz::Asia::Seoul;
use croner::Cron;

/// A cron line makes no sense: a fault of the table, found by its test.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{line}` is no cron line: {reason}")]
pub struct BadCron {
    line: String,
    reason: String,
}

/// Times looked at between two looks at most: a fault would be a cron line of every second.
const MOST: usize = 10_000;

/// The ticks after `after`, up to and including `until`, oldest first.
///
/// # Errors
/// The line is no cron line.
pub fn ticks(
    line: &str,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, BadCron> {
    let from = second(after);
    let times = cron(line)?.iter_after(from).take(MOST);
    Ok(times
        .map(|time| time.with_timezone(&Utc))
        .take_while(|time| *time <= until)
        .collect())
}

/// The next tick after a moment.
///
/// # Errors
/// The line is no cron line, or never due.
pub fn next(line: &str, after: DateTime<Utc>) -> Result<DateTime<Utc>, BadCron> {
    let found = cron(line)?.find_next_occurrence(&second(after), false);
    let found = found.map_err(|error| bad(line, &error))?;
    Ok(found.with_timezone(&Utc))
}

/// The last tick up to a moment, that moment included.
///
/// # Errors
/// The line is no cron line, or was never due.
pub fn last(line: &str, until: DateTime<Utc>) -> Result<DateTime<Utc>, BadCron> {
    let found = cron(line)?.find_previous_occurrence(&second(until), true);
    let found = found.map_err(|error| bad(line, &error))?;
    Ok(found.with_timezone(&Utc))
}

/// The whole second: the library would carry a fraction into every tick that it finds.
fn second(moment: DateTime<Utc>) -> DateTime<chrono_tz::Tz> {
    moment.trunc_subsecs(0).with_timezone(&Seoul)
}

fn cron(line: &str) -> Result<Cron, BadCron> {
    Cron::from_str(line).map_err(|error| bad(line, &error))
}

fn bad(line: &str, error: &dyn std::fmt::Display) -> BadCron {
    BadCron {
        line: line.to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ENTRIES;
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn midnight_is_korean_midnight() {
        let midnight = next("0 0 * * *", at("2026-11-22T14:59:59Z")).unwrap();
        assert_eq!(midnight, at("2026-11-22T15:00:00Z"));
        let after = next("0 0 * * *", midnight).unwrap();
        assert_eq!(after, at("2026-11-23T15:00:00Z"));
    }

    #[test]
    fn the_last_tick_is_that_of_the_day_that_ended_and_a_tick_is_its_own() {
        let midnight = at("2026-11-22T15:00:00Z");
        for until in [
            midnight,
            at("2026-11-23T14:59:59Z"),
            at("2026-11-23T02:10:44.5Z"),
        ] {
            assert_eq!(last("0 0 * * *", until).unwrap(), midnight, "{until}");
        }
    }

    #[test]
    fn ticks_are_whole_seconds_whenever_the_shop_was_opened() {
        let (opened, midnight) = (at("2026-11-22T14:59:59.7Z"), at("2026-11-22T15:00:00Z"));
        assert_eq!(
            ticks("0 0 * * *", opened, at("2026-11-22T15:00:01Z")).unwrap(),
            [midnight]
        );
        let after = at("2026-11-22T15:00:00.3Z");
        assert_eq!(
            next("0 0 * * *", after).unwrap(),
            at("2026-11-23T15:00:00Z")
        );
    }

    #[test]
    fn the_first_of_the_month_is_korea_s_first() {
        let first = next("0 3 1 * *", at("2026-11-25T00:00:00Z")).unwrap();
        assert_eq!(first, at("2026-11-30T18:00:00Z"));
    }

    #[test]
    fn a_tick_at_the_beginning_is_past_and_one_at_the_end_is_due() {
        let (from, to) = (at("2026-11-22T15:00:00Z"), at("2026-11-24T15:00:00Z"));
        let due = ticks("0 0 * * *", from, to).unwrap();
        assert_eq!(due, [at("2026-11-23T15:00:00Z"), to]);
        let none = ticks("0 0 * * *", to, from).unwrap();
        assert!(none.is_empty(), "a clock that went back");
    }

    #[test]
    fn every_line_of_the_table_is_due_some_day_and_every_name_is_there_once() {
        for (number, entry) in ENTRIES.iter().enumerate() {
            next(entry.cron, at("2026-11-22T15:00:00Z")).unwrap();
            let again = ENTRIES[..number]
                .iter()
                .any(|other| other.name == entry.name);
            assert!(!again, "{} twice", entry.name);
        }
        assert!(next("61 * * * *", at("2026-11-22T15:00:00Z")).is_err());
    }
}
