//! The cluster's life, on the machine's real PostgreSQL.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use super::{Options, PrivateCluster, Running};

fn somewhere() -> TempDir {
    directory_with_mode(0o755)
}

fn directory_with_mode(mode: u32) -> TempDir {
    tempfile::Builder::new()
        .permissions(Permissions::from_mode(mode))
        .tempdir()
        .unwrap()
}

fn start(data: &Path) -> Running {
    PrivateCluster::start(data, Options::for_tests()).unwrap()
}

async fn one(url: &str, sql: &str) -> String {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_second_start_finds_the_first_ones_data() {
    let data = somewhere();
    let first = start(data.path());
    first.ensure_database("jangbu").await.unwrap();
    let mut connection = PgConnection::connect(&first.url("jangbu")).await.unwrap();
    sqlx::raw_sql("CREATE TABLE kept AS SELECT 'rice'::text AS what")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    first.stop().unwrap();

    let second = start(data.path());
    second.ensure_database("jangbu").await.unwrap();
    let what = one(&second.url("jangbu"), "SELECT what FROM kept").await;
    assert_eq!(what, "rice");
}

#[tokio::test]
async fn whoever_leaves_last_stops_the_server() {
    let data = somewhere();
    let first = start(data.path());
    let second = start(data.path());
    let url = second.url("postgres");
    first.stop().unwrap();
    assert_eq!(one(&url, "SELECT 'here'").await, "here");
    second.stop().unwrap();
    assert!(PgConnection::connect(&url).await.is_err());
}

#[tokio::test]
async fn a_server_that_somebody_else_started_is_left_running() {
    let data = somewhere();
    let ours = start(data.path());
    ours.usage.as_ref().unwrap().started(None).unwrap();
    let url = ours.url("postgres");
    let control = super::Control::new(
        super::Binaries::find(None).unwrap(),
        super::Account::choose().unwrap(),
        ours.control.home().clone(),
        Options::for_tests(),
    );
    ours.stop().unwrap();
    assert_eq!(one(&url, "SELECT 'here'").await, "here");
    control.stop().unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back() {
    let data = somewhere();
    let shop = start(data.path());
    let postmaster = shop.control.postmaster().unwrap();
    kill(postmaster);
    while shop.control.is_answering() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(shop.revive().unwrap());
    shop.ensure_database("jangbu").await.unwrap();
    assert_eq!(one(&shop.url("jangbu"), "SELECT 'here'").await, "here");
    assert!(!shop.revive().unwrap(), "it runs already");
}

#[tokio::test]
async fn a_deep_directory_with_awkward_letters_works() {
    let data = somewhere();
    let mut deep = data.path().to_owned();
    for part in ["it's a \"shop\"", &"깊".repeat(30), "$HOME"] {
        deep.push(part);
    }
    let shop = start(&deep);
    shop.ensure_database("장부 1").await.unwrap();
    let name = one(&shop.url("장부 1"), "SELECT current_database()::text").await;
    assert_eq!(name, "장부 1");
}

#[tokio::test]
async fn a_directory_that_the_server_may_not_enter_gets_its_files_elsewhere() {
    if !nix::unistd::Uid::effective().is_root() {
        return; // only root's server runs as somebody else
    }
    let closed = directory_with_mode(0o700);
    let shop = start(closed.path());
    assert!(shop.directory().starts_with("/var/lib/jangbu"));
    let elsewhere = shop.directory().to_owned();
    shop.stop().unwrap();

    let again = start(closed.path());
    assert_eq!(again.directory(), elsewhere);
    again.stop().unwrap();
    std::fs::remove_dir_all(elsewhere).unwrap();
}

fn kill(pid: u32) {
    let status = Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(status.unwrap().success());
}
