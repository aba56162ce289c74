//! What templates may call: Korean money and time, and addresses that are safe to build.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::{Asia::Seoul, Tz};
use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Registers every helper but `asset`, which needs the files' hashes.
pub fn register(engine: &mut Handlebars<'_>) {
    engine.register_helper("won", Box::new(won_helper));
    engine.register_helper("date", Box::new(date_helper));
    engine.register_helper("datetime", Box::new(datetime_helper));
    engine.register_helper("clock", Box::new(clock_helper));
    engine.register_helper("iso", Box::new(iso_helper));
    engine.register_helper("url", Box::new(url_helper));
}

/// 12345 → `12,345`. The template adds 원.
#[must_use]
pub fn won(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    if amount < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2026년 8월 1일 (토)` in KST.
#[must_use]
pub fn date(at: DateTime<Utc>) -> String {
    let day = at.with_timezone(&Seoul);
    format!(
        "{}년 {}월 {}일 ({})",
        day.year(),
        day.month(),
        day.day(),
        weekday(&day)
    )
}

/// `8월 1일 (토) 15:04` in KST.
#[must_use]
pub fn datetime(at: DateTime<Utc>) -> String {
    let day = at.with_timezone(&Seoul);
    format!(
        "{}월 {}일 ({}) {:02}:{:02}",
        day.month(),
        day.day(),
        weekday(&day),
        day.hour(),
        day.minute()
    )
}

/// `2026-08-01 15:04:05.123` in KST, for auditors.
#[must_use]
pub fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Seoul)
        .format("%Y-%m-%d %H:%M:%S%.3f")
        .to_string()
}

/// Percent-encodes one path segment or query value.
#[must_use]
pub fn url(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn weekday(day: &DateTime<Tz>) -> &'static str {
    ["월", "화", "수", "목", "금", "토", "일"]
        .get(day.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or("")
}

type Out<'a> = &'a mut dyn Output;

fn first<'a>(helper: &'a Helper<'_>) -> &'a Value {
    helper.param(0).map_or(&Value::Null, |param| param.value())
}

fn wrong(helper: &Helper<'_>, wanted: &str) -> handlebars::RenderError {
    let text = format!("`{}` wants {wanted}, got {}", helper.name(), first(helper));
    RenderErrorReason::Other(text).into()
}

fn time(helper: &Helper<'_>) -> Result<DateTime<Utc>, handlebars::RenderError> {
    first(helper)
        .as_str()
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(|| wrong(helper, "a time"))
}

fn won_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    let amount = first(h).as_i64().ok_or_else(|| wrong(h, "won"))?;
    Ok(out.write(&won(amount))?)
}

fn date_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    Ok(out.write(&date(time(h)?))?)
}

fn datetime_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    Ok(out.write(&datetime(time(h)?))?)
}

fn clock_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    Ok(out.write(&clock(time(h)?))?)
}

fn iso_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    Ok(out.write(&time(h)?.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))?)
}

fn url_helper(
    h: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: Out<'_>,
) -> HelperResult {
    let text = first(h).as_str().ok_or_else(|| wrong(h, "a text"))?;
    Ok(out.write(&url(text))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn money_is_grouped_by_thousands() {
        assert_eq!(won(0), "0");
        assert_eq!(won(999), "999");
        assert_eq!(won(1_000), "1,000");
        assert_eq!(won(-1_234_567), "−1,234,567");
    }

    #[test]
    fn times_are_shown_in_seoul() {
        let at = Utc.with_ymd_and_hms(2026, 7, 31, 15, 30, 0).unwrap();
        assert_eq!(date(at), "2026년 8월 1일 (토)");
        assert_eq!(datetime(at), "8월 1일 (토) 00:30");
    }

    #[test]
    fn an_address_part_cannot_leave_its_place() {
        assert_eq!(url("a/b?c=&d#e 가"), "a%2Fb%3Fc%3D%26d%23e%20%EA%B0%80");
    }
}
