//! Orders that are not paid yet are changed: another one takes their place, and their pieces go over to it.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use domain::cart::CartItem;
use domain::order::{EditOutcome, LineQuantity, OrderRefusal, Status};
use domain::payment::Payment;
use domain::{ClaimId, OrderId, ProductId, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::deposit::Noticed;
use shop::edit::{Agreed, Edit, Edited};
use shop::{Recipient, Shop, ShopError};
use store::MemoryLog;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, pieces_are, stock};
use tests::shop::{World, notice, offer, pay, place, process, recipient, shopper, sku};

/// More writes than any such edit makes.
const ENOUGH: i64 = 60;

/// Of each there are ten.
async fn open() -> (World, Shop) {
    let world = World::around(Arc::new(MemoryLog::new()));
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "tea", Won(8_000), 10).await;
    (world, shop)
}

/// So many bags of rice, not paid: 12,000 won each, and 3,000 for carriage.
async fn waiting(shop: &Shop, pieces: u32) -> OrderId {
    place(shop, "rice", pieces, "key").await.unwrap().order
}

/// So many bags of rice are to be in it, and so many packs of tea.
fn wanted(rice: u32, tea: u32) -> Edit {
    Edit {
        lines: vec![LineQuantity {
            line: 0,
            quantity: rice,
        }],
        add: vec![CartItem {
            product: ProductId::new("tea").unwrap(),
            sku: sku("tea"),
            quantity: tea,
            price: Won(8_000),
        }],
        recipient: None,
    }
}

fn costs(total: i64) -> Agreed {
    Agreed {
        to_pay: Won(total),
        to_pay_back: Won(0),
    }
}

fn named() -> ClaimId {
    ClaimId::new("edit-1").unwrap()
}

async fn edit(shop: &Shop, id: &OrderId, what: &Edit, total: i64) -> Result<Edited, ShopError> {
    shop.edit_order(&shopper(), id, named(), what, costs(total))
        .await
}

async fn payment(shop: &Shop, of: &OrderId) -> Payment {
    let id = of.payment();
    let state = shop.ledger().state::<Payment>(id.as_str()).await;
    state.unwrap().state
}

#[tokio::test]
async fn another_order_takes_the_place_of_one_that_is_not_paid() {
    let (_world, shop) = open().await;
    let old = waiting(&shop, 2).await;
    let preview = shop.preview_edit(&old, &wanted(1, 1)).await.unwrap();
    assert_eq!(preview.agreed(), costs(23_000));
    let wrong = edit(&shop, &old, &wanted(1, 1), 22_999).await;
    assert!(matches!(wrong, Err(ShopError::EditChanged(_))), "{wrong:?}");

    let edited = edit(&shop, &old, &wanted(1, 1), 23_000).await.unwrap();
    assert_eq!(edited.outcome, Some(EditOutcome::Done));
    let new = edited.replacement.unwrap();
    let (before, after) = (order(&shop, &old).await, order(&shop, &new).await);
    assert_eq!(before.status(), Status::Cancelled);
    assert_eq!(before.replaced_by(), Some(&new));
    assert_eq!(after.status(), Status::PendingDeposit);
    let replaces = after.draft().unwrap().replaces.as_ref();
    assert_eq!(replaces.map(|it| &it.order), Some(&old));
    pieces_are(&shop, "rice", 1, 0).await;
    pieces_are(&shop, "tea", 1, 0).await;

    // Who pays the old account all the same is seen, and pays nothing twice.
    let (caller, late) = (process(), notice(&shop, &old, "LATE").await);
    let noticed = shop.deposit_noticed(&caller, late).await.unwrap();
    assert!(matches!(noticed, Noticed::Unmatched));
    assert_eq!(payment(&shop, &old).await.captured(), Won(0));
    pay(&shop, &new).await.unwrap();
    attend(&shop).await;
    assert_eq!(order(&shop, &new).await.status(), Status::Paid);
    assert_eq!(payment(&shop, &new).await.captured(), Won(23_000));
    pieces_are(&shop, "rice", 0, 1).await;
    pieces_are(&shop, "tea", 0, 1).await;
}

#[tokio::test]
async fn its_own_last_pieces_go_over_though_nothing_lies_on_the_shelf() {
    let (_world, shop) = open().await;
    let old = waiting(&shop, 10).await;
    let more = edit(&shop, &old, &wanted(11, 0), 135_000).await;
    assert!(matches!(more, Err(ShopError::Short { available: 10, .. })));
    edit(&shop, &old, &wanted(10, 1), 128_000).await.unwrap();
    pieces_are(&shop, "rice", 10, 0).await;
    pieces_are(&shop, "tea", 1, 0).await;
    let other = place(&shop, "rice", 1, "another").await;
    assert!(matches!(other, Err(ShopError::Short { available: 0, .. })));
}

