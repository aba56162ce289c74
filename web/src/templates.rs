//! The template engine: every template is compiled when the shop starts, once for each language, and a name
//! that a page does not provide is an error rather than a blank (strict mode), so that the page test finds it.

use std::collections::HashMap;
use std::sync::Arc;

use handlebars::Handlebars;
use letters::Language;
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};

use crate::assets::Assets;
use crate::frame::Frame;
use crate::helpers;
use crate::nav::NavCategory;
use crate::pages::{Area, Card, Head, Page};
use crate::template_text;

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.hbs"]
struct Sources;

/// Every template's name and text.
pub(crate) fn sources() -> impl Iterator<Item = (String, String)> {
    Sources::iter().map(|file| {
        let source = Sources::get(&file).map(|found| found.data);
        let source = String::from_utf8_lossy(&source.unwrap_or_default()).into_owned();
        (file.trim_end_matches(".hbs").to_owned(), source)
    })
}

/// Pages that are compiled in one piece: the most visited ones. All of them would take long to compile at start.
const DRAWN_OFTEN: [&str; 5] = ["/home", "/product", "/cart", "/checkout", "/order"];

/// A template that does not compile: a fault of the build, found at start.
#[derive(Debug, thiserror::Error)]
#[error("template {name}: {reason}")]
pub struct TemplateError {
    name: String,
    reason: String,
}

/// The page could not be drawn; the text is for the log.
#[derive(Debug, thiserror::Error)]
#[error("drawing {template}: {reason}")]
pub struct DrawError {
    template: String,
    reason: String,
}

/// What a person holds in the hand. Each device has templates of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    #[default]
    Pc,
    Mobile,
}

impl Device {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pc, Self::Mobile];

    /// `pc` or `mobile`: the folder of its templates, and its name in the cookie.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Mobile => "mobile",
        }
    }

    /// The device of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// All templates, ready to draw, in each language.
pub struct Templates {
    korean: Handlebars<'static>,
    english: Handlebars<'static>,
    assets: Assets,
}

/// What a template sees: the frame around the page, the page, and its title.
#[derive(Serialize)]
struct View<'a, P> {
    frame: &'a Frame,
    /// The template's name, for what the frame does differently around one page.
    kind: &'static str,
    /// Addresses of the page's style sheets.
    sheets: Vec<&'a str>,
    title: String,
    head: Head,
    /// The categories, drawn.
    nav: &'a str,
    page: &'a P,
}

impl Templates {
    /// Compiles every embedded template; `asset` in them gives hashed addresses from `assets`.
    ///
    /// # Errors
    /// A template does not compile, or says a word that there is not.
    pub fn new(assets: &Assets) -> Result<Self, TemplateError> {
        Ok(Self {
            korean: engine(assets, Language::Ko)?,
            english: engine(assets, Language::En)?,
            assets: assets.clone(),
        })
    }

    /// Draws a page inside its frame, for the frame's device and language. Back-office pages have one form
    /// for all devices.
    ///
    /// # Errors
    /// The template asks for what the page does not have.
    pub fn draw<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, DrawError> {
        let folder = match P::AREA {
            Area::Store => frame.device.as_str(),
            Area::Admin => "admin",
        };
        let sheet = |name: &&str| self.sheet(frame.device, name);
        let nav = match &frame.nav {
            Some(drawn) => drawn.clone(),
            None => self.nav(frame.lang, &frame.categories)?,
        };
        let view = View {
            frame,
            kind: P::TEMPLATE,
            sheets: P::SHEETS.iter().filter_map(sheet).collect(),
            title: page.title(frame.lang),
            head: Head::of(frame, page.about(frame)),
            nav: &nav,
            page,
        };
        self.render(frame.lang, format!("{folder}/{}", P::TEMPLATE), &view)
    }

    /// The address of a page's style sheet: the device's own where there is one.
    fn sheet(&self, device: Device, name: &str) -> Option<&str> {
        let own = (device == Device::Mobile)
            .then(|| self.assets.address(&format!("css/mobile-{name}.css")))
            .flatten();
        own.or_else(|| self.assets.address(&format!("css/{name}.css")))
    }

    /// Draws only the categories of the frame.
    pub(crate) fn nav(
        &self,
        lang: Language,
        categories: &[NavCategory],
    ) -> Result<Arc<str>, DrawError> {
        let view = serde_json::json!({"categories": categories});
        let drawn = self.render(lang, "shared/nav".into(), &view)?;
        Ok(drawn.into())
    }

    /// Draws only the count of pieces that the header shows.
    pub(crate) fn count(&self, frame: &Frame, pieces: i64) -> Result<String, DrawError> {
        let view = serde_json::json!({"frame": {"cart_count": pieces}});
        self.render(
            frame.lang,
            format!("{}/count", frame.device.as_str()),
            &view,
        )
    }

    /// Draws only what a visitor has looked at lately, for the page at `here`.
    pub(crate) fn recent(
        &self,
        lang: Language,
        here: &str,
        cards: &[Card],
    ) -> Result<String, DrawError> {
        if cards.is_empty() {
            return Ok(String::new());
        }
        let view = serde_json::json!({"here": here, "recent": cards});
        self.render(lang, "shared/recent".into(), &view)
    }

    /// The page for a host that is no store's: it shows nothing of any store.
    pub(crate) fn no_store(&self, lang: Language) -> Result<String, DrawError> {
        self.render(
            lang,
            "shared/no-store".into(),
            &serde_json::json!({"lang": lang}),
        )
    }

    /// The window of Kakao's postcode finder: it shows nothing of any store or visitor.
    pub(crate) fn postcode(&self, lang: Language) -> Result<String, DrawError> {
        self.render(
            lang,
            "shared/postcode".into(),
            &serde_json::json!({"lang": lang}),
        )
    }

    fn render<V: Serialize>(
        &self,
        lang: Language,
        template: String,
        view: &V,
    ) -> Result<String, DrawError> {
        let engine = match lang {
            Language::Ko => &self.korean,
            Language::En => &self.english,
        };
        engine.render(&template, view).map_err(|error| DrawError {
            template,
            reason: error.to_string(),
        })
    }
}

fn engine(assets: &Assets, lang: Language) -> Result<Handlebars<'static>, TemplateError> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    helpers::register(&mut engine, lang, assets);
    let all: HashMap<String, String> = sources().collect();
    for (name, source) in &all {
        let wrong = |reason: String| TemplateError {
            name: name.clone(),
            reason,
        };
        let often = DRAWN_OFTEN.iter().any(|page| name.ends_with(page));
        let source = if often {
            template_text::whole(source, &all).map_err(wrong)?
        } else {
            source.clone()
        };
        let source = template_text::spoken(&source, lang).map_err(wrong)?;
        engine
            .register_template_string(name, &source)
            .map_err(|error| wrong(error.to_string()))?;
    }
    Ok(engine)
}
