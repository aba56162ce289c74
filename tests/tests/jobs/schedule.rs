//! The schedule: one run per tick, whoever looks, and whatever the clock does.

use chrono::{DateTime, Duration, Utc};
use store::jobs::{JobDesk, JobQuery};
use tests::pg::{Database, database};
use workers::schedule::{Entry, MADE_UP, Missed, look};

const fn entry(missed: Missed) -> Entry {
    Entry {
        name: "test-entry",
        cron: "0 0 * * *",
        missed,
        does: "nothing",
    }
}

/// Half past eight in the evening in Korea.
fn evening() -> DateTime<Utc> {
    "2026-11-22T11:30:00Z".parse().unwrap()
}

async fn ticks(database: &Database) -> Vec<DateTime<Utc>> {
    let desk = JobDesk::new(database.pool().await);
    let jobs = desk.list(&JobQuery::default()).await.unwrap();
    let mut ticks: Vec<DateTime<Utc>> = jobs
        .iter()
        .map(|job| job.payload["tick"].as_str().unwrap().parse().unwrap())
        .collect();
    ticks.sort_unstable();
    ticks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_workers_make_one_job_of_a_tick() {
    let database = database().await;
    let pool = database.pool().await;
    let entries = [entry(Missed::EachMadeUp)];
    look(&pool, &entries, evening()).await.unwrap();
    let midnight: DateTime<Utc> = "2026-11-22T15:00:00Z".parse().unwrap();
    let looks = (0..8).map(|_| look(&pool, &entries, midnight));
    let added: usize = futures::future::try_join_all(looks)
        .await
        .unwrap()
        .iter()
        .sum();
    assert_eq!(added, 1);
    assert_eq!(ticks(&database).await, [midnight]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missed_ticks_are_made_up_for_or_let_pass_as_the_entry_says() {
    for (missed, days, runs) in [
        (Missed::EachMadeUp, 3, 3),
        (Missed::EachMadeUp, 100, MADE_UP),
        (Missed::LastMadeUp, 3, 1),
        (Missed::LetPass { older_than: 60 }, 3, 0),
        (
            Missed::LetPass {
                older_than: 24 * 60,
            },
            3,
            1,
        ),
    ] {
        let database = database().await;
        let pool = database.pool().await;
        let entries = [entry(missed)];
        look(&pool, &entries, evening()).await.unwrap();
        let later = evening() + Duration::days(days);
        assert_eq!(
            look(&pool, &entries, later).await.unwrap(),
            runs,
            "{missed:?}"
        );
        assert_eq!(look(&pool, &entries, later).await.unwrap(), 0, "{missed:?}");
        let ticks = ticks(&database).await;
        let last =
            "2026-11-22T15:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::days(days - 1);
        assert!(
            runs == 0 || ticks.last() == Some(&last),
            "{missed:?} {ticks:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_entry_has_no_past_and_a_clock_that_goes_back_runs_nothing_twice() {
    let database = database().await;
    let pool = database.pool().await;
    let entries = [entry(Missed::EachMadeUp)];
    assert_eq!(look(&pool, &entries, evening()).await.unwrap(), 0);
    let after_midnight = evening() + Duration::hours(4);
    assert_eq!(look(&pool, &entries, after_midnight).await.unwrap(), 1);
    let an_hour_back = after_midnight - Duration::hours(1);
    assert_eq!(look(&pool, &entries, an_hour_back).await.unwrap(), 0);
    assert_eq!(look(&pool, &entries, after_midnight).await.unwrap(), 0);
    assert_eq!(ticks(&database).await.len(), 1);
}
