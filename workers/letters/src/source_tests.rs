//! Templates and words, as files: both forms of every letter, every word in both languages, none that
//! nobody says, and every address behind `link`.

use std::collections::{BTreeMap, BTreeSet};

use crate::all;
use crate::engine::Sources;

const WORDS: [[(&str, &str); 4]; 2] = [
    [
        ("common", include_str!("../locales/ko/common.ftl")),
        ("orders", include_str!("../locales/ko/orders.ftl")),
        ("members", include_str!("../locales/ko/members.ftl")),
        ("staff", include_str!("../locales/ko/staff.ftl")),
    ],
    [
        ("common", include_str!("../locales/en/common.ftl")),
        ("orders", include_str!("../locales/en/orders.ftl")),
        ("members", include_str!("../locales/en/members.ftl")),
        ("staff", include_str!("../locales/en/staff.ftl")),
    ],
];

/// Keys of a language, each with its file and the facts that its sentence wants.
fn keys(
    files: &[(&'static str, &'static str)],
) -> BTreeMap<&'static str, (&'static str, BTreeSet<&'static str>)> {
    let mut found = BTreeMap::new();
    for (file, text) in files {
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let (key, sentence) = line
                .split_once(" = ")
                .unwrap_or_else(|| panic!("{file}: {line}"));
            let facts = sentence
                .split("{ $")
                .skip(1)
                .map(|rest| rest.split(' ').next().unwrap());
            let twice = found.insert(key, (*file, facts.collect()));
            assert!(twice.is_none(), "{key} stands twice in {file}");
        }
    }
    found
}

fn templates() -> BTreeMap<String, String> {
    let read = |name: std::borrow::Cow<'static, str>| {
        let source = Sources::get(&name).unwrap().data;
        (
            name.to_string(),
            String::from_utf8(source.to_vec()).unwrap(),
        )
    };
    Sources::iter().map(read).collect()
}

/// What stands behind a mark up to a quote.
fn quoted<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    text.split(mark)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[test]
fn both_languages_have_the_same_words_in_the_same_files_with_the_same_facts() {
    let [korean, english] = WORDS.map(|files| keys(&files));
    assert_eq!(korean, english);
    assert!(korean.len() > 100);
}

#[test]
fn every_word_is_said_and_every_said_word_is_there() {
    let there: BTreeSet<String> = keys(&WORDS[0]).into_keys().map(str::to_owned).collect();
    let mut said: BTreeSet<String> = all()
        .iter()
        .map(|entry| format!("{}-about", entry.name))
        .collect();
    let mut groups: BTreeSet<String> = BTreeSet::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for source in templates().values() {
        for mark in ["{{t \"", "(t \""] {
            said.extend(quoted(source, mark).into_iter().map(str::to_owned));
        }
        let groups_of = ["{{word \"", "(word \""].map(|mark| quoted(source, mark));
        groups.extend(
            groups_of
                .concat()
                .into_iter()
                .map(|group| format!("{group}-")),
        );
        codes.extend(
            quoted(source, " why=\"")
                .into_iter()
                .map(|code| format!("why-{code}")),
        );
    }
    let missing: Vec<_> = said
        .union(&codes)
        .filter(|key| !there.contains(*key))
        .collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
    let grouped = |key: &str| groups.iter().any(|group| key.starts_with(group));
    let unused: Vec<_> = there
        .difference(&said)
        .filter(|key| !grouped(key))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    let reasons: BTreeSet<String> = there
        .iter()
        .filter(|key| key.starts_with("why-"))
        .cloned()
        .collect();
    assert_eq!(reasons, codes);
}

#[test]
fn every_letter_has_both_forms_and_every_template_is_used() {
    let templates = templates();
    let mut wanted: BTreeSet<String> = all()
        .iter()
        .flat_map(|entry| {
            [
                format!("{}.mjml.hbs", entry.name),
                format!("{}.txt.hbs", entry.name),
            ]
        })
        .collect();
    for (name, source) in &templates {
        let form = if name.ends_with(".txt.hbs") {
            "txt"
        } else {
            "mjml"
        };
        for part in source.split("> parts/").skip(1) {
            let part = part.split([' ', '}']).next().unwrap();
            wanted.insert(format!("parts/{part}.{form}.hbs"));
        }
    }
    let there: BTreeSet<String> = templates.into_keys().collect();
    assert_eq!(there, wanted);
}

#[test]
fn every_address_goes_through_link_and_nothing_is_written_unescaped() {
    for (name, source) in templates() {
        for mark in ["href=\"", "src=\""] {
            for address in quoted(&source, mark) {
                let sound = address.starts_with("{{link ") || address.starts_with("cid:");
                assert!(sound, "{name}: {address}");
            }
        }
        assert!(!source.contains("{{{") && !source.contains("{{&"), "{name}");
        let text = name.ends_with(".txt.hbs");
        for bare in [
            "{{href}}",
            "{{tracking}}",
            "{{theme.home}}",
            "{{@root.theme.home}}",
        ] {
            assert!(!(text && source.contains(bare)), "{name}: {bare}");
        }
    }
}

#[test]
fn a_part_is_handed_only_what_is_known_to_be_there() {
    for (name, source) in templates() {
        let calls = ["{{> parts/", "{{#> parts/"];
        for call in calls.iter().flat_map(|mark| source.split(mark).skip(1)) {
            let call = call.split("}}").next().unwrap();
            for (at, _) in call.match_indices('=') {
                let given = &call[at + 1..];
                let outer = call[..at].matches('(').count() == call[..at].matches(')').count();
                let sound = ["\"", "(", "true", "false"]
                    .iter()
                    .any(|start| given.starts_with(start));
                assert!(!outer || sound, "{name}: {given}");
            }
        }
    }
}
