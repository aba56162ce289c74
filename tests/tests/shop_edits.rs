//! Placed orders are changed: what comes is paid first, what leaves goes back, and the books stay whole
//! whatever repeats, races or crashes.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;
use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, OrderRefusal, Status};
use domain::{ClaimId, OrderId, ProductId, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::edit::{Agreed, Edit, Edited};
use shop::{Recipient, Shop, ShopError};
use store::{EventLog, MemoryLog};
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, paid_back, pieces_are};
use tests::shop::{World, offer, pay, place, process, recipient, shopper, sku};

/// More writes than any edit makes.
const ENOUGH: i64 = 60;

fn world_over(log: Arc<dyn EventLog>) -> World {
    World::around(log)
}

/// Two bags of rice, paid: 24,000 won and 3,000 for carriage.
async fn paid(world: &World) -> (Shop, OrderId) {
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "tea", Won(8_000), 10).await;
    let id = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    (shop, id)
}

fn world() -> World {
    world_over(Arc::new(MemoryLog::new()))
}

fn keep(quantity: u32) -> Edit {
    Edit {
        lines: vec![LineQuantity { line: 0, quantity }],
        ..Edit::default()
    }
}

/// So many bags of rice are kept, and so many packs of tea come.
fn swap(quantity: u32, tea: u32) -> Edit {
    Edit {
        add: vec![CartItem {
            product: ProductId::new("tea").unwrap(),
            sku: sku("tea"),
            quantity: tea,
            price: Won(8_000),
        }],
        ..keep(quantity)
    }
}

fn to(postcode: &str) -> Edit {
    Edit {
        recipient: Some(Recipient {
            name: "박새집".to_owned(),
            postcode: postcode.to_owned(),
            address: "새 주소 1".to_owned(),
            ..recipient()
        }),
        ..Edit::default()
    }
}

fn named(name: &str) -> ClaimId {
    ClaimId::new(name).unwrap()
}

fn won(to_pay: i64, to_pay_back: i64) -> Agreed {
    Agreed {
        to_pay: Won(to_pay),
        to_pay_back: Won(to_pay_back),
    }
}

async fn edit(shop: &Shop, id: &OrderId, what: &Edit, agreed: Agreed) -> Result<Edited, ShopError> {
    shop.edit_order(&shopper(), id, named("edit-1"), what, agreed)
        .await
}

#[tokio::test]
async fn pieces_that_leave_a_paid_order_go_back_as_previewed_and_once() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let preview = shop.preview_edit(&id, &keep(1)).await.unwrap();
    assert_eq!(preview.agreed(), won(0, 12_000));
    let wrong = edit(&shop, &id, &keep(1), won(0, 11_999)).await;
    assert!(matches!(wrong, Err(ShopError::EditChanged(_))), "{wrong:?}");
    pieces_are(&shop, "rice", 0, 2).await;

    for _ in 0..2 {
        let edited = edit(&shop, &id, &keep(1), won(0, 12_000)).await.unwrap();
        assert_eq!(edited.outcome, Some(EditOutcome::Done));
        assert_eq!(edited.supplement, None);
    }
    let state = order(&shop, &id).await;
    assert_eq!(
        (state.status(), state.refunded()),
        (Status::Paid, Won(12_000))
    );
    pieces_are(&shop, "rice", 0, 1).await;
    assert_eq!(paid_back(&world), 12_000);
}

#[tokio::test]
async fn what_comes_is_paid_first_and_then_what_it_replaces_leaves() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
    let edited = edited.unwrap();
    assert_eq!(edited.outcome, None, "it waits for its money");
    let added = edited.supplement.unwrap();
    let supplement = order(&shop, &added).await;
    let draft = supplement.draft().unwrap();
    assert_eq!(
        draft.quote.total,
        Won(8_000),
        "it is carried with the first"
    );
    assert_eq!(draft.supplement.as_ref().unwrap().to, id);
    pieces_are(&shop, "rice", 0, 2).await;
    pieces_are(&shop, "tea", 1, 0).await;
    let other = shop.preview_edit(&id, &keep(0)).await;
    assert!(
        matches!(other, Err(ShopError::Order(OrderRefusal::EditOpen(_)))),
        "{other:?}"
    );

    pay(&shop, &added).await.unwrap();
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("edit-1")].outcome,
        Some(EditOutcome::Done)
    );
    assert_eq!(state.refunded(), Won(12_000));
    pieces_are(&shop, "rice", 0, 1).await;
    pieces_are(&shop, "tea", 0, 1).await;
    assert_eq!(paid_back(&world), 12_000);
    let again = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000))
        .await
        .unwrap();
    assert_eq!(again.supplement, Some(added.clone()));
    assert_eq!(paid_back(&world), 12_000);
    let its_own = shop.preview_edit(&added, &keep(0)).await;
    assert!(
        matches!(
            its_own,
            Err(ShopError::Order(OrderRefusal::IsSupplement(_)))
        ),
        "{its_own:?}"
    );
}

