//! Deposits and their notices.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::{DUE, Method, ORDER, Street, brought};
use crate::inicis::notice::{MobileNotice, Told};
use crate::inicis::simulator::{Deposit, Knob, NoAccount};
use crate::inicis::wire::api::{Refund, RefundAccount, Status};
use crate::inicis::wire::form::{Charset, Fields};
use domain::Won;

fn fields(body: &[u8]) -> Fields {
    Fields::of_form(body, Charset::EucKr)
}

/// Until all notices so far were taken or given up.
async fn told(street: &Street) -> Vec<Option<bool>> {
    let all = async {
        loop {
            let notices = street.simulator.notices();
            let taken: Vec<_> = notices.iter().map(|notice| notice.taken).collect();
            if taken.iter().all(Option::is_some) {
                return taken;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let all = tokio::time::timeout(Duration::from_secs(10), all);
    all.await.expect("notices end")
}

#[tokio::test]
async fn a_notice_is_sent_again_until_it_is_exactly_ok() {
    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    street
        .shop
        .answer(&[(500, "OK"), (200, "OK\n"), (200, "FAIL")]);
    let deposit = street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    let mut bodies = Vec::new();
    for _ in 0..4 {
        bodies.push(street.shop.next().await.body);
    }
    assert_eq!(told(&street).await, [Some(true)]);
    assert!(street.shop.is_silent().await);
    assert!(
        bodies.iter().all(|body| body == &bodies[0]),
        "always the same"
    );
    let notice = fields(&bodies[0]);
    assert_eq!(notice.raw("no_tid"), deposit);
    assert_eq!(notice.raw("no_req_tid"), tid);
    assert_eq!(
        (notice.raw("no_oid"), notice.raw("amt_input")),
        (ORDER, "33000")
    );
    assert_eq!(
        (notice.raw("nm_input"), notice.raw("type_msg")),
        ("홍길동", "0200")
    );
    assert_eq!(notice.raw("id_merchant"), "INIpayTest");
    let found = street.client.find(&tid).await.unwrap();
    assert_eq!((found.deposited, found.is_paid()), (Some(DUE), true));
}

#[tokio::test]
async fn a_shop_that_never_believes_is_given_up() {
    let street = Street::open().await;
    street.paid(Method::Account).await;
    street.shop.answer(&[(200, "FAIL"); 5]);
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    assert_eq!(told(&street).await, [Some(false)]);
    assert_eq!(street.balance(), DUE, "the money is there all the same");
}

#[tokio::test]
async fn odd_deposits_are_told_as_they_are() {
    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    let odd = Deposit {
        amount: Some(Won(10_000)),
        repeats: 1,
        depositor: Some("김철수".to_owned()),
        from: Some(Ipv4Addr::new(127, 0, 0, 2).into()),
        ..Deposit::of(ORDER)
    };
    let id = street.simulator.deposit(&odd).unwrap();
    for _ in 0..2 {
        let told = street.shop.next().await;
        assert_eq!(told.from.ip().to_string(), "127.0.0.2");
        let notice = fields(&told.body);
        assert_eq!(
            (notice.raw("no_tid"), notice.raw("amt_input")),
            (&*id, "10000")
        );
        assert_eq!(notice.raw("nm_input"), "김철수");
    }
    assert_eq!(told(&street).await, [Some(true), Some(true)]);
    assert_eq!(street.balance(), Won(10_000), "told twice, but moved once");
    let back = Deposit {
        amount: Some(Won(10_000)),
        reversed: true,
        ..Deposit::of(ORDER)
    };
    let reversal = street.simulator.deposit(&back).unwrap();
    let notice = fields(&street.shop.next().await.body);
    assert_eq!(
        (notice.raw("type_msg"), notice.raw("amt_input")),
        ("0400", "10000")
    );
    assert_ne!(reversal, id);
    assert_eq!(street.balance(), Won::ZERO);
    assert_eq!(
        street.simulator.deposit(&back),
        Err(NoAccount),
        "nothing is left"
    );
    let found = street.client.find(&tid).await.unwrap();
    assert_eq!((found.status, found.deposited), (Status::Approved, None));
}

#[tokio::test]
async fn a_deposit_may_come_too_late() {
    let street = Street::open().await;
    let tid = street.paid(Method::Account).await.tid;
    street
        .client
        .cancel_account(&tid, "기한 지남")
        .await
        .unwrap();
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    street.shop.next().await;
    assert_eq!(street.balance(), DUE);
    let found = street.client.find(&tid).await.unwrap();
    assert_eq!(
        (found.status, found.deposited),
        (Status::Cancelled, Some(DUE))
    );
    let refund = Refund {
        tid,
        reason: "기한 뒤의 입금".to_owned(),
        account: Some(RefundAccount {
            number: "110123456789".into(),
            bank: "88".to_owned(),
            holder: "홍길동".into(),
        }),
    };
    let gone = street.client.refund(&refund).await.unwrap();
    assert!(gone.at.is_some());
    assert_eq!(street.balance(), Won::ZERO);
}

#[tokio::test]
async fn a_notice_may_come_before_the_approval() {
    let street = Street::open().await;
    let request = street.authenticated(Method::Account).await;
    street.simulator.turn(Knob::EarlyNotice, 1);
    street.shop.answer(&[(200, "FAIL")]);
    let approving = tokio::spawn({
        let client = street.client;
        async move { client.approve(&request).await }
    });
    let early = street.shop.next().await;
    let tid = approving.await.unwrap().unwrap().tid;
    assert_eq!(fields(&early.body).raw("no_req_tid"), tid);
    let again = street.shop.next().await;
    assert_eq!(again.body, early.body);
}

#[tokio::test]
async fn nothing_comes_into_what_is_no_account() {
    let street = Street::open().await;
    street.paid(Method::Card).await;
    let refused = street.simulator.deposit(&Deposit::of(ORDER));
    assert_eq!(refused, Err(NoAccount));
    let refused = street.simulator.deposit(&Deposit::of("ORD-OTHER"));
    assert_eq!(refused, Err(NoAccount));
    assert!(street.shop.is_silent().await);
}

#[tokio::test]
async fn telephones_notices_name_the_issue() {
    let street = Street::open().await;
    let form = street.client.mobile_form(&street.checkout(Method::Account));
    let page = street.browser.open(&form).await;
    let body = street
        .browser
        .choose(&page, "VBank", "approve")
        .await
        .body();
    let returned = street.client.mobile_return(&brought(&body)).unwrap();
    let request = street.client.mobile_approval(&returned, ORDER, DUE);
    let approval = street.client.mobile_approve(&request).await.unwrap();
    let issued = MobileNotice::read(&street.shop.next().await.body).unwrap();
    assert_eq!((issued.kind, &issued.tid), (Told::Issued, &approval.tid));
    street.shop.answer(&[(200, "FAIL")]);
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    for _ in 0..2 {
        let notice = MobileNotice::read(&street.shop.next().await.body).unwrap();
        assert_eq!((notice.kind, notice.amount), (Told::Deposited, DUE));
        assert_eq!((&notice.tid, &*notice.order), (&approval.tid, ORDER));
        assert_eq!(notice.merchant, "INIpayTest");
        let account = notice.account.unwrap();
        assert!(
            matches!(&approval.means, super::super::wire::approval::Means::Account(issued) if issued.number == account)
        );
    }
    assert_eq!(told(&street).await, [Some(true), Some(true)]);
}

#[tokio::test]
async fn developers_turn_the_same_knobs_over_http() {
    let street = Street::open().await;
    street.paid(Method::Account).await;
    let http = &street.browser.client;
    let base = street.simulator.url();
    let post = |path: &str, body: serde_json::Value| {
        let request = http.post(format!("{base}/_simulator/{path}")).json(&body);
        async move { request.send().await.unwrap() }
    };
    let json = serde_json::json!({ "order": ORDER, "amount": 33_000 });
    let answer = post("deposits", json).await;
    let answer: serde_json::Value = answer.json().await.unwrap();
    let notice = fields(&street.shop.next().await.body);
    assert_eq!(answer["deposit"], notice.raw("no_tid"));
    let answer = post("deposits", serde_json::json!({ "order": "none" })).await;
    assert_eq!(answer.status(), 404);
    let fault = serde_json::json!({ "call": "inquiry", "fault": "garbage", "times": 2 });
    assert!(post("faults", fault).await.status().is_success());
    super::unknown(street.client.find_order(ORDER).await);
    super::unknown(street.client.find_order(ORDER).await);
    assert!(street.client.find_order(ORDER).await.unwrap().is_paid());
    let knob = serde_json::json!({ "knob": "return_twice" });
    assert!(post("knobs", knob).await.status().is_success());
    let moves = http.get(format!("{base}/_simulator/moves")).send().await;
    let moves: serde_json::Value = moves.unwrap().json().await.unwrap();
    assert_eq!(
        (&moves[0]["way"], &moves[0]["amount"]),
        (&"in".into(), &33_000.into())
    );
}

#[tokio::test]
async fn what_comes_after_a_net_cancel_is_not_taken_back_by_another() {
    let street = Street::open().await;
    let request = street.authenticated(Method::Account).await;
    street.client.approve(&request).await.unwrap();
    street.client.net_cancel(&request).await.unwrap();
    street.simulator.deposit(&Deposit::of(ORDER)).unwrap();
    street.client.net_cancel(&request).await.unwrap();
    assert_eq!(street.balance(), DUE);
}
