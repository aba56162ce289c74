//! Exchanges for another option: what they cost is paid first and once, what goes out is held, and the
//! books of pieces and money stay whole whatever repeats, races or crashes.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::Duration;
use domain::order::{ClaimReason, LineQuantity, Order, OrderRefusal, Status, Wish};
use domain::pricing::Tax;
use domain::product::{Listing, Variant};
use domain::{CategoryId, ClaimId, OrderId, ProductId, Reference, Won};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::claim::ClaimForm;
use shop::exchange::Acceptance;
use shop::{Shop, ShopError};
use store::MemoryLog;
use tests::attend::attend;
use tests::crash::{CrashingLog, Moment};
use tests::seen::{order, paid_back, pieces_are, stock};
use tests::shop::{World, cart, form, name_account, pay, process, shopper, sku, store_id};

/// More writes than any exchange makes.
const ENOUGH: i64 = 60;

/// Rice in three bags; one product, ten pieces each.
async fn offer_rice(shop: &Shop) {
    let bags = [("rice-m", 12_000), ("rice-xl", 15_000), ("rice-s", 9_000)];
    let variant = |(name, won)| Variant {
        option: Some(format!("봉지 {name}")),
        ..Variant::new(sku(name), Won(won))
    };
    let category = (CategoryId::new("food").unwrap(), "먹거리");
    let listing = Listing::new(
        ProductId::new("rice").unwrap(),
        store_id(),
        "쌀".to_owned(),
        category,
        Tax::Taxable,
        bags.map(variant).to_vec(),
    );
    shop.list_product(&process(), listing).await.unwrap();
    for (name, _) in bags {
        let note = Reference::new("opening").unwrap();
        shop.receive_stock(&process(), &sku(name), 10, note)
            .await
            .unwrap();
    }
}

async fn buy(shop: &Shop, bag: &str, pieces: u32) -> OrderId {
    let cart = cart();
    let product = ProductId::new("rice").unwrap();
    shop.add_to_cart(&shopper(), cart, &product, &sku(bag), pieces)
        .await
        .unwrap();
    let key = format!("{bag}-{pieces}");
    let placed = shop
        .check_out(&shopper(), &form(shop, cart, &key).await.unwrap())
        .await;
    let id = placed.unwrap().order;
    pay(shop, &id).await.unwrap();
    id
}

/// Two middle bags that arrived.
async fn arrived(world: &World) -> (Shop, OrderId) {
    let shop = world.open();
    offer_rice(&shop).await;
    let id = buy(&shop, "rice-m", 2).await;
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), &id, carrier, invoice, None)
        .await
        .unwrap();
    shop.deliver(&process(), &id, 1).await.unwrap();
    (shop, id)
}

fn world() -> World {
    World::around(Arc::new(MemoryLog::new()))
}

fn named(name: &str) -> ClaimId {
    ClaimId::new(name).unwrap()
}

fn asks(claim: &str, pieces: u32, bag: Option<&str>, reason: ClaimReason) -> ClaimForm {
    ClaimForm {
        claim: named(claim),
        wish: Wish::Exchange,
        lines: vec![LineQuantity {
            line: 0,
            quantity: pieces,
        }],
        reason,
        text: String::new(),
        photos: vec![],
        wanted: bag.map(|bag| (0, sku(bag))).into_iter().collect(),
    }
}

/// The shopper's own fault: 6,000 won for both ways.
async fn ask(shop: &Shop, id: &OrderId, pieces: u32, bag: &str) {
    let form = asks("x", pieces, Some(bag), ClaimReason::Misordered);
    shop.request_claim(&shopper(), id, form).await.unwrap();
}

async fn accept(shop: &Shop, id: &OrderId, how: Acceptance) -> Result<(), ShopError> {
    let accepted = shop.accept_claim(&process(), id, named("x"), how).await;
    accepted.map(drop)
}

async fn accepted(shop: &Shop, id: &OrderId) {
    accept(shop, id, Acceptance::default()).await.unwrap();
}

