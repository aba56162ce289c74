//! A receipt is issued for what was paid, and reduced with what goes back.

use domain::order::LineQuantity;
use domain::payment::{ReceiptKind, ReceiptStage};
use domain::{ClaimId, OrderId, Won};
use shop::ReceiptForm;
use shop::edit::Edit;
use tests::attend::attend;
use tests::faults::FAULTS;
use tests::shop::{cart, form, pay, process, put, shopper};

use crate::town::Town;

#[tokio::test]
async fn a_receipt_is_issued_when_the_money_came_and_not_before() {
    let town = Town::open().await;
    let order = town.asked().await;
    assert_eq!(town.reported().await, (Won(0), 0), "nobody waits for it");
    assert!(attend(&town.shop).await.is_empty());
    let payment = town.payment(&order).await;
    let (_, receipt) = payment.standing_receipt().unwrap();
    assert!(matches!(receipt.stage, ReceiptStage::Issued { .. }));
    assert_eq!(town.reported().await, (Won(39_000), 1));
    attend(&town.shop).await;
    assert_eq!(town.reported().await, (Won(39_000), 1), "once");
}

#[tokio::test]
async fn what_goes_back_is_taken_off_part_by_part_and_at_last_whole() {
    let town = Town::open().await;
    let order = town.asked().await;
    town.settle(&order).await;
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(27_000), 1));
    for claim in ["b", "c"] {
        town.cancel(&order, claim).await;
    }
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(0), 1));
    let payment = town.payment(&order).await;
    assert!(payment.standing_receipt().is_none());
}

#[tokio::test]
async fn money_that_went_back_before_is_not_on_the_receipt() {
    let town = Town::open().await;
    let order = town.asked().await;
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(27_000), 1));
}

#[tokio::test]
async fn a_lost_answer_issues_no_second_receipt() {
    for fault in FAULTS {
        let town = Town::open().await;
        let order = town.asked().await;
        town.tax_office.faults().switch_on("receipt", fault, 1);
        let first = town.shop.settle_receipts(&process(), &order).await;
        assert!(
            first.is_ok() || first.is_err_and(|error| error.is_passing()),
            "{fault:?}"
        );
        town.settle(&order).await;
        assert_eq!(town.reported().await, (Won(39_000), 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_lost_answer_takes_nothing_off_twice() {
    for fault in FAULTS {
        let town = Town::open().await;
        let order = town.asked().await;
        town.settle(&order).await;
        town.cancel(&order, "a").await;
        town.tax_office
            .faults()
            .switch_on("cancel_receipt", fault, 1);
        let first = town.shop.settle_receipts(&process(), &order).await;
        assert!(first.is_err_and(|error| error.is_passing()), "{fault:?}");
        // Another refund comes between.
        town.cancel(&order, "b").await;
        town.settle(&order).await;
        assert_eq!(town.reported().await, (Won(15_000), 1), "{fault:?}");
    }
}

#[tokio::test]
async fn two_workers_issue_one_receipt() {
    let town = Town::open().await;
    let order = town.asked().await;
    let caller = process();
    let (one, two) = tokio::join!(
        town.shop.settle_receipts(&caller, &order),
        town.shop.settle_receipts(&caller, &order),
    );
    for settled in [one, two] {
        assert!(settled.is_ok() || settled.is_err_and(|error| error.is_passing()));
    }
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(39_000), 1));
}

#[tokio::test]
async fn larger_sums_get_a_receipt_that_nobody_asked_for() {
    let town = Town::open().await;
    let small = town.paid(1, None).await;
    let large = town.paid(10, None).await;
    for order in [&small, &large] {
        town.settle(order).await;
    }
    assert!(town.payment(&small).await.receipts().next().is_none());
    let payment = town.payment(&large).await;
    let (_, receipt) = payment.standing_receipt().unwrap();
    assert_eq!(receipt.wish.number, None);
    assert_eq!(town.reported().await.1, 1);
}

#[tokio::test]
async fn a_refused_receipt_waits_for_staff_and_stops_nothing() {
    let town = Town::open().await;
    // The simulated issuer takes no number that short.
    let order = town.paid(3, Some((ReceiptKind::Expense, "123"))).await;
    town.settle(&order).await;
    town.settle(&order).await;
    let payment = town.payment(&order).await;
    let (_, receipt) = payment.receipts().next().unwrap();
    assert!(matches!(receipt.stage, ReceiptStage::Refused(_)));
    town.cancel(&order, "a").await;
    assert_eq!(town.payment(&order).await.refunded(), Won(12_000));
}

#[tokio::test]
async fn an_order_without_a_wish_has_none() {
    let town = Town::open().await;
    let order = town.paid(3, None).await;
    town.settle(&order).await;
    assert!(town.payment(&order).await.receipts().next().is_none());
}
#[tokio::test]
async fn an_order_that_takes_anothers_place_has_the_receipt_that_is_due_for_it() {
    let town = Town::open().await;
    let waiting = async |pieces, receipt| {
        let cart = cart();
        put(&town.shop, cart, "rice", pieces).await;
        let mut form = form(&town.shop, cart, &format!("key-{pieces}"))
            .await
            .unwrap();
        form.receipt = receipt;
        let placed = town.shop.check_out(&shopper(), &form).await;
        placed.unwrap().order
    };
    let changed = async |old: &OrderId, quantity| {
        let what = Edit {
            lines: vec![LineQuantity { line: 0, quantity }],
            ..Edit::default()
        };
        let preview = town.shop.preview_edit(old, &what).await.unwrap();
        let (name, agreed) = (ClaimId::new("edit-1").unwrap(), preview.agreed());
        let edited = town
            .shop
            .edit_order(&shopper(), old, name, &what, agreed)
            .await;
        edited.unwrap().replacement.unwrap()
    };
    // The number is the new order's own: the old one's data go, and its receipt is issued for the same person.
    let asked = ReceiptForm::read(ReceiptKind::Deduction, "010-1234-5678");
    let old = waiting(2, asked).await;
    let new = changed(&old, 3).await;
    town.shop.erase_recipient(&process(), &old).await.unwrap();
    pay(&town.shop, &new).await.unwrap();
    town.settle(&new).await;
    let receipt = town.last(&new).await;
    assert!(
        matches!(receipt.stage, ReceiptStage::Issued { .. }),
        "{receipt:?}"
    );
    let kept = receipt.wish.number.unwrap();
    let number = town.world.vault.get(&kept).await.unwrap().unwrap();
    assert_eq!(number["number"], "01012345678");
    // Nobody asked, and the new sum is one of those of which the law wants a receipt.
    let small = waiting(1, None).await;
    let large = changed(&small, 20).await;
    pay(&town.shop, &large).await.unwrap();
    town.settle(&large).await;
    let receipt = town.last(&large).await;
    assert_eq!(receipt.wish.number, None);
    assert!(
        matches!(receipt.stage, ReceiptStage::Issued { .. }),
        "{receipt:?}"
    );
}
