//! Errors as Sentry hears of them: every line at the level of errors, with what the spans around it know
//! as tags, and what happened before in the same request, job or process.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use sentry::Client;
use sentry::integrations::backtrace::current_stacktrace;
use sentry::protocol::{Breadcrumb, Event, Exception, Level, Map, Mechanism};
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::fields::{Known, Pairs, Read, known, text};
use super::limit::Limit;
use super::panics;
use crate::meters;

/// Fields that become tags, under the same name: ids and names of ours, by which events are found.
const TAGS: [&str; 13] = [
    "request",
    "route",
    "method",
    "order",
    "job",
    "task",
    "attempt",
    "process",
    "subject",
    "event_id",
    "projection",
    "stream",
    "notice",
];
/// Which of them tell apart errors that come from the same line.
const KINDS: [&str; 4] = ["route", "task", "process", "projection"];

/// Reports errors through a client.
pub struct Reports {
    client: Arc<Client>,
    limit: Limit,
}

/// Fields as Sentry takes them.
type Texts = Vec<(&'static str, String)>;

impl Reports {
    pub fn through(client: Arc<Client>) -> Self {
        let limit = Limit::new(Instant::now());
        Self { client, limit }
    }

    fn report(&self, event: &tracing::Event<'_>, around: Texts, steps: Vec<Breadcrumb>) {
        let metadata = event.metadata();
        let (message, mut pairs) = read(event);
        pairs.extend(around);
        let place = format!("{}:{}", metadata.target(), metadata.line().unwrap_or(0));
        let is_panic = metadata.target() == panics::TARGET;
        // All panics come from one line of ours: their own place counts.
        let at = pairs.iter().find(|(name, _)| is_panic && *name == "place");
        let mut fingerprint = vec![at.map_or(place, |(_, place)| place.clone())];
        let kinds = pairs.iter().filter(|(name, _)| KINDS.contains(name));
        fingerprint.extend(kinds.map(|(name, value)| format!("{name}={value}")));
        if !self.limit.allows(&fingerprint.join(" "), Instant::now()) {
            return meters::report("repeated");
        }
        let mut told = Event {
            level: Level::Error,
            logger: Some(metadata.target().to_owned()),
            transaction: transaction(&pairs),
            breadcrumbs: steps.into(),
            fingerprint: fingerprint
                .into_iter()
                .map(Cow::Owned)
                .collect::<Vec<_>>()
                .into(),
            ..Event::default()
        };
        if is_panic {
            told.level = Level::Fatal;
            told.exception = vec![exception(message)].into();
        } else {
            told.message = Some(message);
        }
        // A panic's frames are told of above, with less of the machine in them.
        for (name, value) in pairs.into_iter().filter(|(name, _)| *name != panics::TRACE) {
            if TAGS.contains(&name) {
                told.tags.entry(name.to_owned()).or_insert(value);
            } else {
                told.extra.entry(name.to_owned()).or_insert(value.into());
            }
        }
        self.client.capture_event(told, None);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Reports {
    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        let scope = || context.event_scope(event).into_iter().flatten();
        let outermost = scope().last();
        if *event.metadata().level() != tracing::Level::ERROR {
            if let Some(span) = outermost
                && let step = step(event)
                && let Some(known) = span.extensions_mut().get_mut::<Known>()
            {
                known.step(step);
            }
            return;
        }
        let steps = outermost.and_then(|span| span.extensions().get::<Known>().map(Known::steps));
        self.report(event, texts(known(scope())), steps.unwrap_or_default());
    }
}

/// The message of a line, and its other fields.
fn read(event: &tracing::Event<'_>) -> (String, Texts) {
    let mut read = Read::default();
    event.record(&mut read);
    let mut pairs = texts(read.0);
    let message = pairs.iter().position(|(name, _)| *name == "message");
    let message = message.map(|at| pairs.remove(at).1);
    (message.unwrap_or_default(), pairs)
}

fn texts(pairs: Pairs) -> Texts {
    let texts = pairs.into_iter().map(|(name, value)| (name, text(value)));
    texts.collect()
}

fn transaction(pairs: &[(&'static str, String)]) -> Option<String> {
    let of = |wanted: &str| pairs.iter().find(|(name, _)| *name == wanted);
    match (of("method"), of("route")) {
        (Some((_, method)), Some((_, route))) => Some(format!("{method} {route}")),
        _ => of("task")
            .or_else(|| of("process"))
            .map(|(_, name)| name.clone()),
    }
}

fn exception(said: String) -> Exception {
    let mechanism = Mechanism {
        ty: "panic".to_owned(),
        handled: Some(false),
        ..Mechanism::default()
    };
    Exception {
        ty: "panic".to_owned(),
        value: Some(said),
        mechanism: Some(mechanism),
        stacktrace: current_stacktrace(),
        ..Exception::default()
    }
}

fn step(event: &tracing::Event<'_>) -> Breadcrumb {
    let (message, pairs) = read(event);
    let warned = *event.metadata().level() == tracing::Level::WARN;
    let data = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()));
    Breadcrumb {
        timestamp: SystemTime::now(),
        ty: "log".to_owned(),
        category: Some(event.metadata().target().to_owned()),
        level: if warned { Level::Warning } else { Level::Info },
        message: Some(message),
        data: data.collect::<Map<_, _>>(),
    }
}
