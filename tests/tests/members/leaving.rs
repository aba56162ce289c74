//! Withdrawal: nobody logs in, who it was is gone, orders stay.

use domain::AddressId;
use domain::member::{ConsentKind, Standing};
use shop::members::{Place, Profile};
use store::post::{Consents, Medium, Said};
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::shop::{form, put, store_id};
use uuid::Uuid;

use crate::house::{EMAIL, House, PASSWORD, as_member};

async fn said(house: &House, medium: Medium, address: Vec<u8>) -> Vec<Said> {
    let book = Consents::new(house.pool.clone());
    let words = book
        .of(medium, std::slice::from_ref(&address))
        .await
        .unwrap();
    let words = words.get(&address).cloned().unwrap_or_default();
    words.into_iter().map(|word| word.said).collect()
}

fn phone(house: &House, number: &str) -> Vec<u8> {
    house.shop.personal_data().fingerprint("phone", number)
}

async fn kept(house: &House) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM vault_keys WHERE subject LIKE 'member%'")
        .fetch_one(&house.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn who_withdraws_is_erased_and_the_order_stays() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let caller = as_member(member);
    let (id, place) = (AddressId(Uuid::new_v4()), Place::default());
    house
        .shop
        .save_address(&caller, member, id, &place)
        .await
        .unwrap();
    let own = domain::CartId::of_member(member, &store_id());
    put(&house.shop, own, "rice", 1).await;
    let sent = form(&house.shop, own, "key-1").await.unwrap();
    let order = house.shop.check_out(&caller, &sent).await.unwrap().order;
    let session = house.log_in(EMAIL, PASSWORD).await.unwrap();
    assert_eq!(kept(&house).await, 3);

    house
        .shop
        .withdraw(&caller, member, "member")
        .await
        .unwrap();
    assert_eq!(kept(&house).await, 0);
    let state = house.shop.member(member).await.unwrap();
    assert_eq!(state.standing(), Standing::Withdrawn);
    assert_eq!(house.shop.email_of(&state).await.unwrap(), None);
    assert!(house.shop.addresses_of(&state).await.unwrap().is_empty());
    assert!(house.log_in(EMAIL, PASSWORD).await.is_err());
    let holds = house.shop.session_holds(member, session.generation).await;
    assert!(!holds.unwrap());
    let mail = house.shop.mail_fingerprint(EMAIL);
    let words = said(&house, Medium::Email, mail).await;
    assert_eq!(
        words,
        [Said::Given, Said::Withdrawn],
        "no advertising any more"
    );

    let draft = tests::seen::order(&house.shop, &order).await;
    let recipient = draft.draft().unwrap().recipient.clone().unwrap();
    let recipient = house.shop.recipient(&recipient).await.unwrap();
    assert!(
        recipient.is_some(),
        "kept as long as the law wants orders kept"
    );
    let again = house.member(EMAIL).await;
    assert_ne!(again, member, "the address is free");
}

#[tokio::test]
async fn a_withdrawal_that_dies_is_finished() {
    for survive in 1..2 {
        let house = House::open().await;
        let member = house.member(EMAIL).await;
        let crashing = CrashingLog::new(house.log.clone(), survive, Moment::Before);
        let caller = as_member(member);
        let died = house
            .over(crashing)
            .withdraw(&caller, member, "member")
            .await;
        assert!(died.is_err());
        let refusals = attend(&house.restarted()).await;
        assert!(refusals.is_empty(), "{refusals:?}");
        assert_eq!(kept(&house).await, 0);
        let events = house.events().await;
        let erased = events
            .iter()
            .filter(|it| it.event_type == "PersonalDataErased");
        assert_eq!(erased.count(), 1);
    }
}

#[tokio::test]
async fn consents_follow_the_telephone_number() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    let caller = as_member(member);
    for kind in [ConsentKind::Sms, ConsentKind::Night] {
        house
            .shop
            .give_consent(&caller, member, kind)
            .await
            .unwrap();
    }
    let old = phone(&house, "01012345678");
    let both = [Said::Given, Said::NightGiven];
    assert_eq!(said(&house, Medium::Sms, old.clone()).await, both);
    house.world.clock.advance(chrono::Duration::hours(1));
    let moved = Profile {
        name: "김회원".to_owned(),
        phone: "+82 10-9999-8888".to_owned(),
    };
    house
        .shop
        .change_profile(&caller, member, &moved)
        .await
        .unwrap();
    let ended = said(&house, Medium::Sms, old).await;
    assert!(ended.contains(&Said::Withdrawn), "{ended:?}");
    let new = phone(&house, "01099998888");
    assert_eq!(said(&house, Medium::Sms, new.clone()).await, both);
    assert_eq!(kept(&house).await, 2, "the old number is forgotten");

    house.world.clock.advance(chrono::Duration::hours(1));
    let sms = ConsentKind::Sms;
    house
        .shop
        .withdraw_consent(&caller, member, sms)
        .await
        .unwrap();
    let words = said(&house, Medium::Sms, new).await;
    assert!(words.contains(&Said::Withdrawn) && words.contains(&Said::NightWithdrawn));
    let history = house.shop.consent_history(member).await.unwrap();
    let kinds: Vec<_> = history
        .iter()
        .map(|note| (note.kind.as_str(), note.given.is_some()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("mail", true),
            ("sms", true),
            ("night", true),
            ("night", false),
            ("sms", false)
        ]
    );
}
