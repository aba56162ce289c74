//! The time left to pay, in words.

use chrono::{DateTime, TimeDelta, Utc};

/// `3일 4시간 남음`; nothing finer than what helps. Past deadlines say so.
#[must_use]
pub fn remaining(now: DateTime<Utc>, deadline: DateTime<Utc>) -> String {
    let left = deadline - now;
    match (
        left.num_days(),
        left.num_hours() % 24,
        left.num_minutes() % 60,
    ) {
        _ if left <= TimeDelta::zero() => "기한이 지났습니다".into(),
        (0, 0, minutes) => format!("{}분 남음", minutes.max(1)),
        (0, hours, minutes) => format!("{hours}시간 {minutes}분 남음"),
        (days, hours, _) => format!("{days}일 {hours}시간 남음"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_in_words() {
        let now = DateTime::from_timestamp(1_785_542_400, 0).unwrap();
        assert_eq!(remaining(now, now + TimeDelta::hours(76)), "3일 4시간 남음");
        assert_eq!(
            remaining(now, now + TimeDelta::minutes(61)),
            "1시간 1분 남음"
        );
        assert_eq!(remaining(now, now + TimeDelta::seconds(20)), "1분 남음");
        assert_eq!(remaining(now, now), "기한이 지났습니다");
    }
}
