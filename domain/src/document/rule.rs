//! What may be said of a document.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    DocumentCommand, DocumentContent, DocumentEvent, DocumentKind, DocumentRefusal, DocumentText,
    LONGEST_BODY, LONGEST_SUMMARY, LONGEST_TITLE,
};
use crate::ids::Slug;
use crate::rule::aggregate;

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    content: Option<Box<DocumentContent>>,
    published: Option<Published>,
    hidden: bool,
    pinned: bool,
}

/// From when until when it is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Published {
    from: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

aggregate!(Document, "document", DocumentCommand => DocumentEvent | DocumentRefusal, shape 1);

impl Document {
    /// All that it says; none before it is written.
    pub fn content(&self) -> Option<&DocumentContent> {
        self.content.as_deref()
    }

    /// From when until when it is to be read, if nobody hides it.
    pub fn published(&self) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
        self.published.map(|it| (it.from, it.until))
    }

    /// Taken away from readers.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Stands above the others of its list.
    pub fn is_pinned(&self) -> bool {
        self.pinned
    }

    fn rule(&self, command: DocumentCommand) -> Result<Vec<DocumentEvent>, DocumentRefusal> {
        match command {
            DocumentCommand::Write { content } => self.write(content),
            DocumentCommand::Publish { from, until } => self.publish(Published { from, until }),
            DocumentCommand::Hide => {
                self.written()?;
                let shown = !self.hidden;
                Ok(once(shown, DocumentEvent::DocumentHidden {}))
            }
            DocumentCommand::Pin { pinned } => {
                self.written()?;
                let event = if pinned {
                    DocumentEvent::DocumentPinned {}
                } else {
                    DocumentEvent::DocumentUnpinned {}
                };
                Ok(once(self.pinned != pinned, event))
            }
        }
    }

    fn written(&self) -> Result<&DocumentContent, DocumentRefusal> {
        self.content().ok_or(DocumentRefusal::NotWritten)
    }

    fn write(&self, content: Box<DocumentContent>) -> Result<Vec<DocumentEvent>, DocumentRefusal> {
        check(&content)?;
        if let Some(known) = self.content() {
            let place = |of: &DocumentContent| (of.store.clone(), of.kind, of.slug.clone());
            if place(known) != place(&content) {
                return Err(DocumentRefusal::AnotherDocument);
            }
            if *known == *content {
                return Ok(vec![]);
            }
        }
        Ok(vec![DocumentEvent::DocumentWritten { content }])
    }

    fn publish(&self, asked: Published) -> Result<Vec<DocumentEvent>, DocumentRefusal> {
        self.written()?;
        let Published { from, until } = asked;
        if until.is_some_and(|until| until <= from) {
            return Err(DocumentRefusal::EndsBeforeItBegins);
        }
        let new = self.hidden || self.published != Some(asked);
        Ok(once(new, DocumentEvent::DocumentPublished { from, until }))
    }

    fn fold(&mut self, event: DocumentEvent) {
        match event {
            DocumentEvent::DocumentWritten { content } => self.content = Some(content),
            DocumentEvent::DocumentPublished { from, until } => {
                self.published = Some(Published { from, until });
                self.hidden = false;
            }
            DocumentEvent::DocumentHidden {} => self.hidden = true,
            DocumentEvent::DocumentPinned {} => self.pinned = true,
            DocumentEvent::DocumentUnpinned {} => self.pinned = false,
        }
    }
}

fn once(new: bool, event: DocumentEvent) -> Vec<DocumentEvent> {
    if new { vec![event] } else { vec![] }
}

fn check(content: &DocumentContent) -> Result<(), DocumentRefusal> {
    if content.kind != DocumentKind::Product && !is_plain(&content.slug) {
        return Err(DocumentRefusal::BadSlug);
    }
    match (content.kind, content.period) {
        (DocumentKind::Event, Some(period)) if period.until <= period.from => {
            return Err(DocumentRefusal::EndsBeforeItBegins);
        }
        (DocumentKind::Event, Some(_)) => {}
        (DocumentKind::Event, None) | (_, Some(_)) => return Err(DocumentRefusal::BadPeriod),
        (_, None) => {}
    }
    let texts = [&content.ko, &content.en];
    if texts.iter().all(|text| text.is_none()) {
        return Err(DocumentRefusal::NoText);
    }
    texts.into_iter().flatten().try_for_each(check_text)
}

fn check_text(text: &DocumentText) -> Result<(), DocumentRefusal> {
    let title = text.title.trim().chars().count();
    if title == 0 || title > LONGEST_TITLE {
        return Err(DocumentRefusal::BadTitle);
    }
    if text.summary.chars().count() > LONGEST_SUMMARY {
        return Err(DocumentRefusal::LongSummary);
    }
    if text.body.len() > LONGEST_BODY {
        return Err(DocumentRefusal::LongBody);
    }
    Ok(())
}

fn is_plain(slug: &Slug) -> bool {
    let text = slug.as_str();
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-')
}
