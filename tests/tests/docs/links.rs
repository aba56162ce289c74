//! Every link between our documents leads to a file, and every anchor to a heading.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{files, repository, shown};

#[test]
fn every_relative_link_leads_somewhere() {
    let mut broken = Vec::new();
    // What the demo shop tells its shoppers links to its own pages.
    let demo = repository().join("ops/demo");
    for page in files(repository(), ".md") {
        if page.starts_with(&demo) {
            continue;
        }
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            if let Err(why) = follow(&page, &text, &link) {
                broken.push(format!("{}: {link} {why}", shown(&page)));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "links that lead nowhere:\n  {}",
        broken.join("\n  ")
    );
}

fn follow(page: &Path, text: &str, link: &str) -> Result<(), &'static str> {
    if ["http://", "https://", "mailto:"]
        .iter()
        .any(|outside| link.starts_with(outside))
    {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = page.parent().unwrap().join(path);
    if !path.is_empty() && !target.exists() {
        return Err("does not exist");
    }
    if !path.is_empty() && !target.canonicalize().unwrap().starts_with(repository()) {
        return Err("leaves the repository");
    }
    if anchor.is_empty() {
        return Ok(());
    }
    let there = if path.is_empty() {
        anchors(text)
    } else if target.extension().is_some_and(|ending| ending == "md") {
        anchors(&fs::read_to_string(&target).unwrap())
    } else {
        return Err("points into a file that has no headings; line numbers move");
    };
    if there.contains(anchor) {
        Ok(())
    } else {
        Err("has no such heading")
    }
}

/// The targets of `[text](target)` outside code.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        let mut rest = line.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let Some((link, after)) = after.split_once(')') else {
                break;
            };
            found.push(link.to_owned());
            rest = after;
        }
    }
    found
}

/// Lines without fenced blocks and without inline code.
fn prose(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push(line.split('`').step_by(2).collect::<Vec<_>>().join("`"));
        }
    }
    lines
}

/// Headings as GitHub names them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut fenced = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced || !line.starts_with('#') {
            continue;
        }
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading
            .chars()
            .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
        found.insert(kept.collect::<String>().replace(' ', "-"));
    }
    found
}

#[test]
fn links_are_seen_in_prose_and_not_in_code() {
    let text = "[a](x.md) and `[b](y.md)`\n```\n[c](z.md)\n```\n![d](p.png)";
    assert_eq!(links(text), ["x.md", "p.png"]);
    assert!(anchors("## The 1st `order`, paid").contains("the-1st-order-paid"));
}
