//! Cash receipts: issued once, reduced as money goes back, whatever is lost or repeated.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::order::LineQuantity;
use domain::payment::{Payment, ReceiptKind, ReceiptStage};
use domain::{ClaimId, OrderId, Won};
use gateways::paying::fault::Fault;
use gateways::tosspayments::{Client, Receipts, Settings, simulator};
use shop::amend::Cancellation;
use shop::ports::Clock;
use shop::{ReceiptForm, ReceiptIssuers, Shop};
use store::MemoryLog;
use tests::attend::attend;
use tests::shop::{World, cart, form, offer, pay, process, put, shopper, store_id};

/// What the shop waits for an issuer.
const PATIENCE: Duration = Duration::from_millis(400);
/// Every way in which a call goes wrong.
const FAULTS: [Fault; 6] = [
    Fault::Slow(900),
    Fault::LostAnswer,
    Fault::DoneThenError,
    Fault::Unavailable,
    Fault::Truncated,
    Fault::Garbage,
];

/// A shop whose cash receipts a simulated provider issues.
struct Town {
    world: World,
    shop: Shop,
    tax_office: simulator::Simulator,
    client: Client,
}

impl Town {
    async fn open() -> Self {
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
        let issuers = ReceiptIssuers::new([Arc::new(Receipts::new(stores)) as _]);
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
    async fn paid(&self, pieces: u32, receipt: Option<(ReceiptKind, &str)>) -> OrderId {
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

    async fn asked(&self) -> OrderId {
        let for_whom = Some((ReceiptKind::Deduction, "01012345678"));
        self.paid(3, for_whom).await
    }

    async fn payment(&self, order: &OrderId) -> Payment {
        self.shop.payment_of(order).await.unwrap()
    }

    /// The process comes again and again, until it is content.
    async fn settle(&self, order: &OrderId) {
        for _ in 0..40 {
            match self.shop.settle_receipts(&process(), order).await {
                Ok(()) => return,
                Err(error) if error.is_passing() => {}
                Err(error) => panic!("{order}: {error}"),
            }
        }
        panic!("the receipts of {order} are never settled");
    }

    async fn cancel(&self, order: &OrderId, claim: &str) {
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

    /// What the tax office has of all orders: receipts less what was taken back, and how many were issued.
    async fn reported(&self) -> (Won, usize) {
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

#[tokio::test]
async fn a_receipt_is_issued_when_the_money_came_and_not_before() {
    let town = Town::open().await;
    let order = town.asked().await;
    assert_eq!(town.reported().await, (Won(0), 0), "nobody waits for it");
    assert!(attend(&town.shop).await.is_empty());
    let payment = town.payment(&order).await;
    let (_, receipt) = payment.standing_receipt().unwrap();
    assert!(matches!(receipt.stage, ReceiptStage::Issued { .. }));
    assert_eq!(town.reported().await, (Won(39_000), 1));
    attend(&town.shop).await;
    assert_eq!(town.reported().await, (Won(39_000), 1), "once");
}

#[tokio::test]
async fn what_goes_back_is_taken_off_part_by_part_and_at_last_whole() {
    let town = Town::open().await;
    let order = town.asked().await;
    town.settle(&order).await;
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(27_000), 1));
    for claim in ["b", "c"] {
        town.cancel(&order, claim).await;
    }
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(0), 1));
    let payment = town.payment(&order).await;
    assert!(payment.standing_receipt().is_none());
}

#[tokio::test]
async fn money_that_went_back_before_is_not_on_the_receipt() {
    let town = Town::open().await;
    let order = town.asked().await;
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(27_000), 1));
}

#[tokio::test]
async fn a_lost_answer_issues_no_second_receipt() {
    for fault in FAULTS {
        let town = Town::open().await;
        let order = town.asked().await;
        town.tax_office.faults().switch_on("receipt", fault, 1);
        let first = town.shop.settle_receipts(&process(), &order).await;
        assert!(
            first.is_ok() || first.is_err_and(|error| error.is_passing()),
            "{fault:?}"
        );
        town.settle(&order).await;
        assert_eq!(town.reported().await, (Won(39_000), 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_lost_answer_takes_nothing_off_twice() {
    for fault in FAULTS {
        let town = Town::open().await;
        let order = town.asked().await;
        town.settle(&order).await;
        town.cancel(&order, "a").await;
        town.tax_office
            .faults()
            .switch_on("cancel_receipt", fault, 1);
        let first = town.shop.settle_receipts(&process(), &order).await;
        assert!(first.is_err_and(|error| error.is_passing()), "{fault:?}");
        // Another refund comes between.
        town.cancel(&order, "b").await;
        town.settle(&order).await;
        assert_eq!(town.reported().await, (Won(15_000), 1), "{fault:?}");
    }
}

#[tokio::test]
async fn two_workers_issue_one_receipt() {
    let town = Town::open().await;
    let order = town.asked().await;
    let caller = process();
    let (one, two) = tokio::join!(
        town.shop.settle_receipts(&caller, &order),
        town.shop.settle_receipts(&caller, &order),
    );
    for settled in [one, two] {
        assert!(settled.is_ok() || settled.is_err_and(|error| error.is_passing()));
    }
    town.settle(&order).await;
    assert_eq!(town.reported().await, (Won(39_000), 1));
}

#[tokio::test]
async fn larger_sums_get_a_receipt_that_nobody_asked_for() {
    let town = Town::open().await;
    let small = town.paid(1, None).await;
    let large = town.paid(10, None).await;
    for order in [&small, &large] {
        town.settle(order).await;
    }
    assert!(town.payment(&small).await.receipts().next().is_none());
    let payment = town.payment(&large).await;
    let (_, receipt) = payment.standing_receipt().unwrap();
    assert_eq!(receipt.wish.number, None);
    assert_eq!(town.reported().await.1, 1);
}

#[tokio::test]
async fn a_refused_receipt_waits_for_staff_and_stops_nothing() {
    let town = Town::open().await;
    // The simulated issuer takes no number that short.
    let order = town.paid(3, Some((ReceiptKind::Expense, "123"))).await;
    town.settle(&order).await;
    town.settle(&order).await;
    let payment = town.payment(&order).await;
    let (_, receipt) = payment.receipts().next().unwrap();
    assert!(matches!(receipt.stage, ReceiptStage::Refused(_)));
    town.cancel(&order, "a").await;
    assert_eq!(town.payment(&order).await.refunded(), Won(12_000));
}

#[tokio::test]
async fn an_order_without_a_wish_has_none() {
    let town = Town::open().await;
    let order = town.paid(3, None).await;
    town.settle(&order).await;
    assert!(town.payment(&order).await.receipts().next().is_none());
}
