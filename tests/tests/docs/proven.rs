//! Tests that a document names are there: `[what it says](its file)` is a test of that name, written with blanks.

use std::fs;
use std::path::Path;

use crate::repository;

/// The document, below the repository.
const NAMING: &str = "ops/docs/faults.md";

#[test]
fn every_test_that_is_named_exists() {
    let page = repository().join(NAMING);
    let text = fs::read_to_string(&page).unwrap();
    let named = named(&text);
    assert!(
        named.len() > 40,
        "{NAMING} names {} tests only",
        named.len()
    );
    let gone: Vec<_> = named
        .iter()
        .filter(|(name, file)| !is_there(&page, name, file))
        .collect();
    assert!(
        gone.is_empty(),
        "{NAMING} names what is not there: {gone:#?}"
    );
}

/// Names and files of the tests that a text links to.
fn named(text: &str) -> Vec<(String, String)> {
    let links = text.split("](").zip(text.split("](").skip(1));
    links
        .filter_map(|(before, after)| {
            let (_, said) = before.rsplit_once('[')?;
            let (file, _) = after.split_once(')')?;
            let is_source = Path::new(file).extension().is_some_and(|it| it == "rs");
            is_source.then(|| (said.replace(' ', "_"), file.to_owned()))
        })
        .collect()
}

fn is_there(page: &Path, name: &str, file: &str) -> bool {
    let source = fs::read_to_string(page.parent().unwrap().join(file));
    source.is_ok_and(|source| source.contains(&format!("fn {name}(")))
}