async fn receive(shop: &Shop, id: &OrderId, pieces: u32) {
    let lines = vec![LineQuantity {
        line: 0,
        quantity: pieces,
    }];
    let received = shop
        .receive_return(&process(), id, named("x"), lines, true)
        .await;
    received.unwrap();
}

async fn replace(shop: &Shop, id: &OrderId) -> Result<(), ShopError> {
    let (carrier, invoice) = ("cj".to_owned(), "223456789012".to_owned());
    let shipped = shop
        .ship_replacement(&process(), id, named("x"), carrier, invoice)
        .await;
    shipped.map(drop)
}

/// The order of charges that the exchange waits for, or waited for.
async fn charges(shop: &Shop, id: &OrderId) -> OrderId {
    let state = order(shop, id).await;
    let terms = state.deals()[&named("x")].terms.clone().unwrap();
    terms.supplement.expect("something is to be paid").order
}

fn is_paid(order: &Order) -> bool {
    order.deals()[&named("x")].paid
}

#[tokio::test]
async fn a_dearer_option_goes_out_once_carriage_and_difference_are_paid() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    accepted(&shop, &id).await;
    pieces_are(&shop, "rice-xl", 1, 0).await;
    let charges = charges(&shop, &id).await;
    let due = order(&shop, &charges).await;
    assert_eq!(due.draft().unwrap().quote.total, Won(6_000 + 3_000));
    receive(&shop, &id, 1).await;
    pieces_are(&shop, "rice-m", 0, 1).await;
    let unpaid = replace(&shop, &id).await;
    let refused = matches!(
        unpaid,
        Err(ShopError::Order(OrderRefusal::ExchangeUnpaid(_)))
    );
    assert!(refused, "{unpaid:?}");

    pay(&shop, &charges).await.unwrap();
    assert!(is_paid(&order(&shop, &id).await));
    assert_eq!(order(&shop, &charges).await.status(), Status::Confirmed);
    for _ in 0..2 {
        replace(&shop, &id).await.unwrap();
    }
    attend(&shop).await;
    pieces_are(&shop, "rice-xl", 0, 1).await;
    pieces_are(&shop, "rice-m", 0, 1).await;
    assert_eq!(paid_back(&world), 0);
}

#[tokio::test]
async fn what_a_cheaper_option_costs_less_goes_back_once_when_it_is_sent() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    let form = asks("x", 2, Some("rice-s"), ClaimReason::Damaged);
    shop.request_claim(&shopper(), &id, form).await.unwrap();
    accepted(&shop, &id).await;
    receive(&shop, &id, 2).await;
    assert_eq!(paid_back(&world), 0);
    for _ in 0..2 {
        replace(&shop, &id).await.unwrap();
        attend(&shop).await;
    }
    assert_eq!(paid_back(&world), 6_000);
    pieces_are(&shop, "rice-s", 0, 2).await;

    // Sent back in the end, they give back what is left of what was paid, and are what they are.
    let all = vec![LineQuantity {
        line: 0,
        quantity: 2,
    }];
    let returned = shop
        .receive_return(&process(), &id, named("r"), all, true)
        .await;
    returned.unwrap();
    attend(&shop).await;
    assert_eq!(paid_back(&world), 24_000);
    pieces_are(&shop, "rice-s", 0, 0).await;
    pieces_are(&shop, "rice-m", 0, 0).await;
}

#[tokio::test]
async fn the_last_piece_is_held_for_the_shopper_from_acceptance_and_none_is_accepted_without() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    buy(&shop, "rice-xl", 10).await;
    let short = accept(&shop, &id, Acceptance::default()).await;
    assert!(
        matches!(short, Err(ShopError::Short { available: 0, .. })),
        "{short:?}"
    );
    let note = Reference::new("one-more").unwrap();
    shop.receive_stock(&process(), &sku("rice-xl"), 1, note)
        .await
        .unwrap();
    accepted(&shop, &id).await;
    let (rice, bag) = (ProductId::new("rice").unwrap(), sku("rice-xl"));
    let bought = shop.add_to_cart(&shopper(), cart(), &rice, &bag, 1).await;
    assert!(matches!(bought, Err(ShopError::Short { .. })), "{bought:?}");
    assert_eq!(stock(&shop, "rice-xl").await.held(), 1);

    shop.withdraw_claim(&shopper(), &id, named("x"))
        .await
        .unwrap();
    let left = stock(&shop, "rice-xl").await;
    assert_eq!((left.held(), left.on_hand()), (0, 1));
    let given_up = charges(&shop, &id).await;
    assert_eq!(order(&shop, &given_up).await.status(), Status::Cancelled);
}

