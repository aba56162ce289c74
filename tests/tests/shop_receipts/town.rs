//! A shop whose cash receipts a simulated provider issues, and its customers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::order::LineQuantity;
use domain::payment::{CashReceipt, Payment, ReceiptKind};
use domain::{ClaimId, OrderId, StoreId, Won};
use gateways::tosspayments::{Client, Receipts, Settings, simulator};
use shop::amend::Cancellation;
use shop::ports::receipts::{CashReceipts, IssuedReceipt, ReceiptAsk, TakeBack};
use shop::ports::{Clock, GatewayError};
use shop::receipts::ReceiptRemedy;
use shop::{ReceiptForm, ReceiptIssuers, Shop, ShopError};
use store::MemoryLog;
use tests::shop::{World, cart, form, offer, pay, process, put, shopper, store_id};

/// What the shop waits for an issuer.
const PATIENCE: Duration = Duration::from_millis(400);

/// A shop whose cash receipts a simulated provider issues.
pub struct Town {
    pub world: World,
    pub shop: Shop,
    pub tax_office: simulator::Simulator,
    client: Client,
}

/// An issuer that issues another receipt whenever it is asked, as KG Inicis does.
pub struct Forgetful(pub Receipts);

#[async_trait]
impl CashReceipts for Forgetful {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn serves(&self, store: &StoreId) -> bool {
        self.0.serves(store)
    }

    fn is_repeatable(&self) -> bool {
        false
    }

    fn takes_parts(&self) -> bool {
        self.0.takes_parts()
    }

    async fn issue(&self, ask: &ReceiptAsk) -> Result<IssuedReceipt, GatewayError> {
        self.0.issue(ask).await
    }

    async fn take_back(&self, ask: &TakeBack) -> Result<(), GatewayError> {
        self.0.take_back(ask).await
    }
}

impl Town {
    pub async fn open() -> Self {
        Self::whose_issuer(|issuer| Arc::new(issuer)).await
    }

    pub async fn whose_issuer(is: impl FnOnce(Receipts) -> Arc<dyn CashReceipts>) -> Self {
        let mut world = World::around(Arc::new(MemoryLog::new()));
        world.settings.provider_deadline = PATIENCE;
        let account = simulator::Account::simulated("시험상회", None);
        let (key, secret) = (account.client_key.clone(), account.secret_key.clone());
        let open = simulator::Simulator::open(account, world.clock.clone(), 0, None);
        let tax_office = open.await.unwrap();
        let settings = Settings {
            base: tax_office.url(),
            deadline: PATIENCE * 2,
            ..Settings::new(&key, secret)
        };
        let client = Client::new(settings).unwrap();
        let stores = BTreeMap::from([(store_id(), client.clone())]);
        let issuers = ReceiptIssuers::new([is(Receipts::new(stores))]);
        let shop = world.open().with_receipts(issuers);
        offer(&shop, "rice", Won(12_000), 10_000).await;
        Self {
            world,
            shop,
            tax_office,
            client,
        }
    }

    /// An order, paid by deposit; with such a receipt asked for.
    pub async fn paid(&self, pieces: u32, receipt: Option<(ReceiptKind, &str)>) -> OrderId {
        let cart = cart();
        put(&self.shop, cart, "rice", pieces).await;
        let key = format!("key-{pieces}");
        let mut form = form(&self.shop, cart, &key).await.unwrap();
        form.receipt = receipt.map(|(kind, number)| ReceiptForm {
            kind,
            number: number.to_owned(),
        });
        let placed = self.shop.check_out(&shopper(), &form).await.unwrap();
        pay(&self.shop, &placed.order).await.unwrap();
        placed.order
    }

    pub async fn asked(&self) -> OrderId {
        let for_whom = Some((ReceiptKind::Deduction, "01012345678"));
        self.paid(3, for_whom).await
    }

    pub async fn payment(&self, order: &OrderId) -> Payment {
        self.shop.payment_of(order).await.unwrap()
    }

    /// The process comes again and again, until it is content.
    pub async fn settle(&self, order: &OrderId) {
        for _ in 0..40 {
            match self.shop.settle_receipts(&process(), order).await {
                Ok(()) => return,
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("the receipts of {order} are never settled");
    }

    pub async fn cancel(&self, order: &OrderId, claim: &str) {
        let piece = Cancellation {
            claim: ClaimId::new(claim).unwrap(),
            lines: Some(vec![LineQuantity {
                line: 0,
                quantity: 1,
            }]),
            reason: "shopper".to_owned(),
        };
        let done = self.shop.cancel(&shopper(), order, piece).await;
        done.unwrap();
    }

    pub async fn last(&self, order: &OrderId) -> CashReceipt {
        let payment = self.payment(order).await;
        payment.receipts().next_back().unwrap().1.clone()
    }

    /// Staff do something about the order's last receipt.
    pub async fn mend(&self, order: &OrderId, remedy: ReceiptRemedy) -> Result<(), ShopError> {
        self.shop.mend_receipt(&process(), order, remedy).await
    }

    /// What the tax office has of all orders: receipts less what was taken back, and how many were issued.
    pub async fn reported(&self) -> (Won, usize) {
        let day = self.world.clock.now().date_naive();
        let all = self.client.receipts_of(day).await.unwrap();
        let (back, issued): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|it| it.transaction_type.as_deref() == Some("CANCEL"));
        let count = issued.len();
        let sum = |of: Vec<gateways::tosspayments::wire::CashReceipt>| -> Won {
            of.into_iter().map(|it| it.amount).sum()
        };
        (sum(issued) - sum(back), count)
    }
}
