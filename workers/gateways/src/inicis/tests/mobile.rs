//! The window on telephones.

use super::browser::Gone;
use super::{DUE, Method, ORDER, Street, brought, code_of, differs, unknown};
use crate::inicis::client::{MobileApproval, MobileReturn, NotPaid};
use crate::inicis::simulator::Knob;
use crate::inicis::wire::api::Status;
use crate::inicis::wire::approval::Means;
use crate::paying::fault::Fault;
use domain::Won;

async fn returned(street: &Street, method: Method) -> MobileReturn {
    let form = street.client.mobile_form(&street.checkout(method));
    assert_eq!(form.charset.name(), "utf-8");
    let page = street.browser.open(&form).await;
    assert!(page.contains("단백질쉐이크"), "{page}");
    let choice = street.browser.choose(&page, method.standard(), "approve");
    street
        .client
        .mobile_return(&brought(&choice.await.body()))
        .unwrap()
}

async fn authenticated(street: &Street, method: Method) -> MobileApproval {
    let returned = returned(street, method).await;
    assert_eq!(
        (returned.order.as_str(), returned.amount),
        (ORDER, Some(DUE))
    );
    street.client.mobile_approval(&returned, ORDER, DUE)
}

#[tokio::test]
async fn every_way_to_pay_is_approved_once() {
    for method in Method::ALL {
        let street = Street::open().await;
        let request = authenticated(&street, method).await;
        assert_eq!(street.balance(), Won::ZERO);
        let approval = street.client.mobile_approve(&request).await.unwrap();
        assert_eq!((approval.order.as_str(), approval.amount), (ORDER, DUE));
        assert!(approval.tid.starts_with("INIMX_") && approval.tid.len() == 40);
        let fits = match (&approval.means, method) {
            (Means::Card(card), Method::Card) => card.issuer == "14",
            (Means::Account(account), Method::Account) => {
                account.depositor.text() == "홍길동" && account.holder == "데모샵"
            }
            (Means::Transfer { bank }, Method::Transfer) => bank == "88",
            (Means::Phone, Method::Phone) => true,
            _ => false,
        };
        assert!(fits, "{approval:?}");
        let came = if method == Method::Account {
            Won::ZERO
        } else {
            DUE
        };
        assert_eq!(street.balance(), came);
        assert_eq!(code_of(street.client.mobile_approve(&request).await), "01");
        assert_eq!(street.balance(), came);
    }
}

#[tokio::test]
async fn a_window_that_fails_or_is_closed_moves_nothing() {
    let street = Street::open().await;
    let form = street.client.mobile_form(&street.checkout(Method::Card));
    let page = street.browser.open(&form).await;
    let body = street.browser.choose(&page, "Card", "fail").await.body();
    let returned = street.client.mobile_return(&brought(&body));
    assert_eq!(returned, Err(NotPaid::Ended("01".to_owned())));
    let page = street.browser.open(&form).await;
    let closed = street.browser.choose(&page, "Card", "close").await;
    assert!(matches!(closed, Gone::To(url) if url.ends_with("/closed")));
    assert!(street.simulator.moves().is_empty());
}

#[tokio::test]
async fn a_form_that_was_changed_opens_no_window() {
    let street = Street::open().await;
    let form = street.client.mobile_form(&street.checkout(Method::Card));
    for (name, odd) in [
        ("P_AMT", "330"),
        ("P_OID", "ORD-OTHER"),
        ("P_TIMESTAMP", "1785542461458"),
        ("P_CHKFAKE", "AAAA"),
        ("P_MID", "other00000"),
        ("P_RESERVED", "below1000=Y"),
        ("P_INI_PAYMENT", "COIN"),
        ("P_GOODS", ""),
    ] {
        let mut changed = form.clone();
        let field = changed.fields.iter_mut().find(|(given, _)| *given == name);
        field.unwrap().1 = odd.into();
        let (status, page) = street.browser.try_open(&changed).await;
        assert_eq!(status, 400, "{name}: {page}");
    }
    let wrong = Street::with(|settings| settings.hash_key = "0000".into()).await;
    let form = wrong.client.mobile_form(&wrong.checkout(Method::Card));
    assert_eq!(wrong.browser.try_open(&form).await.0, 400);
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_taken_back() {
    let street = Street::open().await;
    let request = authenticated(&street, Method::Card).await;
    street.simulator.turn(Knob::WrongPrice, 1);
    differs(street.client.mobile_approve(&request).await);
    assert_eq!(street.balance(), DUE);
    for _ in 0..2 {
        street.client.mobile_net_cancel(&request).await.unwrap();
        assert_eq!(street.balance(), Won::ZERO);
    }
    let found = street.client.find_order(ORDER).await.unwrap();
    assert_eq!(found.status, Status::Cancelled);
    // Another order's payment under this one's name.
    let street = Street::open().await;
    let returned = returned(&street, Method::Card).await;
    let other = street.client.mobile_approval(&returned, "ORD-OTHER", DUE);
    differs(street.client.mobile_approve(&other).await);
    code_of(street.client.mobile_net_cancel(&other).await);
    let ours = street.client.mobile_approval(&returned, ORDER, DUE);
    street.client.mobile_net_cancel(&ours).await.unwrap();
    assert_eq!(street.balance(), Won::ZERO);
}

#[tokio::test]
async fn an_approval_whose_answer_is_lost_is_taken_back() {
    for fault in [
        Fault::LostAnswer,
        Fault::DoneThenError,
        Fault::Unavailable,
        Fault::Truncated,
        Fault::Garbage,
    ] {
        let street = Street::open().await;
        let request = authenticated(&street, Method::Account).await;
        street.simulator.faults().switch_on("approve", fault, 1);
        unknown(street.client.mobile_approve(&request).await);
        street.client.mobile_net_cancel(&request).await.unwrap();
        let found = street.client.find_order(ORDER).await;
        if fault.is_done() {
            assert_eq!(found.unwrap().status, Status::Cancelled, "{fault:?}");
        } else {
            assert_eq!(code_of(found), "NOT_FOUND");
        }
    }
}
