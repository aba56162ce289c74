//! One message to many: batches, progress, cancelling, erasing.

use std::collections::BTreeSet;

use store::jobs::JobState;
use store::post::{BatchState, Bulk, BulkState, DeliveryState, Medium};
use uuid::Uuid;
use workers::post::bulk::{
    BulkBatch, Content, Plan, Recipient, Recipients, cancel, create, read, subject,
};

use crate::scene::{STORE, Scene};

pub fn number(n: usize) -> String {
    format!("010{:08}", 20_000_000 + n)
}

pub fn recipients(many: usize) -> Vec<Recipient> {
    let one = |n| Recipient {
        row: n as u64 + 2,
        phone: number(n),
        values: vec![("이름".to_owned(), format!("손님{n}"))],
    };
    (0..many).map(one).collect()
}

pub fn plan(many: usize, advertising: bool) -> Plan {
    Plan {
        store: STORE.to_owned(),
        content: Content::Words {
            subject: "안내".to_owned(),
            text: "#{이름}님, 이번 주 두부가 새로 나왔습니다.".to_owned(),
        },
        advertising,
        by: "staff:desk".to_owned(),
        recipients: recipients(many),
    }
}

pub async fn made(scene: &Scene, plan: &Plan) -> Uuid {
    create(&scene.shop, &scene.pool, plan, |_| ())
        .await
        .unwrap()
}

/// How many deliveries of a send are in a state.
pub async fn count(scene: &Scene, send: Uuid, state: DeliveryState) -> i64 {
    let counts = scene.deliveries().counts(&subject(send)).await.unwrap();
    let of = counts.iter().filter(|(found, ..)| *found == state);
    of.map(|(.., count)| count).sum()
}

/// How many of its entries the vault has.
pub async fn kept(scene: &Scene, send: Uuid) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM vault_keys WHERE subject = $1")
        .bind(subject(send))
        .fetch_one(&scene.pool)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_it_once_and_then_nobody_knows_them_any_more() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let suppressed = scene.fingerprint(&number(7));
    let suppressions = scene.post(texter.clone()).suppressions;
    suppressions
        .add(Medium::Sms, &suppressed, "staff", None)
        .await
        .unwrap();
    solapi.desk().refuse(&number(8));
    let send = made(&scene, &plan(2_500, false)).await;
    assert_eq!(kept(&scene, send).await, 3);
    let jobs = scene.jobs().await;
    assert_eq!(jobs.len(), 3);
    assert!(
        jobs.iter()
            .all(|job| job.bulk && job.state == JobState::Ready)
    );
    for job in jobs {
        let batch: BulkBatch = serde_json::from_value(job.payload).unwrap();
        scene.run(&batch, texter.clone()).await.unwrap();
        // The engine may run it once more.
        scene.run(&batch, texter.clone()).await.unwrap();
    }
    let numbers: BTreeSet<String> = solapi
        .desk()
        .taken()
        .into_iter()
        .map(|taken| taken.to)
        .collect();
    assert_eq!((solapi.desk().count(), numbers.len()), (2_498, 2_498));
    assert_eq!(solapi.desk().calls(), 3);
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 2_498);
    assert_eq!(count(&scene, send, DeliveryState::Skipped).await, 1);
    assert_eq!(count(&scene, send, DeliveryState::Failed).await, 1);
    let ended = Bulk::new(scene.pool.clone())
        .get(send)
        .await
        .unwrap()
        .unwrap();
    assert!(ended.state == BulkState::Done && ended.ended_at.is_some());
    assert_eq!(kept(&scene, send).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_recipient_gets_words_of_their_own() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let send = made(&scene, &plan(150, false)).await;
    let batch = BulkBatch { send, batch: 0 };
    scene.run(&batch, texter).await.unwrap();
    assert_eq!((sens.desk().count(), sens.desk().calls()), (150, 2));
    for taken in sens.desk().taken() {
        let n: usize = taken.to[3..].parse::<usize>().unwrap() - 20_000_000;
        assert!(
            taken.text.starts_with(&format!("손님{n}님")),
            "{}",
            taken.text
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_send_stops_before_its_next_batch_and_is_erased() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    let send = made(&scene, &plan(3_000, false)).await;
    scene
        .run(&BulkBatch { send, batch: 0 }, texter.clone())
        .await
        .unwrap();
    assert!(cancel(&scene.shop, &scene.pool, send).await.unwrap());
    assert!(
        !cancel(&scene.shop, &scene.pool, send).await.unwrap(),
        "it has ended"
    );
    assert_eq!(kept(&scene, send).await, 0);
    for batch in [1, 2] {
        scene
            .run(&BulkBatch { send, batch }, texter.clone())
            .await
            .unwrap();
    }
    assert_eq!(solapi.desk().count(), 1_000);
    let bulk = Bulk::new(scene.pool.clone());
    let states: Vec<BatchState> = bulk
        .batches(send)
        .await
        .unwrap()
        .iter()
        .map(|batch| batch.state)
        .collect();
    assert_eq!(
        states,
        [
            BatchState::Done,
            BatchState::Cancelled,
            BatchState::Cancelled
        ]
    );
    assert_eq!(
        bulk.get(send).await.unwrap().unwrap().state,
        BulkState::Cancelled
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_takes_effect_before_the_next_call() {
    let scene = Scene::open().await;
    let (sens, texter) = scene.sens().await;
    let slow = gateways::texting::simulated::Fault::Slow(std::time::Duration::from_millis(250));
    sens.desk().fail(slow, 100);
    let send = made(&scene, &plan(1_000, false)).await;
    let context = scene.context(texter);
    let working = tokio::spawn(async move {
        use workers::jobs::Job;
        BulkBatch { send, batch: 0 }.run(&context).await
    });
    while sens.desk().count() < 200 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(cancel(&scene.shop, &scene.pool, send).await.unwrap());
    working.await.unwrap().unwrap();
    assert!(sens.desk().count() <= 300, "{}", sens.desk().count());
    let taken = i64::try_from(sens.desk().count()).unwrap();
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, taken);
    let ended = Bulk::new(scene.pool.clone())
        .get(send)
        .await
        .unwrap()
        .unwrap();
    assert!(ended.state == BulkState::Cancelled && ended.ended_at.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_read_whole_before_anything_is_written_down() {
    let scene = Scene::open().await;
    let content = plan(0, true).content;
    let store = &scene.shop.settings().stores[&tests::shop::store_id()];
    let check = |one: &Recipient| {
        let body = content.body(store, true, &one.values);
        body.map(drop).map_err(|why| why.to_string())
    };
    let file = "phone,이름\n010-2000-0001,김장부\n010-2000-0001,이중복\n02-1234-5678,박유선\n010-2000-0002,\n010-2000-0003,😀\n";
    let Recipients { good, bad } =
        read(file.as_bytes(), &content.columns().unwrap(), check).unwrap();
    assert_eq!(good.len(), 1);
    assert_eq!(
        bad.iter().map(|bad| bad.row).collect::<Vec<_>>(),
        [3, 4, 5, 6]
    );
    assert!(bad[3].why.contains("U+1F600"), "{:?}", bad[3]);
}
