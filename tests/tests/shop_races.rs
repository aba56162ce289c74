//! Many at once, from several processes, over both logs: one wins, nothing is doubled,
//! nothing is lost.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Won;
use domain::order::Status;
use domain::payment::{Payment, PaymentStatus};
use futures::future::join_all;
use shop::amend::Cancellation;
use shop::deposit::Noticed;
use shop::{Shop, ShopError};
use store::{EventLog, MemoryLog};
use tests::seen::{order, stock};
use tests::shop::{World, cart, form, notice, offer, pay, place, process, put, shopper};

/// Runs a story over the memory log and over PostgreSQL.
macro_rules! over_both_logs {
    ($($name:ident => $story:ident;)+) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn in_memory() {
                super::$story(std::sync::Arc::new(super::MemoryLog::new())).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                let database = tests::pg::database().await;
                super::$story(std::sync::Arc::new(database.log().await)).await;
            }
        }
    )+};
}

over_both_logs! {
    sixty_four_buyers_of_the_last_piece_and_one_gets_it => last_piece;
    one_form_sent_ten_times_at_once_is_one_order => one_form;
    one_notice_sent_ten_times_at_once_pays_once => one_notice;
    a_deposit_and_a_cancellation_at_once_end_without_a_won_lost => deposit_or_cancel;
    a_cart_checked_out_in_two_tabs_is_ordered_once => two_tabs;
    ten_refunds_of_the_whole_at_once_pay_it_back_once => refunds;
}

/// Two processes over one log.
fn processes(log: Arc<dyn EventLog>) -> (World, [Shop; 2]) {
    let world = World::around(log);
    let shops = [world.open(), world.open()];
    (world, shops)
}

async fn last_piece(log: Arc<dyn EventLog>) {
    let (_, shops) = processes(log);
    offer(&shops[0], "honey", Won(30_000), 1).await;
    let buyers = (0..64).map(|buyer| {
        let shop = shops[buyer % 2].clone();
        async move { place(&shop, "honey", 1, &format!("key-{buyer}")).await }
    });
    let outcomes = join_all(buyers).await;
    let winners = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(winners, 1);
    let told_short = |outcome: &Result<_, ShopError>| {
        matches!(outcome, Err(ShopError::Short { available: 0, .. }))
    };
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| told_short(outcome))
            .count(),
        63
    );
    let honey = stock(&shops[1], "honey").await;
    assert_eq!((honey.on_hand(), honey.held()), (0, 1));
}

async fn one_form(log: Arc<dyn EventLog>) {
    let (_, shops) = processes(log);
    offer(&shops[0], "rice", Won(12_000), 100).await;
    let cart = cart();
    put(&shops[0], cart, "rice", 2).await;
    let form = form(&shops[0], cart, "key-1").await.unwrap();
    let sent = (0..10).map(|time| {
        let (shop, form) = (shops[time % 2].clone(), form.clone());
        async move { shop.check_out(&shopper(), &form).await }
    });
    let mut orders = BTreeSet::new();
    for outcome in join_all(sent).await {
        match outcome {
            Ok(placed) => drop(orders.insert(placed.order)),
            Err(error) => assert!(error.is_passing(), "{error}"),
        }
    }
    orders.insert(shops[1].check_out(&shopper(), &form).await.unwrap().order);
    assert_eq!(orders.len(), 1);
    assert_eq!(stock(&shops[0], "rice").await.held(), 2);
}

async fn one_notice(log: Arc<dyn EventLog>) {
    let (_, shops) = processes(log);
    offer(&shops[0], "rice", Won(12_000), 100).await;
    let id = place(&shops[0], "rice", 2, "key-1").await.unwrap().order;
    let notice = notice(&shops[0], &id, "DEP-1").await;
    let sent = (0..10).map(|time| {
        let (shop, notice) = (shops[time % 2].clone(), notice.clone());
        async move { shop.deposit_noticed(&process(), notice).await.unwrap() }
    });
    let outcomes = join_all(sent).await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|it| matches!(it, Noticed::Paid(..)))
            .count(),
        1
    );
    assert_eq!(
        outcomes
            .iter()
            .filter(|it| **it == Noticed::Repeated)
            .count(),
        9
    );
    let rice = stock(&shops[1], "rice").await;
    assert_eq!((rice.on_hand(), rice.held(), rice.sold()), (98, 0, 2));
    let history = shops[0]
        .ledger()
        .history("payment", id.payment().as_str())
        .await
        .unwrap();
    let captured = history
        .iter()
        .filter(|event| event.event_type == "PaymentCaptured")
        .count();
    assert_eq!(captured, 1);
}

