//! A shop over PostgreSQL, its vault there too, its provider in memory; and one who buys.

use std::sync::Arc;

use domain::order::PaymentMethod;
use domain::{CartId, OrderId, Won};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use shop::checkout::CheckoutForm;
use shop::deposit::Noticed;
use shop::{Ports, Shop};
use store::vault::{MasterKey, Vault};
use store::{LaneOptions, Ledger, PgLog};

use crate::pg::Database;
use crate::shop::{
    FixedClock, MERCHANT, cart, notice, offer, process, put, recipient, settings, shopper,
};

/// What each of the goods costs; carriage is free from here on.
const PRICE: Won = Won(50_000);

/// A shop with so many goods on its shelves, `goods-0` and so on.
pub async fn open_counter(database: &Database, goods: u64) -> Shop {
    let log = Arc::new(
        PgLog::connect(&database.url, 8)
            .await
            .expect("the log answers"),
    );
    let vault = Vault::postgres(&log, MasterKey::from_bytes([7; 32]));
    let ports = Ports {
        clock: FixedClock::noon(),
        accounts: Arc::new(DemoBank::new(MERCHANT, Books::in_memory())),
        vault: Arc::new(vault),
        files: Arc::new(gateways::files::StoredFiles::in_memory()),
    };
    let shop = Shop::new(Ledger::new(log, LaneOptions::default()), ports, settings());
    for number in 0..goods {
        offer(&shop, &format!("goods-{number}"), PRICE, 10_000_000).await;
    }
    shop
}

/// From an empty cart to a paid order for a piece of these goods.
pub async fn buy(shop: &Shop, goods: u64) -> (CartId, OrderId) {
    let cart = cart();
    put(shop, cart, &format!("goods-{goods}"), 1).await;
    let form = CheckoutForm {
        cart,
        guest: None,
        key: "form-1".parse().expect("a name"),
        agreed: PRICE,
        terms: None,
        recipient: recipient(),
        method: PaymentMethod::VirtualAccount {
            bank: "088".to_owned(),
        },
        escrow: false,
        receipt: None,
        consents: vec![],
    };
    let placed = shop
        .check_out(&shopper(), &form)
        .await
        .expect("the order is placed");
    let notice = notice(shop, &placed.order, &format!("DEP-{}", placed.order)).await;
    let noticed = shop
        .deposit_noticed(&process(), notice)
        .await
        .expect("the notice is taken");
    assert!(
        matches!(noticed, Noticed::Paid(..)),
        "the order is not paid: {noticed:?}"
    );
    (cart, placed.order)
}
