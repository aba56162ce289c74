//! A gauge with labels whose values come and go: what is not there any more is 0, not what it was last.

use std::collections::HashMap;

use metrics::{Gauge, Label, gauge};

/// See the module.
pub struct Family {
    name: &'static str,
    labels: &'static [&'static str],
    known: HashMap<Vec<String>, Gauge>,
}

impl Family {
    pub fn new(name: &'static str, labels: &'static [&'static str]) -> Self {
        let known = HashMap::new();
        Self {
            name,
            labels,
            known,
        }
    }

    /// What it says now; whatever is not said again is 0.
    pub fn set(&mut self, values: impl IntoIterator<Item = (Vec<String>, f64)>) {
        let mut gone: HashMap<Vec<String>, Gauge> = self.known.clone();
        for (key, value) in values {
            gone.remove(&key);
            let of = self.known.entry(key).or_insert_with_key(|key| {
                let labels = self.labels.iter().zip(key);
                let labels = labels.map(|(name, value)| Label::new(*name, value.clone()));
                gauge!(self.name, labels.collect::<Vec<_>>())
            });
            of.set(value);
        }
        for gauge in gone.values() {
            gauge.set(0.0);
        }
    }
}
