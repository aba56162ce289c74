//! What carrying goods to a remote area costs more is paid once and goes back once, whichever order brought it.

use domain::order::{EditOutcome, Status};
use domain::{OrderId, ProductId, Won};
use shop::Shop;
use shop::amend::Cancellation;
use shop::edit::Edit;
use tests::attend::attend;
use tests::seen::{order, paid_back};
use tests::shop::{offer, pay, place, process, shopper, sku};

use crate::stage::*;

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
    assert_eq!(order(&shop, &added).await.surcharge_brought(), Won(3_000));

    let same = shop.preview_edit(&id, &to("40200")).await.unwrap();
    assert_eq!(same.agreed(), won(0, 0), "another island costs the same");
    edit_named(&shop, &id, "edit-2", &to("06236"), won(0, 3_000)).await;
    assert_eq!(order(&shop, &added).await.surcharge_brought(), Won::ZERO);
    assert_eq!(paid_back(&world), 3_000);
}

/// To the island, and a pack of tea besides.
fn there() -> Edit {
    Edit {
        add: swap(2, 1).add,
        ..to("63000")
    }
}

async fn cancel(shop: &Shop, id: &OrderId) {
    let whole = Cancellation::whole("shopper");
    shop.cancel(&shopper(), id, whole).await.unwrap();
    assert!(attend(shop).await.is_empty());
}

#[tokio::test]
async fn what_carries_the_first_order_stays_paid_when_what_was_added_is_cancelled() {
    for goes_back in [true, false] {
        let world = world();
        let (shop, id) = paid(&world).await;
        for round in 1..=3 {
            let added = change(&shop, &id, &format!("there-{round}"), &there()).await;
            let added = added.unwrap();
            let state = order(&shop, &added).await;
            let surcharge = if goes_back || round == 1 { 3_000 } else { 0 };
            assert_eq!(state.paid(), Won(8_000 + surcharge), "{round}");
            let keep = shop.keeps(&state).await.unwrap();
            let preview = state.preview_cancel(None, keep).unwrap();
            assert_eq!(preview.refund.amount, Won(8_000));
            assert_eq!(preview.carriage_kept, Won(surcharge));
            let before = paid_back(&world);
            cancel(&shop, &added).await;
            assert_eq!(
                paid_back(&world) - before,
                8_000,
                "the goods go there still"
            );
            if goes_back {
                change(&shop, &id, &format!("back-{round}"), &to("06236")).await;
                assert_eq!(paid_back(&world) - before, 8_000 + 3_000);
            }
        }
        cancel(&shop, &id).await;
        let brought = if goes_back {
            3 * 11_000
        } else {
            3 * 8_000 + 3_000
        };
        assert_eq!(paid_back(&world), 27_000 + brought, "all that ever came");
    }
}

/// The way back is a change that adds something, too: what was added then is cancelled, the address stays.
#[tokio::test]
async fn a_surcharge_goes_back_once_whatever_is_added_with_the_way_back() {
    let world = world();
    let (shop, id) = paid(&world).await;
    change(&shop, &id, "there", &to("63000")).await;
    let home = Edit {
        add: swap(2, 1).add,
        ..to("06236")
    };
    for round in 1..=3 {
        let added = change(&shop, &id, &format!("home-{round}"), &home).await;
        cancel(&shop, &added.unwrap()).await;
        assert_eq!(paid_back(&world), 3_000 + round * 8_000);
    }
    assert_eq!(order(&shop, &id).await.refunded(), Won::ZERO);
}

/// Staff give back what the change of the address cost; the address is changed back later.
#[tokio::test]
async fn what_staff_gave_back_of_a_surcharge_does_not_go_back_once_more() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let added = change(&shop, &id, "there", &to("63000")).await.unwrap();
    let staff = process();
    let refunded = shop.grant_refund(
        &staff,
        &added,
        named("sorry"),
        Won(3_000),
        "staff".to_owned(),
    );
    refunded.await.unwrap();
    let preview = shop.preview_edit(&id, &to("06236")).await.unwrap();
    assert_eq!(preview.agreed(), won(0, 0));
    let preview = shop.preview_edit(&id, &to("40200")).await.unwrap();
    assert_eq!(preview.agreed(), won(0, 0), "nor is it paid again");
    assert_eq!(paid_back(&world), 3_000);
}

