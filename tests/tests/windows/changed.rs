//! An order that is changed is paid for in a window again: left, refused, taken again.

use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, Status};
use domain::payment::PaymentStatus;
use domain::{AttemptId, ClaimId, OrderId, ProductId, Won};
use gateways::paying::fault::Fault;
use shop::Recipient;
use shop::amend::Cancellation;
use shop::edit::Edit;
use shop::paying::Came;
use tests::seen::{order, pieces_are};
use tests::shop::{process, recipient, shopper, sku};

use crate::bank::{Call, Which};
use crate::shopper::{Came as Walked, press};
use crate::street::{PRICE, Street};

/// Three bags of rice instead of two.
async fn three(street: &Street, of: &OrderId, what: Edit) -> (Option<OrderId>, Option<OrderId>) {
    let preview = street.shop.preview_edit(of, &what).await.unwrap();
    let agreed = preview.agreed();
    assert!(agreed.to_pay.is_positive());
    let name = ClaimId::new("edit-1").unwrap();
    let caller = shopper();
    let edited = street.shop.edit_order(&caller, of, name, &what, agreed);
    let edited = edited.await.unwrap();
    (edited.supplement, edited.replacement)
}

fn one_more() -> Edit {
    Edit {
        add: vec![CartItem {
            product: ProductId::new("rice").unwrap(),
            sku: sku("rice"),
            quantity: 1,
            price: Won(12_000),
        }],
        ..Edit::default()
    }
}

fn makes_three() -> Edit {
    Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: 3,
        }],
        ..Edit::default()
    }
}

async fn outcome(street: &Street, of: &OrderId) -> Option<EditOutcome> {
    let state = order(&street.shop, of).await;
    state.edits().values().next().unwrap().outcome
}

#[tokio::test]
async fn what_is_added_is_paid_in_the_second_window_when_the_first_was_left_or_failed() {
    for which in Which::ALL {
        for not in ["close", "fail"] {
            let street = Street::open(which).await;
            let first = street.paid("key-1").await;
            let (added, _) = three(&street, &first, one_more()).await;
            let added = added.unwrap();
            let came = street.visit(&added, not).await;
            assert!(matches!(came, Came::Closed | Came::Failed(_)), "{came:?}");
            street.settle(&added).await;
            assert_eq!(outcome(&street, &first).await, None, "it waits");
            pieces_are(&street.shop, "rice", 1, 2).await;
            let came = street.visit(&added, "approve").await;
            assert!(matches!(came, Came::Paid(_)), "{which:?} {came:?}");
            assert_eq!(outcome(&street, &first).await, Some(EditOutcome::Done));
            pieces_are(&street.shop, "rice", 0, 3).await;
            for order in [&first, &added] {
                street.settle(order).await;
                street.assert_books_agree(order).await;
            }
        }
    }
}

#[tokio::test]
async fn what_is_added_and_never_paid_leaves_the_order_as_it_was() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let first = street.paid("key-1").await;
        let (added, _) = three(&street, &first, one_more()).await;
        let added = added.unwrap();
        street.window(&added, "close").await;
        street.finish(&added).await;
        assert_eq!(street.status(&added).await, Status::Expired);
        assert_eq!(outcome(&street, &first).await, Some(EditOutcome::Dropped));
        pieces_are(&street.shop, "rice", 0, 2).await;
        assert_eq!(street.payment(&first).await.captured(), PRICE);
        street.assert_books_agree(&first).await;
        street.assert_books_agree(&added).await;
    }
}

#[tokio::test]
async fn a_replacement_whose_payment_is_refused_waits_and_is_paid_in_another_window() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let old = street.order("key-1").await;
        // Its window is open while it is changed, and is paid in too late.
        let opening = street.opened(&old).await.unwrap();
        let (_, new) = three(&street, &old, makes_three()).await;
        let new = new.unwrap();
        assert_eq!(street.status(&old).await, Status::Cancelled);
        let came = street.visit(&new, "fail").await;
        assert!(matches!(came, Came::Failed(_) | Came::Closed), "{came:?}");
        street.settle(&new).await;
        assert_eq!(street.status(&new).await, Status::PendingDeposit);
        // An answer is lost on the way; the process finds out.
        street.bank.fail(Call::Approve, Fault::LostAnswer, 1);
        street.visit(&new, "approve").await;
        street.settle(&new).await;
        assert_eq!(street.status(&new).await, Status::Paid, "{which:?}");
        let late = press(&opening, "approve").await;
        if let crate::shopper::Came::Back(brought) = late {
            let came = street.back(&old, 1, &brought).await;
            assert!(!matches!(came, Came::Paid(_)), "{which:?} {came:?}");
        }
        street.finish(&old).await;
        let payment = street.payment(&old).await;
        assert_ne!(payment.status(), PaymentStatus::Captured, "{which:?}");
        pieces_are(&street.shop, "rice", 0, 3).await;
        street.assert_books_agree(&old).await;
        street.assert_books_agree(&new).await;
    }
}

