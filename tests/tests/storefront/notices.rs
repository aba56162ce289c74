//! KG Inicis reports deposits.

use domain::payment::Payment;
use domain::stock::{Stock, StockCommand};
use domain::{Actor, Channel, HoldId, Meta, Reference};
use gateways::inicis::deposit_notice::{DepositNotice, send};
use reqwest::StatusCode;
use tests::pg::database;
use tests::shop::{MERCHANT, notice, offer, process, sku, store_id};

use crate::site::Site;

async fn wired(site: &Site, order: &domain::OrderId, id: &str) -> DepositNotice {
    let known = notice(&site.shop, order, id).await;
    DepositNotice {
        deposit: id.to_owned(),
        issue: known.deposit.issue.unwrap(),
        order: order.to_string(),
        merchant: MERCHANT.to_owned(),
        account: known.deposit.account,
        bank: "088".to_owned(),
        bank_name: "신한은행".to_owned(),
        amount: known.deposit.amount,
        depositor: "홍길동".to_owned(),
        at: known.deposit.at,
    }
}

fn door(site: &Site) -> String {
    format!("{}/webhooks/inicis/vbank", site.store)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_pays_the_order_and_its_repetition_is_answered_alike() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    let notice = wired(&site, &order, "ININPGVBNKtest0001").await;
    for _ in 0..3 {
        let answer = send(&door(&site), &notice).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, b"OK".as_slice())
        );
    }
    site.caught_up().await;
    assert!(guest.get(&path).await.body.contains("결제를 확인했습니다"));
    let captured: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'PaymentCaptured'")
            .fetch_one(&site.pool)
            .await
            .unwrap();
    assert_eq!(captured, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fits_no_order_is_kept_for_staff() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    let good = wired(&site, &order, "ININPGVBNKtest0001").await;
    let wrong = [
        DepositNotice {
            amount: domain::Won(1),
            deposit: "D-amount".into(),
            ..good.clone()
        },
        DepositNotice {
            account: "999".into(),
            deposit: "D-account".into(),
            ..good.clone()
        },
        DepositNotice {
            order: "20260101-0000000000".into(),
            deposit: "D-order".into(),
            ..good.clone()
        },
        DepositNotice {
            order: "'; DROP TABLE events; --".into(),
            deposit: "D-sql".into(),
            ..good.clone()
        },
        DepositNotice {
            merchant: "somebody".into(),
            deposit: "D-merchant".into(),
            ..good.clone()
        },
    ];
    for notice in &wrong {
        assert!(
            send(&door(&site), notice).await.unwrap().is_ok(),
            "{}",
            notice.deposit
        );
    }
    site.caught_up().await;
    assert!(guest.get(&path).await.body.contains("입금 대기"));
    let staff = site.auditor().get("/unmatched").await;
    for notice in &wrong {
        assert!(
            staff
                .body
                .contains(&format!("jangbu deposit settle {}", notice.deposit)),
            "{}\n{}",
            notice.deposit,
            staff.body
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_taken_back_is_kept_for_staff_and_is_not_paid_back_again() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (order, _) = guest.bought().await;
    let deposit = wired(&site, &order, "ININPGVBNKtest0001").await;
    send(&door(&site), &deposit).await.unwrap();
    let stray = DepositNotice {
        order: "20260101-0000000000".into(),
        deposit: "D-stray".into(),
        ..deposit.clone()
    };
    for notice in [&deposit, &deposit, &stray] {
        let reversal = notice.to_form().replace("type_msg=0200", "type_msg=0400");
        let answer = guest
            .ask(|client, base| {
                let door = format!("{base}/webhooks/inicis/vbank");
                client.post(door).body(reversal)
            })
            .await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "OK")
        );
    }
    let payment = order.payment();
    let payment = site.shop.ledger().state::<Payment>(payment.as_str()).await;
    let payment = payment.unwrap().state;
    assert!(payment.is_reversed());
    assert_eq!(payment.refundable(), domain::Won(0));
    site.caught_up().await;
    let staff = site.auditor().get("/unmatched").await.body;
    for notice in [&deposit, &stray] {
        assert_eq!(staff.matches(&notice.deposit).count(), 1, "{staff}");
    }
    assert!(staff.contains("입금이 취소됨"));
    assert!(
        !staff.contains("jangbu deposit settle"),
        "nothing is left to pay back"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_cannot_report_deposits() {
    let database = database().await;
    let site = Site::around(&database, |config| web::WebConfig {
        notice_senders: vec!["203.238.37.3".parse().unwrap()],
        ..config
    })
    .await;
    offer(&site.shop, "honey", domain::Won(30_000), 5).await;
    site.caught_up().await;
    let guest = site.visitor();
    let (order, _) = guest.bought().await;
    let notice = wired(&site, &order, "D-1").await;
    let before = site.events().await;
    let answer = send(&door(&site), &notice).await.unwrap();
    assert_eq!(answer.status, 403);
    let forged = guest
        .ask(|client, base| {
            client
                .post(format!("{base}/webhooks/inicis/vbank"))
                .header("x-forwarded-for", "203.238.37.3")
                .body(notice.to_form())
        })
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(site.events().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_trusted_proxy_the_senders_own_address_counts() {
    let database = database().await;
    let site = Site::around(&database, |config| web::WebConfig {
        notice_senders: vec!["203.238.37.3".parse().unwrap()],
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..config
    })
    .await;
    offer(&site.shop, "honey", domain::Won(30_000), 5).await;
    site.caught_up().await;
    let guest = site.visitor();
    let (order, _) = guest.bought().await;
    let notice = wired(&site, &order, "D-1").await;
    let from = async |address: &'static str| {
        guest
            .ask(|client, base| {
                client
                    .post(format!("{base}/webhooks/inicis/vbank"))
                    .header("x-forwarded-for", address)
                    .body(notice.to_form())
            })
            .await
    };
    assert_eq!(
        from("203.238.37.3, 9.9.9.9").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(from("9.9.9.9, 203.238.37.3").await.body, "OK");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_asked_for_again() {
    let site = Site::open(5).await;
    let say = async |body: &'static [u8]| {
        site.visitor()
            .ask(|client, base| {
                client
                    .post(format!("{base}/webhooks/inicis/vbank"))
                    .body(body)
            })
            .await
    };
    for body in [
        b"".as_slice(),
        b"no_tid=1",
        b"\xff\xfe%zz",
        b"no_tid=1&type_msg=0300",
    ] {
        let answer = say(body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_ne!(answer.body, "OK");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_what_paid_orders_wait_for_until_it_arrives() {
    let site = Site::open(5).await;
    assert!(!site.auditor().get("/").await.body.contains("모자란 개수"));
    let sell = StockCommand::Sell {
        hold: HoldId::new("elsewhere").unwrap(),
        quantity: 9,
    };
    let meta = Meta::new(store_id(), Actor::Guest, Channel::System, site.shop.now());
    let (ledger, honey) = (site.shop.ledger(), sku("honey"));
    let sold = ledger.execute::<Stock>(honey.as_str(), sell.clone(), &meta);
    sold.await.unwrap();
    site.caught_up().await;
    let home = site.auditor().get("/").await.body;
    assert!(home.contains("모자란 개수") && home.contains("honey"));

    let note = Reference::new("delivery").unwrap();
    let arrived = site.shop.receive_stock(&process(), &honey, 20, note).await;
    arrived.unwrap();
    let sold = ledger.execute::<Stock>(honey.as_str(), sell, &meta);
    sold.await.unwrap();
    site.caught_up().await;
    assert!(!site.auditor().get("/").await.body.contains("모자란 개수"));
}
