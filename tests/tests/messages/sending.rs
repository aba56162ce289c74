//! One message: by Alimtalk, by short message instead, and once, whatever becomes of the answer.

use gateways::texting::simulated::Fault;
use std::time::Duration;
use store::post::Medium;
use workers::post::texts::{Ended, send_text};

use crate::scene::{Scene, paid, paid_fallback};

const NUMBER: &str = "01012345678";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alimtalk_arrives_with_its_template_filled() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    let message = paid(&scene, "paid:1", NUMBER, true);
    let done = send_text(&post, &scene.shop, &scene.pool, message, Some("order-1")).await;
    assert_eq!(done.unwrap(), Ended::HandedOver);
    let taken = solapi.desk().taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].kind.as_str(), taken[0].to.as_str()),
        ("ATA", NUMBER)
    );
    assert!(taken[0].text.contains("결제가 완료되었습니다") && taken[0].text.contains("31,000원"));
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.medium.as_str()),
        ("sent", "alimtalk")
    );
    assert_eq!(delivery.provider_id.as_deref(), Some(taken[0].id.as_str()));
    assert_eq!(delivery.subject.as_deref(), Some("order-1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_kakao_does_not_reach_gets_the_short_message() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    solapi.desk().without_kakao(NUMBER, "3019");
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    let message = paid(&scene, "paid:1", NUMBER, true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    let taken = solapi.desk().taken();
    assert_eq!(
        (taken[0].kind.as_str(), &taken[0].text),
        ("SMS", &paid_fallback())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_approved_template_the_short_message_goes_by_itself() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    let message = paid(&scene, "paid:1", NUMBER, false);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    assert_eq!(solapi.desk().taken()[0].kind, "SMS");
    assert_eq!(scene.delivery("paid:1").await.medium, "sms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_found_and_nobody_gets_it_twice() {
    let scene = Scene::open().await;
    for (n, fault) in [Fault::LostAnswer, Fault::TakenThenError, Fault::Garbage]
        .into_iter()
        .enumerate()
    {
        let solapi = scene.solapi(None).await;
        let post = scene.post(scene.to_solapi(&solapi, |_| ()));
        solapi.desk().fail(fault, 1);
        let key = format!("paid:{n}");
        let send = || {
            send_text(
                &post,
                &scene.shop,
                &scene.pool,
                paid(&scene, &key, NUMBER, true),
                None,
            )
        };
        send().await.unwrap_err();
        assert_eq!(scene.delivery(&key).await.state, "sending", "{fault:?}");
        // At once nobody can know: the call may still be on its way.
        send().await.unwrap_err();
        assert_eq!(
            (solapi.desk().count(), solapi.desk().calls()),
            (1, 1),
            "{fault:?}"
        );
        scene.later();
        send().await.unwrap();
        assert_eq!(
            (solapi.desk().count(), solapi.desk().calls()),
            (1, 1),
            "{fault:?}"
        );
        let delivery = scene.delivery(&key).await;
        assert_eq!(delivery.state, "sent");
        assert_eq!(
            delivery.provider_id,
            Some(solapi.desk().taken()[0].id.clone())
        );
        // And once more changes nothing.
        send().await.unwrap();
        assert_eq!(solapi.desk().calls(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_taken_is_sent_again() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    solapi.desk().fail(Fault::Unavailable, 1);
    let send = || {
        send_text(
            &post,
            &scene.shop,
            &scene.pool,
            paid(&scene, "paid:1", NUMBER, true),
            None,
        )
    };
    send().await.unwrap_err();
    assert_eq!(solapi.desk().count(), 0);
    scene.later();
    send().await.unwrap();
    assert_eq!((solapi.desk().count(), solapi.desk().calls()), (1, 2));
    let delivery = scene.delivery("paid:1").await;
    assert_eq!((delivery.state.as_str(), delivery.attempts), ("sent", 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_one_message_send_it_once() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    solapi
        .desk()
        .fail(Fault::Slow(Duration::from_millis(300)), 1);
    let send = || {
        send_text(
            &post,
            &scene.shop,
            &scene.pool,
            paid(&scene, "paid:1", NUMBER, true),
            None,
        )
    };
    let all = futures::future::join_all((0..8).map(|_| send())).await;
    assert!(all.iter().any(Result::is_ok));
    assert_eq!((solapi.desk().count(), solapi.desk().calls()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_at_the_other_end_means_not_sent() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let texter = scene.to_solapi(&solapi, |settings| {
        settings.base = "http://127.0.0.1:9".to_owned();
    });
    let post = scene.post(texter);
    let message = paid(&scene, "paid:1", NUMBER, true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap_err();
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.reason.as_deref()),
        ("waiting", Some("not_sent"))
    );
    // No waiting: it was surely not sent.
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    let message = paid(&scene, "paid:1", NUMBER, true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    assert_eq!(solapi.desk().count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_is_refused_fails_for_good_and_a_suppressed_one_is_skipped() {
    let scene = Scene::open().await;
    let solapi = scene.solapi(None).await;
    let post = scene.post(scene.to_solapi(&solapi, |_| ()));
    solapi.desk().refuse(NUMBER);
    let message = paid(&scene, "paid:1", NUMBER, true);
    send_text(&post, &scene.shop, &scene.pool, message, None)
        .await
        .unwrap();
    let delivery = scene.delivery("paid:1").await;
    assert_eq!(
        (delivery.state.as_str(), delivery.reason.as_deref()),
        ("failed", Some("1010"))
    );
    let other = "01087654321";
    let address = scene.fingerprint(other);
    let add = post.suppressions.add(Medium::Sms, &address, "staff", None);
    add.await.unwrap();
    let message = paid(&scene, "paid:2", other, true);
    let done = send_text(&post, &scene.shop, &scene.pool, message, None).await;
    assert_eq!(done.unwrap(), Ended::Skipped("suppressed"));
    assert_eq!(scene.delivery("paid:2").await.state, "skipped");
    assert_eq!(solapi.desk().count(), 0);
}
