//! `jangbu import` as an operator meets it. What it does to the ledger is in `tests/import_year`.

#![allow(clippy::unwrap_used)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn book() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/online-retail-slice.csv.gz")
}

/// The binary, in a directory of its own.
fn import(place: &TempDir, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jangbu"));
    command.env_remove("DATABASE_URL").current_dir(place.path());
    command
        .args(["import", "online-retail"])
        .args(words)
        .output()
        .unwrap()
}

fn somewhere() -> TempDir {
    tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()
        .unwrap()
}

#[test]
fn a_dry_run_judges_every_row_and_writes_nothing_but_the_report() {
    let place = somewhere();
    let told = import(&place, &[book().to_str().unwrap(), "--dry-run", "--json"]);
    assert!(told.status.success(), "{told:?}");
    let sums: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(
        (&sums["rows"], &sums["accepted"], &sums["reported"]),
        (&5_000.into(), &4_974.into(), &26.into())
    );
    let left: Vec<_> = std::fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["import-report.csv"]);
}

#[test]
fn a_file_that_cannot_be_played_says_why() {
    let place = somewhere();
    std::fs::write(place.path().join("names.csv"), "name,price\nmug,3\n").unwrap();
    for (words, why) in [
        (["nowhere.csv", "--dry-run"], "nowhere.csv"),
        (["names.csv", "--dry-run"], "no column \"Invoice\""),
        (["names.csv", "--rate=0"], "above zero"),
    ] {
        let told = import(&place, &words);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(
            !told.status.success() && said.contains(why),
            "{words:?}: {said}"
        );
    }
}

#[test]
fn an_imported_book_passes_the_check_that_anyone_can_run() {
    let Ok(python) = Command::new("python3").arg("--version").output() else {
        return eprintln!("skipped: no python3 on this machine");
    };
    assert!(python.status.success());
    let place = somewhere();
    let data = place.path().join("data");
    let played = import(
        &place,
        &[book().to_str().unwrap(), "--data", data.to_str().unwrap()],
    );
    assert!(played.status.success(), "{played:?}");
    let check = Path::new(env!("CARGO_MANIFEST_DIR")).join("check-import");
    let told = Command::new(check)
        .arg(book())
        .args(["--", "--data"])
        .arg(&data)
        .env("JANGBU", env!("CARGO_BIN_EXE_jangbu"))
        .env_remove("DATABASE_URL")
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        told.status.success() && said.ends_with("equal\n"),
        "{said}{told:?}"
    );
}
