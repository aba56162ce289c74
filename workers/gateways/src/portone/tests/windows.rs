//! Opening, paying, depositing.

use super::*;
use crate::paying::rehearsal::wish;
use crate::portone::asks::{Carrier, Logistics};
use crate::portone::wire::{EscrowStatus, MethodKind};

#[tokio::test]
async fn a_card_pays_and_asking_tells() {
    let scene = Scene::new().await;
    scene
        .client
        .pre_register("ORD-1", Won(33_000), Won::ZERO)
        .await
        .unwrap();
    let ask = asked("ORD-1", PayMethod::Card);
    let page = scene.window(&ask).await.text().await.unwrap();
    assert!(
        page.contains("단백질쉐이크 외 2건") && page.contains("33000원"),
        "{page}"
    );
    let back = scene.choose(&ask, "CARD", "approve").await;
    assert_eq!((back.payment.as_str(), back.failure), ("ORD-1", None));
    let paid = scene.payment("ORD-1").await;
    assert_eq!(
        (paid.status, paid.amount.total, paid.currency.as_str()),
        (Status::Paid, Won(33_000), "KRW")
    );
    assert_eq!(paid.paid_at, Some(scene.clock.now()));
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn the_simulators_script_opens_the_same_window() {
    let scene = Scene::new().await;
    let opening = scene.client.open(&asked("ORD-1", PayMethod::Card));
    let script = browser().get(&opening.script).send().await.unwrap();
    let kind = script.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(kind.starts_with("text/javascript"), "{kind}");
    let script = script.text().await.unwrap();
    let window = format!("{}{WINDOW}", scene.simulator.url());
    assert!(
        script.contains("requestPayment") && script.contains(&window),
        "{script}"
    );
    assert_eq!(opening.origins, [scene.simulator.url()]);
}

#[test]
fn a_live_window_may_come_from_portone_and_from_whoever_is_behind_it() {
    let live = Client::new(Settings {
        sites: vec!["https://*.inicis.com".to_owned()],
        ..believed()
    });
    let opening = live.unwrap().open(&asked("ORD-1", PayMethod::Card));
    assert_eq!(opening.script, super::super::SDK);
    let (first, last) = (opening.origins.first(), opening.origins.last());
    assert_eq!(first.map(String::as_str), Some("https://cdn.portone.io"));
    assert_eq!(last.map(String::as_str), Some("https://*.inicis.com"));
}

#[tokio::test]
async fn a_wallet_and_a_transfer_pay_at_once() {
    let scene = Scene::new().await;
    let mut wallet = asked("ORD-1", PayMethod::EasyPay);
    wallet.wallet = Some("KAKAOPAY".to_owned());
    scene.choose(&wallet, "EASY_PAY", "approve").await;
    let paid = scene.payment("ORD-1").await.method.unwrap();
    assert_eq!(
        (paid.kind, paid.provider.as_deref()),
        (MethodKind::EasyPay, Some("KAKAOPAY"))
    );
    scene
        .choose(&asked("ORD-2", PayMethod::Transfer), "TRANSFER", "approve")
        .await;
    assert_eq!(scene.payment("ORD-2").await.status, Status::Paid);
}

#[tokio::test]
async fn who_fails_pays_nothing_and_may_try_again() {
    let scene = Scene::new().await;
    let ask = asked("ORD-1", PayMethod::Card);
    let back = scene.choose(&ask, "CARD", "fail").await;
    assert_eq!(back.failure.as_deref(), Some("PGProviderError"));
    let failed = scene.payment("ORD-1").await;
    assert_eq!(failed.status, Status::Failed);
    assert_eq!(failed.failure.unwrap().pg_code.as_deref(), Some("V610"));
    assert_eq!(scene.simulator.moves().all(), []);
    scene.choose(&ask, "CARD", "approve").await;
    assert_eq!(scene.payment("ORD-1").await.status, Status::Paid);
}

#[tokio::test]
async fn who_leaves_leaves_it_open() {
    let scene = Scene::new().await;
    let ask = asked("ORD-1", PayMethod::Card);
    let missing = scene.client.payment("ORD-1").await;
    assert!(is_refused(&missing, "PAYMENT_NOT_FOUND"), "{missing:?}");
    let back = scene.choose(&ask, "CARD", "close").await;
    assert!(back.failure.is_some());
    assert_eq!(scene.payment("ORD-1").await.status, Status::Ready);
}

#[tokio::test]
async fn a_window_that_stays_open_too_long_pays_nothing() {
    let scene = Scene::new().await;
    let window = scene.window(&asked("ORD-1", PayMethod::Card)).await;
    scene.clock.turn(31);
    let back = sent_to(&press(window, "CARD", "approve").await);
    assert!(back.contains("code="), "{back}");
    assert_eq!(scene.payment("ORD-1").await.status, Status::Failed);
}

#[tokio::test]
async fn a_window_is_used_once() {
    let scene = Scene::new().await;
    let ask = asked("ORD-1", PayMethod::Card);
    let (first, second) = (scene.window(&ask).await, scene.window(&ask).await);
    // The second attempt has taken the first one's place.
    assert_eq!(press(first, "CARD", "approve").await.status(), 404);
    press(second, "CARD", "approve").await;
    let again = sent_to(&scene.window(&ask).await);
    assert!(again.contains("code=PaymentAlreadyPaid"), "{again}");
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn who_comes_back_late_has_paid_before() {
    let scene = Scene::new().await;
    let window = scene.window(&asked("ORD-1", PayMethod::Card)).await;
    let answer = press(window, "CARD", "later").await;
    let refresh = answer.headers().get("refresh").unwrap().to_str().unwrap();
    assert!(
        refresh.starts_with("5; url=https://shop.example/pay/portone?try=7&"),
        "{refresh}"
    );
    assert_eq!(scene.payment("ORD-1").await.status, Status::Paid);
}

#[tokio::test]
async fn a_virtual_account_waits_for_its_deposit() {
    let scene = Scene::new().await;
    let mut ask = asked("ORD-1", PayMethod::VirtualAccount);
    ask.deposit_until = "2026-08-03T14:59:59Z".parse().ok();
    scene.choose(&ask, "KOOKMIN", "approve").await;
    let issued = scene.payment("ORD-1").await;
    assert_eq!(issued.status, Status::VirtualAccountIssued);
    let method = issued.method.unwrap();
    assert_eq!(
        (method.bank.as_deref(), method.expired_at),
        (Some("KOOKMIN"), ask.deposit_until)
    );
    assert_eq!(method.account_number.unwrap().text().len(), 14);

    assert_eq!(
        scene.simulator.deposit("ORD-1", Won(32_999)),
        Err(NoDeposit::WrongAmount)
    );
    let deposit = serde_json::json!({ "payment": "ORD-1", "amount": 33_000 });
    let url = scene.simulator.url();
    assert_eq!(wish(&url, "deposits", &deposit).await, 200);
    assert_eq!(scene.payment("ORD-1").await.status, Status::Paid);
    assert_eq!(
        scene.simulator.deposit("ORD-1", Won(33_000)),
        Err(NoDeposit::NoAccount)
    );
    assert_eq!(scene.balance("ORD-1"), Won(33_000));
}

#[tokio::test]
async fn an_account_that_was_closed_or_is_late_takes_nothing() {
    let scene = Scene::new().await;
    scene.issued("ORD-1").await;
    let closed = scene.client.close_virtual_account("ORD-1").await.unwrap();
    assert_eq!(closed, Some(scene.clock.now()));
    let again = scene.client.close_virtual_account("ORD-1").await;
    assert!(
        is_refused(&again, "PAYMENT_NOT_WAITING_FOR_DEPOSIT"),
        "{again:?}"
    );
    assert_eq!(
        scene.simulator.deposit("ORD-1", Won(33_000)),
        Err(NoDeposit::NoAccount)
    );
    scene.issued("ORD-2").await;
    scene.clock.turn(3 * 24 * 60 + 1);
    assert_eq!(
        scene.simulator.deposit("ORD-2", Won(33_000)),
        Err(NoDeposit::NoAccount)
    );
    scene.paid("ORD-3").await;
    let paid = scene.client.close_virtual_account("ORD-3").await;
    assert!(
        is_refused(&paid, "PAYMENT_NOT_WAITING_FOR_DEPOSIT"),
        "{paid:?}"
    );
}

#[tokio::test]
async fn the_parcel_of_an_escrow_payment_is_told() {
    let scene = Scene::new().await;
    let mut ask = asked("ORD-1", PayMethod::Card);
    ask.escrow = true;
    let parcel = Logistics {
        company: Carrier::Cj,
        invoice_number: "123456789012".to_owned(),
        sent_at: scene.clock.now(),
    };
    scene.choose(&ask, "CARD", "close").await;
    let unpaid = scene.client.register_logistics("ORD-1", &parcel).await;
    assert!(is_refused(&unpaid, "PAYMENT_NOT_PAID"), "{unpaid:?}");
    scene.choose(&ask, "CARD", "approve").await;
    let escrow = async || scene.payment("ORD-1").await.escrow.unwrap();
    assert_eq!(escrow().await.status, EscrowStatus::BeforeRegistered);
    let told = scene
        .client
        .register_logistics("ORD-1", &parcel)
        .await
        .unwrap();
    assert_eq!(
        (told.invoice_number.as_str(), told.applied_at),
        ("123456789012", Some(scene.clock.now()))
    );
    assert_eq!(
        escrow().await.invoice_number.as_deref(),
        Some("123456789012")
    );
    scene.paid("ORD-2").await;
    let plain = scene.client.register_logistics("ORD-2", &parcel).await;
    assert!(is_refused(&plain, "INVALID_REQUEST"), "{plain:?}");
}

#[tokio::test]
async fn a_wrong_total_in_the_answer_reaches_the_caller() {
    let scene = Scene::new().await;
    scene.paid("ORD-1").await;
    scene.simulator.misreport(Won(1_000));
    assert_eq!(scene.payment("ORD-1").await.amount.total, Won(1_000));
    assert_eq!(scene.payment("ORD-1").await.amount.total, Won(33_000));
}
