//! One frozen file per event and version: what was written once must be read for ever.
//!
//! The samples are built from typed values, so that a changed shape does not compile here or
//! does not fit its file. The answer is never to change the file: it is a new version of the
//! event, an upcaster from the old one, and a file beside the old one.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use domain::catalog::AGGREGATES;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::samples::{Check, check_all};
use crate::{COMMAND, files, refreshing, repository, shown};

const DIRECTORY: &str = "tests/golden/events";

fn place(kind: &str, event: &str, version: &str) -> PathBuf {
    repository()
        .join(DIRECTORY)
        .join(kind)
        .join(format!("{event}.v{version}.json"))
}

/// The events of one file, as they would be written now.
struct Frozen(BTreeSet<PathBuf>);

impl Check for Frozen {
    fn check<E>(&mut self, kind: &str, name: &str, version: &str, samples: &[E])
    where
        E: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        let path = place(kind, name, version);
        let written = serde_json::to_string_pretty(samples).unwrap() + "\n";
        if !path.exists() && refreshing() {
            freeze(&path, &written);
        }
        let Ok(frozen) = fs::read_to_string(&path) else {
            panic!("{name} version {version} has no sample; make it with:\n\n    {COMMAND}\n");
        };
        let read: Vec<E> = serde_json::from_str(&frozen)
            .unwrap_or_else(|error| panic!("{} is not read any more: {error}", shown(&path)));
        assert_eq!(read, samples, "{} says something else now", shown(&path));
        assert!(
            written == frozen,
            "{name} version {version} is written in another shape than {}.\n\
             The old shape is in the log for ever: give the event a new version and an upcaster.\n\n{written}",
            shown(&path)
        );
        self.0.insert(path);
    }
}

/// Written once, and never again.
fn freeze(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn every_event_is_read_and_written_as_its_frozen_sample() {
    let mut frozen = Frozen(BTreeSet::new());
    check_all(&mut frozen);
    for aggregate in AGGREGATES {
        for event in aggregate.events {
            let path = place(aggregate.kind, event.name, event.version);
            let (name, version) = (event.name, event.version);
            assert!(
                frozen.0.contains(&path),
                "{name} version {version} is in no file of tests/tests/docs/samples"
            );
        }
    }
    let there: BTreeSet<_> = files(&repository().join(DIRECTORY), ".json")
        .into_iter()
        .collect();
    let strange: Vec<_> = there
        .difference(&frozen.0)
        .map(|path| shown(path))
        .collect();
    assert!(
        strange.is_empty(),
        "frozen shapes that nothing here reads: {strange:?}.\n\
         An old version needs a test that brings it up through its upcaster."
    );
}
