//! The house's plan, kept true by a program: who may use whom, what lies at the top, how long a file
//! gets, and who may look at the clock and the environment.
//!
//! A new arrow is a decision: change the table here and write down why in `ops/docs/decisions/`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

/// A crate: its name, its directory, and the crates of ours that it may use.
struct Room {
    name: &'static str,
    directory: &'static str,
    may_use: &'static [&'static str],
}

/// `domain ← store ← shop ← web | workers ← ops`, `store ← projections ← web | workers`,
/// `shop ← gateways ← ops`, `domain ← letters ← web | workers`. Web and workers meet in the log; shop writes, projections read.
const HOUSE: [Room; 10] = [
    room("domain", "domain", &[]),
    room("store", "domain/store", &["domain"]),
    room("shop", "domain/shop", &["domain", "store"]),
    room("projections", "projections", &["domain", "store"]),
    room("letters", "workers/letters", &["domain"]),
    room(
        "web",
        "web",
        &["domain", "store", "shop", "projections", "letters"],
    ),
    room(
        "workers",
        "workers",
        &["domain", "store", "shop", "projections", "letters"],
    ),
    room("gateways", "workers/gateways", &["domain", "shop"]),
    room("jangbu", "ops", EVERYBODY),
    room("tests", "tests", EVERYBODY),
];

const EVERYBODY: &[&str] = &[
    "domain",
    "store",
    "shop",
    "projections",
    "web",
    "workers",
    "gateways",
    "letters",
    "jangbu",
];

/// The eight names at the top, and the few that tools and visitors look for.
const TOP: [&str; 11] = [
    "Cargo.toml",
    "domain",
    "projections",
    "web",
    "workers",
    "migrations",
    "tests",
    "ops",
    "Cargo.lock",
    "README.md",
    "LICENSE",
];

/// A file that does not fit on some screens any more is two files.
const LONGEST_FILE: usize = 350;

/// What only `ops` does; everybody else is handed time and configuration.
const LOOKING_AROUND: [&str; 6] = [
    "env::var",
    "env::args",
    "env::current_dir",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
];

/// Who may look around all the same: file, what it uses, why.
const MAY_LOOK: [(&str, &str, &str); 1] = [(
    "domain/store/src/memory.rs",
    "Utc::now",
    "it stands in for a database, and a database stamps what it records by its own clock",
)];

/// What a pure crate does not touch.
const IMPURE: [&str; 7] = [
    "std::fs",
    "std::net",
    "std::process",
    "tokio::",
    "sqlx::",
    "rand::",
    "Uuid::new_v4",
];

const fn room(
    name: &'static str,
    directory: &'static str,
    may_use: &'static [&'static str],
) -> Room {
    Room {
        name,
        directory,
        may_use,
    }
}

impl Room {
    fn manifest(&self) -> Table {
        let path = repository().join(self.directory).join("Cargo.toml");
        fs::read_to_string(path).unwrap().parse().unwrap()
    }

    /// Its source, without the rooms inside it and without its tests.
    fn sources(&self) -> Vec<Source> {
        let mut found = Vec::new();
        collect(&repository().join(self.directory).join("src"), &mut found);
        assert!(!found.is_empty(), "{} has no source", self.name);
        found
    }
}

/// A file of source and its path from the repository's top.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Lines with their numbers, without comments and without the unit tests at the end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]\nmod tests {");
        self.text[..tests.unwrap_or(self.text.len())]
            .lines()
            .enumerate()
            .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default()))
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.split('/').any(|part| part == "tests")
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn collect(directory: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path
                .strip_prefix(repository())
                .unwrap()
                .display()
                .to_string();
            found.push(Source {
                path: shown,
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
}

fn expect_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn manifests_name_only_the_rooms_below() {
    let mut broken = Vec::new();
    for room in HOUSE {
        let manifest = room.manifest();
        for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
            let named = manifest.get(section).and_then(|found| found.as_table());
            for name in named.into_iter().flat_map(Table::keys) {
                let ours = HOUSE.iter().any(|other| other.name == name);
                if ours && !room.may_use.contains(&name.as_str()) {
                    broken.push(format!("{} → {name} ({section})", room.name));
                }
            }
        }
    }
    expect_none(&broken, "an arrow that the plan of the house does not have");
}

#[test]
fn use_lines_name_only_the_rooms_below() {
    let mut broken = Vec::new();
    for room in HOUSE {
        for source in room.sources() {
            for (number, line) in source.code() {
                let Some(path) = used(line) else { continue };
                let ours = HOUSE.iter().any(|other| other.name == path);
                if ours && path != room.name && !room.may_use.contains(&path) {
                    broken.push(format!("{}:{number} uses {path}", source.path));
                }
            }
        }
    }
    expect_none(&broken, "an arrow that the plan of the house does not have");
}

/// The crate that a `use` line begins with.
fn used(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let path = line.strip_prefix("use ")?;
    let end = path.find(|letter: char| !letter.is_alphanumeric() && letter != '_')?;
    Some(&path[..end])
}

#[test]
fn every_member_of_the_workspace_is_in_the_plan() {
    let text = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let workspace: Table = text.parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let mut members: Vec<&str> = members.iter().map(|name| name.as_str().unwrap()).collect();
    let mut planned: Vec<&str> = HOUSE.iter().map(|room| room.directory).collect();
    members.sort_unstable();
    planned.sort_unstable();
    assert_eq!(members, planned);
}

#[test]
fn nothing_is_added_at_the_top() {
    let ignored = fs::read_to_string(repository().join(".gitignore")).unwrap();
    let ignored: Vec<&str> = ignored.lines().map(|line| line.trim_matches('/')).collect();
    let broken: Vec<String> = fs::read_dir(repository())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && !ignored.contains(&name.as_str()))
        .filter(|name| !TOP.contains(&name.as_str()))
        .collect();
    expect_none(&broken, "beside the eight names at the top");
}