#[tokio::test]
async fn what_was_paid_goes_back_whole_when_nothing_comes_of_the_exchange() {
    for end in ["withdraw", "reject", "refund"] {
        let world = world();
        let (shop, id) = arrived(&world).await;
        ask(&shop, &id, 1, "rice-xl").await;
        accepted(&shop, &id).await;
        let charges = charges(&shop, &id).await;
        pay(&shop, &charges).await.unwrap();
        let claim = named("x");
        match end {
            "withdraw" => drop(shop.withdraw_claim(&shopper(), &id, claim).await.unwrap()),
            "reject" => {
                let reason = "used".to_owned();
                let no = shop.reject_claim(&process(), &id, claim, reason, "").await;
                no.unwrap();
            }
            _ => {
                receive(&shop, &id, 1).await;
                let back = shop.refund_exchange(&process(), &id, claim, None).await;
                back.unwrap();
            }
        }
        attend(&shop).await;
        let goods = if end == "refund" { 12_000 } else { 0 };
        assert_eq!(paid_back(&world), 9_000 + goods, "{end}");
        pieces_are(&shop, "rice-xl", 0, 0).await;
        let sold = if end == "refund" { 1 } else { 2 };
        pieces_are(&shop, "rice-m", 0, sold).await;
    }
}

#[tokio::test]
async fn what_is_not_paid_in_time_can_be_asked_for_again_waived_or_paid_back_instead() {
    for then in ["again", "waive", "refund"] {
        let world = world();
        let (shop, id) = arrived(&world).await;
        ask(&shop, &id, 1, "rice-xl").await;
        accepted(&shop, &id).await;
        receive(&shop, &id, 1).await;
        let first = charges(&shop, &id).await;
        world.clock.advance(Duration::days(4));
        assert!(shop.expire(&process(), &first).await.unwrap());
        attend(&shop).await;
        assert!(replace(&shop, &id).await.is_err(), "{then}");
        match then {
            "again" => {
                accepted(&shop, &id).await;
                let second = charges(&shop, &id).await;
                assert_ne!(first, second);
                pay(&shop, &second).await.unwrap();
                replace(&shop, &id).await.unwrap();
            }
            "waive" => {
                let waive = Acceptance {
                    waive: true,
                    ..Acceptance::default()
                };
                accept(&shop, &id, waive).await.unwrap();
                replace(&shop, &id).await.unwrap();
            }
            _ => {
                let back = shop
                    .refund_exchange(&process(), &id, named("x"), None)
                    .await;
                back.unwrap();
                // The way back of what was never paid for.
                assert_eq!(paid_back(&world), 12_000 - 3_000);
            }
        }
        attend(&shop).await;
        let sold = i64::from(then != "refund");
        pieces_are(&shop, "rice-xl", 0, sold).await;
    }
}

#[tokio::test]
async fn whoever_takes_the_money_for_an_exchange_back_gets_nothing_for_it() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    receive(&shop, &id, 1).await;
    let first = charges(&shop, &id).await;
    pay(&shop, &first).await.unwrap();
    let cheaper = Acceptance {
        carriage: Some(Won::ZERO),
        ..Acceptance::default()
    };
    let late = accept(&shop, &id, cheaper).await;
    let paid = matches!(late, Err(ShopError::Order(OrderRefusal::ExchangePaid(_))));
    assert!(paid, "what is paid is agreed on: {late:?}");
    let whole = Cancellation::whole("staff");
    shop.cancel(&process(), &first, whole).await.unwrap();
    assert_eq!(paid_back(&world), 9_000);
    let unpaid = replace(&shop, &id).await;
    let refused = matches!(
        unpaid,
        Err(ShopError::Order(OrderRefusal::ExchangeUnpaid(_)))
    );
    assert!(refused, "{unpaid:?}");
    accept(&shop, &id, cheaper).await.unwrap();
    let second = charges(&shop, &id).await;
    pay(&shop, &second).await.unwrap();
    replace(&shop, &id).await.unwrap();
    attend(&shop).await;
    assert_eq!(order(&shop, &second).await.paid(), Won(3_000));
    assert_eq!(paid_back(&world), 9_000);
    pieces_are(&shop, "rice-xl", 0, 1).await;
}

