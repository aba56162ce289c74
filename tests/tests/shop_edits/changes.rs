//! What comes, what leaves, and where it goes.

use chrono::Duration;
use domain::Won;
use domain::order::{EditOutcome, OrderRefusal, Status};
use shop::ShopError;
use shop::amend::Cancellation;
use shop::edit::Edit;
use tests::attend::attend;
use tests::seen::{order, paid_back, pieces_are};
use tests::shop::{offer, pay, place, process, shopper};

use crate::stage::*;

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

#[tokio::test]
async fn what_takes_the_place_of_all_of_an_order_pays_its_own_carriage() {
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

#[tokio::test]
async fn an_order_is_not_changed_to_nothing() {
    let world = world();
    let (shop, id) = paid(&world).await;
    for name in [None, Some("more")] {
        if let Some(name) = name {
            change(&shop, &id, name, &swap(2, 1)).await.unwrap();
        }
        let refused = edit(&shop, &id, &keep(0), won(0, 27_000)).await;
        assert!(
            matches!(refused, Err(ShopError::Order(OrderRefusal::NothingLeft))),
            "{refused:?}"
        );
    }
    assert_eq!(paid_back(&world), 0);
    assert_eq!(order(&shop, &id).await.status(), Status::Paid);
}