#[tokio::test]
async fn whoever_never_pays_keeps_what_was_ordered() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let edited = edit(&shop, &id, &swap(0, 1), won(11_000, 27_000)).await;
    let added = edited.unwrap().supplement.unwrap();
    world.clock.advance(Duration::days(4));
    assert!(shop.expire(&process(), &added).await.unwrap());
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("edit-1")].outcome,
        Some(EditOutcome::Dropped)
    );
    assert_eq!(
        (state.status(), state.refunded()),
        (Status::Paid, Won::ZERO)
    );
    pieces_are(&shop, "rice", 0, 2).await;
    pieces_are(&shop, "tea", 0, 0).await;
    assert_eq!(state.supplements().count(), 0);
    let other = edit_named(&shop, &id, "edit-2", &keep(1), won(0, 12_000)).await;
    assert_eq!(other.outcome, Some(EditOutcome::Done));
}

async fn edit_named(shop: &Shop, id: &OrderId, name: &str, what: &Edit, agreed: Agreed) -> Edited {
    let caller = shopper();
    let edited = shop.edit_order(&caller, id, named(name), what, agreed);
    edited.await.unwrap()
}

#[tokio::test]
async fn an_order_of_which_all_is_replaced_hands_its_carriage_on() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let preview = shop.preview_edit(&id, &swap(0, 3)).await.unwrap();
    assert_eq!(preview.agreed(), won(27_000, 27_000));
    let edited = edit(&shop, &id, &swap(0, 3), won(27_000, 27_000)).await;
    let added = edited.unwrap().supplement.unwrap();
    pay(&shop, &added).await.unwrap();
    assert_eq!(order(&shop, &id).await.status(), Status::Cancelled);
    assert_eq!(order(&shop, &added).await.status(), Status::Paid);
    assert!(attend(&shop).await.is_empty());
    assert_eq!(
        order(&shop, &added).await.status(),
        Status::Paid,
        "it stays"
    );
    assert_eq!(paid_back(&world), 27_000);
    // What stands in its place can be edited as it could.
    let preview = shop.preview_edit(&added, &keep(2)).await.unwrap();
    assert_eq!(preview.agreed(), won(0, 8_000));
}

#[tokio::test]
async fn what_was_sent_meanwhile_does_not_leave_any_more() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
    let added = edited.unwrap().supplement.unwrap();
    let (staff, cj) = (process(), "cj".to_owned());
    let ship = shop.ship(&staff, &id, cj, "123456789012".to_owned(), None);
    ship.await.unwrap();
    pay(&shop, &added).await.unwrap();
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("edit-1")].outcome,
        Some(EditOutcome::TooLate)
    );
    assert_eq!(state.refunded(), Won::ZERO);
    assert_eq!(order(&shop, &added).await.status(), Status::Paid);
    pieces_are(&shop, "rice", 0, 2).await;
    pieces_are(&shop, "tea", 0, 1).await;
}

#[tokio::test]
async fn what_was_added_goes_with_an_order_that_is_cancelled_as_a_whole() {
    for supplement_is_paid in [true, false] {
        let world = world();
        let (shop, id) = paid(&world).await;
        let edited = edit(&shop, &id, &swap(2, 1), won(8_000, 0)).await;
        let added = edited.unwrap().supplement.unwrap();
        if supplement_is_paid {
            pay(&shop, &added).await.unwrap();
        }
        let whole = Cancellation::whole("shopper");
        shop.cancel(&shopper(), &id, whole).await.unwrap();
        assert!(attend(&shop).await.is_empty());
        let (first, second) = (order(&shop, &id).await, order(&shop, &added).await);
        assert_eq!(first.status(), Status::Cancelled);
        assert_eq!(second.status(), Status::Cancelled);
        assert!(first.open_edit().is_none());
        let in_all = if supplement_is_paid { 35_000 } else { 27_000 };
        assert_eq!(paid_back(&world), in_all);
        pieces_are(&shop, "rice", 0, 0).await;
        pieces_are(&shop, "tea", 0, 0).await;
    }
}

