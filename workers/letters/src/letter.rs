//! What a letter is, and how it becomes a subject, HTML and text.

use std::fmt;

use serde::Serialize;

use crate::engine::Engine;
use crate::theme::{Language, Theme};

/// A letter: what its templates may use, and samples of every face it can show.
pub trait Letter: Serialize + Sized {
    /// Its name: of its templates, in the delivery book, at the prompt. `order-paid`.
    const NAME: &'static str;

    /// Faces by a short name: `plain`, `one-line`, `long`.
    fn samples() -> Vec<(&'static str, Self)>;

    /// Pictures inside it, in the store's colour and the reader's language.
    ///
    /// # Errors
    /// One cannot be drawn, and why.
    fn pictures(&self, _: &Theme, _: Language) -> Result<Vec<Picture>, String> {
        Ok(Vec::new())
    }
}

/// A picture inside a letter; the HTML names it `cid:ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Letters, digits and hyphens.
    pub id: String,
    /// `image/png`.
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// A finished letter. Never into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// One line, whatever the facts say.
    pub subject: String,
    /// A whole document, CSS inlined.
    pub html: String,
    /// The same for readers without HTML.
    pub text: String,
    pub pictures: Vec<Picture>,
}

impl Written {
    /// The HTML with its pictures inside, as `data:` addresses: for a browser. Mail wants them beside it.
    pub fn standalone(&self) -> String {
        let put = |html: String, picture: &Picture| {
            let bytes = data_encoding::BASE64.encode(&picture.bytes);
            let (cid, data) = (
                &picture.id,
                format!("\"data:{};base64,{bytes}\"", picture.mime),
            );
            html.replace(&format!("\"cid:{cid}\""), &data)
        };
        self.pictures.iter().fold(self.html.clone(), put)
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Written(…)")
    }
}

/// A letter cannot be written: a fault of its template, or a fact that no letter may hold. The reason
/// names what, and quotes no fact: facts may be personal.
#[derive(Debug, thiserror::Error)]
#[error("letter {letter}: {reason}")]
pub struct RenderError {
    pub letter: &'static str,
    pub reason: String,
}

/// Writes a letter.
///
/// # Errors
/// Its template names something that it does not have, or is no MJML; an address in it is none of
/// the web; a picture cannot be drawn.
pub fn render<L: Letter>(
    letter: &L,
    theme: &Theme,
    language: Language,
) -> Result<Written, RenderError> {
    let fault = |reason: String| RenderError {
        letter: L::NAME,
        reason,
    };
    let facts = serde_json::to_value(letter).map_err(|error| fault(error.to_string()))?;
    let pages = Engine::of(language)
        .and_then(|engine| engine.write(L::NAME, &facts, theme))
        .map_err(fault)?;
    Ok(Written {
        subject: pages.subject,
        html: pages.html,
        text: pages.text,
        pictures: letter.pictures(theme, language).map_err(fault)?,
    })
}
