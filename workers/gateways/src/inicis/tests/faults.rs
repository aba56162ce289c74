//! Whatever goes wrong with a call, a known state follows.

use super::{DUE, Method, ORDER, Street, code_of, unknown};
use crate::inicis::client::{ReceiptOrder, ReceiptUse};
use crate::inicis::wire::api::{PartRefund, Refund, Status};
use crate::paying::buyer::Buyer;
use crate::paying::call::CallError;
use crate::paying::fault::Fault;
use crate::paying::rehearsal::FAULTS;
use domain::Won;

#[tokio::test]
async fn an_approval_whose_answer_is_lost_is_taken_back() {
    for fault in FAULTS {
        let street = Street::open().await;
        let request = street.authenticated(Method::Card).await;
        street.simulator.faults().switch_on("approve", fault, 1);
        unknown(street.client.approve(&request).await);
        let came = if fault.is_done() { DUE } else { Won::ZERO };
        assert_eq!(street.balance(), came, "{fault:?}");
        street.client.net_cancel(&request).await.unwrap();
        assert_eq!(street.balance(), Won::ZERO, "{fault:?}");
        let found = street.client.find_order(ORDER).await;
        if fault.is_done() {
            assert_eq!(found.unwrap().status, Status::Cancelled);
        } else {
            assert_eq!(code_of(found), "NOT_FOUND");
        }
    }
}

#[tokio::test]
async fn a_net_cancel_whose_answer_is_lost_is_asked_again() {
    for fault in FAULTS {
        let street = Street::open().await;
        let request = street.authenticated(Method::Transfer).await;
        street.client.approve(&request).await.unwrap();
        street.simulator.faults().switch_on("net_cancel", fault, 1);
        unknown(street.client.net_cancel(&request).await);
        street.client.net_cancel(&request).await.unwrap();
        assert_eq!(street.balance(), Won::ZERO, "{fault:?}");
        assert_eq!(street.simulator.moves().len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_refund_whose_answer_is_lost_happens_once() {
    for fault in FAULTS {
        let street = Street::open().await;
        let refund = Refund {
            tid: street.paid(Method::Card).await.tid,
            reason: "고객 요청 취소".to_owned(),
            account: None,
        };
        street.simulator.faults().switch_on("refund", fault, 1);
        unknown(street.client.refund(&refund).await);
        let again = street.client.refund(&refund).await.unwrap();
        assert_eq!(again.at.is_some(), !fault.is_done(), "{fault:?}");
        assert_eq!(street.balance(), Won::ZERO, "{fault:?}");
        assert_eq!(street.simulator.moves().len(), 2, "{fault:?}");
        let found = street.client.find(&refund.tid).await.unwrap();
        assert_eq!(found.status, Status::Cancelled);
    }
}

#[tokio::test]
async fn a_part_whose_answer_is_lost_goes_back_once() {
    for fault in FAULTS {
        let street = Street::open().await;
        let part = PartRefund {
            of: Refund {
                tid: street.paid(Method::Card).await.tid,
                reason: "부분 취소".to_owned(),
                account: None,
            },
            amount: Won(11_000),
            remainder: Won(22_000),
            taxes: None,
        };
        let faults = street.simulator.faults();
        faults.switch_on("partial_refund", fault, 1);
        unknown(street.client.refund_part(&part).await);
        let again = street.client.refund_part(&part).await;
        if fault.is_done() {
            assert_eq!(code_of(again), "WRONG_REMAINDER", "{fault:?}");
        } else {
            assert_eq!(again.unwrap().remains, Won(22_000));
        }
        assert_eq!(street.balance(), Won(22_000), "{fault:?}");
        let found = street.client.find(&part.of.tid).await.unwrap();
        assert_eq!(found.status, Status::PartlyCancelled);
    }
}

#[tokio::test]
async fn an_inquiry_or_a_receipt_without_an_answer_is_unknown() {
    let street = Street::open().await;
    let tid = street.paid(Method::Card).await.tid;
    let receipt = ReceiptOrder {
        goods: "단백질쉐이크".to_owned(),
        total: DUE,
        supply: Won(30_000),
        vat: Won(3_000),
        buyer: Buyer {
            name: "홍길동".into(),
            phone: "01000000000".into(),
            email: "buyer@example.com".into(),
        },
        number: "01012345678".into(),
        purpose: ReceiptUse::Deduction,
    };
    for fault in [
        Fault::DoneThenError,
        Fault::Unavailable,
        Fault::Truncated,
        Fault::Garbage,
    ] {
        street.simulator.faults().switch_on("inquiry", fault, 1);
        unknown(street.client.find(&tid).await);
        street.simulator.faults().switch_on("receipt", fault, 1);
        unknown(street.client.issue_receipt(&receipt).await);
    }
    assert!(street.client.find(&tid).await.is_ok());
}

#[tokio::test]
async fn nobody_there_means_not_sent() {
    let street = Street::open().await;
    let request = street.authenticated(Method::Card).await;
    let address = street.simulator.url().replace("http://", "");
    drop(street.simulator);
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let answer = street.client.approve(&request).await;
    assert!(matches!(answer, Err(CallError::NotSent(_))), "{answer:?}");
    let answer = street.client.find_order(ORDER).await;
    assert!(matches!(answer, Err(CallError::NotSent(_))), "{answer:?}");
}