#[tokio::test]
async fn what_cannot_be_had_leaves_the_order_as_it_was() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let preview = shop.preview_edit(&id, &swap(1, 10)).await.unwrap();
    place(&shop, "tea", 1, "other").await.unwrap();
    let short = shop.preview_edit(&id, &swap(1, 10)).await;
    assert!(
        matches!(short, Err(ShopError::Short { available: 9, .. })),
        "{short:?}"
    );
    let refused = edit(&shop, &id, &swap(1, 10), preview.agreed()).await;
    assert!(
        matches!(refused, Err(ShopError::Short { .. })),
        "{refused:?}"
    );
    assert!(order(&shop, &id).await.open_edit().is_none());
    pieces_are(&shop, "tea", 1, 0).await;
}

#[tokio::test]
async fn an_address_changes_in_place_and_the_old_one_is_forgotten() {
    let world = world();
    for pending in [true, false] {
        let shop = world.open();
        offer(&shop, "rice", Won(12_000), 10).await;
        let id = place(&shop, "rice", 1, if pending { "a" } else { "b" }).await;
        let id = id.unwrap().order;
        if !pending {
            pay(&shop, &id).await.unwrap();
        }
        let before = order(&shop, &id).await.recipient().unwrap().clone();
        for _ in 0..2 {
            let edited = edit(&shop, &id, &to("04524"), won(0, 0)).await.unwrap();
            assert_eq!(edited.outcome, Some(EditOutcome::Done));
        }
        let state = order(&shop, &id).await;
        let now = shop.current_recipient(&state).await.unwrap().unwrap();
        assert_eq!(now.name, "박새집");
        assert_eq!(shop.recipient(&before).await.unwrap(), None, "forgotten");
        let found = shop.preview_edit(&id, &Edit::default()).await;
        assert!(
            matches!(found, Err(ShopError::Order(OrderRefusal::NothingToEdit))),
            "{found:?}"
        );
    }
}

#[tokio::test]
async fn a_remote_address_costs_its_surcharge_and_gives_it_back() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let edited = edit(&shop, &id, &to("63000"), won(3_000, 0)).await.unwrap();
    let added = edited.supplement.unwrap();
    let state = order(&shop, &id).await;
    let there = shop.current_recipient(&state).await.unwrap().unwrap();
    assert_eq!(there.postcode, "06236", "not before it is paid");
    pay(&shop, &added).await.unwrap();
    assert_eq!(order(&shop, &added).await.status(), Status::Confirmed);
    let state = order(&shop, &id).await;
    let there = shop.current_recipient(&state).await.unwrap().unwrap();
    assert_eq!(there.postcode, "63000");
    assert_eq!(state.surcharge_paid(&[]), Won(3_000));

    let same = shop.preview_edit(&id, &to("40200")).await.unwrap();
    assert_eq!(same.agreed(), won(0, 0), "another island costs the same");
    edit_named(&shop, &id, "edit-2", &to("06236"), won(0, 3_000)).await;
    assert_eq!(order(&shop, &id).await.surcharge_paid(&[]), Won::ZERO);
    assert_eq!(paid_back(&world), 3_000);
}

#[tokio::test]
async fn what_was_added_before_goes_to_the_new_address_too() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let edited = edit(&shop, &id, &swap(2, 1), won(8_000, 0)).await;
    let added = edited.unwrap().supplement.unwrap();
    pay(&shop, &added).await.unwrap();
    edit_named(&shop, &id, "edit-2", &to("04524"), won(0, 0)).await;
    let state = order(&shop, &added).await;
    let there = shop.current_recipient(&state).await.unwrap().unwrap();
    assert_eq!(there.postcode, "04524");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_edit_sent_five_times_at_once_is_one_edit() {
    let database = tests::pg::database().await;
    let world = world_over(Arc::new(database.log().await));
    let (shop, id) = paid(&world).await;
    let sent = (0..5).map(|_| {
        let (shop, id) = (world.open(), id.clone());
        async move { edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await }
    });
    for outcome in join_all(sent).await {
        if let Err(error) = outcome {
            assert!(error.is_passing(), "{error}");
        }
    }
    let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
    let added = edited.unwrap().supplement.unwrap();
    pieces_are(&shop, "tea", 1, 0).await;
    let paying = (0..5).map(|_| pay(&shop, &added));
    join_all(paying)
        .await
        .into_iter()
        .for_each(|it| drop(it.unwrap()));
    assert!(attend(&shop).await.is_empty());
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("edit-1")].outcome,
        Some(EditOutcome::Done)
    );
    pieces_are(&shop, "rice", 0, 1).await;
    pieces_are(&shop, "tea", 0, 1).await;
    assert_eq!(paid_back(&world), 12_000);
}