async fn deposit_or_cancel(log: Arc<dyn EventLog>) {
    let (world, shops) = processes(log);
    offer(&shops[0], "rice", Won(12_000), 100).await;
    for round in 0..12 {
        let id = place(&shops[0], "rice", 1, &format!("key-{round}"))
            .await
            .unwrap()
            .order;
        let caller = shopper();
        let (paid, cancelled) = tokio::join!(
            pay(&shops[0], &id),
            shops[1].cancel(&caller, &id, Cancellation::whole("shopper"))
        );
        let (paid, _) = (paid.unwrap(), cancelled.unwrap());
        shops[0].settle_paid(&process(), &id).await.unwrap();
        shops[0].settle_cancelled(&process(), &id).await.unwrap();
        let state = order(&shops[0], &id).await;
        assert_eq!(state.status(), Status::Cancelled);
        let payment = shops[0]
            .ledger()
            .state::<Payment>(id.payment().as_str())
            .await
            .unwrap()
            .state;
        match payment.status() {
            // The deposit came first: what was paid was paid back.
            PaymentStatus::Captured => {
                assert_eq!(
                    (payment.captured(), payment.refunded()),
                    (Won(15_000), Won(15_000))
                );
                assert_eq!(state.refunded(), Won(15_000));
            }
            // The cancellation came first: the money is a task for staff.
            PaymentStatus::Cancelled => assert_eq!(paid, Noticed::Unmatched),
            other => panic!("{other:?}"),
        }
    }
    let rice = stock(&shops[0], "rice").await;
    assert_eq!((rice.on_hand(), rice.held(), rice.sold()), (100, 0, 0));
    assert!(world.bank.books().entries().unwrap().len() <= 12);
}

async fn two_tabs(log: Arc<dyn EventLog>) {
    let (_, shops) = processes(log);
    offer(&shops[0], "rice", Won(12_000), 100).await;
    let cart = cart();
    put(&shops[0], cart, "rice", 2).await;
    let forms = [
        form(&shops[0], cart, "tab-1").await.unwrap(),
        form(&shops[1], cart, "tab-2").await.unwrap(),
    ];
    let caller = shopper();
    let (one, two) = tokio::join!(
        shops[0].check_out(&caller, &forms[0]),
        shops[1].check_out(&caller, &forms[1])
    );
    assert_eq!(
        [&one, &two].iter().filter(|it| it.is_ok()).count(),
        1,
        "{one:?} {two:?}"
    );
    assert_eq!(stock(&shops[0], "rice").await.held(), 2);
}

async fn refunds(log: Arc<dyn EventLog>) {
    let (world, shops) = processes(log);
    offer(&shops[0], "rice", Won(12_000), 100).await;
    let id = place(&shops[0], "rice", 1, "key-1").await.unwrap().order;
    pay(&shops[0], &id).await.unwrap();
    let granted = (0..10).map(|number| {
        let (shop, id) = (shops[number % 2].clone(), id.clone());
        let claim = domain::ClaimId::new(format!("grant-{number}")).unwrap();
        async move {
            shop.grant_refund(&process(), &id, claim, Won(15_000), "late".to_owned())
                .await
        }
    });
    let outcomes = join_all(granted).await;
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
    let state = order(&shops[1], &id).await;
    assert_eq!((state.paid(), state.refunded()), (Won(15_000), Won(15_000)));
    assert_eq!(world.bank.books().entries().unwrap().len(), 1);
}
