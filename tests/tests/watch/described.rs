//! metrics.md names every metric that the code has, with its kind, labels and unit, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jangbu::meters;
use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    with_local_recorder,
};

/// A metric, as described in code or in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    pub kind: String,
    /// Empty where it is a mere number.
    pub unit: String,
    /// Only the document knows them.
    pub labels: BTreeSet<String>,
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The rows of the tables of metrics.md: name, kind, labels.
pub fn documented() -> BTreeMap<String, Metric> {
    let text = fs::read_to_string(repository().join("ops/docs/metrics.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let metrics = rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(
            cells.len(),
            6,
            "name, kind, unit, labels, meaning, what to do: {row}"
        );
        assert!(
            cells[4..].iter().all(|cell| cell.len() > 3),
            "{row} says too little"
        );
        let ticked = |cell: &str| {
            let parts = cell.split('`').skip(1).step_by(2);
            parts.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let name = ticked(cells[0]).pop_first().unwrap();
        let metric = Metric {
            kind: cells[1].to_owned(),
            unit: cells[2].to_owned(),
            labels: ticked(cells[3]),
        };
        (name, metric)
    });
    let mut all = BTreeMap::new();
    for (name, metric) in metrics {
        assert!(
            all.insert(name.clone(), metric).is_none(),
            "{name} stands there twice"
        );
    }
    all
}

/// Hears what is described.
#[derive(Default)]
struct Heard(Mutex<BTreeMap<String, (&'static str, Option<Unit>)>>);

impl Heard {
    fn hear(&self, name: &KeyName, kind: &'static str, unit: Option<Unit>) {
        let known = self
            .0
            .lock()
            .unwrap()
            .insert(name.as_str().to_owned(), (kind, unit));
        assert!(known.is_none(), "{} is described twice", name.as_str());
    }
}

impl Recorder for Heard {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.hear(&name, "counter", unit);
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.hear(&name, "gauge", unit);
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.hear(&name, "histogram", unit);
    }

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

fn described() -> BTreeMap<String, (&'static str, Option<Unit>)> {
    let heard = Heard::default();
    with_local_recorder(&heard, meters::describe);
    heard.0.into_inner().unwrap()
}

#[test]
fn the_document_and_the_code_name_the_same_metrics_of_the_same_kinds() {
    let (documented, described) = (documented(), described());
    let named: Vec<_> = documented.keys().collect();
    assert_eq!(named, described.keys().collect::<Vec<_>>());
    for (name, (kind, unit)) in &described {
        assert_eq!(documented[name].kind, *kind, "{name}");
        let unit = match unit {
            Some(Unit::Seconds) => "seconds",
            Some(Unit::Bytes) => "bytes",
            _ => "",
        };
        assert_eq!(documented[name].unit, unit, "{name}");
    }
}

#[test]
fn names_carry_their_units_as_prometheus_wants_them() {
    for (name, (kind, unit)) in described() {
        assert!(
            name.starts_with("jangbu_") || name.starts_with("process_"),
            "{name}"
        );
        assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
        let ending = match unit {
            Some(Unit::Seconds) => "_seconds",
            Some(Unit::Bytes) => "_bytes",
            _ => continue,
        };
        let name = name.trim_end_matches("_total");
        assert!(name.ends_with(ending), "{name} is in {ending}");
    }
}

#[test]
fn every_metric_in_the_sources_is_described() {
    let described = described();
    let mut used = BTreeSet::new();
    for room in ["domain", "projections", "web", "workers", "ops"] {
        for file in sources(&repository().join(room)) {
            let text = fs::read_to_string(file).unwrap();
            for part in text.split('"').skip(1).step_by(2) {
                let name = part.starts_with("jangbu_")
                    && part
                        .bytes()
                        .all(|letter| letter == b'_' || letter.is_ascii_lowercase());
                // A role of the database has such a name, too.
                if name && part != "jangbu_log" && part != "jangbu_analyst" {
                    used.insert(part.to_owned());
                }
            }
        }
    }
    assert!(used.len() > 30, "{used:?}");
    let unknown: Vec<_> = used
        .iter()
        .filter(|name| !described.contains_key(*name))
        .collect();
    assert!(unknown.is_empty(), "used and not described: {unknown:?}");
}

fn sources(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// What is shown of this program has the labels that the document names. Other tests of this program add
/// to it; none takes away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_shown_has_the_labels_of_the_document() {
    crate::harness::sink();
    let site = crate::site::Site::open(5).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    site.caught_up().await;
    assert_eq!(guest.order(&[]).await.status, 303);
    let documented = documented();
    let text = meters::render();
    let mut seen = 0;
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (series, _) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let base = of_histogram(name, &documented);
        let metric = documented
            .get(base)
            .unwrap_or_else(|| panic!("{name} is not documented"));
        // Patterns of routes hold braces and commas, but no quotes and equal signs.
        let names = labels.split("=\"").map(|part| {
            let start = part.rfind([',', '{']).map_or(0, |at| at + 1);
            part[start..].to_owned()
        });
        let mut names: BTreeSet<String> = names.collect();
        names.retain(|name| !name.is_empty() && !name.contains('"') && name != "le");
        assert_eq!(names, metric.labels, "{series}");
        seen += 1;
    }
    assert!(seen > 100);
}

/// The metric behind a series: histograms show three.
pub fn of_histogram<'a>(name: &'a str, documented: &BTreeMap<String, Metric>) -> &'a str {
    let endings = ["_bucket", "_sum", "_count"];
    let base = endings.iter().find_map(|ending| name.strip_suffix(ending));
    let known = |base: &&str| {
        documented
            .get(*base)
            .is_some_and(|metric| metric.kind == "histogram")
    };
    base.filter(known).unwrap_or(name)
}