#[tokio::test]
async fn what_was_paid_for_a_piece_that_never_came_goes_back_and_its_hold_ends() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 2, "rice-xl").await;
    accepted(&shop, &id).await;
    let charges = charges(&shop, &id).await;
    pay(&shop, &charges).await.unwrap();
    receive(&shop, &id, 1).await;
    replace(&shop, &id).await.unwrap();
    attend(&shop).await;
    attend(&shop).await;
    assert_eq!(paid_back(&world), 3_000);
    pieces_are(&shop, "rice-xl", 0, 1).await;
    pieces_are(&shop, "rice-m", 0, 1).await;
}

#[tokio::test]
async fn what_is_held_for_a_line_of_which_nothing_came_is_free_once_the_rest_is_replaced() {
    let world = world();
    let shop = world.open();
    offer_rice(&shop).await;
    let (cart, product) = (cart(), ProductId::new("rice").unwrap());
    for bag in ["rice-m", "rice-s"] {
        shop.add_to_cart(&shopper(), cart, &product, &sku(bag), 1)
            .await
            .unwrap();
    }
    let form = form(&shop, cart, "both").await.unwrap();
    let id = shop.check_out(&shopper(), &form).await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    let (carrier, invoice) = ("cj".to_owned(), "123456789012".to_owned());
    shop.ship(&process(), &id, carrier, invoice, None)
        .await
        .unwrap();
    shop.deliver(&process(), &id, 1).await.unwrap();
    let part = |line| LineQuantity { line, quantity: 1 };
    let both = ClaimForm {
        lines: vec![part(0), part(1)],
        wanted: vec![(0, sku("rice-xl")), (1, sku("rice-m"))],
        ..asks("x", 1, None, ClaimReason::Defective)
    };
    shop.request_claim(&shopper(), &id, both).await.unwrap();
    accepted(&shop, &id).await;
    let charged = charges(&shop, &id).await;
    pay(&shop, &charged).await.unwrap();
    attend(&shop).await;
    pieces_are(&shop, "rice-m", 1, 1).await;

    let came = vec![part(0)];
    shop.receive_return(&process(), &id, named("x"), came, true)
        .await
        .unwrap();
    replace(&shop, &id).await.unwrap();
    attend(&shop).await;
    pieces_are(&shop, "rice-xl", 0, 1).await;
    pieces_are(&shop, "rice-m", 0, 0).await;
}

#[tokio::test]
async fn five_who_accept_at_once_ask_for_the_money_once() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    let all = (0..5).map(|_| accept(&shop, &id, Acceptance::default()));
    for accepted in join_all(all).await {
        accepted.unwrap();
    }
    attend(&shop).await;
    pieces_are(&shop, "rice-xl", 1, 0).await;
    let events = tests::seen::events(world.log.as_ref()).await;
    let placed = events.iter().filter(|it| it.event_type == "OrderPlaced");
    assert_eq!(placed.count(), 2, "the order and its charges");
}

/// The shopper pays and thinks better of it in the same moment.
#[tokio::test]
async fn money_that_comes_while_the_exchange_ends_goes_back() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    let charges = charges(&shop, &id).await;
    let who = shopper();
    let (paid, withdrawn) = futures::join!(
        pay(&shop, &charges),
        shop.withdraw_claim(&who, &id, named("x"))
    );
    withdrawn.unwrap();
    let came = order(&shop, &charges).await.payment().is_some();
    if came {
        paid.unwrap();
        name_account(&shop, &charges).await.unwrap();
    }
    attend(&shop).await;
    assert_eq!(paid_back(&world), if came { 9_000 } else { 0 });
    pieces_are(&shop, "rice-xl", 0, 0).await;
}

