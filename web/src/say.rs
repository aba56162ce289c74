//! The pages' words, from `locales/`, in both languages. A word that is missing in one is a fault, not
//! a reason to speak the other one: a test compares them.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};
use letters::Language;

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "ko",
        // What fills a sentence is text of ours, or is escaped where it is drawn.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const KO: LanguageIdentifier = langid!("ko");
const EN: LanguageIdentifier = langid!("en");

/// What a sentence is filled with, by name.
pub type Facts = HashMap<Cow<'static, str>, FluentValue<'static>>;

/// A sentence by its key.
///
/// # Errors
/// There is none, or it wants a fact that it was not given.
pub fn sentence(language: Language, key: &str, facts: Option<&Facts>) -> Result<String, String> {
    let language = match language {
        Language::Ko => KO,
        Language::En => EN,
    };
    WORDS
        .lookup_single_language(&language, key, facts)
        .map_err(|error| format!("the words `{key}` in {language}: {error}"))
}

/// A sentence for a page that code makes. A missing one is told in the log and shows its key: a page with
/// an odd word is better than none, and the test of the words finds it before.
#[must_use]
pub fn say(language: Language, key: &str) -> String {
    said(language, key, None)
}

/// The same, filled: `say_with(language, "cart-left", &[("count", 3.into())])`.
#[must_use]
pub fn say_with(
    language: Language,
    key: &str,
    facts: &[(&'static str, FluentValue<'static>)],
) -> String {
    let facts = facts
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), value.clone()));
    said(language, key, Some(&facts.collect()))
}

fn said(language: Language, key: &str, facts: Option<&Facts>) -> String {
    sentence(language, key, facts).unwrap_or_else(|error| {
        tracing::error!(%error, "a word is missing: {error}");
        key.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    /// Every key with the facts that its sentence names, by file.
    fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(language);
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let mut key = String::new();
            for line in fs::read_to_string(&path).unwrap().lines() {
                if !line.starts_with([' ', '#']) && line.contains('=') {
                    key = format!("{file} {}", line.split('=').next().unwrap().trim());
                    let known = found.insert(key.clone(), BTreeSet::new());
                    assert!(known.is_none(), "{key} twice in {language}");
                }
                for rest in line.split("{ $").skip(1) {
                    let end = rest.find([' ', '}']).unwrap_or(rest.len());
                    found.get_mut(&key).unwrap().insert(rest[..end].to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_words_with_the_same_facts() {
        assert_eq!(keys("ko"), keys("en"));
        assert!(keys("ko").len() > 10);
    }

    #[test]
    fn every_word_of_the_templates_is_there() {
        let there: BTreeSet<String> = keys("ko")
            .into_keys()
            .map(|key| key.split(' ').next_back().unwrap().to_owned())
            .collect();
        for (name, source) in crate::templates::sources() {
            for mark in ["{{t \"", "(t \""] {
                for rest in source.split(mark).skip(1) {
                    let key = rest.split('"').next().unwrap();
                    assert!(
                        there.contains(key),
                        "{name} says `{key}`, which no file has"
                    );
                }
            }
        }
    }

    #[test]
    fn a_missing_word_shows_its_key() {
        assert_eq!(say(Language::En, "no-such-word"), "no-such-word");
        let counted = say_with(Language::En, "pieces", &[("count", 2.into())]);
        assert_eq!(counted, "Qty 2");
    }
}
