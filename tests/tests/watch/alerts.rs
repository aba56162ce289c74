//! Alert rules and dashboard are well formed and speak of metrics and labels that exist.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use crate::described::{documented, of_histogram, repository};

/// Words of PromQL and labels that Prometheus adds by itself.
const ADDED: [&str; 3] = ["le", "instance", "job"];

/// Fails unless every metric of the expression is documented, and every label is one of its metrics'.
fn judge(expression: &str, whose: &str) {
    let documented = documented();
    let mut labels: BTreeSet<&str> = ADDED.into();
    let mut metrics = 0;
    let words = expression.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    for word in words.filter(|word| word.starts_with("jangbu_") || word.starts_with("process_")) {
        let metric = documented.get(of_histogram(word, &documented));
        let metric = metric.unwrap_or_else(|| panic!("{whose}: there is no {word}"));
        assert!(
            metric.kind != "histogram" || of_histogram(word, &documented) != word,
            "{whose}: {word} is a histogram"
        );
        labels.extend(metric.labels.iter().map(String::as_str));
        metrics += 1;
    }
    assert!(
        metrics > 0 || expression.contains("up"),
        "{whose} asks for nothing of ours: {expression}"
    );
    for (open, close) in [('(', ')'), ('{', '}'), ('[', ']')] {
        let count = |letter| expression.matches(letter).count();
        assert_eq!(count(open), count(close), "{whose}: {expression}");
    }
    for label in used_labels(expression) {
        assert!(
            labels.contains(label.as_str()),
            "{whose}: none of its metrics has a label {label}"
        );
    }
}

/// Labels in `{…}` and behind `by`, `on` and `without`.
fn used_labels(expression: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in expression.split('{').skip(1) {
        let inside = part.split('}').next().unwrap();
        let names = inside
            .split(',')
            .filter_map(|one| one.split(['=', '!']).next());
        found.extend(names.map(|name| name.trim().to_owned()));
    }
    for word in ["by (", "on (", "without ("] {
        for part in expression.split(word).skip(1) {
            let inside = part.split(')').next().unwrap();
            found.extend(inside.split(',').map(|name| name.trim().to_owned()));
        }
    }
    found.remove("");
    found
}

#[test]
fn every_alert_says_what_is_wrong_and_asks_for_metrics_that_exist() {
    let text = fs::read_to_string(repository().join("ops/deploy/alerts.yml")).unwrap();
    let file = YamlLoader::load_from_str(&text).unwrap().remove(0);
    let mut names = BTreeSet::new();
    for group in file["groups"].as_vec().unwrap() {
        assert!(group["name"].as_str().is_some());
        for rule in group["rules"].as_vec().unwrap() {
            let name = rule["alert"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} stands there twice");
            let said = |part: &str, of: &Yaml| {
                let said = of[part].as_str().unwrap_or_default().to_owned();
                assert!(!said.is_empty(), "{name} has no {part}");
                said
            };
            let severity = said("severity", &rule["labels"]);
            assert!(
                ["page", "ticket"].contains(&severity.as_str()),
                "{name}: {severity}"
            );
            said("summary", &rule["annotations"]);
            said("do", &rule["annotations"]);
            let patience = said("for", rule);
            let (number, unit) = patience.split_at(patience.len() - 1);
            assert!(
                number.parse::<u32>().is_ok() && ["s", "m", "h"].contains(&unit),
                "{name}: {patience}"
            );
            judge(&said("expr", rule), name);
        }
    }
    for needed in [
        "ShopDown",
        "ErrorRate",
        "SlowPages",
        "ProjectionLag",
        "BarrierHeld",
        "JobsDead",
        "JobsOld",
        "LettersFailing",
        "DepositsUnmatched",
        "PoolUsedUp",
        "DiskFull",
    ] {
        assert!(
            names.iter().any(|name| name.contains(needed)),
            "no alert {needed}"
        );
    }
}

#[test]
fn the_dashboard_has_its_rows_and_every_panel_asks_for_metrics_that_exist() {
    let text = fs::read_to_string(repository().join("ops/deploy/grafana-dashboard.json")).unwrap();
    let board: Value = serde_json::from_str(&text).unwrap();
    let panels = board["panels"].as_array().unwrap();
    let (mut ids, mut rows, mut places) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    for panel in panels {
        let title = panel["title"].as_str().unwrap();
        assert!(
            ids.insert(panel["id"].as_i64().unwrap()),
            "{title}: its id is taken"
        );
        let place = &panel["gridPos"];
        let place = ["x", "y"].map(|of| place[of].as_i64().unwrap());
        assert!(places.insert(place), "{title} lies upon another");
        if panel["type"] == "row" {
            rows.push(title);
            continue;
        }
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty(), "{title} asks nothing");
        for target in targets {
            judge(target["expr"].as_str().unwrap(), title);
        }
    }
    assert_eq!(
        rows,
        [
            "Shop",
            "Writing",
            "Reading",
            "Jobs and post",
            "Database",
            "Process"
        ]
    );
    assert!(board["uid"].as_str().is_some() && board["title"].as_str().is_some());
}

#[test]
fn labels_are_seen_wherever_they_stand() {
    let expression = "sum by (route, le) (rate(a{door=\"shop\",status!~\"5xx\"}[5m]))";
    let labels = used_labels(expression).into_iter().collect::<Vec<_>>();
    assert_eq!(labels, ["door", "le", "route", "status"]);
}
