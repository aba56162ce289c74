//! Many jobs, many workers, two lanes.

use std::time::{Duration, Instant};

use store::jobs::{Lane, NewJob};
use tests::working::{AtWork, connections, hasty};
use workers::jobs::RunnerOptions;

use crate::kinds::{Bench, Note, job, kinds};

fn note(number: i64, takes_ms: u64) -> NewJob {
    job(&Note { number, takes_ms })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_workers_do_each_job_once_and_leave_none() {
    let bench = Bench::open().await;
    let mut working = vec![];
    for _ in 0..3 {
        let connections = connections(&bench.database);
        working.push(AtWork::jobs(
            bench.context.clone(),
            connections,
            kinds(),
            hasty(),
        ));
    }
    let jobs: Vec<NewJob> = (0..300).map(|number| note(number, 1)).collect();
    for some in jobs.chunks(50) {
        bench.add(some).await;
    }
    bench.noted(300).await;
    for working in working {
        working.stop().await;
    }
    let mut notes = bench.notes().await;
    notes.sort_unstable();
    assert_eq!(notes, (0..300).collect::<Vec<_>>());
    assert_eq!(bench.jobs().await, []);
}

/// The engine takes one job per signal and slot: a heap that it is told of once would wait for its clock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_heap_of_jobs_is_worked_off_without_waiting_for_the_clock() {
    let bench = Bench::open().await;
    let options = RunnerOptions {
        look: Duration::from_mins(10),
        ..hasty()
    };
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), options);
    // So that it is the notification that it hears, and not its first look.
    bench.add(&[note(0, 0)]).await;
    bench.noted(1).await;
    let jobs: Vec<NewJob> = (1..=400).map(|number| note(number, 5)).collect();
    bench.add(&jobs).await;
    bench.noted(401).await;
    working.stop().await;
    assert_eq!(bench.jobs().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_bulk_jobs_do_not_delay_the_letter_that_somebody_waits_for() {
    let bench = Bench::open().await;
    let options = RunnerOptions {
        prompt: 2,
        bulk: 2,
        ..hasty()
    };
    let bulk: Vec<NewJob> = (0..1_000)
        .map(|number| NewJob {
            lane: Lane::Bulk,
            priority: -100,
            ..note(number, 200)
        })
        .collect();
    // Two at a time.
    let all_the_bulk = Duration::from_millis(200) * 1_000 / 2;
    bench.add(&bulk).await;
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), options);
    bench.noted(4).await;
    let asked = Instant::now();
    bench.add(&[note(-1, 0)]).await;
    while !bench.notes().await.contains(&-1) {
        assert!(
            asked.elapsed() < all_the_bulk / 3,
            "it waits behind the bulk"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lower_priority_comes_first_and_one_queue_is_one_at_a_time() {
    let bench = Bench::open().await;
    let mut jobs: Vec<NewJob> = (0..6).map(|number| note(number, 100)).collect();
    for (number, job) in jobs.iter_mut().enumerate() {
        job.queue = Some("one-by-one".to_owned());
        job.priority = if number == 5 { -1 } else { 0 };
    }
    bench.add(&jobs).await;
    let connections = connections(&bench.database);
    let began = Instant::now();
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), hasty());
    let notes = bench.noted(6).await;
    assert_eq!(notes[0], 5, "{notes:?}");
    assert!(
        began.elapsed() >= Duration::from_millis(600),
        "two at a time"
    );
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_names_one_waiting_job_and_what_is_rolled_back_never_was() {
    let bench = Bench::open().await;
    bench.add(&[note(1, 0).keyed("same")]).await;
    bench.add(&[note(2, 0).keyed("same")]).await;
    let mut transaction = bench.pool.begin().await.unwrap();
    store::jobs::add(&mut transaction, &[note(3, 0)])
        .await
        .unwrap();
    transaction.rollback().await.unwrap();
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), hasty());
    assert_eq!(bench.noted(1).await, [2]);
    working.stop().await;
    assert_eq!(bench.notes().await, [2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_it_has_begun() {
    let bench = Bench::open().await;
    bench.add(&[note(1, 1_000)]).await;
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), hasty());
    while bench.jobs().await[0].locked_at.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    working.stop().await;
    assert_eq!(bench.notes().await, [1]);
    assert_eq!(bench.jobs().await, []);
}
