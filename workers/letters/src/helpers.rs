//! What templates may call. Each answers a value, so that it may also stand inside another call; what
//! is written is always escaped by the engine.
//!
//! - `{{t "key" name=fact}}` a sentence of `locales/`
//! - `{{word "channel" code name=fact}}` the word for a code, or the code itself if there is no word for it
//! - `{{> part name=(fact buyer)}}` a fact for a part; by itself the engine would make nothing of one that
//!   does not exist
//! - `{{won amount}}`, `{{grouped count}}`, `{{time at}}`, `{{day date}}`, `{{short-day date}}`
//! - `{{link address}}` an address that may be clicked
//! - `{{#each (lines text)}}` a longer text by its lines
//! - `{{#if fact}}`, `{{#unless fact}}` as ever, but a name that does not exist is an error

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Asia::Seoul;
use fluent_templates::fluent_bundle::FluentValue;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable, ScopedJson,
};
use serde_json::Value;

use crate::theme::Language;
use crate::words::{self, Facts};
use crate::{clean, format};

/// A helper's work: the call and the language, to a value or to what was wrong with the call.
type Work = fn(&Helper<'_>, Language) -> Result<Value, String>;

/// A helper of one language.
struct Call {
    work: Work,
    language: Language,
}

/// Registers every helper.
pub fn register(engine: &mut Handlebars<'_>, language: Language) {
    let all: [(&str, Work); 10] = [
        ("t", sentence),
        ("word", word),
        ("fact", fact),
        ("won", |h, language| {
            Ok(format::won(whole(h)?, language).into())
        }),
        ("grouped", |h, _| Ok(format::number(whole(h)?).into())),
        ("time", |h, language| {
            Ok(format::time(moment(h)?, language).into())
        }),
        ("day", |h, language| {
            Ok(format::day(date(h)?, language).into())
        }),
        ("short-day", |h, language| {
            Ok(format::short_day(date(h)?, language).into())
        }),
        ("link", link),
        ("lines", |h, _| Ok(clean::lines(text(h, 0)?).into())),
    ];
    for (name, work) in all {
        engine.register_helper(name, Box::new(Call { work, language }));
    }
    engine.register_helper("if", Box::new(Strict { positive: true }));
    engine.register_helper("unless", Box::new(Strict { positive: false }));
}

impl HelperDef for Call {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        (self.work)(h, self.language)
            .map(ScopedJson::Derived)
            .map_err(|wrong| RenderErrorReason::Other(format!("`{}`: {wrong}", h.name())).into())
    }
}

/// `#if` and `#unless` that stop at a name that does not exist.
struct Strict {
    positive: bool,
}

impl HelperDef for Strict {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        r: &'reg Handlebars<'reg>,
        context: &'rc Context,
        rc: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let asked = h.param(0).filter(|param| !param.is_value_missing());
        let asked = asked.ok_or_else(|| {
            let name = h.param(0).and_then(|param| param.relative_path());
            RenderErrorReason::MissingVariable(name.cloned())
        })?;
        let chosen = if truthy(asked.value()) == self.positive {
            h.template()
        } else {
            h.inverse()
        };
        chosen.map_or(Ok(()), |template| template.render(r, context, rc, out))
    }
}

/// Nothing, no, zero and the empty are no.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

fn sentence(h: &Helper<'_>, language: Language) -> Result<Value, String> {
    let key = text(h, 0)?;
    let facts = facts(h, key)?;
    words::say(language, key, Some(&facts)).map(Value::from)
}

/// What a sentence is told: `name=fact`.
fn facts(h: &Helper<'_>, key: &str) -> Result<Facts, String> {
    let mut facts = Facts::new();
    for (name, given) in h.hash() {
        let value = match given.value() {
            _ if given.is_value_missing() => return Err(format!("`{key}`: no such fact: {name}")),
            Value::String(text) => FluentValue::from(clean::one_line(text)),
            Value::Number(number) => FluentValue::from(number.as_f64().unwrap_or_default()),
            _ => return Err(format!("`{key}`: {name} is neither text nor number")),
        };
        facts.insert(Cow::Owned((*name).to_owned()), value);
    }
    Ok(facts)
}

fn word(h: &Helper<'_>, language: Language) -> Result<Value, String> {
    let (group, code) = (text(h, 0)?, text(h, 1)?);
    let key = format!("{group}-{code}");
    let facts = facts(h, &key)?;
    let known = words::say(language, &key, Some(&facts));
    Ok(known.unwrap_or_else(|_| code.to_owned()).into())
}

fn fact(h: &Helper<'_>, _: Language) -> Result<Value, String> {
    let given = h.param(0).filter(|given| !given.is_value_missing());
    let given = given.ok_or_else(|| "no such fact".to_owned())?;
    Ok(given.value().clone())
}

fn link(h: &Helper<'_>, _: Language) -> Result<Value, String> {
    let address = text(h, 0)?;
    if clean::is_address(address) {
        Ok(address.into())
    } else {
        Err("an address that is none of web or mail".to_owned())
    }
}

fn text<'h>(h: &'h Helper<'_>, place: usize) -> Result<&'h str, String> {
    let given = h.param(place).and_then(|param| param.value().as_str());
    given.ok_or_else(|| format!("no text in place {place}"))
}

fn whole(h: &Helper<'_>) -> Result<i64, String> {
    let given = h.param(0).and_then(|param| param.value().as_i64());
    given.ok_or_else(|| "no whole number".to_owned())
}

fn moment(h: &Helper<'_>) -> Result<DateTime<Utc>, String> {
    let parsed = DateTime::parse_from_rfc3339(text(h, 0)?);
    Ok(parsed.map_err(|_| "no time")?.with_timezone(&Utc))
}

/// A day, or the Korean day of a moment.
fn date(h: &Helper<'_>) -> Result<NaiveDate, String> {
    let day = text(h, 0)?.parse();
    day.or_else(|_| moment(h).map(|at| at.with_timezone(&Seoul).date_naive()))
        .map_err(|_| "no date".to_owned())
}
