//! What staff do with messages at the prompt.

use std::io::Write;

use anyhow::Result;
use clap::Parser;
use jangbu::cli::{Cli, Command, Usage};
use store::post::{Bulk, BulkState, Consents, DeliveryState, Medium, Said, Suppressions};
use tempfile::{NamedTempFile, TempDir};
use uuid::Uuid;
use workers::post::bulk::BulkBatch;

use crate::bulk::count;
use crate::scene::Scene;

async fn says(scene: &Scene, data: &TempDir, words: &[&str]) -> Result<()> {
    let data = data.path().to_str().unwrap();
    let shop = ["--data", data, "--database-url", &scene.database.url];
    let cli = Cli::parse_from([&["jangbu", "messages"], words, &shop].concat());
    match cli.command {
        Command::Messages(command) => command.run(&cli.global).await.map(|_| ()),
        other => panic!("{other:?}"),
    }
}

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

async fn sends(scene: &Scene) -> Vec<(Uuid, BulkState)> {
    let sends = Bulk::new(scene.pool.clone()).list(10).await.unwrap();
    sends.iter().map(|send| (send.id, send.state)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bulk_send_is_checked_first_and_made_only_with_yes() {
    let (scene, data) = (Scene::open().await, TempDir::new().unwrap());
    let words = file("#{이름}님, 새 두부가 나왔습니다.\n");
    let people =
        file("phone,이름\n010-2000-0001,김장부\n02-123-4567,박유선\n010-2000-0002,이수령\n");
    let (words, people) = (
        words.path().to_str().unwrap(),
        people.path().to_str().unwrap(),
    );
    let bulk = ["bulk", "--text", words, "--recipients", people];
    let asked = says(&scene, &data, &bulk).await.unwrap_err();
    assert!(asked.is::<Usage>(), "{asked}");
    assert_eq!(sends(&scene).await, []);
    says(&scene, &data, &[&bulk[..], &["--yes"]].concat())
        .await
        .unwrap();
    let (id, state) = sends(&scene).await[0];
    assert_eq!(state, BulkState::Running);
    let shown = id.to_string();
    says(&scene, &data, &["bulk", "show", &shown])
        .await
        .unwrap();
    says(&scene, &data, &["bulk", "list"]).await.unwrap();
    says(&scene, &data, &["bulk", "cancel", &shown])
        .await
        .unwrap();
    says(&scene, &data, &["bulk", "watch", &shown])
        .await
        .unwrap();
    assert_eq!(sends(&scene).await[0].1, BulkState::Cancelled);
    let gone = Uuid::new_v4().to_string();
    assert!(says(&scene, &data, &["bulk", "show", &gone]).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_of_the_shop_goes_to_many_with_its_columns() {
    let (scene, data) = (Scene::open().await, TempDir::new().unwrap());
    let people =
        file("phone,전환일,링크\n01020000000,2026년 12월 23일,https://shop.example/login\n");
    let people = people.path().to_str().unwrap();
    let bulk = [
        "bulk",
        "--template",
        "dormancy-notice",
        "--recipients",
        people,
        "--yes",
    ];
    says(&scene, &data, &bulk).await.unwrap();
    let (send, _) = sends(&scene).await[0];
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |_| ());
    // The prompt sealed the recipients with its own data directory's key.
    let secrets = jangbu::secrets::Secrets::load(data.path()).unwrap();
    let other = scene.with_vault_key(secrets.vault_key).await;
    other
        .run(&BulkBatch { send, batch: 0 }, texter)
        .await
        .unwrap();
    assert_eq!(count(&scene, send, DeliveryState::Sent).await, 1);
    let text = &solapi.desk().taken()[0].text;
    assert!(
        text.contains("2026년 12월 23일에 휴면으로 바뀝니다"),
        "{text}"
    );
    let wrong = file("phone,이름\n01020000000,김장부\n");
    let wrong = wrong.path().to_str().unwrap();
    let bulk = [
        "bulk",
        "--template",
        "dormancy-notice",
        "--recipients",
        wrong,
        "--yes",
    ];
    let told = format!("{:#}", says(&scene, &data, &bulk).await.unwrap_err());
    assert!(told.contains("#{링크}"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn consents_come_from_a_list_and_a_refusal_by_telephone_ends_them() {
    let (scene, data) = (Scene::open().await, TempDir::new().unwrap());
    let list = file(
        "phone,said,at,source\n010-2000-0001,given,2026-01-10 12:00,form\n\
         010-2000-0001,night_given,2026-01-10 12:00,form\n\
         nobody,given,2026-01-10 12:00,form\n010-2000-0002,perhaps,2026-01-10 12:00,form\n\
         010-2000-0002,given,2026-01-10 12:00,김장부\n010-2000-0002,given,2099-01-10 12:00,form\n",
    );
    let list = list.path().to_str().unwrap();
    for _ in 0..2 {
        says(&scene, &data, &["consents", "import", list])
            .await
            .unwrap();
    }
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM consents")
        .fetch_one(&scene.pool)
        .await
        .unwrap();
    assert_eq!(rows, 2);
    says(&scene, &data, &["consents", "withdraw", "01020000001"])
        .await
        .unwrap();
    says(&scene, &data, &["consents", "show", "+82 10-2000-0001"])
        .await
        .unwrap();
    says(
        &scene,
        &data,
        &["consents", "withdraw", "Kim@Example.kr", "--night"],
    )
    .await
    .unwrap();
    assert!(
        says(&scene, &data, &["consents", "show", "김장부"])
            .await
            .is_err()
    );
    let secrets = jangbu::secrets::Secrets::load(data.path()).unwrap();
    let other = scene.with_vault_key(secrets.vault_key).await;
    let book = Consents::new(scene.pool.clone());
    let phone = other.fingerprint("01020000001");
    let words = book
        .of(Medium::Sms, std::slice::from_ref(&phone))
        .await
        .unwrap();
    let said: Vec<Said> = words[&phone].iter().map(|word| word.said).collect();
    assert_eq!(said, [Said::Given, Said::NightGiven, Said::Withdrawn]);
    let mail = other
        .shop
        .personal_data()
        .fingerprint("email", "kim@example.kr");
    let words = book
        .of(Medium::Email, std::slice::from_ref(&mail))
        .await
        .unwrap();
    assert_eq!(words[&mail][0].said, Said::NightWithdrawn);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_is_put_on_the_list_of_those_that_get_nothing_and_taken_off() {
    let (scene, data) = (Scene::open().await, TempDir::new().unwrap());
    let list =
        async |step: &str, number: &str| says(&scene, &data, &["suppressions", step, number]).await;
    list("add", "010-2000-0001").await.unwrap();
    list("list", "+82 10 2000 0001").await.unwrap();
    let secrets = jangbu::secrets::Secrets::load(data.path()).unwrap();
    let other = scene.with_vault_key(secrets.vault_key).await;
    let known = Suppressions::new(scene.pool.clone());
    let address = other.fingerprint("01020000001");
    let found = known.find(Medium::Alimtalk, &address).await.unwrap();
    assert_eq!(found.unwrap().reason, "staff");
    list("remove", "01020000001").await.unwrap();
    assert_eq!(known.find(Medium::Sms, &address).await.unwrap(), None);
    let wrong = list("add", "02-123-4567").await.unwrap_err().to_string();
    assert!(wrong.contains("mobile number"), "{wrong}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn templates_are_written_down_for_approval() {
    let (scene, data) = (Scene::open().await, TempDir::new().unwrap());
    let out = data.path().join("templates.csv");
    says(
        &scene,
        &data,
        &["templates", "--out", out.to_str().unwrap()],
    )
    .await
    .unwrap();
    let mut table = csv::Reader::from_path(&out).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), letters::messages::all().len());
    let paid = rows.iter().find(|row| &row[0] == "order-paid").unwrap();
    assert!(paid[2].contains("#{주문번호}") && paid[3].contains("#{금액}"));
    says(&scene, &data, &["preview", "order-paid"])
        .await
        .unwrap();
    assert!(
        says(&scene, &data, &["preview", "order-payed"])
            .await
            .is_err()
    );
}
