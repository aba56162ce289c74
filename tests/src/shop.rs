//! A shop for tests: over any log, with a clock that stands still until it is told.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use domain::order::PaymentMethod;
use domain::pricing::{GiftRule, PricingRules, Tax};
use domain::product::{Listing, Variant};
use domain::{
    Actor, CartId, CategoryId, Channel, CheckoutKey, OrderId, ProductId, Reference, Sku, StoreId,
    Won,
};
use gateways::books::Books;
use gateways::demo_bank::DemoBank;
use gateways::files::StoredFiles;
use shop::checkout::{CheckoutForm, Placed};
use shop::deposit::{DepositNotice, Noticed};
use shop::ports::files::Files;
use shop::ports::{Clock, RefundAccount};
use shop::pricing::Asked;
use shop::{Caller, Ports, PostSettings, Recipient, Shop, ShopError, ShopSettings, StoreSettings};
use store::vault::{MasterKey, Vault};
use store::{EventLog, LaneOptions, Ledger};
use uuid::Uuid;

/// The merchant id of the tests' store.
pub const MERCHANT: &str = "testshop01";

/// A clock that stands still until it is told.
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// Stands at noon of 22 November 2026 in Korea.
    pub fn noon() -> Arc<Self> {
        let noon = "2026-11-22T03:00:00Z".parse().expect("a literal time");
        Arc::new(Self(Mutex::new(noon)))
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().expect("nobody panicked holding the clock") += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panicked holding the clock")
    }
}

/// What outlives a crash of the shop: its log, its vault, its provider, the time.
#[derive(Clone)]
pub struct World {
    /// The log.
    pub log: Arc<dyn EventLog>,
    /// The provider.
    pub bank: Arc<DemoBank>,
    /// The time.
    pub clock: Arc<FixedClock>,
    /// What its shops are opened with.
    pub settings: ShopSettings,
    /// What is personal.
    pub vault: Arc<Vault>,
    /// Its pictures.
    pub files: Arc<dyn Files>,
}

impl World {
    /// A world around a log.
    pub fn around(log: Arc<dyn EventLog>) -> Self {
        Self {
            log,
            bank: Arc::new(DemoBank::new(MERCHANT, Books::in_memory())),
            clock: FixedClock::noon(),
            settings: settings(),
            vault: Arc::new(Vault::memory(MasterKey::from_bytes([7; 32]))),
            files: Arc::new(StoredFiles::in_memory()),
        }
    }

    /// Promises another gift in the tests' store.
    pub fn give(&mut self, gift: &GiftRule) {
        for store in self.settings.stores.values_mut() {
            store.rules.gifts.push(gift.clone());
        }
    }

    /// A shop freshly started in it: nothing but the world is remembered.
    pub fn open(&self) -> Shop {
        self.open_over(self.log.clone())
    }

    /// The same over another way to the log, such as one that breaks.
    pub fn open_over(&self, log: Arc<dyn EventLog>) -> Shop {
        self.open_with(Ledger::new(log, LaneOptions::default()))
    }

    /// The same with a ledger of its own.
    pub fn open_with(&self, ledger: Ledger) -> Shop {
        Shop::new(ledger, self.ports(), self.settings.clone())
    }

    /// Its doors, for a test that puts something else behind one of them.
    pub fn ports(&self) -> Ports {
        Ports {
            clock: self.clock.clone(),
            accounts: self.bank.clone(),
            vault: self.vault.clone(),
            files: self.files.clone(),
        }
    }
}

/// One store with standard prices of carriage and no gifts.
pub fn settings() -> ShopSettings {
    let store = StoreSettings {
        name: "시험상회".to_owned(),
        company: "주식회사 시험상회".to_owned(),
        rules: PricingRules::standard(),
        gifts_en: std::collections::BTreeMap::new(),
        deposit_days: 3,
        window_minutes: 30,
        receipts_from: Some(StoreSettings::RECEIPTS_FROM),
        merchants: vec![MERCHANT.to_owned()],
        care: shop::CareSettings::default(),
        post: PostSettings::made_up("test.example"),
    };
    ShopSettings::single(store_id(), store)
}

/// The tests' store.
pub fn store_id() -> StoreId {
    StoreId::new("intake").expect("a literal store")
}

/// A shopper at a PC.
pub fn shopper() -> Caller {
    Caller {
        store: store_id(),
        actor: Actor::Guest,
        channel: Channel::Pc,
        correlation: None,
    }
}

/// A process.
pub fn process() -> Caller {
    Caller::system(store_id(), "test-process")
}

/// A SKU, which is also the name of its product.
pub fn sku(name: &str) -> Sku {
    Sku::new(name).expect("a literal SKU")
}

