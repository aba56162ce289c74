//! Whoever holds money in escrow is told when the goods leave: once per parcel, again when an invoice was corrected.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::order::{LineQuantity, PaymentMethod};
use domain::payment::Means;
use domain::{OrderId, ProviderId, StoreId};
use gateways::tosspayments::NAME;
use shop::Providers;
use shop::ports::GatewayError;
use shop::ports::deliveries::DeliveryAsk;
use shop::ports::paying::{
    Booked, Brought, Heard, Known, NoticeRequest, Opened, PayBack, PaymentProvider, Returned,
    Taken, Unheard, Window, WindowAsk,
};
use tests::attend::attend;
use tests::shop::{cart, form, process, put, shopper};

use crate::bank::Which;
use crate::street::Street;

/// What becomes of what it is told next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Well,
    /// It takes it, and its answer is lost.
    Lost,
    Refuses,
}

/// A provider that also holds money in escrow.
struct Escrow {
    bank: Arc<dyn PaymentProvider>,
    mood: Mutex<Mood>,
    /// Whether it corrects, and the invoice.
    told: Mutex<Vec<(bool, String)>>,
}

#[async_trait]
impl PaymentProvider for Escrow {
    fn name(&self) -> &'static str {
        self.bank.name()
    }

    fn means(&self, store: &StoreId) -> &[Means] {
        self.bank.means(store)
    }

    async fn open(&self, ask: &WindowAsk) -> Result<Window, GatewayError> {
        self.bank.open(ask).await
    }

    fn read(&self, of: &Opened, back: &Brought) -> Returned {
        self.bank.read(of, back)
    }

    async fn approve(&self, of: &Opened, back: &Brought) -> Result<Taken, GatewayError> {
        self.bank.approve(of, back).await
    }

    async fn look(&self, of: &Opened, back: Option<&Brought>) -> Result<Known, GatewayError> {
        self.bank.look(of, back).await
    }

    async fn undo(&self, of: &Opened, back: Option<&Brought>) -> Result<(), GatewayError> {
        self.bank.undo(of, back).await
    }

    async fn pay_back(&self, ask: &PayBack) -> Result<String, GatewayError> {
        self.bank.pay_back(ask).await
    }

    async fn hear(&self, notice: &NoticeRequest) -> Result<Heard, Unheard> {
        self.bank.hear(notice).await
    }

    async fn day(
        &self,
        store: &StoreId,
        day: NaiveDate,
    ) -> Result<Option<Vec<Booked>>, GatewayError> {
        self.bank.day(store, day).await
    }

    fn wants_deliveries(&self) -> bool {
        true
    }

    async fn register_delivery(&self, ask: &DeliveryAsk) -> Result<(), GatewayError> {
        let mood = std::mem::replace(&mut *self.mood.lock().unwrap(), Mood::Well);
        if mood == Mood::Refuses {
            return Err(GatewayError::Declined("NO_ESCROW".to_owned()));
        }
        assert!(!ask.recipient.name.is_empty() && !ask.sender.phone.is_empty());
        let said = (ask.again, ask.invoice.clone());
        self.told.lock().unwrap().push(said);
        match mood {
            Mood::Lost => Err(GatewayError::Unknown("no answer".to_owned())),
            _ => Ok(()),
        }
    }
}

struct Stage {
    street: Street,
    escrow: Arc<Escrow>,
    order: OrderId,
}

impl Stage {
    /// A paid order of two pieces.
    async fn open(held: bool) -> Self {
        let mut street = Street::open(Which::TossPayments).await;
        let escrow = Arc::new(Escrow {
            bank: street.bank.provider(std::time::Duration::from_secs(5)),
            mood: Mutex::new(Mood::Well),
            told: Mutex::default(),
        });
        let provider: Arc<dyn PaymentProvider> = escrow.clone();
        street.shop = street
            .shop
            .clone()
            .with_providers(Providers::new([provider]));
        let cart = cart();
        put(&street.shop, cart, "rice", 2).await;
        let mut form = form(&street.shop, cart, "key-1").await.unwrap();
        form.escrow = held;
        form.method = PaymentMethod::Window {
            provider: ProviderId::new(NAME).unwrap(),
            means: Means::Card,
        };
        let placed = street.shop.check_out(&shopper(), &form).await;
        let order = placed.unwrap().order;
        street.visit(&order, "approve").await;
        Self {
            street,
            escrow,
            order,
        }
    }

    async fn ship(&self, invoice: &str) {
        let lines = Some(vec![LineQuantity {
            line: 0,
            quantity: 1,
        }]);
        let (carrier, invoice) = ("cj".to_owned(), invoice.to_owned());
        let shop = &self.street.shop;
        let caller = process();
        let sent = shop.ship(&caller, &self.order, carrier, invoice, lines);
        sent.await.unwrap();
    }

    fn told(&self) -> Vec<(bool, String)> {
        self.escrow.told.lock().unwrap().clone()
    }

    fn is(&self, mood: Mood) {
        *self.escrow.mood.lock().unwrap() = mood;
    }
}

fn said(again: bool, invoice: &str) -> (bool, String) {
    (again, invoice.to_owned())
}

#[tokio::test]
async fn each_parcel_is_told_once_and_a_corrected_invoice_again() {
    let stage = Stage::open(true).await;
    let shop = &stage.street.shop;
    stage.ship("123456789012").await;
    for _ in 0..2 {
        assert!(attend(shop).await.is_empty());
    }
    assert_eq!(stage.told(), [said(false, "123456789012")]);
    let (carrier, right) = ("cj".to_owned(), "123456789013".to_owned());
    let caller = process();
    let corrected = shop.correct_invoice(&caller, &stage.order, 1, carrier, right);
    corrected.await.unwrap();
    stage.ship("222222222222").await;
    attend(shop).await;
    let all = [
        said(false, "123456789012"),
        said(true, "123456789013"),
        said(true, "222222222222"),
    ];
    assert_eq!(stage.told(), all);
}

#[tokio::test]
async fn a_lost_answer_is_told_again_and_a_refusal_is_for_staff() {
    let stage = Stage::open(true).await;
    let shop = &stage.street.shop;
    stage.ship("123456789012").await;
    stage.is(Mood::Lost);
    attend(shop).await;
    attend(shop).await;
    let twice = [said(false, "123456789012"), said(false, "123456789012")];
    assert_eq!(stage.told(), twice);
    stage.ship("222222222222").await;
    stage.is(Mood::Refuses);
    assert!(attend(shop).await.is_empty(), "it stops nothing");
    let payment = shop.payment_of(&stage.order).await.unwrap();
    let refused = payment.delivery(2).unwrap().refused.clone();
    assert_eq!(refused.as_deref(), Some("NO_ESCROW"));
    attend(shop).await;
    assert_eq!(stage.told().len(), 2, "what was refused is not told again");
}

#[tokio::test]
async fn nobody_is_told_of_what_is_not_held() {
    let stage = Stage::open(false).await;
    stage.ship("123456789012").await;
    attend(&stage.street.shop).await;
    assert_eq!(stage.told(), []);
}