/// The order that was added is cancelled by itself while the first one is cancelled: nothing is kept for nothing.
#[tokio::test]
async fn nothing_is_kept_where_both_are_cancelled_at_once() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let added = change(&shop, &id, "there", &there()).await.unwrap();
    let who = shopper();
    let (first, second) = futures::join!(
        shop.cancel(&who, &id, Cancellation::whole("shopper")),
        shop.cancel(&who, &added, Cancellation::whole("shopper")),
    );
    first.unwrap();
    second.unwrap();
    assert!(attend(&shop).await.is_empty());
    assert_eq!(paid_back(&world), 27_000 + 11_000);
}

/// A surcharge that a change of the address cost is none of what takes the place of all of the order.
#[tokio::test]
async fn who_replaces_all_pays_carriage_for_what_comes_and_gets_all_else_back() {
    let world = world();
    let (shop, id) = paid(&world).await;
    change(&shop, &id, "there", &to("63000")).await;
    let all = swap(0, 3);
    let preview = shop.preview_edit(&id, &all).await.unwrap();
    assert_eq!(preview.to_pay, Won(24_000 + 3_000 + 3_000));
    assert_eq!(preview.to_pay_back, Won(27_000 + 3_000));
    let next = change(&shop, &id, "all", &all).await.unwrap();
    assert!(attend(&shop).await.is_empty());
    assert_eq!(paid_back(&world), 27_000 + 3_000);
    let same = shop.preview_edit(&next, &to("63500")).await.unwrap();
    assert_eq!(same.agreed(), won(0, 0), "as remote as before");
    let home = shop.preview_edit(&next, &to("06236")).await.unwrap();
    assert_eq!(home.agreed(), won(0, 3_000));
}

/// What had been paid to send the goods elsewhere came back before; the goods come back in the end.
#[tokio::test]
async fn a_surcharge_that_went_back_takes_nothing_off_the_goods() {
    let world = world();
    let (shop, id) = paid(&world).await;
    for round in 0..10 {
        change(&shop, &id, &format!("there-{round}"), &to("63000")).await;
        change(&shop, &id, &format!("back-{round}"), &to("06236")).await;
    }
    assert!(attend(&shop).await.is_empty());
    assert_eq!(
        paid_back(&world),
        30_000,
        "more than is left of carriage and goods"
    );
    assert_eq!(order(&shop, &id).await.refunded(), Won::ZERO);
    cancel(&shop, &id).await;
    assert_eq!(paid_back(&world), 30_000 + 27_000);
}

/// The goods left for the old address before what was added was paid; it is cancelled later.
#[tokio::test]
async fn nothing_is_kept_for_goods_that_never_went_there() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let agreed = shop.preview_edit(&id, &there()).await.unwrap().agreed();
    let edited = edit_named(&shop, &id, "there", &there(), agreed).await;
    let added = edited.supplement.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), &id, carrier, invoice, None)
        .await
        .unwrap();
    pay(&shop, &added).await.unwrap();
    cancel(&shop, &added).await;
    assert_eq!(paid_back(&world), 8_000 + 3_000);
}

/// All of it is replaced and sent elsewhere in one step.
#[tokio::test]
async fn who_replaces_all_and_moves_has_changed_the_order() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let all = Edit {
        lines: swap(0, 3).lines,
        ..there()
    };
    let next = change(&shop, &id, "all", &all).await.unwrap();
    let state = order(&shop, &id).await;
    assert_eq!(
        state.edits()[&named("all")].outcome,
        Some(EditOutcome::Done)
    );
    let state = order(&shop, &next).await;
    let to = shop.current_recipient(&state).await.unwrap().unwrap();
    assert_eq!(to.postcode, "63000");
}

