//! The one function that makes somebody's HTML fit to be shown: what the editor sends, what is pasted
//! from elsewhere, what a file at the prompt holds.
//!
//! ammonia keeps a short list of tags and attributes. What a style says of the few things that a writer
//! may decide becomes a class of ours, since our pages allow no styles of their own; all other styling,
//! with which a text could break out of its place, is gone. Pictures are our own or none.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use domain::image::ImageName;

use super::tags::{self, Tag};
use crate::images::{ImageFile, PREFIX};

/// HTML that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The HTML. Pictures are paths of this shop.
    pub html: String,
    /// The pictures in it.
    pub images: BTreeSet<ImageName>,
}

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// What a class may say, and the style that says the same.
const CLASSES: &[(&str, &str, &str)] = &[
    ("align-center", "text-align", "center"),
    ("align-right", "text-align", "right"),
    ("align-justify", "text-align", "justify"),
    ("ink-red", "color", "red"),
    ("ink-green", "color", "green"),
    ("ink-blue", "color", "blue"),
    ("ink-gray", "color", "gray"),
];

/// Cells that one cell may cover in a row or column.
const WIDEST_CELL: u32 = 24;

/// Cleans somebody's HTML. Cleaning what is clean changes nothing.
#[must_use]
pub fn clean(html: &str) -> Clean {
    // First with styles and the largest heading, which become something else on the way.
    let html = FIRST.clean(html).to_string();
    let html = tags::change(&html, ours);
    // The last word is ammonia's: whatever was made in between passes it, too.
    let html = LAST.clean(&html).to_string();
    let mut images = BTreeSet::new();
    let html = tags::change(&html, |mut tag| {
        if tag.value("class") == Some("") {
            tag.unset("class");
        }
        if tag.name == "img" {
            images.insert(ImageFile::of_path(tag.value("src")?)?.name);
        }
        Some(tag)
    });
    Clean { html, images }
}

static FIRST: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = base();
    let properties = CLASSES.iter().map(|(_, property, _)| *property);
    builder
        .add_tags(&["h1"])
        .add_generic_attributes(&["style"])
        .filter_style_properties(properties.collect());
    builder
});

static LAST: LazyLock<Builder<'static>> = LazyLock::new(base);

fn base() -> Builder<'static> {
    let classes: HashSet<&str> = CLASSES.iter().map(|(class, ..)| *class).collect();
    let classes = TAGS.iter().map(|tag| (*tag, classes.clone()));
    let attributes = [
        ("a", &["href", "title"][..]),
        ("abbr", &["title"]),
        ("img", &["src", "alt"]),
        ("ol", &["start"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope"]),
    ];
    let attributes = attributes.map(|(tag, names)| (tag, names.iter().copied().collect()));
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from([
            "script", "style", "svg", "math", "template", "iframe", "object", "noscript", "title",
            "textarea", "select",
        ]))
        .tag_attributes(HashMap::from(attributes))
        .generic_attributes(HashSet::from(["lang"]))
        .allowed_classes(classes.chain([("h1", HashSet::new())]).collect())
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener nofollow"))
        .strip_comments(true)
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("img", "src") => own_picture(value).map(Cow::Owned),
            (_, "colspan" | "rowspan" | "start") => {
                let number = value.trim().parse::<u32>().ok()?;
                Some(Cow::Owned(number.clamp(1, WIDEST_CELL).to_string()))
            }
            _ => Some(Cow::Borrowed(value)),
        });
    builder
}

/// The path of one of our pictures, wherever the writer saw it; none for all others.
fn own_picture(address: &str) -> Option<String> {
    let at = address.rfind(PREFIX)?;
    let file = ImageFile::of_path(&address[at..])?;
    Some(ImageFile::kept(file.name).path())
}

/// Styles become classes, headings leave the first place to the page's own, and no picture is no tag.
fn ours(mut tag: Tag) -> Option<Tag> {
    if tag.name == "img" && tag.value("src").is_none() {
        return None;
    }
    if tag.name == "h1" {
        tag.name.replace_range(.., "h2");
    }
    if let Some(style) = tag.value("style") {
        let said = said_by(style);
        let mut classes: Vec<&str> = tag.value("class").into_iter().collect();
        classes.extend(said);
        let classes = classes.join(" ");
        tag.unset("style");
        if !classes.is_empty() {
            tag.set("class", classes);
        }
    }
    Some(tag)
}

fn said_by(style: &str) -> Vec<&'static str> {
    let declarations = style.split(';').filter_map(|part| part.split_once(':'));
    let class = |(property, value): (&str, &str)| {
        let (property, value) = (property.trim(), value.trim());
        let found = CLASSES
            .iter()
            .find(|(_, known, said)| *known == property && said.eq_ignore_ascii_case(value));
        found.map(|(class, ..)| *class)
    };
    declarations.filter_map(class).collect()
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
