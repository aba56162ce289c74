//! Old shapes of events become new ones while they are read; the log itself never changes.

use std::collections::HashMap;

use serde_json::Value;

use crate::log::Recorded;
use crate::unreadable::unreadable;

/// An event on its way to the present shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Upcasting {
    /// The event's stable name.
    pub event_type: String,
    /// The version of its shape.
    pub event_version: String,
    /// The whole payload, externally tagged.
    pub payload: Value,
}

/// Why an old event could not be brought up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{event_type} version {event_version} cannot be read: {why}")]
pub struct UpcastError {
    /// The old event's name.
    pub event_type: String,
    /// The old event's version.
    pub event_version: String,
    /// What is wrong; never the event's content.
    pub why: String,
}

type Step = Box<dyn Fn(Vec<Upcasting>) -> Result<Vec<Upcasting>, String> + Send + Sync>;

/// Steps from old shapes to newer ones, N events to M.
#[derive(Default)]
pub struct Upcasters {
    /// By aggregate type, name and version of the first event.
    steps: HashMap<String, Vec<Rule>>,
}

struct Rule {
    from: Vec<(String, String)>,
    step: Step,
}

/// More steps than any history has versions: a step leads back to itself.
const TOO_MANY: usize = 100;

impl Upcasters {
    /// No steps.
    pub fn new() -> Self {
        Self::default()
    }

    /// One old event becomes none, one or several newer ones.
    #[must_use]
    pub fn one<F>(self, kind: &str, event_type: &str, event_version: &str, step: F) -> Self
    where
        F: Fn(Value) -> Result<Vec<Upcasting>, String> + Send + Sync + 'static,
    {
        self.run(kind, &[(event_type, event_version)], move |mut events| {
            events
                .pop()
                .map_or(Ok(Vec::new()), |event| step(event.payload))
        })
    }

    /// A run of old events, adjacent in one stream and written in one commit, becomes a
    /// run of newer ones. A longer run is tried before a shorter one.
    #[must_use]
    pub fn run<F>(mut self, kind: &str, from: &[(&str, &str)], step: F) -> Self
    where
        F: Fn(Vec<Upcasting>) -> Result<Vec<Upcasting>, String> + Send + Sync + 'static,
    {
        let from = from
            .iter()
            .map(|(name, version)| ((*name).to_owned(), (*version).to_owned()))
            .collect();
        let rules = self.steps.entry(kind.to_owned()).or_default();
        rules.push(Rule {
            from,
            step: Box::new(step),
        });
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.from.len()));
        self
    }

    /// Whether there is any step for events of this aggregate type.
    pub fn concern(&self, kind: &str) -> bool {
        self.steps.contains_key(kind)
    }

    /// Brings events up to the present. Events without a step pass untouched and unparsed.
    ///
    /// What comes of an event keeps its cursor, sequence, id and metadata (of a run: those
    /// of the last). So sequences may repeat or be missing afterwards.
    pub fn lift(&self, events: Vec<Recorded>) -> Result<Vec<Recorded>, UpcastError> {
        if self.steps.is_empty()
            || !events
                .iter()
                .any(|event| self.steps.contains_key(&event.kind))
        {
            return Ok(events);
        }
        let mut lifted = Vec::with_capacity(events.len());
        let mut rest = events.as_slice();
        while let [first, ..] = rest {
            let taken = match self.rule(rest) {
                None => {
                    lifted.push(first.clone());
                    1
                }
                Some(rule) => {
                    let (run, _) = rest.split_at(rule.from.len());
                    self.climb(rule, run, &mut lifted)?;
                    run.len()
                }
            };
            rest = &rest[taken..];
        }
        Ok(lifted)
    }

    /// Applies `rule` to `run`, and whatever rules fit what comes of it.
    fn climb(
        &self,
        rule: &Rule,
        run: &[Recorded],
        lifted: &mut Vec<Recorded>,
    ) -> Result<(), UpcastError> {
        let Some(last) = run.last() else {
            return Ok(());
        };
        let fail = |why: String| UpcastError {
            event_type: last.event_type.clone(),
            event_version: last.event_version.clone(),
            why,
        };
        let old: Result<Vec<_>, _> = run.iter().map(parse).collect();
        let mut parts = (rule.step)(old.map_err(fail)?).map_err(fail)?;
        let mut steps = 0;
        let mut at = 0;
        while at < parts.len() {
            let Some(rule) = self.fitting(&last.kind, |i| parts.get(at + i).map(name)) else {
                at += 1;
                continue;
            };
            steps += 1;
            if steps > TOO_MANY {
                return Err(fail("its upcasters go in a circle".to_owned()));
            }
            let old: Vec<_> = parts.drain(at..at + rule.from.len()).collect();
            let new = (rule.step)(old).map_err(fail)?;
            parts.splice(at..at, new);
        }
        lifted.extend(parts.into_iter().map(|part| Recorded {
            event_type: part.event_type,
            event_version: part.event_version,
            payload: part.payload.to_string(),
            ..last.clone()
        }));
        Ok(())
    }

    fn rule(&self, events: &[Recorded]) -> Option<&Rule> {
        let first = &events[0];
        self.fitting(&first.kind, |i| {
            let event = events.get(i)?;
            let together = event.kind == first.kind
                && event.id == first.id
                && event.sequence == first.sequence + i64::try_from(i).ok()?
                && event.cursor.xid == first.cursor.xid;
            together.then_some((event.event_type.as_str(), event.event_version.as_str()))
        })
    }

    fn fitting<'a>(
        &self,
        kind: &str,
        event: impl Fn(usize) -> Option<(&'a str, &'a str)>,
    ) -> Option<&Rule> {
        self.steps.get(kind)?.iter().find(|rule| {
            rule.from
                .iter()
                .enumerate()
                .all(|(i, (wanted, version))| event(i) == Some((wanted.as_str(), version.as_str())))
        })
    }
}

fn name(part: &Upcasting) -> (&str, &str) {
    (&part.event_type, &part.event_version)
}

fn parse(event: &Recorded) -> Result<Upcasting, String> {
    Ok(Upcasting {
        event_type: event.event_type.clone(),
        event_version: event.event_version.clone(),
        payload: serde_json::from_str(&event.payload).map_err(|error| unreadable(&error))?,
    })
}

impl Upcasting {
    /// An event of the given name and version.
    pub fn new(event_type: &str, event_version: &str, payload: Value) -> Self {
        Self {
            event_type: event_type.to_owned(),
            event_version: event_version.to_owned(),
            payload,
        }
    }
}