/// What was added before and brought the surcharge travels with what takes the first one's place, and with nothing
/// else: it goes where that one goes, and is cancelled with it.
#[tokio::test]
async fn what_was_added_before_travels_with_what_stands_in_the_first_ones_place() {
    let world = world();
    let (shop, id) = paid(&world).await;
    let added = change(&shop, &id, "there", &there()).await.unwrap();
    let preview = shop.preview_edit(&id, &swap(0, 3)).await.unwrap();
    assert_eq!(
        preview.agreed(),
        won(24_000 + 3_000 + 3_000, 27_000 + 3_000)
    );
    let next = change(&shop, &id, "all", &swap(0, 3)).await.unwrap();
    assert!(attend(&shop).await.is_empty());
    assert_eq!(
        paid_back(&world),
        27_000 + 3_000,
        "it is carried there once"
    );
    assert_eq!(order(&shop, &added).await.status(), Status::Paid);

    change(&shop, &next, "home", &to("06236")).await;
    for moved in [&next, &added] {
        let state = order(&shop, moved).await;
        let to = shop.current_recipient(&state).await.unwrap().unwrap();
        assert_eq!(to.postcode, "06236");
    }
    assert_eq!(paid_back(&world), 27_000 + 3_000 + 3_000);

    let mut rice = there().add;
    rice[0].product = ProductId::new("rice").unwrap();
    (rice[0].sku, rice[0].price) = (sku("rice"), Won(12_000));
    let rice = Edit {
        add: rice,
        ..keep(0)
    };
    let last = change(&shop, &next, "again", &rice).await.unwrap();
    cancel(&shop, &last).await;
    assert_eq!(order(&shop, &added).await.status(), Status::Cancelled);
    let all = 27_000 + 11_000 + 30_000 + order(&shop, &last).await.paid().0;
    assert_eq!(paid_back(&world), all, "nobody paid for carrying it alone");
}

/// Staff give back more of what was added than its goods cost: the way back ends all the same.
#[tokio::test]
async fn what_staff_gave_back_of_an_added_order_holds_no_change_up() {
    for (granted, left) in [(9_000, 2_000), (11_000, 0)] {
        let world = world();
        let (shop, id) = paid(&world).await;
        let added = change(&shop, &id, "there", &there()).await.unwrap();
        let staff = process();
        let why = "staff".to_owned();
        let refunded = shop.grant_refund(&staff, &added, named("sorry"), Won(granted), why);
        refunded.await.unwrap();
        let preview = shop.preview_edit(&id, &to("06236")).await.unwrap();
        assert_eq!(preview.agreed(), won(0, left));
        edit_named(&shop, &id, "home", &to("06236"), won(0, left)).await;
        let state = order(&shop, &id).await;
        assert!(state.open_edit().is_none());
        assert_eq!(paid_back(&world), granted + left);
    }
}

/// Staff gave back nearly all of an order that was placed for an island: it moves home for what is left.
#[tokio::test]
async fn what_staff_gave_back_of_an_order_leaves_less_to_go_back_and_holds_no_move_up() {
    let world = world();
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    let placed = place(&shop, "rice", 2, "key").await.unwrap().order;
    let agreed = shop.preview_edit(&placed, &to("63000")).await.unwrap();
    let edited = edit_named(&shop, &placed, "there", &to("63000"), agreed.agreed()).await;
    let id = edited.replacement.unwrap();
    pay(&shop, &id).await.unwrap();
    let (staff, why) = (process(), "staff".to_owned());
    let refunded = shop.grant_refund(&staff, &id, named("sorry"), Won(29_000), why);
    refunded.await.unwrap();
    let preview = shop.preview_edit(&id, &to("06236")).await.unwrap();
    assert_eq!(preview.agreed(), won(0, 1_000));
    let home = edit_named(&shop, &id, "home", &to("06236"), won(0, 1_000)).await;
    assert_eq!(home.outcome, Some(EditOutcome::Done));
    assert_eq!(paid_back(&world), 30_000);
}
