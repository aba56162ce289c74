//! Documents: written, published, hidden. Whatever is written is cleaned here, before it becomes a fact.

mod clean;
mod show;
mod tags;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::DocumentId;
use domain::document::{Document, DocumentCommand, DocumentContent, DocumentText};
use store::Cursor;

pub use clean::{Clean, clean};
pub use show::{first_image, shown};

use crate::{Caller, Shop, ShopError};

/// What became of a document's text on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The document.
    pub document: DocumentId,
    /// Where the log stands now; none if it says what it said.
    pub cursor: Option<Cursor>,
}

impl Shop {
    /// Writes a document, or writes it anew. Its HTML may come from anywhere: it is cleaned, and pictures
    /// that are not this shop's are left out. It is read by nobody before it is published.
    ///
    /// # Errors
    /// The document refuses, or the books are out of reach.
    pub async fn write_document(
        &self,
        caller: &Caller,
        mut content: DocumentContent,
    ) -> Result<Written, ShopError> {
        self.store(&content.store)?;
        for text in [&mut content.ko, &mut content.en].into_iter().flatten() {
            *text = self.cleaned(text).await?;
        }
        let document = content.id().map_err(ShopError::bug)?;
        let content = Box::new(content);
        let command = DocumentCommand::Write { content };
        let cursor = self.document_command(caller, &document, command).await?;
        Ok(Written { document, cursor })
    }

    async fn cleaned(&self, text: &DocumentText) -> Result<DocumentText, ShopError> {
        let clean = clean(&text.body);
        let mut sizes = BTreeMap::new();
        for name in clean.images {
            let size = self.image(&name).await?.dimensions();
            sizes.extend(size.map(|size| (name, size)));
        }
        Ok(DocumentText {
            title: one_line(&text.title),
            summary: one_line(&text.summary),
            body: show::with_sizes(&clean.html, &sizes),
        })
    }

    /// Lets a document be read from then on, also one that was hidden.
    ///
    /// # Errors
    /// There is no such document, it would end before it begins, or the books are out of reach.
    pub async fn publish_document(
        &self,
        caller: &Caller,
        document: &DocumentId,
        from: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) -> Result<Option<Cursor>, ShopError> {
        let command = DocumentCommand::Publish { from, until };
        self.document_command(caller, document, command).await
    }

    /// Takes a document away from readers.
    ///
    /// # Errors
    /// There is no such document, or the books are out of reach.
    pub async fn hide_document(
        &self,
        caller: &Caller,
        document: &DocumentId,
    ) -> Result<Option<Cursor>, ShopError> {
        let command = DocumentCommand::Hide;
        self.document_command(caller, document, command).await
    }

    /// Puts a document above the others of its list, or back among them.
    ///
    /// # Errors
    /// There is no such document, or the books are out of reach.
    pub async fn pin_document(
        &self,
        caller: &Caller,
        document: &DocumentId,
        pinned: bool,
    ) -> Result<Option<Cursor>, ShopError> {
        let command = DocumentCommand::Pin { pinned };
        self.document_command(caller, document, command).await
    }

    /// A document as it stands, published or not.
    ///
    /// # Errors
    /// The books are out of reach.
    pub async fn document(&self, document: &DocumentId) -> Result<Document, ShopError> {
        let state = self.ledger.state::<Document>(document.as_str()).await?;
        Ok(state.state)
    }

    async fn document_command(
        &self,
        caller: &Caller,
        document: &DocumentId,
        command: DocumentCommand,
    ) -> Result<Option<Cursor>, ShopError> {
        let meta = caller.meta(self.now());
        let done = self
            .ledger
            .execute::<Document>(document.as_str(), command, &meta);
        Ok(done.await?.cursor)
    }
}

/// One line: no control characters, no runs of blanks.
fn one_line(text: &str) -> String {
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
