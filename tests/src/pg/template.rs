//! The migrated database that those of the tests are copies of.
//!
//! Each test runs in a process of its own, and migrating takes longer than most tests do: a test
//! program migrates once for all of its processes.

use std::hash::{DefaultHasher, Hash, Hasher};

use sqlx::{Connection, Executor, PgConnection};

use super::{create, migrate};

/// Whoever makes a template holds this lock of the cluster's first database.
const MAKING: i64 = 0x6a61_6e67_6275;

/// Its name; it is made if it is not there.
pub(super) async fn of(cluster: &str) -> String {
    let name = name();
    let mut admin = PgConnection::connect(cluster)
        .await
        .expect("the cluster answers");
    lock(&mut admin).await;
    let there: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(&name)
            .fetch_one(&mut admin)
            .await
            .expect("the cluster answers");
    if !there {
        // It has its name once it is whole: a process may be killed on the way.
        let raw = create(cluster, None).await;
        migrate(&raw).await;
        let rename = format!("ALTER DATABASE {} RENAME TO {name}", raw.name);
        admin
            .execute(rename.as_str())
            .await
            .expect("nobody is in it");
    }
    // The lock goes with the connection.
    admin.close().await.expect("the cluster answers");
    name
}

async fn lock(admin: &mut PgConnection) {
    sqlx::query("SELECT pg_advisory_lock($1)")
        .bind(MAKING)
        .execute(admin)
        .await
        .expect("the cluster answers");
}

/// Another build may have other migrations, on a cluster that outlives a run.
fn name() -> String {
    let program = std::env::current_exe().expect("a program runs");
    let built = std::fs::metadata(&program).and_then(|it| it.modified());
    let mut hasher = DefaultHasher::new();
    (program, built.expect("its file is there")).hash(&mut hasher);
    format!("template_{:016x}", hasher.finish())
}
