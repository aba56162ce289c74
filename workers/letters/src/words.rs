//! The words, from `locales/`, in both languages. A word that is missing in one is a fault, not a
//! reason to speak the other one.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};

use crate::theme::Language;

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "ko",
        // Facts are cleaned of marks that turn the line around, so none are put around them either.
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
pub fn say(language: Language, key: &str, facts: Option<&Facts>) -> Result<String, String> {
    let language = match language {
        Language::Ko => KO,
        Language::En => EN,
    };
    WORDS
        .lookup_single_language(&language, key, facts)
        .map_err(|error| format!("the words `{key}` in {language}: {error}"))
}
