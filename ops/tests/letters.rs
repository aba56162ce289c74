//! `jangbu letters` as somebody at a prompt meets it: without a shop, a database or a data directory.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary in a directory of which it must leave nothing behind but what it was asked for.
fn jangbu(at: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jangbu"));
    for variable in ["DATABASE_URL", "JANGBU_DATA"] {
        command.env_remove(variable);
    }
    let words = words.split(' ').chain(["--data", "data"]);
    command.current_dir(at).args(words).output().unwrap()
}

fn said(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn all_letters_are_listed_and_each_can_be_drawn() {
    let at = tempfile::tempdir().unwrap();
    let list = jangbu(at.path(), "letters list --json");
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    let all = list.as_array().unwrap();
    assert_eq!(all.len(), letters::all().len());
    let drawn = jangbu(at.path(), "letters preview --all out --language ko");
    let samples = |letter: &serde_json::Value| letter["samples"].as_array().unwrap().len();
    let files = 2 * all.iter().map(samples).sum::<usize>();
    assert!(
        said(&drawn).starts_with(&format!("{files} files")),
        "{drawn:?}"
    );
    assert_eq!(
        std::fs::read_dir(at.path().join("out")).unwrap().count(),
        files
    );
    assert!(
        !at.path().join("data").exists(),
        "looking at letters makes no shop"
    );
}

#[test]
fn a_letter_goes_where_it_is_wanted() {
    let at = tempfile::tempdir().unwrap();
    let html = jangbu(at.path(), "letters preview daily-sales --sample two-stores");
    assert!(said(&html).contains("src=\"data:image/png;base64,"));
    assert!(!said(&html).contains("cid:"));
    let text = jangbu(at.path(), "letters preview order-paid --language en --text");
    let first = said(&text).lines().next().unwrap();
    assert!(first.contains("Your payment has arrived"), "{first}");
    let filed = jangbu(at.path(), "letters preview order-paid --out letter.html");
    assert!(filed.status.success() && filed.stdout.is_empty());
    let letter = std::fs::read_to_string(at.path().join("letter.html")).unwrap();
    assert!(letter.contains("결제를 확인했습니다"));
}

#[test]
fn whoever_asks_for_what_is_not_there_is_told_what_is() {
    let at = tempfile::tempdir().unwrap();
    for (words, told) in [
        ("letters preview order-pad", "order-paid"),
        ("letters preview order-paid --sample none", "plain, long"),
        ("letters preview order-paid --store none", "intake"),
        ("letters preview order-paid --language fr", "ko or en"),
        ("letters preview", "NAME"),
        ("letters preview order-paid --all out", "cannot be used"),
    ] {
        let refused = jangbu(at.path(), words);
        let why = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{words}: {why}");
        assert!(why.contains(told), "{words}: {why}");
    }
}
