//! Money, numbers and times as the reader writes them. Times are Korean for everybody.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Asia::Seoul;

use crate::theme::Language;

/// `12,345`
pub fn number(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::from(if amount < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12,345원`, `₩12,345`
pub fn won(amount: i64, language: Language) -> String {
    match (language, number(amount)) {
        (Language::Ko, number) => format!("{number}원"),
        (Language::En, number) => match number.strip_prefix('−') {
            Some(number) => format!("−₩{number}"),
            None => format!("₩{number}"),
        },
    }
}

/// `2026년 11월 26일 (목)`, `Thu, 26 Nov 2026`
pub fn day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Ko => format!(
            "{}년 {}월 {}일 ({})",
            day.year(),
            day.month(),
            day.day(),
            weekday(day)
        ),
        Language::En => day.format("%a, %-d %b %Y").to_string(),
    }
}

/// `11월 26일 (목)`, `Thu, 26 Nov`: for a day near by.
pub fn short_day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Ko => format!("{}월 {}일 ({})", day.month(), day.day(), weekday(day)),
        Language::En => day.format("%a, %-d %b").to_string(),
    }
}

/// `2026년 11월 26일 (목) 14:30`, `Thu, 26 Nov 2026, 14:30 KST`
pub fn time(at: DateTime<Utc>, language: Language) -> String {
    let at = at.with_timezone(&Seoul);
    let (hour, minute) = (at.hour(), at.minute());
    let day = day(at.date_naive(), language);
    match language {
        Language::Ko => format!("{day} {hour:02}:{minute:02}"),
        Language::En => format!("{day}, {hour:02}:{minute:02} KST"),
    }
}

/// 월, 화, …
pub fn weekday(day: NaiveDate) -> &'static str {
    let place = day.weekday().num_days_from_monday() as usize;
    ["월", "화", "수", "목", "금", "토", "일"]
        .get(place)
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn money_is_written_as_the_reader_writes_it() {
        assert_eq!(won(1_234_567, Language::Ko), "1,234,567원");
        assert_eq!(won(-900, Language::Ko), "−900원");
        assert_eq!(won(-1_900, Language::En), "−₩1,900");
        assert_eq!(won(0, Language::En), "₩0");
        assert_eq!(number(i64::MIN), "−9,223,372,036,854,775,808");
    }

    #[test]
    fn times_are_korean_for_everybody() {
        let at = Utc.with_ymd_and_hms(2026, 11, 25, 15, 30, 59).unwrap();
        assert_eq!(time(at, Language::Ko), "2026년 11월 26일 (목) 00:30");
        assert_eq!(time(at, Language::En), "Thu, 26 Nov 2026, 00:30 KST");
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        assert_eq!(super::day(day, Language::Ko), "2026년 11월 1일 (일)");
        assert_eq!(short_day(day, Language::En), "Sun, 1 Nov");
    }
}
