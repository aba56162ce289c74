//! What is agreed on when staff accept, paid before anything goes out, and given back when nothing comes of it.

use chrono::Duration;
use domain::order::{ClaimReason, OrderRefusal, Status};
use domain::pricing::Tax;
use domain::{ClaimId, ProductId, Reference, RefundId, Won};
use shop::ShopError;
use shop::amend::Cancellation;
use shop::exchange::Acceptance;
use store::Cursor;
use tests::attend::attend;
use tests::seen::{order, paid_back, pieces_are, stock};
use tests::shop::{cart, name_account, pay, process, shopper, sku};

use crate::stage::*;

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

/// What is paid more is paid for goods, and is taxed as they are; carriage always is.
#[tokio::test]
async fn a_dearer_option_of_goods_that_are_free_of_vat_costs_no_vat() {
    let world = world();
    let (shop, id) = arrived_with(&world, Tax::TaxFree).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    let charges = charges(&shop, &id).await;
    let due = order(&shop, &charges).await;
    let quote = &due.draft().unwrap().quote;
    assert_eq!((quote.tax_free, quote.taxable), (Won(3_000), Won(6_000)));
    pay(&shop, &charges).await.unwrap();
    receive(&shop, &id, 1).await;
    replace(&shop, &id).await.unwrap();

    let (desk, why) = (process(), "staff".to_owned());
    let granted = shop.grant_refund(&desk, &charges, named("sorry"), Won(4_000), why);
    granted.await.unwrap();
    returned(&shop, &id, "r", 1).await;
    name_account(&shop, &charges).await.unwrap();
    attend(&shop).await;
    let payment = shop.payment_of(&charges).await.unwrap();
    let told = |claim: &ClaimId| payment.tax_free_of(&RefundId::of(&charges, claim));
    assert_eq!(told(&named("sorry")), Some(Won(0)), "of the carriage");
    let difference = ClaimId::came_back(&named("r"));
    assert_eq!(told(&difference), Some(Won(3_000)));
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
    returned(&shop, &id, "r", 2).await;
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
async fn an_option_of_another_product_or_none_at_all_is_refused() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    let form = |bag| asks("x", 1, Some(bag), ClaimReason::Damaged);
    let odd = shop.request_claim(&shopper(), &id, form("tea")).await;
    let other = matches!(
        odd,
        Err(ShopError::Order(OrderRefusal::OtherProduct { line: 0, .. }))
    );
    assert!(other, "{odd:?}");
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
    shop.erase_recipient(&process(), &id).await.unwrap();
    ask(&shop, &id, 1, "rice-xl").await;
    let refused = accept(&shop, &id, Acceptance::default()).await;
    let gone = matches!(
        refused,
        Err(ShopError::Order(OrderRefusal::RecipientErased))
    );
    assert!(gone, "{refused:?}");
    pieces_are(&shop, "rice-xl", 0, 0).await;
}

/// One of two bags was exchanged for a dearer one. Nobody can tell two claims of such a line apart.
#[tokio::test]
async fn what_was_paid_for_one_piece_is_not_paid_back_for_two() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    ask(&shop, &id, 1, "rice-xl").await;
    accepted(&shop, &id).await;
    pay(&shop, &charges(&shop, &id).await).await.unwrap();
    let (who, staff) = (shopper(), process());
    let form = |claim: &str, bag| asks(claim, 1, bag, ClaimReason::Damaged);
    let early = shop.request_claim(&who, &id, form("early", None));
    let refused = |outcome: Result<Option<Cursor>, ShopError>| {
        let open = matches!(
            outcome.as_ref().map(drop),
            Err(ShopError::Order(OrderRefusal::ClaimOpen(_)))
        );
        assert!(open, "a claim of the same line is open");
    };
    refused(early.await);
    receive(&shop, &id, 1).await;
    replace(&shop, &id).await.unwrap();

    let one = shop.request_claim(&who, &id, form("one", Some("rice-m")));
    one.await.unwrap();
    let two = shop.request_claim(&who, &id, form("two", Some("rice-m")));
    refused(two.await);
    let unasked = shop.receive_return(&staff, &id, named("back"), pieces(1), true);
    refused(unasked.await);
    // What nobody agreed on a price for follows as it comes.
    let how = Acceptance::default();
    let accepted = shop.accept_claim(&staff, &id, named("one"), how);
    accepted.await.unwrap();
    returned(&shop, &id, "one", 1).await;
    let plain = shop.request_claim(&who, &id, form("plain", None));
    plain.await.unwrap();
}

/// The same bag as ordered, but by way of another: with the one that never left it is two of the same.
#[tokio::test]
async fn what_was_exchanged_there_and_back_lies_on_the_shelf_with_the_rest_of_its_line() {
    let world = world();
    let (shop, id) = arrived(&world).await;
    for (round, (claim, bag)) in (0..).zip([("there", "rice-s"), ("back", "rice-m")]) {
        let form = asks(claim, 1, Some(bag), ClaimReason::Damaged);
        shop.request_claim(&shopper(), &id, form).await.unwrap();
        let how = Acceptance {
            waive: true,
            ..Acceptance::default()
        };
        let (desk, name) = (process(), named(claim));
        let accepted = shop.accept_claim(&desk, &id, name.clone(), how).await;
        accepted.unwrap();
        returned(&shop, &id, claim, 1).await;
        let (carrier, invoice) = ("cj".to_owned(), format!("22345678901{round}"));
        let sent = shop.ship_replacement(&desk, &id, name, carrier, invoice);
        sent.await.unwrap();
    }
    attend(&shop).await;
    pieces_are(&shop, "rice-m", 0, 2).await;
    returned(&shop, &id, "r", 2).await;
    attend(&shop).await;
    pieces_are(&shop, "rice-m", 0, 0).await;
    pieces_are(&shop, "rice-s", 0, 0).await;
}
