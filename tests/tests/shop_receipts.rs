//! Cash receipts: issued once, reduced as money goes back, whatever is lost or repeated.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::order::LineQuantity;
use domain::payment::{CashReceipt, Payment, PaymentRefusal, ReceiptKind, ReceiptStage};
use domain::{ClaimId, OrderId, StoreId, Won};
use gateways::paying::fault::Fault;
use gateways::tosspayments::{Client, Receipts, Settings, simulator};
use shop::amend::Cancellation;
use shop::edit::Edit;
use shop::ports::receipts::{CashReceipts, IssuedReceipt, ReceiptAsk, TakeBack};
use shop::ports::{Clock, GatewayError};
use shop::receipts::ReceiptRemedy;
use shop::{ReceiptForm, ReceiptIssuers, Shop, ShopError};
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

/// An issuer that issues another receipt whenever it is asked, as KG Inicis does.
struct Forgetful(Receipts);

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
    async fn open() -> Self {
        Self::whose_issuer(|issuer| Arc::new(issuer)).await
    }

    async fn whose_issuer(is: impl FnOnce(Receipts) -> Arc<dyn CashReceipts>) -> Self {
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

    async fn last(&self, order: &OrderId) -> CashReceipt {
        let payment = self.payment(order).await;
        payment.receipts().next_back().unwrap().1.clone()
    }

    /// Staff do something about the order's last receipt.
    async fn mend(&self, order: &OrderId, remedy: ReceiptRemedy) -> Result<(), ShopError> {
        self.shop.mend_receipt(&process(), order, remedy).await
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

/// Asks again, for the same number.
const AGAIN: ReceiptRemedy = ReceiptRemedy::AskAgain {
    form: None,
    none_was_issued: false,
};

fn refuses(done: Result<(), ShopError>, refusal: &PaymentRefusal) {
    match done.unwrap_err() {
        ShopError::Payment(told) => assert_eq!(told, *refusal),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn staff_put_the_number_of_a_refused_receipt_right() {
    let town = Town::open().await;
    let order = town.paid(3, Some((ReceiptKind::Expense, "123"))).await;
    town.settle(&order).await;
    assert!(town.last(&order).await.is_refused());
    // Part of it goes back meanwhile.
    town.cancel(&order, "a").await;
    town.settle(&order).await;
    town.mend(&order, AGAIN).await.unwrap();
    assert!(town.last(&order).await.is_refused(), "for the same reason");
    let remedy = ReceiptRemedy::AskAgain {
        form: ReceiptForm::read(ReceiptKind::Expense, "124-81-00998"),
        none_was_issued: false,
    };
    town.mend(&order, remedy.clone()).await.unwrap();
    let paid = town.payment(&order).await.receipt_due();
    assert_eq!(town.reported().await, (paid, 1));
    refuses(town.mend(&order, remedy).await, &PaymentRefusal::NoReceipt);
    // What goes back later is taken off it, though one before it was refused.
    town.cancel(&order, "b").await;
    town.settle(&order).await;
    assert_eq!(town.reported().await.0, paid - Won(12_000));
    assert_eq!(town.last(&order).await.left, paid - Won(12_000));
}

#[tokio::test]
async fn where_nobody_knows_staff_look_before_it_is_asked_for_again() {
    for issued in [false, true] {
        let town = Town::whose_issuer(|issuer| Arc::new(Forgetful(issuer))).await;
        let order = town.asked().await;
        let fault = if issued {
            Fault::LostAnswer
        } else {
            Fault::Unavailable
        };
        town.tax_office.faults().switch_on("receipt", fault, 1);
        town.settle(&order).await;
        let receipt = town.last(&order).await;
        assert_eq!(
            receipt.stage,
            ReceiptStage::Refused("unknown-answer".to_owned())
        );
        refuses(
            town.mend(&order, AGAIN).await,
            &PaymentRefusal::ReceiptUnsure,
        );
        let remedy = if issued {
            ReceiptRemedy::Issued {
                reference: "cr-1".to_owned(),
                approval: "123456789".to_owned(),
            }
        } else {
            ReceiptRemedy::AskAgain {
                form: None,
                none_was_issued: true,
            }
        };
        town.mend(&order, remedy).await.unwrap();
        let stage = town.last(&order).await.stage;
        assert!(matches!(stage, ReceiptStage::Issued { .. }), "{stage:?}");
        let paid = town.payment(&order).await.receipt_due();
        assert_eq!(town.reported().await, (paid, 1));
    }
}

#[tokio::test]
async fn an_order_that_takes_anothers_place_has_the_receipt_that_is_due_for_it() {
    let town = Town::open().await;
    let waiting = async |pieces, receipt| {
        let cart = cart();
        put(&town.shop, cart, "rice", pieces).await;
        let mut form = form(&town.shop, cart, &format!("key-{pieces}"))
            .await
            .unwrap();
        form.receipt = receipt;
        let placed = town.shop.check_out(&shopper(), &form).await;
        placed.unwrap().order
    };
    let changed = async |old: &OrderId, quantity| {
        let what = Edit {
            lines: vec![LineQuantity { line: 0, quantity }],
            ..Edit::default()
        };
        let preview = town.shop.preview_edit(old, &what).await.unwrap();
        let (name, agreed) = (ClaimId::new("edit-1").unwrap(), preview.agreed());
        let edited = town
            .shop
            .edit_order(&shopper(), old, name, &what, agreed)
            .await;
        edited.unwrap().replacement.unwrap()
    };
    // The number is the new order's own: the old one's data go, and its receipt is issued for the same person.
    let asked = ReceiptForm::read(ReceiptKind::Deduction, "010-1234-5678");
    let old = waiting(2, asked).await;
    let new = changed(&old, 3).await;
    town.shop.erase_recipient(&process(), &old).await.unwrap();
    pay(&town.shop, &new).await.unwrap();
    town.settle(&new).await;
    let receipt = town.last(&new).await;
    assert!(
        matches!(receipt.stage, ReceiptStage::Issued { .. }),
        "{receipt:?}"
    );
    let kept = receipt.wish.number.unwrap();
    let number = town.world.vault.get(&kept).await.unwrap().unwrap();
    assert_eq!(number["number"], "01012345678");
    // Nobody asked, and the new sum is one of those of which the law wants a receipt.
    let small = waiting(1, None).await;
    let large = changed(&small, 20).await;
    pay(&town.shop, &large).await.unwrap();
    town.settle(&large).await;
    let receipt = town.last(&large).await;
    assert_eq!(receipt.wish.number, None);
    assert!(
        matches!(receipt.stage, ReceiptStage::Issued { .. }),
        "{receipt:?}"
    );
}
