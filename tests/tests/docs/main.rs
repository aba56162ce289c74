//! The documents say what the code says: events.md is made from the sources, every event has
//! a frozen sample, every link leads somewhere.
//!
//! Where a file is behind, the failing test prints the command that refreshes it.

#![allow(clippy::unwrap_used)]

mod events;
mod golden;
mod links;
mod names;
mod proven;
mod samples;
mod shapes;
mod types;

use std::fs;
use std::path::{Path, PathBuf};

/// Set to bring generated files up to date instead of complaining about them.
const REFRESH: &str = "JANGBU_REFRESH";
const COMMAND: &str = "JANGBU_REFRESH=1 cargo test -p tests --test docs";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn refreshing() -> bool {
    std::env::var_os(REFRESH).is_some()
}

/// All files below a directory whose name has this ending, hidden and built ones left out.
fn files(below: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') || ["target", "data", "node_modules"].contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(repository())
        .unwrap_or(path)
        .display()
        .to_string()
}
