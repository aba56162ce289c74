//! Fewer pieces come back than were announced.

use domain::ProductId;
use domain::order::{ClaimReason, LineQuantity};
use domain::pricing::Tax;
use shop::claim::ClaimForm;
use tests::attend::attend;
use tests::seen::{paid_back, pieces_are};
use tests::shop::{cart, form, pay, process, shopper, sku};

use crate::stage::*;

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
    offer_rice(&shop, Tax::Taxable).await;
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
