//! Two thousand purchases with faults of every kind, eight at a time, from a seed that is printed. In the end no
//! payment is stuck, and our books are each provider's.

use chrono::Duration;
use domain::order::LineQuantity;
use domain::{AttemptId, ClaimId, OrderId, Won};
use futures::{StreamExt, stream};
use gateways::paying::fault::Fault;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use shop::amend::Cancellation;
use tests::seed::dice;
use tests::seen::stock;
use tests::shop::{process, shopper};

use crate::bank::{Call, Which};
use crate::shopper::press_if_open;
use crate::street::Street;

/// Those that cost no waiting, so that many fit into a test.
const QUICK: [Fault; 4] = [
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];
const CALLS: [Call; 3] = [Call::Approve, Call::Look, Call::PayBack];
const CHOICES: [&str; 5] = ["approve", "approve", "approve", "fail", "close"];
/// With all providers together.
const PURCHASES: usize = 2_000;
const AT_ONCE: usize = 8;

async fn both_books_agree_after_anything(which: Which) {
    let street = Street::open(which).await;
    let mut dice = dice();
    let mut all = Vec::new();
    for number in 0..PURCHASES.div_ceil(Which::ALL.len()) {
        let order = street.order(&format!("key-{number}")).await;
        all.push((order, StdRng::seed_from_u64(dice.random())));
    }
    let orders: Vec<OrderId> = all.iter().map(|(order, _)| order.clone()).collect();
    let purchases = all
        .into_iter()
        .map(|(order, dice)| purchase(&street, dice, order));
    stream::iter(purchases)
        .buffer_unordered(AT_ONCE)
        .collect::<()>()
        .await;
    street.bank.recover();
    let (mut ours, mut theirs, mut sold) = (Won(0), Won(0), 0);
    for order in &orders {
        street.finish(order).await;
        street.assert_books_agree(order).await;
        let payment = street.payment(order).await;
        assert!(!payment.approval_open(), "{which:?} {order} is stuck");
        assert_eq!(payment.next_refund(), None, "{which:?} {order} is stuck");
        assert!(payment.refunded() <= payment.captured(), "{order}");
        ours += payment.with_provider();
        let turns = 1..=u32::try_from(payment.attempts().len()).unwrap();
        theirs += turns
            .map(|turn| street.bank.balance(AttemptId::of(order, turn).as_str()))
            .sum::<Won>();
        sold += kept(&street, order).await;
    }
    assert_eq!(ours, theirs, "{which:?}");
    let shelf = stock(&street.shop, "rice").await;
    assert!(shelf.balanced(), "{which:?}: {shelf:?}");
    assert_eq!(shelf.sold(), sold, "{which:?}");
}

/// One purchase: some faults, some windows, perhaps a cancellation of a part or of all, or too much time.
async fn purchase(street: &Street, mut dice: StdRng, order: OrderId) {
    for _ in 0..dice.random_range(0..3) {
        let call = CALLS[dice.random_range(0..CALLS.len())];
        let fault = QUICK[dice.random_range(0..QUICK.len())];
        street.bank.fail(call, fault, 1);
    }
    for turn in 1..=dice.random_range(1..3) {
        let Ok(opening) = street.opened(&order).await else {
            continue;
        };
        let choice = CHOICES[dice.random_range(0..CHOICES.len())];
        // Another purchase may have let the time pass by.
        let Some(came) = press_if_open(&opening, choice).await else {
            continue;
        };
        let brought = came.brought();
        for likely in [0.8, 0.2] {
            if dice.random_bool(likely) {
                let _ = street.try_back(&order, turn, &brought).await;
            }
        }
    }
    if dice.random_bool(0.3) {
        let part = Cancellation {
            claim: ClaimId::new("piece").unwrap(),
            lines: Some(vec![LineQuantity {
                line: 0,
                quantity: 1,
            }]),
            reason: "shopper".to_owned(),
        };
        let _ = street.shop.cancel(&shopper(), &order, part).await;
    }
    if dice.random_bool(0.3) {
        let whole = Cancellation::whole("shopper");
        let _ = street.shop.cancel(&shopper(), &order, whole).await;
    }
    if dice.random_bool(0.1) {
        street.world.clock.advance(Duration::minutes(31));
        let _ = street.shop.expire(&process(), &order).await;
    }
}

/// Pieces that an order was paid for and that did not go back.
async fn kept(street: &Street, of: &OrderId) -> i64 {
    let order = tests::seen::order(&street.shop, of).await;
    if order.payment().is_none() {
        return 0;
    }
    let lines = order.lines().iter();
    lines
        .map(|line| i64::from(line.ordered - line.cancelled))
        .sum()
}

#[tokio::test]
async fn many_purchases_with_kakaopay() {
    both_books_agree_after_anything(Which::KakaoPay).await;
}

#[tokio::test]
async fn many_purchases_with_tosspay() {
    both_books_agree_after_anything(Which::TossPay).await;
}

#[tokio::test]
async fn many_purchases_with_toss_payments() {
    both_books_agree_after_anything(Which::TossPayments).await;
}

#[tokio::test]
async fn many_purchases_with_portone() {
    both_books_agree_after_anything(Which::PortOne).await;
}

#[tokio::test]
async fn many_purchases_with_inicis_on_a_pc() {
    both_books_agree_after_anything(Which::InicisOnPc).await;
}

#[tokio::test]
async fn many_purchases_with_inicis_on_telephones() {
    both_books_agree_after_anything(Which::InicisOnTelephones).await;
}
