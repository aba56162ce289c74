//! The template engines, one per language: from facts to MJML and text, from MJML to HTML with its
//! CSS inlined. Names that a letter does not have are errors (strict mode), also behind `#if`.

use std::sync::LazyLock;

use css_inline::{CSSInliner, InlineOptions};
use handlebars::Handlebars;
use mrml::prelude::parser::ParserOptions;
use mrml::prelude::render::RenderOptions;
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;

use crate::clean;
use crate::colour::Palette;
use crate::helpers;
use crate::theme::{Language, Theme};

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.hbs"]
pub struct Sources;

/// The two forms of a letter, as its templates' names end.
const HTML: &str = ".mjml.hbs";
const TEXT: &str = ".txt.hbs";

/// Both languages' templates, compiled once.
static ENGINES: LazyLock<[Result<Engine, String>; 2]> =
    LazyLock::new(|| Language::ALL.map(Engine::new));

/// Writes letters in one language.
pub struct Engine {
    html: Handlebars<'static>,
    text: Handlebars<'static>,
    language: Language,
}

/// A letter without its pictures.
pub struct Pages {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// What a template sees.
#[derive(Serialize)]
struct View<'a> {
    letter: &'a Value,
    theme: &'a Theme,
    palette: Palette,
    language: Language,
    /// The text's first line; empty while the text is being written.
    subject: &'a str,
}

impl Engine {
    /// The engine of a language.
    pub fn of(language: Language) -> Result<&'static Self, String> {
        let place = usize::from(language != Language::ALL[0]);
        ENGINES[place].as_ref().map_err(Clone::clone)
    }

    fn new(language: Language) -> Result<Self, String> {
        let mut html = compiled(HTML, language)?;
        html.register_escape_fn(clean::html);
        let mut text = compiled(TEXT, language)?;
        text.register_escape_fn(clean::one_line);
        Ok(Self {
            html,
            text,
            language,
        })
    }

    /// Writes the letter of this name from its facts. The text's first line is the subject.
    pub fn write(&self, name: &str, facts: &Value, theme: &Theme) -> Result<Pages, String> {
        let mut view = View {
            letter: facts,
            theme,
            palette: Palette::of(&theme.colour),
            language: self.language,
            subject: "",
        };
        let text = self
            .text
            .render(name, &view)
            .map_err(|error| reason(&error))?;
        let (first, body) = text.split_once('\n').unwrap_or((&text, ""));
        let subject = clean::subject(first);
        view.subject = &subject;
        let mjml = self
            .html
            .render(name, &view)
            .map_err(|error| reason(&error))?;
        Ok(Pages {
            html: inlined(&mjml)?,
            text: clean::text_part(body),
            subject,
        })
    }
}

/// The templates of one form.
fn compiled(form: &str, language: Language) -> Result<Handlebars<'static>, String> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    helpers::register(&mut engine, language);
    for file in Sources::iter() {
        let Some(name) = file.strip_suffix(form) else {
            continue;
        };
        let source = Sources::get(&file).map(|found| found.data);
        let source = source.unwrap_or_default();
        engine
            .register_template_string(name, String::from_utf8_lossy(&source))
            .map_err(|error| format!("template {file}: {error}"))?;
    }
    Ok(engine)
}

/// From MJML to HTML. Nothing is fetched: neither includes, nor fonts, nor style sheets.
fn inlined(mjml: &str) -> Result<String, String> {
    let parser = ParserOptions::default();
    let parsed = mrml::parse_with_options(mjml, &parser).map_err(|error| error.to_string())?;
    let options = RenderOptions {
        fonts: std::collections::HashMap::new(),
        ..RenderOptions::default()
    };
    let html = parsed
        .element
        .render(&options)
        .map_err(|error| error.to_string())?;
    // Named by `mj-title`, a subject would also stand inside an attribute; it has a `title` of its own.
    let html = html.replacen("<title></title>", "", 1);
    let options = InlineOptions {
        keep_at_rules: true,
        load_remote_stylesheets: false,
        ..InlineOptions::default()
    };
    CSSInliner::new(options)
        .inline(&html)
        .map_err(|error| error.to_string())
}

/// What went wrong and where in which template, without the facts.
fn reason(error: &handlebars::RenderError) -> String {
    let place = error.template_name.as_deref().unwrap_or_default();
    let line = error.line_no.unwrap_or_default();
    format!("{} (template {place}, line {line})", error.reason())
}
