//! The tags of cleaned HTML, one by one. It comes from ammonia's own writer, so every `<` begins a tag
//! and every attribute stands in double quotes; nothing else is read here.

use std::fmt::Write as _;

/// A tag; values are escaped as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub closing: bool,
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Gives an attribute another value. It must need no escaping.
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.unset(name);
        self.attributes.push((name.to_owned(), value.into()));
    }

    pub(super) fn unset(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    fn write(&self, out: &mut String) {
        out.push_str(if self.closing { "</" } else { "<" });
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            // Writing into a text cannot fail.
            let _ = write!(out, " {name}=\"{value}\"");
        }
        out.push('>');
    }
}

/// The same HTML with every tag changed, or left out.
pub(super) fn change(html: &str, mut change: impl FnMut(Tag) -> Option<Tag>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some((tag, after)) = read(&rest[at + 1..]) else {
            // It is none of ours: as text it does nothing.
            out.push_str("&lt;");
            rest = &rest[at + 1..];
            continue;
        };
        if let Some(tag) = change(tag) {
            tag.write(&mut out);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A tag behind its `<`, and what follows it.
fn read(text: &str) -> Option<(Tag, &str)> {
    let (closing, text) = match text.strip_prefix('/') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric())?;
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            let name = name.to_owned();
            let tag = Tag {
                closing,
                name,
                attributes,
            };
            return (end > 0).then_some((tag, after));
        }
        let (attribute, value) = rest.split_once("=\"")?;
        let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        if attribute.is_empty() || !attribute.chars().all(plain) {
            return None;
        }
        let (value, after) = value.split_once('"')?;
        attributes.push((attribute.to_owned(), value.to_owned()));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_changed_stays_as_it_is() {
        for html in [
            "",
            "글",
            "<p>a &lt; b</p>",
            r#"<a href="/x?a=1&amp;b=&quot;>" rel="nofollow">x</a><br>"#,
        ] {
            assert_eq!(change(html, Some), html);
        }
    }

    #[test]
    fn what_is_no_tag_becomes_text() {
        for odd in [
            "< b>",
            "<",
            "<p",
            "<p a=b>",
            "<p a='b'>",
            "<!-- x -->",
            "<p \u{0}=\"\">",
        ] {
            let changed = change(odd, Some);
            assert!(changed.starts_with("&lt;"), "{odd}: {changed}");
        }
    }

    #[test]
    fn tags_are_renamed_left_out_and_given_values() {
        let html = r#"<h1 class="a">x</h1><img alt="y">"#;
        let changed = change(html, |mut tag| {
            if tag.name == "img" {
                return None;
            }
            tag.name = "h2".to_owned();
            tag.unset("class");
            if !tag.closing {
                tag.set("lang", "ko");
            }
            Some(tag)
        });
        assert_eq!(changed, r#"<h2 lang="ko">x</h2>"#);
    }
}
