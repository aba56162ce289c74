//! What a span knows (request, route, order, job, …), kept beside it for whoever tells of what happens in it.

use std::collections::VecDeque;
use std::fmt::{Debug, Write};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterFn, LevelFilter};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use sentry::protocol::Breadcrumb;

/// What happened before an error: so many steps are remembered.
const STEPS: usize = 20;

/// Fields with their values: a number stays one.
pub type Pairs = Vec<(&'static str, Value)>;

/// Beside a span: its fields, and, of the outermost one, what happened in it so far.
#[derive(Debug, Default)]
pub struct Known {
    pub fields: Pairs,
    steps: VecDeque<Breadcrumb>,
}

impl Known {
    /// Remembers a step; the oldest goes.
    pub fn step(&mut self, step: Breadcrumb) {
        if self.steps.len() == STEPS {
            self.steps.pop_front();
        }
        self.steps.push_back(step);
    }

    /// The steps so far, the oldest first.
    pub fn steps(&self) -> Vec<Breadcrumb> {
        self.steps.iter().cloned().collect()
    }
}

/// Keeps [`Known`] beside the spans of requests, jobs and processes: those at the level of errors.
pub struct Fields;

/// The spans that [`Fields`] is for.
pub fn spans() -> FilterFn {
    fn wanted(metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && *metadata.level() == Level::ERROR
    }
    let wanted: fn(&Metadata<'_>) -> bool = wanted;
    FilterFn::new(wanted).with_max_level_hint(LevelFilter::ERROR)
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Fields {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut pairs = Read::default();
        attributes.record(&mut pairs);
        if let Some(span) = context.span(id) {
            let fields = pairs.0;
            span.extensions_mut().insert(Known {
                fields,
                ..Known::default()
            });
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut pairs = Read::default();
        values.record(&mut pairs);
        let Some(span) = context.span(id) else { return };
        if let Some(known) = span.extensions_mut().get_mut::<Known>() {
            for (name, value) in pairs.0 {
                known.fields.retain(|(field, _)| *field != name);
                known.fields.push((name, value));
            }
        }
    }
}

/// All that a span and those around it know; the inner word counts.
pub fn known<'a, S: Subscriber + LookupSpan<'a>>(
    scope: impl Iterator<Item = SpanRef<'a, S>>,
) -> Pairs {
    let mut pairs = Pairs::new();
    for span in scope {
        if let Some(known) = span.extensions().get::<Known>() {
            for (name, value) in &known.fields {
                if pairs.iter().all(|(field, _)| field != name) {
                    pairs.push((name, value.clone()));
                }
            }
        }
    }
    pairs
}

/// A value for people: a text without its quotes.
pub fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Reads fields.
#[derive(Default)]
pub struct Read(pub Pairs);

impl Visit for Read {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.push((field.name(), value.into()));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.push((field.name(), value.into()));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.push((field.name(), value.into()));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.push((field.name(), value.into()));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.into()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        // Writing into a text does not fail; a value that will not be written is left out.
        if write!(text, "{value:?}").is_ok() {
            self.0.push((field.name(), text.into()));
        }
    }
}