/// Wherever it breaks, the processes and whoever goes on end with the same books.
#[tokio::test]
async fn an_exchange_for_another_option_survives_a_crash_at_every_write() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (shop, id) = arrived(&world).await;
            ask(&shop, &id, 1, "rice-xl").await;
            let breaking = CrashingLog::new(world.log.clone(), survive, moment);
            let broken = world.open_over(breaking.clone());
            let all = async {
                accept(&broken, &id, Acceptance::default()).await?;
                let lines = vec![LineQuantity {
                    line: 0,
                    quantity: 1,
                }];
                let claim = named("x");
                broken
                    .receive_return(&process(), &id, claim, lines, true)
                    .await?;
                let due = charges(&broken, &id).await;
                pay(&broken, &due).await?;
                replace(&broken, &id).await
            };
            let done = all.await.is_ok() && !breaking.broke();
            let shop = world.open();
            attend(&shop).await;
            // Staff see how it stands and go on.
            if order(&shop, &id).await.parcels().len() == 1 {
                accepted(&shop, &id).await;
            }
            receive(&shop, &id, 1).await;
            let due = charges(&shop, &id).await;
            pay(&shop, &due).await.unwrap();
            attend(&shop).await;
            replace(&shop, &id).await.unwrap();
            attend(&shop).await;
            pieces_are(&shop, "rice-xl", 0, 1).await;
            pieces_are(&shop, "rice-m", 0, 1).await;
            assert_eq!(paid_back(&world), 0, "{moment:?} {survive}");
            if done {
                break;
            }
            assert!(survive < ENOUGH - 1, "it never came to its end");
        }
    }
}

/// The end of an exchange breaks anywhere: what was held and paid comes back all the same, once.
#[tokio::test]
async fn the_end_of_a_paid_exchange_survives_a_crash_at_every_write() {
    for moment in [Moment::Before, Moment::After] {
        for survive in 0..ENOUGH {
            let world = world();
            let (shop, id) = arrived(&world).await;
            ask(&shop, &id, 1, "rice-xl").await;
            accepted(&shop, &id).await;
            pay(&shop, &charges(&shop, &id).await).await.unwrap();
            let breaking = CrashingLog::new(world.log.clone(), survive, moment);
            let broken = world.open_over(breaking.clone());
            let _ = broken.withdraw_claim(&shopper(), &id, named("x")).await;
            let done = !breaking.broke();
            let shop = world.open();
            shop.withdraw_claim(&shopper(), &id, named("x"))
                .await
                .unwrap();
            attend(&shop).await;
            pieces_are(&shop, "rice-xl", 0, 0).await;
            assert_eq!(paid_back(&world), 9_000, "{moment:?} {survive}");
            if done {
                break;
            }
            assert!(survive < ENOUGH - 1, "it never came to its end");
        }
    }
}

#[tokio::test]
async fn an_option_of_another_product_or_none_at_all_is_refused() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    let form = |bag| asks("x", 1, Some(bag), ClaimReason::Damaged);
    let odd = shop.request_claim(&shopper(), &id, form("tea")).await;
    assert!(matches!(odd, Err(ShopError::NotOnSale(_))), "{odd:?}");
    // The same as it was is what everybody gets who wants nothing else.
    shop.request_claim(&shopper(), &id, form("rice-m"))
        .await
        .unwrap();
    let state = order(&shop, &id).await;
    assert!(state.deals()[&named("x")].wanted.is_empty());
    accepted(&shop, &id).await;
    receive(&shop, &id, 1).await;
    replace(&shop, &id).await.unwrap();
    pieces_are(&shop, "rice-m", 0, 2).await;
}

#[tokio::test]
async fn nothing_is_agreed_on_where_nobody_knows_any_more_who_receives_it() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    shop.erase_recipient(&process(), &id).await.unwrap();
    let refused = accept(&shop, &id, Acceptance::default()).await;
    let gone = matches!(
        refused,
        Err(ShopError::Order(OrderRefusal::RecipientErased))
    );
    assert!(gone, "{refused:?}");
    pieces_are(&shop, "rice-xl", 0, 0).await;
}
