//! What templates may call: words, money and time in the reader's language, and addresses that are safe
//! to build. Each answers a value, so that it may stand inside another call; the engine escapes what is written.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::{Asia::Seoul, Tz};
use fluent_templates::fluent_bundle::FluentValue;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use letters::Language;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::assets::Assets;
use crate::say::{self, Facts};

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A helper's work: the call and the reader's language, to a text or to what was wrong with the call.
type Work = fn(&Helper<'_>, Language) -> Result<String, String>;

/// Registers every helper, for readers of one language.
pub fn register(engine: &mut Handlebars<'_>, lang: Language, assets: &Assets) {
    let all: [(&str, Work); 7] = [
        ("t", sentence),
        ("won", |h, _| Ok(won(whole(h)?))),
        ("money", |h, lang| Ok(money(whole(h)?, lang))),
        ("date", |h, lang| Ok(date(time(h)?, lang))),
        ("datetime", |h, lang| Ok(datetime(time(h)?, lang))),
        ("clock", |h, _| Ok(clock(time(h)?))),
        ("iso", |h, _| Ok(iso(time(h)?))),
    ];
    for (name, work) in all {
        engine.register_helper(name, Box::new(Call { work, lang }));
    }
    let work = |h: &Helper<'_>, _| Ok(url(first(h).as_str().ok_or("wants a text")?));
    engine.register_helper("url", Box::new(Call { work, lang }));
    engine.register_helper("asset", Box::new(Address(assets.clone())));
}

struct Call {
    work: Work,
    lang: Language,
}

impl HelperDef for Call {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        (self.work)(h, self.lang)
            .map(|text| ScopedJson::Derived(text.into()))
            .map_err(|wrong| {
                let text = format!("`{}`: {wrong}, got {}", h.name(), first(h));
                RenderErrorReason::Other(text).into()
            })
    }
}

/// `{{asset "css/base.css"}}` → the file's hashed address; `{{asset "themes" frame.theme "logo.svg"}}`
/// joins its parts.
struct Address(Assets);

impl HelperDef for Address {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let parts = h.params().iter().filter_map(|part| part.value().as_str());
        let name = parts.collect::<Vec<_>>().join("/");
        let found = self.0.address(&name).map(ToOwned::to_owned);
        let missing = || RenderErrorReason::Other(format!("no asset named `{name}`"));
        Ok(ScopedJson::Derived(found.ok_or_else(missing)?.into()))
    }
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

/// 12345 → `12,345원` or `₩12,345`.
#[must_use]
pub fn money(amount: i64, lang: Language) -> String {
    match lang {
        Language::Ko => format!("{}원", won(amount)),
        Language::En if amount < 0 => format!("−₩{}", won(-amount)),
        Language::En => format!("₩{}", won(amount)),
    }
}

/// `2026년 8월 1일 (토)` or `Sat, 1 Aug 2026`, in KST.
#[must_use]
pub fn date(at: DateTime<Utc>, lang: Language) -> String {
    let day = at.with_timezone(&Seoul);
    if lang == Language::En {
        return day.format("%a, %-d %b %Y").to_string();
    }
    format!(
        "{}년 {}월 {}일 ({})",
        day.year(),
        day.month(),
        day.day(),
        weekday(&day)
    )
}

/// `8월 1일 (토) 15:04` or `Sat, 1 Aug, 15:04`, in KST.
#[must_use]
pub fn datetime(at: DateTime<Utc>, lang: Language) -> String {
    let day = at.with_timezone(&Seoul);
    if lang == Language::En {
        return day.format("%a, %-d %b, %H:%M").to_string();
    }
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

/// `2026-08-01T06:04:05Z`, for programs.
fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
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

fn first<'a>(helper: &'a Helper<'_>) -> &'a Value {
    helper.param(0).map_or(&Value::Null, |param| param.value())
}

fn whole(helper: &Helper<'_>) -> Result<i64, String> {
    first(helper).as_i64().ok_or_else(|| "wants won".into())
}

fn time(helper: &Helper<'_>) -> Result<DateTime<Utc>, String> {
    first(helper)
        .as_str()
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(|| "wants a time".into())
}

/// `{{t "key" name=fact}}`: a sentence of `locales/`.
fn sentence(helper: &Helper<'_>, lang: Language) -> Result<String, String> {
    let key = first(helper).as_str().ok_or("wants a key")?;
    let facts = helper.hash().iter().map(|(name, fact)| {
        let value = match fact.value() {
            Value::String(text) => FluentValue::from(text.clone()),
            Value::Number(number) => FluentValue::from(number.as_i64().unwrap_or_default()),
            other => return Err(format!("`{name}` is neither text nor number: {other}")),
        };
        Ok((Cow::Owned((*name).to_owned()), value))
    });
    let facts: Facts = facts.collect::<Result<_, String>>()?;
    say::sentence(lang, key, Some(&facts))
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
        assert_eq!(money(12_000, Language::Ko), "12,000원");
        assert_eq!(money(-12_000, Language::En), "−₩12,000");
    }

    #[test]
    fn times_are_shown_in_seoul() {
        let at = Utc.with_ymd_and_hms(2026, 7, 31, 15, 30, 0).unwrap();
        assert_eq!(date(at, Language::Ko), "2026년 8월 1일 (토)");
        assert_eq!(datetime(at, Language::Ko), "8월 1일 (토) 00:30");
        assert_eq!(date(at, Language::En), "Sat, 1 Aug 2026");
        assert_eq!(datetime(at, Language::En), "Sat, 1 Aug, 00:30");
    }

    #[test]
    fn an_address_part_cannot_leave_its_place() {
        assert_eq!(url("a/b?c=&d#e 가"), "a%2Fb%3Fc%3D%26d%23e%20%EA%B0%80");
    }
}
