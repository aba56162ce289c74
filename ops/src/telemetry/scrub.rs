//! Nothing that could be about a person leaves in an error report: every string of it goes through here.
//!
//! Errors and log lines should hold no personal data in the first place. This is the second lock on the
//! door: it masks what looks like a mail address, a number long enough to be a telephone's, a card's, an
//! account's or a resident's, a network address, the secret part of an order's address, a query, and
//! every word in another script than ours. Our own words are English; names and addresses are not.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use sentry::protocol::{Breadcrumb, Event, Stacktrace};
use serde_json::Value;

/// Longer texts are cut, bytes.
const LONGEST: usize = 4_096;

/// What is looked for, the first that fits counts. `keep` names what looks like a number and is an id.
const PATTERNS: &[&str] = &[
    r"(?P<order>/orders/)(?P<number>[^/\s{}]+)/[^/\s{}?]+",
    r"(?P<login>://)[^/\s@]+@",
    r#"(?P<query>\?)[^\s"']*=[^\s"']*"#,
    r#"(?P<mail>[^\s@<>()\[\],;:"'/\\=&]+(?:@|%40)[^\s@<>()\[\],;:"'/\\=&]+)"#,
    r"(?P<keep>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b",
    r"\b20\d{6}-[0-9A-HJKMNP-TV-Z]{10}(?:\.\d{1,3})?\b",
    r"\b20\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?\b)",
    r"(?P<token>[A-Za-z2-7]{32,})",
    r"(?P<address>\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\b(?:[0-9][0-9a-fA-F]{2,3}|[fF][c-eC-E][0-9a-fA-F]{2}):(?:[0-9a-fA-F]{0,4}:){1,6}[0-9a-fA-F]{0,4})",
    r"(?P<long>[+(]?\d(?:[\s.‐-―()/_-]{0,3}\d){8,})",
    r"(?P<escaped>(?:%[0-9A-Fa-f]{2}){3,}|(?:\\u\{?[0-9a-fA-F]{4,6}\}?)+)",
    r"(?P<word>[\p{L}\p{M}&&[^\x00-\x7F]]+)",
];

static LOOKED_FOR: LazyLock<Regex> = LazyLock::new(|| {
    // Where alternatives go over several lines above, they are one group.
    let joined = PATTERNS.join("|");
    #[expect(
        clippy::expect_used,
        reason = "a literal pattern, which every test compiles"
    )]
    let compiled = Regex::new(&joined).expect("the patterns are well formed");
    compiled
});

/// Gets everything ready, so that the first error costs no more than the next.
pub fn ready() {
    LazyLock::force(&LOOKED_FOR);
}

/// A text without what could be about a person.
pub fn text(said: &str) -> Cow<'_, str> {
    let mut end = said.len().min(LONGEST);
    while !said.is_char_boundary(end) {
        end -= 1;
    }
    LOOKED_FOR.replace_all(&said[..end], |found: &Captures<'_>| masked(found))
}

fn masked(found: &Captures<'_>) -> String {
    if let Some(kept) = found.name("keep") {
        return kept.as_str().to_owned();
    }
    if let Some(number) = found.name("number") {
        return format!("/orders/{}/[token]", text(number.as_str()));
    }
    let masks = [
        ("login", "://[login]@"),
        ("query", "?[query]"),
        ("mail", "[mail]"),
        ("token", "[token]"),
        ("address", "[address]"),
        ("long", "[number]"),
    ];
    let mask = masks.iter().find(|(name, _)| found.name(name).is_some());
    mask.map_or("[text]", |(_, mask)| *mask).to_owned()
}

/// What a panic said. It may quote what it stumbled over (`byte index 1 is not a char boundary; it is
/// inside 'ö' of …`), so that quotations are left out, but for names of our own code.
pub fn panic(said: &str) -> String {
    static QUOTED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?s)`[^`]*`|"(?:[^"\\]|\\.)*"|'[^'\s]{1,4}'"#).ok());
    static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^`(?:[A-Za-z_<>]+(?:::[A-Za-z_<>]+)+\(?\)?|None|Some|Ok|Err)`$").ok()
    });
    let (Some(quoted), Some(code)) = (&*QUOTED, &*CODE) else {
        return "[quoted]".to_owned();
    };
    let unquoted = quoted.replace_all(said, |found: &Captures<'_>| {
        let quotation = &found[0];
        if code.is_match(quotation) {
            quotation.to_owned()
        } else {
            "[quoted]".to_owned()
        }
    });
    text(&unquoted).into_owned()
}

/// What of an event may leave; none if it cannot be told apart from what may not.
pub fn event(mut event: Event<'static>) -> Option<Event<'static>> {
    event.server_name = None;
    event.user = None;
    event.request = None;
    event.modules.clear();
    event.debug_meta = Cow::default();
    for exception in &mut event.exception {
        exception.raw_stacktrace = None;
        exception.stacktrace.iter_mut().for_each(plain);
    }
    for thread in &mut event.threads {
        thread.raw_stacktrace = None;
        thread.stacktrace.iter_mut().for_each(plain);
    }
    event.stacktrace.iter_mut().for_each(plain);
    let mut value = serde_json::to_value(&event).ok()?;
    for (key, part) in value.as_object_mut()? {
        if !OURS.contains(&key.as_str()) {
            scrub(part);
        }
    }
    serde_json::from_value(value).ok()
}

/// Parts of an event that are made of nothing but our own words.
const OURS: [&str; 8] = [
    "event_id",
    "level",
    "platform",
    "timestamp",
    "release",
    "environment",
    "sdk",
    "logger",
];

/// What of a breadcrumb may leave.
pub fn breadcrumb(mut crumb: Breadcrumb) -> Breadcrumb {
    crumb.message = crumb.message.map(|said| text(&said).into_owned());
    crumb.data.values_mut().for_each(scrub);
    crumb
}

/// Frames say where, never what: no variables, no lines of source, no addresses in memory, no
/// directories of the machine that built it.
fn plain(trace: &mut Stacktrace) {
    trace.registers.clear();
    for frame in &mut trace.frames {
        frame.vars.clear();
        frame.pre_context.clear();
        frame.post_context.clear();
        frame.context_line = None;
        frame.abs_path = None;
        frame.image_addr = None;
        frame.instruction_addr = None;
        frame.symbol_addr = None;
    }
}

fn scrub(value: &mut Value) {
    match value {
        Value::String(said) => {
            if let Cow::Owned(masked) = text(said) {
                *said = masked;
            } else if said.len() > LONGEST {
                *said = text(said).into_owned();
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(scrub),
        Value::Object(parts) => {
            let masked = std::mem::take(parts).into_iter().map(|(key, mut part)| {
                // Times of breadcrumbs are numbers, and numbers elsewhere are counts and lines.
                scrub(&mut part);
                (text(&key).into_owned(), part)
            });
            *parts = masked.collect();
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
#[path = "scrub_tests.rs"]
mod tests;
