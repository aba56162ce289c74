//! The time left to pay, in words.

use chrono::{DateTime, TimeDelta, Utc};
use letters::Language;

use crate::say::say_with;

/// `3일 4시간 남음`; nothing finer than what helps. Past deadlines say so.
#[must_use]
pub fn remaining(lang: Language, now: DateTime<Utc>, deadline: DateTime<Utc>) -> String {
    let left = deadline - now;
    let (days, hours) = (left.num_days(), left.num_hours() % 24);
    let minutes = left.num_minutes() % 60;
    let say = |key: &str, facts: &[(&'static str, i64)]| {
        let facts: Vec<_> = facts
            .iter()
            .map(|(name, value)| (*name, (*value).into()))
            .collect();
        say_with(lang, key, &facts)
    };
    match (days, hours) {
        _ if left <= TimeDelta::zero() => say("left-over", &[]),
        (0, 0) => say("left-minutes", &[("minutes", minutes.max(1))]),
        (0, _) => say("left-hours", &[("hours", hours), ("minutes", minutes)]),
        _ => say("left-days", &[("days", days), ("hours", hours)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_in_words() {
        let now = DateTime::from_timestamp(1_785_542_400, 0).unwrap();
        assert_eq!(
            remaining(Language::Ko, now, now + TimeDelta::hours(76)),
            "3일 4시간 남음"
        );
        assert_eq!(
            remaining(Language::Ko, now, now + TimeDelta::minutes(61)),
            "1시간 1분 남음"
        );
        assert_eq!(
            remaining(Language::Ko, now, now + TimeDelta::seconds(20)),
            "1분 남음"
        );
        assert_eq!(remaining(Language::Ko, now, now), "기한이 지났습니다");
    }
}
