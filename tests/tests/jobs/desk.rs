//! Looking after jobs, as staff do.

use sqlx::PgPool;
use store::jobs::{JobQuery, JobState, NewJob};
use store::post::{Deliveries, Medium, NewDelivery};
use tests::working::{AtWork, connections, hasty};

use crate::kinds::{Bench, Fails, Note, job, kinds};

fn dead(number: i64) -> NewJob {
    job(&Fails {
        number,
        times: 0,
        panics: false,
        never: true,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_job_is_seen_brought_back_and_taken_away() {
    let bench = Bench::open().await;
    let later = NewJob {
        run_at: Some(chrono::Utc::now() + chrono::Duration::hours(1)),
        ..job(&Note {
            number: 3,
            takes_ms: 0,
        })
    };
    bench.add(&[dead(1), dead(2), later]).await;
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), hasty());
    let query = JobQuery {
        state: Some(JobState::Dead),
        ..JobQuery::default()
    };
    let dead = loop {
        let dead = bench.desk.list(&query).await.unwrap();
        if dead.len() == 2 {
            break dead;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    working.stop().await;
    let counts = bench.desk.counts().await.unwrap();
    let told: Vec<_> = counts
        .iter()
        .map(|count| (count.task.as_str(), count.state.as_str(), count.jobs))
        .collect();
    assert_eq!(
        told,
        [("test-fails", "dead", 2), ("test-note", "scheduled", 1)]
    );
    assert_eq!(bench.desk.retry(&[dead[0].id]).await.unwrap(), [dead[0].id]);
    let again = bench.desk.show(dead[0].id).await.unwrap().unwrap();
    assert_eq!((again.state, again.attempts), (JobState::Ready, 0));
    assert_eq!(
        bench.desk.cancel(&[dead[1].id]).await.unwrap(),
        [dead[1].id]
    );
    assert_eq!(bench.desk.show(dead[1].id).await.unwrap(), None);
    assert_eq!(
        bench.desk.cancel(&[dead[1].id]).await.unwrap(),
        Vec::<i64>::new()
    );
}

/// Deliveries that are under way under these keys.
async fn under_way(pool: &PgPool, keys: &[&str]) {
    let book = Deliveries::new(pool.clone());
    for key in keys {
        let new = NewDelivery {
            key,
            medium: Medium::Email,
            template: "order-paid",
            store: "intake",
            subject: None,
            address: None,
        };
        let (_, attempt) = book.claim(&new, chrono::Utc::now()).await.unwrap();
        book.waits(key, attempt, "not_sent").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_job_its_own_letters_end_and_no_others() {
    let bench = Bench::open().await;
    let pool = bench.database.pool().await;
    let midnight = "2026-11-22T15:00:00Z";
    let keyed = |key: &str| {
        let payload = serde_json::json!({ "tick": midnight });
        NewJob::new("test-note", payload).keyed(key.to_owned())
    };
    bench
        .add(&[
            keyed("letter:1"),
            keyed("bulk:S:3"),
            keyed("schedule:daily-sales:1"),
        ])
        .await;
    let (own, recipient, staff) = ("letter:1", "bulk:S:3", "daily-sales:1795359600:ab");
    under_way(&pool, &[own, recipient, staff, "letter:2"]).await;
    let jobs = bench.desk.list(&JobQuery::default()).await.unwrap();
    let ids: Vec<i64> = jobs.iter().map(|job| job.id).collect();
    assert_eq!(bench.desk.cancel(&ids).await.unwrap().len(), 3);
    let book = Deliveries::new(pool);
    for (key, state) in [
        (own, "skipped"),
        (staff, "skipped"),
        // Recipient 3 is not batch 3.
        (recipient, "waiting"),
        ("letter:2", "waiting"),
    ] {
        assert_eq!(book.get(key).await.unwrap().unwrap().state, state, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_a_worker_is_at_is_neither_retried_nor_cancelled() {
    let bench = Bench::open().await;
    bench
        .add(&[job(&Note {
            number: 1,
            takes_ms: 1_500,
        })])
        .await;
    let connections = connections(&bench.database);
    let working = AtWork::jobs(bench.context.clone(), connections, kinds(), hasty());
    let running = bench.all_are(JobState::Running, 1).await;
    let id = running[0].id;
    assert_eq!(bench.desk.cancel(&[id]).await.unwrap(), Vec::<i64>::new());
    assert_eq!(bench.desk.retry(&[id]).await.unwrap(), Vec::<i64>::new());
    bench.noted(1).await;
    working.stop().await;
}
