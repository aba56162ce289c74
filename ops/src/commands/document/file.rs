//! A document in a file: Markdown or HTML, with its title as the first heading.

use std::path::Path;

use anyhow::{Context, Result, bail};
use domain::document::{DocumentText, LONGEST_SUMMARY};
use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads a document.
///
/// # Errors
/// The file cannot be read, or has no heading.
pub fn read(file: &Path) -> Result<DocumentText> {
    let named = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(named)?;
    let ending = file.extension().and_then(|ending| ending.to_str());
    let read = match ending {
        Some("md" | "markdown") => markdown(&text),
        Some("html" | "htm") => html(&text),
        _ => bail!("{}: a file ends in .md or .html", named()),
    };
    read.with_context(|| format!("{}: it needs a heading, which is its title", named()))
}

/// A document from Markdown: the first heading is its title, and the first paragraph also its summary,
/// if it is short enough. None without a heading.
pub fn markdown(text: &str) -> Option<DocumentText> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let heading = |event: &Event<'_>| {
        let level =
            matches!(event, Event::Start(Tag::Heading { level, .. }) if *level == HeadingLevel::H1);
        level
    };
    let begins = events.iter().position(heading)?;
    let is_end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Heading(_)));
    let ends = begins + events[begins..].iter().position(is_end)?;
    let title = said(&events[begins..ends]);
    let rest = &events[ends + 1..];
    let mut body = String::new();
    let all = events[..begins].iter().chain(rest);
    push_html(&mut body, all.cloned());
    Some(DocumentText {
        title,
        summary: summary(rest).unwrap_or_default(),
        body,
    })
}

fn summary(events: &[Event<'_>]) -> Option<String> {
    let first = events.first()?;
    if *first != Event::Start(Tag::Paragraph) {
        return None;
    }
    let end = events
        .iter()
        .position(|event| *event == Event::End(TagEnd::Paragraph))?;
    let said = said(&events[..end]);
    (said.chars().count() <= LONGEST_SUMMARY).then_some(said)
}

/// The words of some Markdown, without its marks.
fn said(events: &[Event<'_>]) -> String {
    let words = events.iter().map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    });
    words.collect()
}

/// A document from HTML as an editor saves it: `<h1>` is the title and no part of the body. None without one.
pub fn html(text: &str) -> Option<DocumentText> {
    let begins = text.find("<h1")?;
    let opened = begins + text[begins..].find('>')? + 1;
    let closes = opened + text[opened..].find("</h1>")?;
    let body = format!("{}{}", &text[..begins], &text[closes + "</h1>".len()..]);
    let title = text[opened..closes].trim();
    // A title is plain text: an editor may have put marks and escapes into it.
    let title = markdown(&format!("# {title}")).map_or_else(|| title.to_owned(), |it| it.title);
    Some(DocumentText {
        title,
        summary: String::new(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_a_summary_and_the_rest_are_read_from_markdown() {
        let text =
            markdown("# 설 *연휴* 안내\n\n연휴에는 쉽니다.\n이틀입니다.\n\n- 하나\n").unwrap();
        assert_eq!(text.title, "설 연휴 안내");
        assert_eq!(text.summary, "연휴에는 쉽니다. 이틀입니다.");
        assert!(text.body.contains("<li>하나</li>") && !text.body.contains("<h1"));
        assert_eq!(markdown("글만 있음"), None);
        let long = markdown(&format!("# 제목\n\n{}", "가".repeat(301))).unwrap();
        assert_eq!(long.summary, "");
    }

    #[test]
    fn a_title_is_read_from_html() {
        let text = html("<h1 class=\"x\">쌀 &amp; 콩</h1><p>글</p>").unwrap();
        assert_eq!(
            (text.title.as_str(), text.body.as_str()),
            ("쌀 & 콩", "<p>글</p>")
        );
        assert_eq!(html("<p>글</p>"), None);
    }
}
