//! Every letter is written with every sample in both languages, as it is, and once more with hostile
//! facts in place of all that people could have typed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::engine::{Engine, Pages};
use crate::{Entry, Language, Theme, all};

/// What somebody might call himself.
const HOSTILE: &str = "<script>alert(1)</script>\"'/><img src=x onerror=y> {{x}} {{{y}}} &amp;\r\nBcc: z@z.example\n\n$x";
/// Gmail cuts a letter at 102 kB.
const LARGEST: usize = 100_000;

/// Calls a test for every letter, sample and language.
fn each(test: impl Fn(&Entry, &str, Value, Language)) {
    for entry in all() {
        for (sample, facts) in (entry.facts)() {
            for language in Language::ALL {
                test(&entry, sample, facts.clone(), language);
            }
        }
    }
}

fn write(entry: &Entry, facts: &Value, theme: &Theme, language: Language) -> Pages {
    let engine = Engine::of(language).unwrap();
    let written = engine.write(entry.name, facts, theme);
    written.unwrap_or_else(|reason| panic!("{}: {reason}", entry.name))
}

/// The tags of a document, each with the names of its attributes; comments and text left out.
fn tags(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").unwrap().1;
            continue;
        }
        let (mut tag, mut quoted, mut end) = (String::new(), false, rest.len());
        for (place, sign) in rest.char_indices() {
            match sign {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = place + 1;
                    break;
                }
                _ if !quoted => tag.push(sign),
                _ => {}
            }
        }
        assert!(!quoted, "an open quote in {rest}");
        found.push(tag);
        rest = &rest[end..];
    }
    found
}

/// Puts something else in place of every text that a person may have typed: not of addresses of the
/// web, times, days and codes.
fn spoil(facts: &mut Value, by: &str) {
    match facts {
        Value::String(text) => {
            let code = text
                .bytes()
                .all(|byte| b"abcdefghijklmnopqrstuvwxyz0123456789_-".contains(&byte));
            let ours = text.starts_with("http")
                || code
                || text.parse::<chrono::NaiveDate>().is_ok()
                || chrono::DateTime::parse_from_rfc3339(text).is_ok();
            if !ours {
                by.clone_into(text);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, by)),
        Value::Object(fields) => fields.values_mut().for_each(|field| spoil(field, by)),
        _ => {}
    }
}

#[test]
fn every_letter_is_written_with_every_sample_in_both_languages() {
    each(|entry, sample, _, language| {
        let which = format!("{} {sample} {}", entry.name, language.code());
        let written = entry.render(sample, &Theme::sample(), language).unwrap();
        let (html, text) = (&written.html, &written.text);
        assert!(
            html.contains(&format!("<html lang=\"{}\"", language.code())),
            "{which}"
        );
        assert!(html.len() < LARGEST, "{which}: {} bytes", html.len());
        assert!(text.lines().count() > 8, "{which}: {text}");
        assert!(
            !text.contains("\n\n\n") && text.ends_with('\n'),
            "{which}: {text}"
        );
        assert!(
            (5..=90).contains(&written.subject.chars().count()),
            "{which}: {}",
            written.subject
        );
        for part in [html, text, &written.subject] {
            for left in [
                "{{",
                "}}",
                "{ $",
                "[object]",
                "undefined",
                "Unknown localization",
            ] {
                assert!(!part.contains(left), "{which} has {left}");
            }
        }
        assert!(
            !text.contains('<') && !text.contains("&#") && !text.contains("&amp;"),
            "{which}: {text}"
        );
    });
}

#[test]
fn a_korean_letter_speaks_korean_and_an_english_one_english() {
    let hangul = |text: &str| text.chars().any(|sign| ('가'..='힣').contains(&sign));
    each(|entry, _, mut facts, language| {
        spoil(&mut facts, "Fact");
        let english = Theme {
            name: "Shop".into(),
            imprint: "Imprint".into(),
            ..Theme::sample()
        };
        let pages = write(entry, &facts, &english, language);
        let korean = language == Language::Ko;
        assert_eq!(hangul(&pages.text), korean, "{}", pages.text);
        assert_eq!(hangul(&pages.subject), korean, "{}", pages.subject);
        let html = pages.html.replace("맑은 고딕", "");
        assert_eq!(hangul(&html), korean, "{}", entry.name);
    });
}

