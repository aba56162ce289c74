//! Money goes back: all of it or parts, once, and the way that fits.

use super::{DUE, Method, ORDER, Street, code_of};
use crate::inicis::settings::Settings;
use crate::inicis::simulator::Deposit;
use crate::inicis::wire::api::{PartRefund, Refund, RefundAccount, Status};
use crate::inicis::wire::checkout::Taxes;
use domain::Won;

fn all(tid: &str) -> Refund {
    Refund {
        tid: tid.to_owned(),
        reason: "고객 \"요청\" 취소".to_owned(),
        account: None,
    }
}

fn to_account(tid: &str) -> Refund {
    Refund {
        account: Some(RefundAccount {
            number: "110123456789".into(),
            bank: "88".to_owned(),
            holder: "홍길동".into(),
        }),
        ..all(tid)
    }
}

fn part(of: Refund, amount: i64, remainder: i64) -> PartRefund {
    PartRefund {
        of,
        amount: Won(amount),
        remainder: Won(remainder),
        taxes: Some(Taxes {
            vat: Won(amount / 11),
            tax_free: Won::ZERO,
        }),
    }
}

#[tokio::test]
async fn all_goes_back_once() {
    for method in [Method::Card, Method::Transfer, Method::Phone] {
        let street = Street::open().await;
        let tid = street.paid(method).await.tid;
        let gone = street.client.refund(&all(&tid)).await.unwrap();
        assert_eq!(gone.at.unwrap().to_rfc3339(), "2026-08-01T00:01:01+00:00");
        let again = street.client.refund(&all(&tid)).await.unwrap();
        assert_eq!(again.at, None, "it had gone back before");
        assert_eq!(street.balance(), Won::ZERO);
        assert_eq!(street.simulator.moves().len(), 2);
        let found = street.client.find(&tid).await.unwrap();
        assert_eq!((found.status, found.amount), (Status::Cancelled, DUE));
    }
}

#[tokio::test]
async fn parts_go_back_until_nothing_is_left() {
    let street = Street::open().await;
    let tid = street.paid(Method::Card).await.tid;
    let first = part(all(&tid), 11_000, 22_000);
    let gone = street.client.refund_part(&first).await.unwrap();
    assert_eq!((gone.amount, gone.remains), (Won(11_000), Won(22_000)));
    assert!(gone.tid.is_some() && gone.at.is_some());
    assert_eq!(
        code_of(street.client.refund_part(&first).await),
        "WRONG_REMAINDER"
    );
    let over = part(all(&tid), 22_001, 0);
    assert_eq!(
        code_of(street.client.refund_part(&over).await),
        "OVER_THE_REST"
    );
    let odd = part(all(&tid), 1_000, 20_000);
    assert_eq!(
        code_of(street.client.refund_part(&odd).await),
        "WRONG_REMAINDER"
    );
    let nothing = part(all(&tid), 0, 22_000);
    assert_eq!(
        code_of(street.client.refund_part(&nothing).await),
        "OVER_THE_REST"
    );
    assert_eq!(street.balance(), Won(22_000));
    let found = street.client.find_order(ORDER).await.unwrap();
    assert_eq!(
        (found.status.clone(), found.is_paid()),
        (Status::PartlyCancelled, false)
    );
    street.client.refund(&all(&tid)).await.unwrap();
    assert_eq!(street.balance(), Won::ZERO);
    let found = street.client.find_order(ORDER).await.unwrap();
    assert_eq!(found.status, Status::Cancelled);
}

#[tokio::test]
async fn a_deposit_goes_back_to_an_account() {
    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    let (whole, some) = (to_account(&tid), part(to_account(&tid), 11_000, 22_000));
    assert_eq!(code_of(street.client.refund(&whole).await), "NOT_DEPOSITED");
    assert_eq!(
        code_of(street.client.refund_part(&some).await),
        "NOT_DEPOSITED"
    );
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    assert_eq!(street.balance(), DUE);
    assert_eq!(
        code_of(street.client.refund(&all(&tid)).await),
        "ERR012",
        "where to?"
    );
    street.client.refund_part(&some).await.unwrap();
    assert_eq!(street.balance(), Won(22_000));
    street.client.refund(&whole).await.unwrap();
    assert_eq!(street.balance(), Won::ZERO);
    assert_eq!(street.client.refund(&whole).await.unwrap().at, None);
}

#[tokio::test]
async fn a_card_payment_goes_to_no_account() {
    let street = Street::open().await;
    let tid = street.paid(Method::Card).await.tid;
    assert_eq!(
        code_of(street.client.refund(&to_account(&tid)).await),
        "ERR012"
    );
    assert_eq!(
        code_of(street.client.cancel_account(&tid, "취소").await),
        "ERR012"
    );
    assert_eq!(
        code_of(street.client.refund(&all("nothing")).await),
        "NOT_FOUND"
    );
    assert_eq!(street.balance(), DUE);
}

#[tokio::test]
async fn an_account_is_cancelled_before_its_deposit_and_not_after() {
    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    let gone = street
        .client
        .cancel_account(&tid, "기한 지남")
        .await
        .unwrap();
    assert!(gone.at.is_some());
    let again = street
        .client
        .cancel_account(&tid, "기한 지남")
        .await
        .unwrap();
    assert_eq!(again.at, None);
    let found = street.client.find(&tid).await.unwrap();
    assert_eq!(found.status, Status::Cancelled);

    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    let refused = street.client.cancel_account(&tid, "기한 지남").await;
    assert_eq!(code_of(refused), "DEPOSITED");
}

#[tokio::test]
async fn another_key_or_address_pays_nothing_back() {
    for change in [
        (|settings: &mut Settings| settings.api_key = "TESTINIAPIKEY001".into())
            as fn(&mut Settings),
        |settings| settings.client_ip = "203.0.113.10".to_owned(),
    ] {
        let street = Street::with(change).await;
        let tid = street.paid(Method::Card).await.tid;
        let refused = code_of(street.client.refund(&all(&tid)).await);
        assert!(
            ["BAD_HASH", "OTHER_ADDRESS"].contains(&&*refused),
            "{refused}"
        );
        code_of(street.client.refund_part(&part(all(&tid), 1, 32_999)).await);
        code_of(street.client.cancel_account(&tid, "취소").await);
        code_of(street.client.find(&tid).await);
        assert_eq!(street.balance(), DUE);
    }
    // The account number is sealed with both.
    let street = Street::with(|settings| settings.api_iv = "TESTIV0000000001".into()).await;
    let tid = street.paid(Method::Account).await.tid;
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    let refused = street.client.refund(&to_account(&tid)).await;
    assert_eq!(code_of(refused), "BAD_ACCOUNT");
}
