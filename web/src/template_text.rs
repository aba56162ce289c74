//! What becomes of a template's text before it is compiled: parts that stand in it as they are, and sentences
//! that are the same on every page, are put in once and not looked up at each drawing.

use std::collections::HashMap;

use letters::Language;

use crate::say;

/// What begins a sentence in a template, and what ends it where it is not filled with anything.
const SENTENCE: (&str, &str) = ("{{t \"", "\"}}");
/// What begins a part, a part around the text up to its end, and what ends them.
const PART: &str = "{{> ";
const AROUND: &str = "{{#> ";
const END: &str = "}}";
/// Where the text stands within the part around it.
const BODY: &str = "{{> @partial-block}}";
/// Parts within parts; a part that holds itself would go on for ever.
const DEEPEST: usize = 12;

/// The text with all parts in it that get nothing handed over. The engine would copy all that the page knows for
/// each of them, at each drawing. A part that gets something is left to it.
///
/// # Errors
/// A part holds itself, or is not ended.
pub(crate) fn whole(source: &str, all: &HashMap<String, String>) -> Result<String, String> {
    within(source, all, 0)
}

fn within(source: &str, all: &HashMap<String, String>, depth: usize) -> Result<String, String> {
    if depth > DEEPEST {
        return Err("a part holds itself".into());
    }
    let mut text = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some(at) = next(rest) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let around = rest.starts_with(AROUND);
        let begins = if around { AROUND } else { PART };
        let ends = rest.find(END).ok_or("a part is not ended")?;
        let call = rest[begins.len()..ends].trim();
        let tag = &rest[..ends + END.len()];
        rest = &rest[tag.len()..];
        let Some(part) = all.get(call) else {
            text.push_str(tag);
            continue;
        };
        if around {
            let end = format!("{{{{/{call}}}}}");
            let (body, behind) = rest.split_once(&end).ok_or("a part is not ended")?;
            text.push_str(&within(&part.replace(BODY, body), all, depth + 1)?);
            rest = behind;
        } else {
            text.push_str(&within(part, all, depth + 1)?);
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// Where the next part begins.
fn next(text: &str) -> Option<usize> {
    [PART, AROUND].iter().filter_map(|it| text.find(it)).min()
}

/// The text with the sentences in it that are the same on every page.
///
/// # Errors
/// There is no such sentence.
pub(crate) fn spoken(source: &str, lang: Language) -> Result<String, String> {
    let (begins, ends) = SENTENCE;
    let mut parts = source.split(begins);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let key_ends = part.find('"').unwrap_or(0);
        if let Some(rest) = part[key_ends..].strip_prefix(ends) {
            let words = say::sentence(lang, &part[..key_ends], None)?;
            text.push_str(&handlebars::html_escape(&words));
            text.push_str(rest);
        } else {
            text.push_str(begins);
            text.push_str(part);
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(all: &[(&str, &str)]) -> HashMap<String, String> {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        all.iter().map(own).collect()
    }

    #[test]
    fn plain_sentences_are_part_of_the_template_and_filled_ones_are_not() {
        let source = r#"<b>{{t "close"}}</b>{{t "pieces" count=n}}"#;
        let spoken = spoken(source, Language::En).unwrap();
        assert_eq!(spoken, r#"<b>Close</b>{{t "pieces" count=n}}"#);
        assert!(super::spoken(r#"{{t "no-such-word"}}"#, Language::Ko).is_err());
    }

    #[test]
    fn parts_stand_in_the_text_and_the_text_in_what_is_around_it() {
        let all = parts(&[
            ("frame", "<main>{{> top}}{{> @partial-block}}</main>"),
            ("top", "<h1>{{title}}</h1>"),
            ("field", "<input>"),
        ]);
        let source = r#"{{#> frame}}{{#if a}}{{> field id="b"}}{{> top}}{{/if}}{{/frame}}."#;
        assert_eq!(
            whole(source, &all).unwrap(),
            r#"<main><h1>{{title}}</h1>{{#if a}}{{> field id="b"}}<h1>{{title}}</h1>{{/if}}</main>."#
        );
    }

    #[test]
    fn a_part_that_holds_itself_or_has_no_end_is_an_error() {
        let all = parts(&[("round", "{{> round}}"), ("frame", "{{> @partial-block}}")]);
        assert!(whole("{{> round}}", &all).is_err());
        assert!(whole("{{#> frame}}text", &all).is_err());
    }
}