#[tokio::test]
async fn taking_everything_out_is_a_cancellation_and_no_change() {
    let (_world, shop) = open().await;
    let old = waiting(&shop, 2).await;
    let none = shop.preview_edit(&old, &wanted(0, 0)).await;
    let refused = matches!(none, Err(ShopError::Order(OrderRefusal::NothingLeft)));
    assert!(refused, "{none:?}");
    pieces_are(&shop, "rice", 2, 0).await;
}

#[tokio::test]
async fn an_island_costs_its_surcharge_before_anything_is_paid() {
    let (_world, shop) = open().await;
    let old = waiting(&shop, 2).await;
    let island = Edit {
        recipient: Some(Recipient {
            postcode: "63000".to_owned(),
            address: "섬길 1".to_owned(),
            ..recipient()
        }),
        ..Edit::default()
    };
    let total = shop.preview_edit(&old, &island).await.unwrap().to_pay;
    assert!(total > Won(27_000), "{total}");
    let edited = edit(&shop, &old, &island, total.0).await.unwrap();
    let new = order(&shop, &edited.replacement.unwrap()).await;
    assert_eq!(new.draft().unwrap().quote.total, total);
    let to = shop.current_recipient(&new).await.unwrap().unwrap();
    assert_eq!(to.postcode, "63000");
    pieces_are(&shop, "rice", 2, 0).await;
}

#[tokio::test]
async fn one_change_sent_five_times_at_once_is_one_order() {
    let (_world, shop) = open().await;
    let old = waiting(&shop, 2).await;
    let what = wanted(1, 1);
    let all = join_all((0..5).map(|_| edit(&shop, &old, &what, 23_000))).await;
    let mut led_to: Vec<_> = all
        .into_iter()
        .filter_map(|it| it.ok()?.replacement)
        .collect();
    led_to.dedup();
    assert_eq!(led_to.len(), 1, "{led_to:?}");
    attend(&shop).await;
    assert_eq!(
        order(&shop, &led_to[0]).await.status(),
        Status::PendingDeposit
    );
    pieces_are(&shop, "rice", 1, 0).await;
    pieces_are(&shop, "tea", 1, 0).await;
}

/// What happens to the old order after the change was cut off.
#[derive(Debug, Clone, Copy)]
enum Then {
    Nothing,
    Deposit,
    Cancel,
    Expiry,
}

#[tokio::test]
async fn a_change_that_crashes_anywhere_leaves_one_order_whatever_happens_to_the_old_one() {
    for then in [Then::Nothing, Then::Deposit, Then::Cancel, Then::Expiry] {
        for moment in [Moment::Before, Moment::After] {
            for survive in 0..ENOUGH {
                if crashed(survive, moment, then).await {
                    continue;
                }
                assert!(survive > 5, "the change hardly wrote anything");
                break;
            }
        }
    }
}

/// Whether it crashed.
async fn crashed(survive: i64, moment: Moment, then: Then) -> bool {
    let what = format!("{survive} {moment:?} {then:?}");
    let (world, first) = open().await;
    let old = waiting(&first, 2).await;
    let paid = notice(&first, &old, "DEP-1").await;
    let crashing = CrashingLog::new(world.log.clone(), survive, moment);
    let shop = world.open_over(crashing.clone());
    let _ = edit(&shop, &old, &wanted(1, 1), 23_000).await;

    let shop = world.open();
    match then {
        Then::Nothing => {}
        Then::Deposit => drop(shop.deposit_noticed(&process(), paid).await.unwrap()),
        Then::Cancel => {
            let whole = Cancellation::whole("shopper");
            let _ = shop.cancel(&shopper(), &old, whole).await;
        }
        Then::Expiry => {
            world.clock.advance(chrono::Duration::days(8));
            shop.expire(&process(), &old).await.unwrap();
        }
    }
    attend(&shop).await;
    let state = order(&shop, &old).await;
    assert!(state.open_edit().is_none(), "{what}");
    let (rice, tea) = (stock(&shop, "rice").await, stock(&shop, "tea").await);
    let pieces = [rice.held(), rice.sold(), tea.held(), tea.sold()];
    let expected = match (state.status(), state.replaced_by()) {
        (Status::Cancelled, Some(new)) => {
            match (order(&shop, new).await.status(), then) {
                (Status::PendingDeposit, _) => [1, 0, 1, 0],
                // The processes saw that its own time was over, too.
                (Status::Expired, Then::Expiry) => [0, 0, 0, 0],
                other => panic!("{what}: {other:?}"),
            }
        }
        (Status::PendingDeposit, None) => [2, 0, 0, 0],
        (Status::Paid, None) => [0, 2, 0, 0],
        (Status::Cancelled | Status::Expired, None) => [0, 0, 0, 0],
        other => panic!("{what}: {other:?}"),
    };
    assert_eq!(pieces, expected, "{what}");
    let captured = payment(&shop, &old).await.captured();
    assert_eq!(captured > Won(0), state.status() == Status::Paid, "{what}");
    crashing.broke()
}
