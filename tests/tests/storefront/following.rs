//! What an order's page says of money that came, and of money that goes back.

use domain::Won;
use shop::amend::Cancellation;
use tests::shop::{notice, pay, process};

use crate::site::Site;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_order_says_where_its_money_is_and_marks_every_line() {
    let site = Site::open(9).await;
    let guest = site.visitor();
    let (_, unpaid) = guest.bought().await;
    guest.post(&format!("{unpaid}/cancel"), &[]).await;
    let page = guest.get(&unpaid).await.body;
    assert!(page.contains("결제하지 않으셨으니"), "{page}");
    assert!(page.contains("취소됨") && !page.contains("돌려드린 금액"));

    let (order, path) = guest.bought().await;
    pay(&site.shop, &order).await.unwrap();
    let whole = Cancellation::whole("staff");
    site.shop.cancel(&process(), &order, whole).await.unwrap();
    site.shop.settle_claims(&process(), &order).await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(page.contains("모두 돌려드렸습니다"), "{page}");
    assert!(page.contains("취소됨") && page.contains("돌려드린 금액"));
    assert!(!page.contains("돌려드리고 있습니다"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_of_another_amount_is_told_to_whoever_sent_it() {
    let site = Site::open(5).await;
    let guest = site.visitor();
    let (order, path) = guest.bought().await;
    let mut wrong = notice(&site.shop, &order, "wrong").await;
    wrong.deposit.amount = Won(1_000);
    site.shop.deposit_noticed(&process(), wrong).await.unwrap();
    site.caught_up().await;
    let page = guest.get(&path).await.body;
    assert!(
        page.contains("1,000원이 들어왔지만 금액이 달라")
            && page.contains("33,000원을 한 번에 입금해 주세요"),
        "{page}"
    );
}