#[test]
fn a_file_is_short_and_says_first_what_it_is_for() {
    let mut broken = Vec::new();
    for source in HOUSE.iter().flat_map(Room::sources) {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE && !source.is_test() {
            broken.push(format!("{} has {lines} lines", source.path));
        }
        if !source.text.starts_with("//!") {
            broken.push(format!("{} does not begin with //!", source.path));
        }
    }
    expect_none(&broken, "a file that is hard to read");
}

#[test]
fn only_ops_looks_at_the_clock_and_the_environment() {
    let mut broken = Vec::new();
    let rooms = HOUSE
        .iter()
        .filter(|room| !["jangbu", "tests"].contains(&room.name));
    for source in rooms
        .flat_map(Room::sources)
        .filter(|source| !source.is_test())
    {
        for (number, line) in source.code() {
            for look in LOOKING_AROUND.iter().filter(|look| line.contains(**look)) {
                let allowed = MAY_LOOK
                    .iter()
                    .any(|(path, what, _)| *path == source.path && what == look);
                if !allowed {
                    broken.push(format!("{}:{number} {look}", source.path));
                }
            }
        }
    }
    expect_none(&broken, "time and configuration are passed in");
}

#[test]
fn in_ops_the_environment_is_read_in_one_room() {
    let ops = HOUSE.iter().find(|room| room.name == "jangbu").unwrap();
    let broken: Vec<String> = ops
        .sources()
        .iter()
        .filter(|source| !source.path.starts_with("ops/src/config/") && !source.is_test())
        .flat_map(|source| {
            source
                .code()
                .map(move |(number, line)| (source, number, line))
        })
        .filter(|(_, _, line)| line.contains("env::var") || line.contains("env = \""))
        .map(|(source, number, _)| format!("{}:{number}", source.path))
        .collect();
    expect_none(&broken, "configuration belongs into ops/src/config");
}

#[test]
fn the_domain_is_pure() {
    let domain = HOUSE.iter().find(|room| room.name == "domain").unwrap();
    let broken: Vec<String> = domain
        .sources()
        .iter()
        .filter(|source| !source.is_test())
        .flat_map(|source| {
            source
                .code()
                .map(move |(number, line)| (source, number, line))
        })
        .filter(|(_, _, line)| IMPURE.iter().any(|touch| line.contains(touch)))
        .map(|(source, number, line)| format!("{}:{number} {}", source.path, line.trim()))
        .collect();
    expect_none(&broken, "a rule neither reads, writes, waits nor guesses");
}

/// The lock file also names what nobody compiles: the job engine can speak another sqlx, and is not asked
/// to. That it is not compiled either is checked by `ops/test` (`cargo tree`).
#[test]
fn there_is_one_sqlx_and_it_is_the_one_that_postgres_es_speaks() {
    let text = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let lock: Table = text.parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let asks = |package: &&toml::Value, version: &str| {
        let asked = package.get("dependencies").and_then(toml::Value::as_array);
        let sqlx = format!("sqlx {version}");
        asked.is_some_and(|asked| asked.iter().any(|it| it.as_str() == Some(sqlx.as_str())))
    };
    for version in packages
        .iter()
        .filter(|package| package["name"].as_str() == Some("sqlx"))
        .map(|package| package["version"].as_str().unwrap())
        .filter(|version| !version.starts_with("0.8."))
    {
        let asking: Vec<&str> = packages
            .iter()
            .filter(|package| asks(package, version))
            .map(|package| package["name"].as_str().unwrap())
            .collect();
        let engine = |name: &&str| name.starts_with("graphile_worker");
        assert!(asking.iter().all(engine), "sqlx {version}: {asking:?}");
    }
}