/// To an island, for its surcharge.
async fn to_an_island(street: &Street, of: &OrderId) -> OrderId {
    let what = Edit {
        recipient: Some(Recipient {
            postcode: "63000".to_owned(),
            address: "섬길 1".to_owned(),
            ..recipient()
        }),
        ..Edit::default()
    };
    three(street, of, what).await.0.unwrap()
}

#[tokio::test]
async fn a_surcharge_alone_is_paid_in_every_window() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let first = street.paid("key-1").await;
        let added = to_an_island(&street, &first).await;
        let came = street.visit(&added, "approve").await;
        assert!(matches!(came, Came::Paid(_)), "{which:?} {came:?}");
        assert_eq!(outcome(&street, &first).await, Some(EditOutcome::Done));
        street.settle(&added).await;
        street.assert_books_agree(&added).await;
        // It goes with the first, money and all.
        let whole = Cancellation::whole("shopper");
        street.shop.cancel(&shopper(), &first, whole).await.unwrap();
        let back = street.payment(&added).await;
        assert_eq!(back.refunded(), back.captured(), "{which:?}");
        street.assert_books_agree(&added).await;
    }
}

#[tokio::test]
async fn a_surcharge_that_is_paid_after_the_goods_left_goes_back() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let first = street.paid("key-1").await;
        let added = to_an_island(&street, &first).await;
        let (cj, invoice) = ("cj".to_owned(), "123456789012".to_owned());
        let caller = process();
        let sent = street.shop.ship(&caller, &first, cj, invoice, None);
        sent.await.unwrap();
        let came = street.visit(&added, "approve").await;
        assert!(matches!(came, Came::Paid(_)), "{which:?} {came:?}");
        assert_eq!(outcome(&street, &first).await, Some(EditOutcome::TooLate));
        street.settle_claims(&added).await;
        let payment = street.payment(&added).await;
        assert_eq!(payment.refunded(), payment.captured(), "{which:?}");
        assert!(payment.captured().is_positive());
        street.assert_books_agree(&added).await;
    }
}

#[tokio::test]
async fn what_goes_with_an_order_is_cancelled_though_nobody_pays_back_just_now() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let first = street.paid("key-1").await;
        let (added, _) = three(&street, &first, one_more()).await;
        let added = added.unwrap();
        street.visit(&added, "approve").await;
        street.bank.fail(Call::PayBack, Fault::Unavailable, 1);
        let whole = Cancellation::whole("shopper");
        let _ = street.shop.cancel(&shopper(), &first, whole).await;
        assert_eq!(street.status(&added).await, Status::Cancelled, "{which:?}");
        for order in [&first, &added] {
            street.settle_claims(order).await;
            street.assert_books_agree(order).await;
        }
        pieces_are(&street.shop, "rice", 0, 0).await;
    }
}

#[tokio::test]
async fn who_presses_twice_has_two_windows_and_either_pays() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        let (one, two) = tokio::join!(street.opened(&order), street.opened(&order));
        let (one, two) = (one.unwrap(), two.unwrap());
        let payment = street.payment(&order).await;
        let keys: Vec<_> = payment
            .attempts()
            .values()
            .map(|it| it.key.clone())
            .collect();
        if keys.iter().all(Option::is_some) {
            assert_eq!(keys.len(), 2, "{which:?}: two windows that it knows apart");
            assert_ne!(keys[0], keys[1]);
        }
        press(&two, "close").await;
        let Walked::Back(brought) = press(&one, "approve").await else {
            panic!("{which:?}: it leads nowhere");
        };
        // They were opened at once: either is the first.
        let mut came = street.back(&order, 1, &brought).await;
        if !matches!(came, Came::Paid(_)) {
            came = street.back(&order, 2, &brought).await;
        }
        assert!(matches!(came, Came::Paid(_)), "{which:?} {came:?}");
        street.assert_books_agree(&order).await;
    }
}

#[tokio::test]
async fn who_comes_back_from_a_window_that_failed_is_not_told_that_the_order_ended() {
    for which in Which::ALL {
        let street = Street::open(which).await;
        let order = street.order("key-1").await;
        street.visit(&order, "fail").await;
        let attempt = AttemptId::of(&order, 1);
        let again = street.bank.forged(attempt.as_str(), PRICE);
        let came = street.back(&order, 1, &again).await;
        assert_ne!(came, Came::TooLate, "{which:?}");
        assert_eq!(street.status(&order).await, Status::PendingDeposit);
    }
}
