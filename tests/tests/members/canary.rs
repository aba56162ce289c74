//! Who a member is, and how they prove it, is found in no table outside the vault and no job.

use domain::AddressId;
use shop::members::{Place, Profile};
use sqlx::PgPool;
use store::accounts::Password;
use tests::folded::catch_up;
use tests::shop::shopper;
use tests::working::{AtWork, workers};
use uuid::Uuid;

use crate::house::{House, ORIGIN, as_member, form, key_in};

const EMAIL: &str = "canary.member@mail.example";
const SECRET: &str = "카나리아는 문을 연다";
const CANARIES: [&str; 9] = [
    EMAIL,
    "canary.member",
    SECRET,
    "홍카나리",
    "01055512321",
    "010-5551-2321",
    "카나리로 77",
    "새장 옆",
    ORIGIN,
];

/// Every row of every table, as text; bytes too, where they are text.
pub async fn dump(pool: &PgPool) -> String {
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_schema, table_name FROM information_schema.tables
          WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert!(tables.len() > 20);
    let mut all = String::new();
    for (schema, table) in tables {
        let sql = format!("SELECT row_to_json(t)::text FROM \"{schema}\".\"{table}\" t");
        let rows: Vec<String> = sqlx::query_scalar(&sql).fetch_all(pool).await.unwrap();
        all.extend(rows);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_life_leaves_no_trace_of_who_it_is() {
    let house = House::open().await;
    let work = AtWork::begin(workers(&house.shop, &house.database, &house.outbox).await);
    let mut joining = form(EMAIL);
    joining.password = Password::new(SECRET);
    joining.profile = Profile {
        name: "홍카나리".to_owned(),
        phone: "010-5551-2321".to_owned(),
    };
    house.shop.join(&shopper(), &joining).await.unwrap();
    let token = loop {
        if let Some(letter) = house.outbox.letters().first() {
            break key_in(letter);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let password = Password::new(SECRET);
    let proven = house
        .shop
        .verify_email(&shopper(), &token, &password, ORIGIN)
        .await
        .unwrap();
    let member = proven.member;
    let place = Place {
        name: "홍카나리".to_owned(),
        phone: "010-5551-2321".to_owned(),
        address: "서울특별시 마포구 카나리로 77".to_owned(),
        memo: "새장 옆".to_owned(),
        ..Place::default()
    };
    let caller = as_member(member);
    let id = AddressId(Uuid::new_v4());
    house
        .shop
        .save_address(&caller, member, id, &place)
        .await
        .unwrap();
    crate::house::log_in(&house.shop, EMAIL, "falsch und falsch", ORIGIN)
        .await
        .unwrap_err();
    house
        .shop
        .ask_reset(&shopper(), EMAIL, ORIGIN)
        .await
        .unwrap();
    for _ in 0..200 {
        if house.outbox.letters().len() >= 3 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(house.outbox.letters().len(), 3);
    catch_up(&house.pool, &house.world.log).await;
    let tables = dump(&house.pool).await;
    work.stop().await;
    for canary in CANARIES.into_iter().chain([token.expose()]) {
        assert!(!tables.contains(canary), "{canary}");
        let hex = data_encoding::HEXLOWER.encode(canary.as_bytes());
        assert!(!tables.contains(&hex), "{canary} in bytes");
    }
}
