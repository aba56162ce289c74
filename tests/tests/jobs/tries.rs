//! Failing: again later and later, dead in the end, and never in anybody's way.

use serde_json::json;
use store::jobs::{JobState, NewJob};
use tests::working::{AtWork, connections, hasty};

use crate::kinds::{Bench, Fails, Note, job, kinds};

fn fails(number: i64, times: i16) -> Fails {
    Fails {
        number,
        times,
        panics: false,
        never: false,
    }
}

fn begin(bench: &Bench) -> AtWork {
    let connections = connections(&bench.database);
    AtWork::jobs(bench.context.clone(), connections, kinds(), hasty())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_is_tried_again_and_done() {
    let bench = Bench::open().await;
    bench.add(&[job(&fails(7, 1))]).await;
    let working = begin(&bench);
    assert_eq!(bench.noted(1).await, [7]);
    working.stop().await;
    assert_eq!(bench.jobs().await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_failed_together_does_not_come_back_together() {
    let bench = Bench::open().await;
    let jobs: Vec<NewJob> = (0..40).map(|number| job(&fails(number, 9))).collect();
    bench.add(&jobs).await;
    let working = begin(&bench);
    let tried = loop {
        let jobs = bench.jobs().await;
        if jobs
            .iter()
            .all(|job| job.attempts >= 2 && job.locked_at.is_none())
        {
            break jobs;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    working.stop().await;
    let now = chrono::Utc::now();
    let mut waits: Vec<i64> = tried
        .iter()
        .map(|job| (job.run_at - now).num_milliseconds())
        .collect();
    waits.sort_unstable();
    waits.dedup_by_key(|wait| *wait / 100);
    assert!(waits.len() >= 8, "{waits:?}");
    assert!(
        tried
            .iter()
            .all(|job| job.last_error.as_deref().unwrap().starts_with("try "))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn poison_parks_itself_and_everything_else_flows() {
    let bench = Bench::open().await;
    let never = Fails {
        never: true,
        ..fails(1, 0)
    };
    let panics = Fails {
        panics: true,
        ..fails(2, 0)
    };
    let panics = NewJob {
        max_attempts: 1,
        ..job(&panics)
    };
    let unreadable = NewJob::new("test-note", json!({"number": "seven"}));
    let exhausted = NewJob {
        max_attempts: 1,
        ..job(&fails(4, 5))
    };
    bench
        .add(&[job(&never), panics, unreadable, exhausted])
        .await;
    let notes: Vec<NewJob> = (100..120)
        .map(|number| {
            job(&Note {
                number,
                takes_ms: 0,
            })
        })
        .collect();
    bench.add(&notes).await;
    let working = begin(&bench);
    assert_eq!(bench.noted(20).await.len(), 20);
    let dead = bench.all_are(JobState::Dead, 4).await;
    working.stop().await;
    let why: Vec<&str> = dead
        .iter()
        .filter_map(|job| job.last_error.as_deref())
        .collect();
    assert!(
        why.iter().any(|why| why.contains("it can never be done")),
        "{why:?}"
    );
    assert!(why.iter().any(|why| why.contains("panic")), "{why:?}");
    assert!(
        why.iter().any(|why| why.contains("its payload is no")),
        "{why:?}"
    );
    assert!(dead.iter().all(|job| job.attempts == 1), "{dead:#?}");
}