/// Puts a product of one option on sale, with so many pieces.
pub async fn offer(shop: &Shop, name: &str, price: Won, pieces: u32) {
    let listing = Listing::new(
        ProductId::new(name).expect("a literal product"),
        store_id(),
        format!("상품 {name}"),
        (
            CategoryId::new("food").expect("a literal category"),
            "먹거리",
        ),
        Tax::Taxable,
        vec![Variant::new(sku(name), price)],
    );
    shop.list_product(&process(), listing)
        .await
        .expect("the product is listed");
    if pieces > 0 {
        let note = Reference::new("opening").expect("a literal reference");
        shop.receive_stock(&process(), &sku(name), pieces, note)
            .await
            .expect("stock arrives");
    }
}

/// Puts pieces into a cart.
pub async fn put(shop: &Shop, cart: CartId, name: &str, pieces: u32) {
    try_put(shop, cart, name, pieces)
        .await
        .expect("it goes into the cart");
}

/// Puts pieces into a cart, if the shop lets them in.
pub async fn try_put(shop: &Shop, cart: CartId, name: &str, pieces: u32) -> Result<(), ShopError> {
    let product = ProductId::new(name).expect("a literal product");
    shop.add_to_cart(&shopper(), cart, &product, &sku(name), pieces)
        .await
        .map(drop)
}

/// A fresh cart.
pub fn cart() -> CartId {
    CartId(Uuid::new_v4())
}

/// The order form for a guest's cart as it stands, with this key.
pub async fn form(shop: &Shop, cart: CartId, key: &str) -> Result<CheckoutForm, ShopError> {
    form_of(shop, &shopper(), cart, key).await
}

/// The order form for anybody's cart as it stands, with this key.
pub async fn form_of(
    shop: &Shop,
    caller: &Caller,
    cart: CartId,
    key: &str,
) -> Result<CheckoutForm, ShopError> {
    let lies = shop.cart(cart).await?;
    let asked = Asked {
        items: lies.items(),
        cart: Some(cart),
        coupon: lies.coupon(),
        postcode: Some("06236"),
        instead_of: None,
        charges: None,
    };
    let quote = shop.quote(caller, asked).await?.quote;
    Ok(CheckoutForm {
        cart,
        guest: None,
        key: CheckoutKey::new(key).expect("a literal key"),
        agreed: quote.total,
        terms: Some(quote.terms()),
        recipient: recipient(),
        method: PaymentMethod::VirtualAccount {
            bank: "088".to_owned(),
        },
        escrow: false,
        receipt: None,
        consents: vec![],
    })
}

/// Somebody.
pub fn recipient() -> Recipient {
    Recipient {
        orderer: "김장부".to_owned(),
        orderer_phone: "01012345678".to_owned(),
        name: "이수령".to_owned(),
        phone: "01087654321".to_owned(),
        postcode: "06236".to_owned(),
        address: "서울특별시 강남구 테헤란로 123".to_owned(),
        depositor: "김장부".to_owned(),
        ..Recipient::default()
    }
}

/// Places an order for pieces of one SKU.
pub async fn place(shop: &Shop, name: &str, pieces: u32, key: &str) -> Result<Placed, ShopError> {
    let cart = cart();
    try_put(shop, cart, name, pieces).await?;
    shop.check_out(&shopper(), &form(shop, cart, key).await?)
        .await
}

/// The provider's notice of the deposit that an order waits for.
pub async fn notice(shop: &Shop, order: &OrderId, id: &str) -> DepositNotice {
    let payment = shop
        .ledger()
        .state::<domain::payment::Payment>(order.payment().as_str())
        .await
        .expect("the log answers")
        .state;
    let account = payment.account().expect("an account was issued").clone();
    DepositNotice {
        merchant: MERCHANT.to_owned(),
        order: order.to_string(),
        deposit: domain::payment::Deposit {
            notice: domain::NoticeId::new(id).expect("a literal notice"),
            issue: Some(account.issue),
            account: account.number,
            amount: payment.due(),
            at: shop.now(),
        },
    }
}

/// The deposit arrives, and its shopper has told where money of it would go back to.
pub async fn pay(shop: &Shop, order: &OrderId) -> Result<Noticed, ShopError> {
    let notice = notice(shop, order, &format!("DEP-{order}")).await;
    let noticed = shop.deposit_noticed(&process(), notice).await?;
    if matches!(noticed, Noticed::Paid(..)) {
        name_account(shop, order).await?;
    }
    Ok(noticed)
}

/// The shopper names an account for refunds.
pub async fn name_account(shop: &Shop, order: &OrderId) -> Result<(), ShopError> {
    let (caller, account) = (shopper(), refund_account());
    let named = shop.give_refund_account(&caller, order, &account).await;
    named.map(drop)
}

/// Somebody's account.
pub fn refund_account() -> RefundAccount {
    RefundAccount {
        bank: "088".to_owned(),
        number: "110123456789".to_owned(),
        holder: "김장부".to_owned(),
    }
}