#[test]
fn a_name_is_never_markup_and_never_another_line() {
    let plain = Theme::sample();
    let hostile = Theme {
        name: HOSTILE.into(),
        imprint: HOSTILE.into(),
        contact: HOSTILE.into(),
        colour: "#fff;\"><script>".into(),
        ..Theme::sample()
    };
    each(|entry, sample, facts, language| {
        let which = format!("{} {sample} {}", entry.name, language.code());
        let (mut tame, mut wild) = (facts.clone(), facts);
        spoil(&mut tame, "Fact");
        spoil(&mut wild, HOSTILE);
        let (tame, wild) = (
            write(entry, &tame, &plain, language),
            write(entry, &wild, &hostile, language),
        );
        let many = entry.name == "inquiry-answered";
        let shape = |html: &str| -> Vec<String> {
            // An answer of several lines has breaks of its own.
            tags(html)
                .into_iter()
                .filter(|tag| !(many && tag == "<br"))
                .collect()
        };
        assert_eq!(shape(&tame.html), shape(&wild.html), "{which}");
        assert!(
            !wild.html.contains("<script") && !wild.html.contains("<img src=\"x\""),
            "{which}"
        );
        assert!(
            wild.html.contains("&lt;script&gt;"),
            "{which}: the name itself is there"
        );
        assert!(
            wild.text.contains("<script>"),
            "{which}: text needs no escape"
        );
        for line in wild.text.lines() {
            assert!(!line.starts_with("Bcc"), "{which}: {line}");
        }
        if !many {
            assert_eq!(
                tame.text.lines().count(),
                wild.text.lines().count(),
                "{which}"
            );
        }
        assert!(!wild.subject.contains(['\r', '\n', '\0']), "{which}");
        assert!(wild.subject.chars().count() <= 121, "{which}");
    });
}

#[test]
fn styles_stand_at_their_elements_and_only_media_queries_in_the_head() {
    each(|entry, sample, facts, language| {
        let html = write(entry, &facts, &Theme::sample(), language).html;
        // What only old Outlook reads lies in comments.
        let mut seen = html.clone();
        while let Some((before, rest)) = seen.split_once("<!--") {
            seen = format!("{before}{}", rest.split_once("-->").unwrap().1);
        }
        assert_eq!(seen.matches("<style").count(), 1, "{} {sample}", entry.name);
        let sheet = seen
            .split_once("<style>")
            .unwrap()
            .1
            .split_once("</style>")
            .unwrap()
            .0;
        let mut depth = 0;
        for rule in sheet.split_inclusive(['{', '}']) {
            if depth == 0 && rule.ends_with('{') {
                assert!(rule.trim_start().starts_with("@media"), "{rule}");
            }
            depth += if rule.ends_with('{') { 1 } else { -1 };
            if depth < 0 {
                break;
            }
        }
        assert!(sheet.contains("prefers-color-scheme: dark"));
        assert!(seen.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
        assert_eq!(seen.matches("<title").count(), 1, "{seen}");
        assert!(!seen.contains("<link") && !seen.contains("@import") && !seen.contains("url("));
        assert!(
            !seen.contains("<h1>") && !seen.contains("<p>"),
            "{} {sample}",
            entry.name
        );
    });
}

#[test]
fn every_picture_is_shown_and_every_shown_one_is_there() {
    each(|entry, sample, _, language| {
        let written = entry.render(sample, &Theme::sample(), language).unwrap();
        let named: Vec<&str> = written
            .html
            .split("\"cid:")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let there: Vec<&str> = written
            .pictures
            .iter()
            .map(|picture| picture.id.as_str())
            .collect();
        assert_eq!(named, there, "{} {sample}", entry.name);
        let alone = written.standalone();
        assert!(!alone.contains("cid:"));
        let inside = alone.matches("src=\"data:image/png;base64,iVBOR").count();
        assert_eq!(inside, there.len());
        assert_eq!(there.iter().collect::<BTreeSet<_>>().len(), there.len());
        for picture in &written.pictures {
            assert!(picture.bytes.starts_with(b"\x89PNG") && picture.mime == "image/png");
        }
        for image in tags(&written.html)
            .iter()
            .filter(|tag| tag.starts_with("<img"))
        {
            assert!(image.contains(" alt="), "{image}");
        }
    });
}

#[test]
fn a_letter_with_an_address_of_a_script_is_not_written() {
    let entry = crate::find("order-paid").unwrap();
    let mut facts = (entry.facts)().remove(0).1;
    facts["href"] = "javascript:alert(1)".into();
    let refused = Engine::of(Language::Ko)
        .unwrap()
        .write(entry.name, &facts, &Theme::sample());
    let reason = refused.err().unwrap();
    assert!(
        reason.contains("`link`") && !reason.contains("alert"),
        "{reason}"
    );
}

#[test]
fn a_fact_that_is_missing_stops_the_letter_and_nothing_personal_is_told() {
    for entry in all() {
        let (_, facts) = (entry.facts)().remove(0);
        for name in facts.as_object().unwrap().keys() {
            let mut less = facts.clone();
            less.as_object_mut().unwrap().remove(name);
            for language in Language::ALL {
                let engine = Engine::of(language).unwrap();
                let written = engine.write(entry.name, &less, &Theme::sample());
                let reason = written
                    .err()
                    .unwrap_or_else(|| panic!("{} is written without {name}", entry.name));
                assert!(
                    !reason.contains("홍길동") && !reason.contains("김받음"),
                    "{reason}"
                );
            }
        }
    }
}

#[test]
fn every_letter_is_about_something_and_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = all().iter().map(|entry| entry.name).collect();
    assert_eq!(names.len(), all().len());
    for entry in all() {
        for language in Language::ALL {
            assert!(entry.about(language).len() > 20, "{}", entry.name);
        }
        let samples: BTreeSet<&str> = entry.samples().into_iter().collect();
        assert_eq!(samples.len(), entry.samples().len());
        assert!(
            !samples.is_empty()
                && entry
                    .render("none", &Theme::sample(), Language::Ko)
                    .is_err()
        );
    }
}
