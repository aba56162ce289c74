//! Workers that die or freeze: their jobs are taken over, and what they say later counts no more.

use std::time::{Duration, Instant};

use store::jobs::JobState;
use tests::working::{AtWork, connections, hasty};
use tokio_util::sync::CancellationToken;

use crate::kinds::{Bench, Freezes, Held, Note, job, kinds};

/// A worker with a thread of its own, which a job can freeze or the test abandon. Its connections are its own
/// as well: those that its runtime opened are dead when that has ended, also for whoever shares the pool.
async fn on_its_own_thread(bench: &Bench, stop: &CancellationToken) -> std::thread::JoinHandle<()> {
    let (mut context, stop) = (bench.context.clone(), stop.clone());
    context.pool = bench.database.pool().await;
    let connections = connections(&bench.database);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            workers::jobs::run(&context, &connections, &kinds(), hasty(), &stop).await;
        });
    })
}

async fn taken(bench: &Bench) -> String {
    for _ in 0..400 {
        if let Some(worker) = bench
            .jobs()
            .await
            .first()
            .and_then(|job| job.locked_by.clone())
        {
            return worker;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody takes it: {:?}", bench.jobs().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_worker_s_job_is_taken_over_and_its_late_word_counts_no_more() {
    let bench = Bench::open().await;
    let let_go = Freezes::first();
    bench.add(&[job(&Freezes { number: 1 })]).await;
    let stop = CancellationToken::new();
    let frozen = on_its_own_thread(&bench, &stop).await;
    let first = taken(&bench).await;
    let began = Instant::now();
    let second = AtWork::jobs(
        bench.context.clone(),
        connections(&bench.database),
        kinds(),
        hasty(),
    );
    // The second worker holds it now, and is still at it when the first one wakes up.
    while bench
        .jobs()
        .await
        .first()
        .and_then(|job| job.locked_by.clone())
        == Some(first.clone())
    {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "nobody takes it over"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(let_go);
    assert_eq!(bench.noted(1).await, [1]);
    stop.cancel();
    frozen.join().unwrap();
    second.stop().await;
    assert_eq!(bench.notes().await, [1], "done once");
    assert_eq!(bench.jobs().await, []);
}

/// As if the worker had been frozen and somebody else had taken its job over in the meantime. Nobody may see the
/// job without the one who holds it: it would be taken for a dead one's.
async fn somebody_else_takes_it_over(bench: &Bench) {
    let mut transaction = bench.pool.begin().await.unwrap();
    for step in [
        "INSERT INTO graphile_worker._private_workers (id, last_heartbeat_at)
         VALUES ('somebody else', now() + interval '1 hour')",
        "UPDATE graphile_worker._private_jobs SET locked_by = 'somebody else'",
    ] {
        sqlx::query(step).execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

/// The engine's own completion deletes by number alone; this is what ours prevents.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_late_end_of_a_job_does_not_end_what_another_worker_does() {
    let bench = Bench::open().await;
    bench.add(&[job(&Held { number: 5 })]).await;
    let first = AtWork::jobs(
        bench.context.clone(),
        connections(&bench.database),
        kinds(),
        hasty(),
    );
    taken(&bench).await;
    somebody_else_takes_it_over(&bench).await;
    Held::let_go();
    bench.noted(1).await;
    first.stop().await;
    let jobs = bench.jobs().await;
    assert_eq!(jobs.len(), 1, "the other one's job is gone");
    assert_eq!(jobs[0].locked_by.as_deref(), Some("somebody else"));
    assert_eq!(jobs[0].last_error, None, "and unharmed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_goes_and_comes_and_jobs_go_on() {
    let bench = Bench::open().await;
    let working = AtWork::jobs(
        bench.context.clone(),
        connections(&bench.database),
        kinds(),
        hasty(),
    );
    bench
        .add(&[job(&Note {
            number: 1,
            takes_ms: 0,
        })])
        .await;
    bench.noted(1).await;
    // Every connection of the engine is cut, as a restart of the server does.
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'jangbu jobs'";
    let many: i64 = sqlx::query_scalar(cut)
        .fetch_one(&bench.pool)
        .await
        .unwrap();
    assert!(many > 0);
    bench
        .add(&[job(&Note {
            number: 2,
            takes_ms: 0,
        })])
        .await;
    assert_eq!(bench.noted(2).await, [1, 2]);
    working.stop().await;
    assert!(bench.desk.counts().await.unwrap().is_empty());
    let dead = JobState::Dead;
    assert!(bench.jobs().await.iter().all(|job| job.state != dead));
}
