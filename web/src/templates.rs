//! The template engine: every template is compiled when the shop starts, and a name that a page does
//! not provide is an error rather than a blank (strict mode), so that the page test finds it.

use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::assets::Assets;
use crate::frame::Frame;
use crate::helpers;
use crate::pages::{Area, Page};

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.hbs"]
struct Sources;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Device {
    #[default]
    Pc,
}

impl Device {
    const fn folder(self) -> &'static str {
        match self {
            Self::Pc => "pc",
        }
    }
}

/// All templates, ready to draw.
pub struct Templates {
    engine: Handlebars<'static>,
}

/// What a template sees: the frame around the page, the page, and its title.
#[derive(Serialize)]
struct View<'a, P> {
    frame: &'a Frame,
    title: String,
    page: &'a P,
}

impl Templates {
    /// Compiles every embedded template; `asset` in them gives hashed addresses from `assets`.
    pub fn new(assets: Assets) -> Result<Self, TemplateError> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        helpers::register(&mut engine);
        engine.register_helper("asset", asset_helper(assets));
        for file in Sources::iter() {
            let name = file.trim_end_matches(".hbs").to_owned();
            let source = Sources::get(&file)
                .map(|found| found.data)
                .unwrap_or_default();
            let source = String::from_utf8_lossy(&source);
            engine
                .register_template_string(&name, &source)
                .map_err(|error| TemplateError {
                    name: name.clone(),
                    reason: error.to_string(),
                })?;
        }
        Ok(Self { engine })
    }

    /// Draws a page inside its frame for a device. Back-office pages have one form for all devices.
    pub fn draw<P: Page>(
        &self,
        device: Device,
        frame: &Frame,
        page: &P,
    ) -> Result<String, DrawError> {
        let folder = match P::AREA {
            Area::Store => device.folder(),
            Area::Admin => "admin",
        };
        let template = format!("{folder}/{}", P::TEMPLATE);
        let view = View {
            frame,
            title: page.title(),
            page,
        };
        self.render(template, &view)
    }

    /// Draws only the count of pieces that the header shows.
    pub(crate) fn count(&self, device: Device, pieces: i64) -> Result<String, DrawError> {
        let view = serde_json::json!({"frame": {"cart_count": pieces}});
        self.render(format!("{}/count", device.folder()), &view)
    }

    fn render<V: Serialize>(&self, template: String, view: &V) -> Result<String, DrawError> {
        self.engine
            .render(&template, view)
            .map_err(|error| DrawError {
                template,
                reason: error.to_string(),
            })
    }
}

/// `{{asset "css/base.css"}}` → the file's hashed address.
fn asset_helper(assets: Assets) -> Box<dyn handlebars::HelperDef + Send + Sync> {
    Box::new(
        move |h: &Helper<'_>,
              _: &Handlebars<'_>,
              _: &Context,
              _: &mut RenderContext<'_, '_>,
              out: &mut dyn Output|
              -> HelperResult {
            let name = h.param(0).and_then(|p| p.value().as_str()).unwrap_or("");
            let address = assets
                .address(name)
                .ok_or_else(|| RenderErrorReason::Other(format!("no asset named `{name}`")))?;
            Ok(out.write(address)?)
        },
    )
}
