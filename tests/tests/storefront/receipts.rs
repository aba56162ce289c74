//! Cash receipts over HTTP: asked for on the order form, told on the order's page and its statement.

use std::sync::Arc;

use async_trait::async_trait;
use domain::StoreId;
use domain::payment::ReceiptKind;
use reqwest::StatusCode;
use shop::ReceiptIssuers;
use shop::ports::GatewayError;
use shop::ports::receipts::{CashReceipts, IssuedReceipt, ReceiptAsk, TakeBack};
use store::EventLog;
use tests::pg::database;
use tests::shop::{World, offer, pay, process};

use crate::site::Site;

/// Issues whatever it is asked for.
struct Office;

#[async_trait]
impl CashReceipts for Office {
    fn name(&self) -> &'static str {
        "office"
    }

    fn serves(&self, _: &StoreId) -> bool {
        true
    }

    fn is_repeatable(&self) -> bool {
        true
    }

    fn takes_parts(&self) -> bool {
        true
    }

    async fn issue(&self, ask: &ReceiptAsk) -> Result<IssuedReceipt, GatewayError> {
        assert_eq!(ask.holder.number.as_deref(), Some("1248100998"));
        assert_eq!(ask.kind, ReceiptKind::Expense);
        Ok(IssuedReceipt {
            reference: "office-1".to_owned(),
            approval: "123456789".to_owned(),
            at: ask.at,
        })
    }

    async fn take_back(&self, _: &TakeBack) -> Result<(), GatewayError> {
        Ok(())
    }
}

async fn site() -> Site {
    let database = database().await;
    let log: Arc<dyn EventLog> = Arc::new(database.log().await);
    let world = World::around(log);
    let issuers = ReceiptIssuers::new([Arc::new(Office) as _]);
    let shop = world.open().with_receipts(issuers);
    offer(&shop, "honey", domain::Won(30_000), 10).await;
    let site = Site::serving(shop, world, &database, |config| config, |web| web).await;
    site.caught_up().await;
    site
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_asked_for_with_the_order_and_told_on_its_pages() {
    let site = site().await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let form = guest.get("/checkout").await.body;
    assert!(form.contains("현금영수증"), "{form}");
    let mut asks = [("receipt", "expense"), ("receipt_number", "124-81-00997")];
    let wrong = guest.order(&asks).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("사업자등록번호 열 자리"),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("124-81-00997"), "what was typed stays");
    asks[1].1 = "124-81-00998";
    let placed = guest.order(&asks).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
    let path = placed.to().split('?').next().unwrap().to_owned();
    let page = guest.get(&path).await.body;
    assert!(page.contains("입금이 확인되면 발급합니다"), "{page}");
    let order = domain::OrderId::new(path.split('/').nth(2).unwrap()).unwrap();
    pay(&site.shop, &order).await.unwrap();
    site.shop.settle_receipts(&process(), &order).await.unwrap();
    site.caught_up().await;
    for page in [path.clone(), format!("{path}/receipt")] {
        let page = guest.get(&page).await.body;
        assert!(page.contains("승인번호 123456789"), "{page}");
        assert!(
            !page.contains("1248100998"),
            "for whom it is, is nobody's business"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_without_an_issuer_is_asked_for_none() {
    let site = Site::open(10).await;
    let guest = site.visitor();
    guest.put("honey", "1").await;
    let form = guest.get("/checkout").await.body;
    assert!(!form.contains("현금영수증"), "{form}");
    let asks = [("receipt", "expense"), ("receipt_number", "odd")];
    let placed = guest.order(&asks).await;
    assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.body);
}
