//! Refunds of INIAPI's version 1, which the client asks for only where version 2 has none.

use super::{Method, ORDER, Street};
use crate::inicis::settings::{Hosts, Settings, published};
use crate::inicis::sign::{api::Head, cipher::Cipher};
use crate::inicis::simulator::Deposit;
use crate::inicis::wire::form::{Charset, encode};
use domain::Won;

/// A refund of version 1, as older shops ask for it.
async fn old(street: &Street, kind: &str, means: &str, fields: &[(&str, &str)]) -> String {
    let settings = Settings::published(Hosts::simulated(&street.simulator.url()));
    let head = Head {
        key: settings.api_key.text(),
        kind,
        means,
        timestamp: "20260801093000",
        client_ip: &settings.client_ip,
        mid: &settings.merchant,
    };
    let hashed: Vec<&str> = fields.iter().map(|(_, value)| *value).collect();
    let hash = head.hash(&hashed);
    let mut form = vec![
        ("type", kind),
        ("paymethod", means),
        ("timestamp", head.timestamp),
        ("clientIp", head.client_ip),
        ("mid", head.mid),
        ("msg", "취소"),
        ("refundBankCode", "88"),
        ("refundAcctName", "홍길동"),
        ("hashData", &hash),
    ];
    form.extend_from_slice(fields);
    let url = format!("{}/api/v1/refund", street.simulator.url());
    let (_, answer) = street
        .browser
        .post(&url, encode(&form, Charset::Utf8))
        .await;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["resultCode"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn older_calls_move_the_same_money() {
    let street = Street::open().await;
    let tid = street.paid(Method::Card).await.tid;
    let part = [
        ("tid", &*tid),
        ("price", "11000"),
        ("confirmPrice", "22000"),
    ];
    assert_eq!(old(&street, "PartialRefund", "Acct", &part).await, "ERR012");
    assert_eq!(old(&street, "PartialRefund", "Card", &part).await, "00");
    assert_eq!(
        old(&street, "PartialRefund", "Card", &part).await,
        "WRONG_REMAINDER"
    );
    assert_eq!(old(&street, "Refund", "Card", &[("tid", &tid)]).await, "00");
    assert_eq!(
        old(&street, "Refund", "Card", &[("tid", &tid)]).await,
        "500626"
    );
    assert_eq!(street.balance(), Won::ZERO);

    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    let cipher = Cipher::new(&published::API_KEY.into(), &published::API_IV.into()).unwrap();
    let account = cipher.seal("110123456789").unwrap();
    let part = [
        ("tid", &*tid),
        ("price", "11000"),
        ("confirmPrice", "22000"),
        ("refundAcctNum", &account),
    ];
    assert_eq!(old(&street, "PartialRefund", "Vacct", &part).await, "00");
    let all = [("tid", &*tid), ("refundAcctNum", &account)];
    assert_eq!(old(&street, "Refund", "Vacct", &all).await, "00");
    assert_eq!(street.balance(), Won::ZERO);
}
