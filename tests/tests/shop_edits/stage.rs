//! An order of rice that is paid, and the changes of it.

use std::sync::Arc;

use domain::cart::CartItem;
use domain::order::LineQuantity;
use domain::{ClaimId, OrderId, ProductId, Won};
use shop::edit::{Agreed, Edit, Edited};
use shop::{Recipient, Shop, ShopError};
use store::{EventLog, MemoryLog};
use tests::shop::{World, offer, pay, place, recipient, shopper, sku};

/// More writes than any edit makes.
pub const ENOUGH: i64 = 60;

pub fn world_over(log: Arc<dyn EventLog>) -> World {
    World::around(log)
}

/// Two bags of rice, paid: 24,000 won and 3,000 for carriage.
pub async fn paid(world: &World) -> (Shop, OrderId) {
    let shop = world.open();
    offer(&shop, "rice", Won(12_000), 10).await;
    offer(&shop, "tea", Won(8_000), 10).await;
    let id = place(&shop, "rice", 2, "key").await.unwrap().order;
    pay(&shop, &id).await.unwrap();
    (shop, id)
}

pub fn world() -> World {
    world_over(Arc::new(MemoryLog::new()))
}

pub fn keep(quantity: u32) -> Edit {
    Edit {
        lines: vec![LineQuantity { line: 0, quantity }],
        ..Edit::default()
    }
}

/// So many bags of rice are kept, and so many packs of tea come.
pub fn swap(quantity: u32, tea: u32) -> Edit {
    Edit {
        add: vec![CartItem {
            product: ProductId::new("tea").unwrap(),
            sku: sku("tea"),
            quantity: tea,
            price: Won(8_000),
        }],
        ..keep(quantity)
    }
}

pub fn to(postcode: &str) -> Edit {
    Edit {
        recipient: Some(Recipient {
            name: "박새집".to_owned(),
            postcode: postcode.to_owned(),
            address: "새 주소 1".to_owned(),
            ..recipient()
        }),
        ..Edit::default()
    }
}

pub fn named(name: &str) -> ClaimId {
    ClaimId::new(name).unwrap()
}

pub fn won(to_pay: i64, to_pay_back: i64) -> Agreed {
    Agreed {
        to_pay: Won(to_pay),
        to_pay_back: Won(to_pay_back),
    }
}

pub async fn edit(
    shop: &Shop,
    id: &OrderId,
    what: &Edit,
    agreed: Agreed,
) -> Result<Edited, ShopError> {
    shop.edit_order(&shopper(), id, named("edit-1"), what, agreed)
        .await
}

pub async fn edit_named(
    shop: &Shop,
    id: &OrderId,
    name: &str,
    what: &Edit,
    agreed: Agreed,
) -> Edited {
    let caller = shopper();
    let edited = shop.edit_order(&caller, id, named(name), what, agreed);
    edited.await.unwrap()
}

/// Changes as they are previewed, and pays what comes; what was added.
pub async fn change(shop: &Shop, id: &OrderId, name: &str, what: &Edit) -> Option<OrderId> {
    let agreed = shop.preview_edit(id, what).await.unwrap().agreed();
    let added = edit_named(shop, id, name, what, agreed).await.supplement?;
    pay(shop, &added).await.unwrap();
    Some(added)
}