/// Nobody repeats the calls: only the processes come after a crash.
#[tokio::test]
async fn an_edit_that_crashes_anywhere_is_whole_or_never_was() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (_, id) = paid(&world).await;
            let crashing = CrashingLog::new(world.log.clone(), survive, moment);
            let shop = world.open_over(crashing.clone());
            let edited = edit(&shop, &id, &swap(1, 1), won(8_000, 12_000)).await;
            if let Ok(added) = edited.map(|it| it.supplement.unwrap()) {
                let _ = pay(&shop, &added).await;
            }

            let restarted = world.open();
            attend(&restarted).await;
            let state = order(&restarted, &id).await;
            let added = state.supplements().next().cloned();
            if let Some(added) = added {
                pay(&restarted, &added).await.unwrap();
                attend(&restarted).await;
                let state = order(&restarted, &id).await;
                let known = &state.edits()[&named("edit-1")];
                assert_eq!(
                    known.outcome,
                    Some(EditOutcome::Done),
                    "{survive} {moment:?}"
                );
                pieces_are(&restarted, "rice", 0, 1).await;
                pieces_are(&restarted, "tea", 0, 1).await;
                assert_eq!(paid_back(&world), 12_000);
            } else {
                assert!(crashing.broke());
                pieces_are(&restarted, "rice", 0, 2).await;
                pieces_are(&restarted, "tea", 0, 0).await;
            }
            if !crashing.broke() {
                assert!(survive > 5, "the edit hardly wrote anything");
                break;
            }
            assert!(survive + 1 < ENOUGH, "the edit never ends");
        }
    }
}

/// Changes as they are previewed, and pays what comes; what was added.
async fn change(shop: &Shop, id: &OrderId, name: &str, what: &Edit) -> Option<OrderId> {
    let agreed = shop.preview_edit(id, what).await.unwrap().agreed();
    let added = edit_named(shop, id, name, what, agreed).await.supplement?;
    pay(shop, &added).await.unwrap();
    Some(added)
}

#[tokio::test]
async fn a_surcharge_that_went_back_once_is_not_given_back_again() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let mut back = 0;
    for round in 0..3 {
        let there = Edit {
            add: swap(2, 1).add,
            ..to("63000")
        };
        let added = change(&shop, &id, &format!("there-{round}"), &there).await;
        let added = added.unwrap();
        let cost = order(&shop, &added).await.paid();
        let whole = Cancellation::whole("shopper");
        shop.cancel(&shopper(), &added, whole).await.unwrap();
        assert!(attend(&shop).await.is_empty());
        back += cost.0;
        assert_eq!(paid_back(&world), back, "what was added, and its surcharge");
        let preview = shop.preview_edit(&id, &to("06236")).await.unwrap();
        assert_eq!(preview.agreed(), won(0, 0), "nothing is left of it");
        change(&shop, &id, &format!("back-{round}"), &to("06236")).await;
        assert!(attend(&shop).await.is_empty());
        assert_eq!(paid_back(&world), back);
    }
    assert_eq!(order(&shop, &id).await.refunded(), Won::ZERO);
}

#[tokio::test]
async fn an_order_that_is_changed_to_nothing_takes_what_was_added_before_along() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let added = change(&shop, &id, "more", &swap(2, 1)).await.unwrap();
    change(&shop, &id, "none", &keep(0)).await;
    assert!(attend(&shop).await.is_empty());
    for order_of in [&id, &added] {
        assert_eq!(order(&shop, order_of).await.status(), Status::Cancelled);
    }
    assert_eq!(
        paid_back(&world),
        27_000 + 8_000,
        "nothing is carried for nothing"
    );
    pieces_are(&shop, "tea", 0, 0).await;
}
