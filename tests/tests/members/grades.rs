//! Grades follow purchases; the order history shows them.

use chrono::Duration;
use domain::{CartId, MemberId, OrderId};
use projections::{members, orders};
use shop::amend::Cancellation;
use tests::folded::{all_equal, catch_up};
use tests::shop::{form_of, pay, put, store_id};
use tests::working::context;
use workers::jobs::Job;
use workers::schedule::EvaluateGrades;

use crate::house::{EMAIL, House, as_member};

async fn buy(house: &House, member: MemberId, pieces: u32, key: &str) -> OrderId {
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, own, "rice", pieces).await;
    let caller = as_member(member);
    let sent = form_of(&house.shop, &caller, own, key).await.unwrap();
    let placed = house.shop.check_out(&caller, &sent).await.unwrap();
    pay(&house.shop, &placed.order).await.unwrap();
    placed.order
}

async fn evaluate(house: &House) -> Option<String> {
    catch_up(&house.pool, &house.world.log).await;
    let context = context(&house.shop, &house.database, &house.outbox).await;
    let tick = house.shop.now();
    EvaluateGrades { tick }.run(&context).await.unwrap();
    house.send_letters().await;
    catch_up(&house.pool, &house.world.log).await;
    let member = house.shop.accounts().unwrap();
    let account = member.find("", &house.shop.mail_fingerprint(EMAIL)).await;
    let member = account.unwrap().unwrap().member;
    members::find(&house.pool, member)
        .await
        .unwrap()
        .unwrap()
        .grade
}

#[tokio::test]
async fn twelve_months_of_purchases_without_what_was_paid_back_make_the_grade() {
    let house = House::open().await;
    let member = house.member(EMAIL).await;
    assert_eq!(evaluate(&house).await, None, "the lowest needs no word");
    let first = buy(&house, member, 26, "key-1").await;
    house.world.clock.advance(Duration::days(1));
    assert_eq!(evaluate(&house).await.as_deref(), Some("leaf"));

    let day = house.shop.now().date_naive();
    let won = members::won_within(&house.pool, member, day - Duration::days(30), day).await;
    assert_eq!(won.unwrap(), 312_000);
    let caller = as_member(member);
    let whole = Cancellation::whole("shopper");
    house.shop.cancel(&caller, &first, whole).await.unwrap();
    house.world.clock.advance(Duration::days(1));
    assert_eq!(evaluate(&house).await.as_deref(), Some("sprout"));

    buy(&house, member, 100, "key-2").await;
    house.world.clock.advance(Duration::days(1));
    assert_eq!(evaluate(&house).await.as_deref(), Some("fruit"));
    house.world.clock.advance(Duration::days(366));
    assert_eq!(evaluate(&house).await.as_deref(), Some("sprout"));
    let letters = house.outbox.letters();
    let graded = letters.iter().filter(|it| it.template == "grade-changed");
    assert_eq!(graded.count(), 4);
    all_equal(&house.pool, &house.world.log).await;
}

#[tokio::test]
async fn a_member_finds_their_own_orders_by_state_time_and_name() {
    let house = House::open().await;
    tests::shop::offer(&house.shop, "TEA", domain::Won(5_000), 10).await;
    let member = house.member(EMAIL).await;
    let rice = buy(&house, member, 1, "key-1").await;
    let began = house.shop.now();
    house.world.clock.advance(Duration::days(3));
    let own = CartId::of_member(member, &store_id());
    put(&house.shop, own, "TEA", 1).await;
    let sent = form_of(&house.shop, &as_member(member), own, "key-2")
        .await
        .unwrap();
    let caller = as_member(member);
    let tea = house.shop.check_out(&caller, &sent).await.unwrap().order;
    tests::shop::place(&house.shop, "rice", 1, "key-3")
        .await
        .unwrap();
    catch_up(&house.pool, &house.world.log).await;

    let all = orders::History {
        page: 1,
        per_page: 10,
        ..orders::History::default()
    };
    let find = async |history: &orders::History| {
        let page = orders::of_member(&house.pool, "intake", member, history).await;
        let items = page.unwrap().items.into_iter();
        items.map(|row| row.order).collect::<Vec<_>>()
    };
    let (rice, tea) = (rice.to_string(), tea.to_string());
    assert_eq!(find(&all).await, [tea.clone(), rice.clone()]);
    let paid = orders::History {
        statuses: vec!["paid".to_owned()],
        ..all.clone()
    };
    assert_eq!(find(&paid).await, std::slice::from_ref(&rice));
    let late = orders::History {
        from: Some(began + Duration::days(1)),
        ..all.clone()
    };
    assert_eq!(find(&late).await, std::slice::from_ref(&tea));
    let named = |text: &str| orders::History {
        search: Some(text.to_owned()),
        ..all.clone()
    };
    assert_eq!(find(&named("tea")).await, [tea]);
    assert_eq!(find(&named("rice")).await, [rice]);
    assert_eq!(find(&named("%")).await, [] as [String; 0]);
    let stranger = MemberId(uuid::Uuid::new_v4());
    let none = orders::of_member(&house.pool, "intake", stranger, &all).await;
    assert_eq!(none.unwrap().total, 0);
}
