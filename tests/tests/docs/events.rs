//! Writes `ops/docs/events.md` from the code and fails where the file is behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use domain::catalog::AGGREGATES;
use domain::rule::EventDoc;
use domain::{Actor, Channel};

use crate::names::words;
use crate::shapes::inner_types;
use crate::types::{Form, TypeDoc, of_the_domain, plain};
use crate::{COMMAND, refreshing, repository};

const FILE: &str = "ops/docs/events.md";

const HEAD: &str = "\
# Every event of the log

Made from the code by `tests/tests/docs/events.rs`; a test fails when it is behind. Do not edit it:
change the doc comments in [domain/src](../../domain/src) and run `JANGBU_REFRESH=1 cargo test -p tests --test docs`.

An event is a fact. Nobody changes or deletes one. Its payload is a JSON object with one key, the
event's name: `{\"OrderPaid\": {\"payment\": …}}`. The name and the version are columns too. A sample of
each event and version lies in [tests/golden/events](../../tests/golden/events): a list of payloads.

Amounts are whole won. Times are RFC 3339, UTC. Business days are Korean days (KST), and whoever needs
a day computes it from the time; where an event holds a day (`2026-11-22`) it is a Korean one. No event holds a person's name, address, phone number or mail address:
it refers to the vault ([PersonalRef](#personalref)).

An optional field is left out when it says nothing: none, empty, zero, or its usual value.
";

/// What each column of the table says. The names are checked against the migration.
const COLUMNS: [(&str, &str); 12] = [
    ("aggregate_type", "The aggregate: one of the seven below."),
    ("aggregate_id", "The stream: an order's number, a SKU, …"),
    (
        "sequence",
        "Place in the stream, from 1, without gaps. Two writers cannot take the same.",
    ),
    ("event_type", "The event's name."),
    ("event_version", "The version of its shape."),
    (
        "payload",
        "What happened, as listed below. `json` keeps the text as it was written.",
    ),
    ("metadata", "Who, where from, when and why: see below."),
    (
        "position",
        "Orders the events of one transaction. Handed out before the commit, so it says nothing of what is visible.",
    ),
    (
        "xid",
        "The transaction that wrote it. Readers take only transactions older than the oldest open one.",
    ),
    (
        "epoch",
        "Which cluster the log lived in: grows when a dump is restored into another one.",
    ),
    (
        "event_id",
        "The event's own id. Tells a writer after a lost connection whether its event arrived.",
    ),
    (
        "recorded_at",
        "When the shop came to know. When it happened is `occurred_at` in the metadata.",
    ),
];

/// The text forms of actors and doors, by the variant that reads them.
const ACTORS: [(&str, &str); 6] = [
    ("Guest", "guest"),
    ("Member", "member:ID"),
    ("Staff", "staff:LOGIN"),
    ("System", "system:PROCESS"),
    ("Provider", "provider:NAME"),
    ("Import", "import:NAME"),
];
const CHANNELS: [(&str, &str); 5] = [
    ("Pc", "pc"),
    ("Mobile", "mobile"),
    ("Desk", "desk"),
    ("System", "system"),
    ("External", "external:NAME"),
];

#[test]
fn events_md_says_what_the_code_says() {
    let page = page();
    let path = repository().join(FILE);
    if refreshing() {
        fs::write(&path, &page).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == page,
        "{FILE} is behind the code; refresh it with:\n\n    {COMMAND}\n"
    );
}

fn page() -> String {
    let types = of_the_domain();
    let mut page = HEAD.to_owned();
    contents(&mut page);
    table(&mut page);
    metadata(&mut page, &types);
    let mut met = BTreeSet::new();
    for aggregate in AGGREGATES {
        writeln!(page, "\n## {}\n\n{}", aggregate.kind, aggregate.meaning).unwrap();
        for event in aggregate.events {
            describe(&mut page, aggregate.kind, event, &mut met);
        }
    }
    inner_types(&mut page, &types, met);
    page
}

fn contents(page: &mut String) {
    page.push_str("\n| aggregate | events |\n|---|---|\n");
    for aggregate in AGGREGATES {
        let link = |event: &EventDoc| format!("[{0}](#{1})", event.name, event.name.to_lowercase());
        let events: Vec<String> = aggregate.events.iter().map(link).collect();
        writeln!(
            page,
            "| [{0}](#{0}) | {1} |",
            aggregate.kind,
            events.join(", ")
        )
        .unwrap();
    }
}

fn table(page: &mut String) {
    let file = "migrations/0001_events.sql";
    let sql = fs::read_to_string(repository().join(file)).unwrap();
    let (_, body) = sql.split_once("CREATE TABLE events (\n").unwrap();
    let (body, _) = body.split_once("\n);").unwrap();
    writeln!(page, "\n## The table\n\nOne table, `events` ([{file}](../../{file})). Key: `aggregate_type, aggregate_id, sequence`.\n").unwrap();
    page.push_str("| column | type | meaning |\n|---|---|---|\n");
    let columns = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("PRIMARY KEY"));
    let mut found = Vec::new();
    for column in columns {
        let mut parts = column.split_whitespace();
        let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
        let known = COLUMNS.iter().find(|(known, _)| *known == name);
        let (_, meaning) = known.unwrap_or_else(|| panic!("COLUMNS lacks {name}"));
        writeln!(page, "| `{name}` | {kind} | {meaning} |").unwrap();
        found.push(name);
    }
    assert_eq!(
        found.len(),
        COLUMNS.len(),
        "COLUMNS lists a column that is gone"
    );
}

fn metadata(page: &mut String, types: &BTreeMap<String, TypeDoc>) {
    page.push_str("\n## Metadata\n\nA flat object of texts, so that cqrs-es reads it too.\n\n| key | value | meaning |\n|---|---|---|\n");
    let Some(Form::Object(fields)) = types.get("Meta").map(|meta| &meta.form) else {
        panic!("domain::Meta is no struct any more");
    };
    for field in fields {
        let value = match field.name.as_str() {
            "store" => "[StoreId](#storeid)",
            "actor" => "an actor",
            "channel" => "a channel",
            "occurred_at" => "time",
            _ => "text; may be missing",
        };
        writeln!(page, "| `{}` | {value} | {} |", field.name, field.meaning).unwrap();
    }
    let actor = |text: &str| format!("{:?}", text.parse::<Actor>().unwrap());
    spoken(page, "actor", &ACTORS, &types["Actor"], actor);
    let channel = |text: &str| format!("{:?}", text.parse::<Channel>().unwrap());
    spoken(page, "channel", &CHANNELS, &types["Channel"], channel);
}

/// The text forms of an enum, each checked by reading it.
fn spoken(
    page: &mut String,
    what: &str,
    forms: &[(&str, &str)],
    of: &TypeDoc,
    reads: impl Fn(&str) -> String,
) {
    let Form::Text { variants, .. } = &of.form else {
        panic!("{what} is no text any more");
    };
    assert_eq!(
        variants.len(),
        forms.len(),
        "a new {what} needs its text form here"
    );
    writeln!(page, "\n| {what} | meaning |\n|---|---|").unwrap();
    for (variant, (name, form)) in variants.iter().zip(forms) {
        assert_eq!(variant.name, *name, "in the order of the code");
        assert!(
            reads(form).starts_with(name),
            "{form} is read as something else"
        );
        writeln!(page, "| `{form}` | {} |", variant.meaning).unwrap();
    }
}

fn describe(page: &mut String, kind: &str, event: &EventDoc, met: &mut BTreeSet<String>) {
    let (name, version) = (event.name, event.version);
    let sample = format!("../../tests/golden/events/{kind}/{name}.v{version}.json");
    writeln!(
        page,
        "\n### {name}\n\n{} Version {version} ([sample]({sample})).",
        plain(event.meaning.trim())
    )
    .unwrap();
    if event.fields.is_empty() {
        page.push_str("\nNo fields.\n");
        return;
    }
    page.push_str("\n| field | type | meaning |\n|---|---|---|\n");
    for field in event.fields {
        let kind: syn::Type = syn::parse_str(field.kind).unwrap();
        writeln!(
            page,
            "| `{}` | {} | {} |",
            field.name,
            words(&kind, met),
            plain(field.meaning.trim())
        )
        .unwrap();
    }
}
