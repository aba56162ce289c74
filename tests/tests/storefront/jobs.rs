//! Jobs on the staff's pages: seen, brought back, taken away, and out of strangers' reach.

use reqwest::StatusCode;
use serde_json::json;
use sqlx::PgPool;
use store::jobs::{NewJob, add};

use crate::site::Site;

/// A job that nobody takes; its number.
pub async fn job(pool: &PgPool, dead: bool) -> i64 {
    let mut transaction = pool.begin().await.unwrap();
    let job = NewJob::new("test-nothing", json!({"order": "20260801-7K3QM9XW2F"}));
    add(&mut transaction, &[job.keyed(format!("test:{dead}"))])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let sql = "UPDATE graphile_worker._private_jobs
                  SET attempts = CASE WHEN $1 THEN max_attempts ELSE 0 END,
                      last_error = CASE WHEN $1 THEN 'TaskError(\"not sent: <b>connection</b> refused\")' END
                WHERE key = $2 RETURNING id";
    let marked = sqlx::query_scalar(sql)
        .bind(dead)
        .bind(format!("test:{dead}"));
    marked.fetch_one(pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_what_failed_and_bring_it_back_or_take_it_away() {
    let site = Site::open(1).await;
    let (dead, waiting) = (job(&site.pool, true).await, job(&site.pool, false).await);
    let staff = site.auditor();
    let home = staff.get("/").await;
    assert!(home.body.contains("그만둔 작업") && home.body.contains("is-alarm"));
    let list = staff.get("/jobs").await;
    assert!(
        list.body.contains(&format!("/jobs/{dead}"))
            && list.body.contains(&format!("/jobs/{waiting}"))
    );
    let only = staff.get("/jobs?state=dead").await;
    assert!(
        only.body.contains(&format!("/jobs/{dead}"))
            && !only.body.contains(&format!("/jobs/{waiting}"))
    );
    let page = staff.get(&format!("/jobs/{dead}")).await;
    assert!(
        page.body
            .contains("not sent: &lt;b&gt;connection&lt;/b&gt; refused"),
        "{}",
        page.body
    );
    assert!(page.body.contains("20260801-7K3QM9XW2F"));
    let again = staff.post(&format!("/jobs/{dead}/retry"), &[]).await;
    assert_eq!(again.to(), format!("/jobs/{dead}?did=retried"));
    let page = staff.get(&again.to()).await;
    assert!(page.body.contains("곧바로 다시") && page.body.contains("0 / 20"));
    let gone = staff.post(&format!("/jobs/{dead}/cancel"), &[]).await;
    assert_eq!(gone.to(), "/jobs?did=cancelled");
    let page = staff.get(&format!("/jobs/{dead}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let twice = staff.post(&format!("/jobs/{dead}/cancel"), &[]).await;
    assert_eq!(twice.to(), format!("/jobs/{dead}?did=left"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_cannot_touch_jobs_and_shoppers_cannot_see_them() {
    let site = Site::open(1).await;
    let dead = job(&site.pool, true).await;
    let staff = site.auditor();
    for step in ["retry", "cancel"] {
        let path = format!("/jobs/{dead}/{step}");
        let elsewhere = staff
            .ask(|client, base| {
                let post = client.post(format!("{base}{path}"));
                post.header("sec-fetch-site", "cross-site")
            })
            .await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "{path}");
        let reading = staff.get(&path).await;
        assert_eq!(reading.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let shopper = site.visitor().post(&path, &[]).await;
        assert_eq!(shopper.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        site.visitor().get("/jobs").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        staff.get("/jobs/nonsense").await.status,
        StatusCode::BAD_REQUEST
    );
    let left = staff.get(&format!("/jobs/{dead}")).await;
    assert!(left.body.contains("20 / 20"), "untouched");
}
