//! Removes the databases of tests that have ended.
//!
//! Each takes some 15 MB and a run of all tests makes well over a thousand: together they would fill
//! a small disk, and a full disk ends the run.

use nix::sys::signal::kill;
use nix::unistd::Pid;
use sqlx::{Executor, PgConnection};

/// Whoever sweeps holds this lock of the cluster's first database.
const SWEEPING: i64 = 0x0073_7765_6570;

/// Drops what processes have left that run no more; leaves it to another that is at it already.
pub(super) async fn ended(admin: &mut PgConnection) {
    let ours: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(SWEEPING)
        .fetch_one(&mut *admin)
        .await
        .expect("the cluster answers");
    if !ours {
        return;
    }
    let names: Vec<String> =
        sqlx::query_scalar(r"SELECT datname::text FROM pg_database WHERE datname LIKE 'test\_%'")
            .fetch_all(&mut *admin)
            .await
            .expect("the cluster answers");
    for name in names.iter().filter(|name| owner(name).is_some_and(gone)) {
        // A program that outlives its test by a moment may still be connected.
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        admin.execute(sql.as_str()).await.expect("it is nobody's");
    }
    // The lock goes with the connection.
}

/// The process that made it: `test_PROCESS_…`.
fn owner(name: &str) -> Option<Pid> {
    let process = name.strip_prefix("test_")?.split('_').next()?;
    process.parse().ok().map(Pid::from_raw)
}

fn gone(process: Pid) -> bool {
    kill(process, None) == Err(nix::errno::Errno::ESRCH)
}
