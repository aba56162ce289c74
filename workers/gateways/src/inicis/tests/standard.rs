//! The window on a PC.

use super::browser::Gone;
use shop::ports::Clock;

use super::{DUE, Method, ORDER, Street, brought, code_of, differs};
use crate::inicis::client::NotPaid;
use crate::inicis::simulator::Knob;
use crate::inicis::wire::api::Status;
use crate::inicis::wire::approval::Means;
use crate::inicis::wire::checkout::Taxes;
use crate::paying::books::Way;
use domain::Won;

#[tokio::test]
async fn a_card_is_approved_once() {
    let street = Street::open().await;
    let request = street.authenticated(Method::Card).await;
    assert_eq!(street.balance(), Won::ZERO, "authenticated is not paid");
    let approval = street.client.approve(&request).await.unwrap();
    assert_eq!((approval.order.as_str(), approval.amount), (ORDER, DUE));
    assert_eq!(approval.tid.len(), 40);
    assert_eq!(approval.at.to_rfc3339(), "2026-08-01T00:01:01+00:00");
    assert!(matches!(&approval.means, Means::Card(card) if card.issuer == "14"));
    assert_eq!(code_of(street.client.approve(&request).await), "TOKEN_USED");
    let moves = street.simulator.moves();
    assert_eq!(moves.len(), 1);
    assert_eq!((moves[0].way, moves[0].amount), (Way::In, DUE));
    assert_eq!(
        (&moves[0].payment, &*moves[0].order),
        (&approval.tid, ORDER)
    );
    let found = street.client.find_order(ORDER).await.unwrap();
    assert_eq!((&found.tid, found.is_paid()), (&approval.tid, true));
    assert_eq!(street.client.find(&approval.tid).await.unwrap(), found);
}

#[tokio::test]
async fn every_way_to_pay_is_approved_as_itself() {
    for method in Method::ALL {
        let street = Street::open().await;
        let approval = street.paid(method).await;
        let fits = match (&approval.means, method) {
            (Means::Card(_), Method::Card) | (Means::Phone, Method::Phone) => true,
            (Means::Transfer { bank }, Method::Transfer) => bank == "88",
            (Means::Account(account), Method::Account) => {
                let due = account.due.to_rfc3339();
                account.number.text().len() == 14 && due == "2026-08-04T14:59:59+00:00"
            }
            _ => false,
        };
        assert!(fits, "{approval:?}");
        let issued = method == Method::Account;
        assert_eq!(street.balance(), if issued { Won::ZERO } else { DUE });
        let found = street.client.find_order(ORDER).await.unwrap();
        assert_eq!((found.method, found.is_paid()), (Some(method), !issued));
    }
}

#[tokio::test]
async fn a_window_that_fails_or_is_closed_moves_nothing() {
    let street = Street::open().await;
    let form = street.client.standard_form(&street.checkout(Method::Card));
    let page = street.browser.open(&form).await;
    let body = street.browser.choose(&page, "Card", "fail").await.body();
    let returned = street.client.standard_return(&brought(&body));
    assert_eq!(returned, Err(NotPaid::Ended("R201".to_owned())));
    let again = street.browser.choose(&page, "Card", "approve").await;
    assert!(matches!(again, Gone::Shut(_)), "a window ends once");

    let page = street.browser.open(&form).await;
    let closed = street.browser.choose(&page, "Card", "close").await;
    assert!(matches!(closed, Gone::To(url) if url.ends_with("/closed")));
    let page = street.browser.open(&form).await;
    let other = street.browser.choose(&page, "HPP", "approve").await;
    assert!(matches!(other, Gone::Shut(_)), "only what was offered");
    assert!(street.simulator.moves().is_empty());
    assert_eq!(code_of(street.client.find_order(ORDER).await), "NOT_FOUND");
}

#[tokio::test]
async fn what_is_left_lying_expires() {
    let street = Street::open().await;
    let form = street.client.standard_form(&street.checkout(Method::Card));
    let page = street.browser.open(&form).await;
    street.watch.turn(31);
    let body = street.browser.choose(&page, "Card", "approve").await.body();
    let returned = street.client.standard_return(&brought(&body));
    assert!(matches!(returned, Err(NotPaid::Ended(_))));

    let request = street.authenticated(Method::Card).await;
    street.watch.turn(31);
    assert_eq!(
        code_of(street.client.approve(&request).await),
        "TOKEN_STALE"
    );
    assert!(street.simulator.moves().is_empty());
}

#[tokio::test]
async fn a_form_that_was_changed_opens_no_window() {
    let street = Street::open().await;
    let form = street.client.standard_form(&street.checkout(Method::Card));
    assert_eq!(street.browser.try_open(&form).await.0, 200);
    for (name, odd) in [
        ("price", "330"),
        ("oid", "ORD-OTHER"),
        ("timestamp", "1785542461458"),
        ("signature", "0"),
        ("verification", "0"),
        ("mKey", "0"),
        ("mid", "other00000"),
        ("version", "2.0"),
        ("currency", "USD"),
        ("goodname", ""),
        ("returnUrl", ""),
    ] {
        let mut changed = form.clone();
        let field = changed.fields.iter_mut().find(|(given, _)| *given == name);
        field.unwrap().1 = odd.into();
        let (status, page) = street.browser.try_open(&changed).await;
        assert_eq!(status, 400, "{name}: {page}");
    }
}

#[tokio::test]
async fn another_key_opens_nothing_and_approves_nothing() {
    let wrong = Street::with(|settings| settings.sign_key = "b3RoZXI=".into()).await;
    let form = wrong.client.standard_form(&wrong.checkout(Method::Card));
    assert_eq!(wrong.browser.try_open(&form).await.0, 400);

    let street = Street::open().await;
    let request = street.authenticated(Method::Card).await;
    let written = serde_json::to_string(&request).unwrap();
    for name in ["signature", "verification", "authToken", "mid"] {
        let odd = written.replacen(&format!("[\"{name}\",\""), &format!("[\"{name}\",\"x"), 1);
        assert_ne!(odd, written);
        let request = serde_json::from_str(&odd).unwrap();
        let refused = code_of(street.client.approve(&request).await);
        assert!(
            ["BAD_SIGNATURE", "OTHER_MERCHANT"].contains(&&*refused),
            "{name}: {refused}"
        );
        code_of(street.client.net_cancel(&request).await);
    }
    // Written down and read again it is still the same request.
    let again = serde_json::from_str(&written).unwrap();
    assert!(street.client.approve(&again).await.is_ok());
}

#[tokio::test]
async fn another_sum_than_the_books_say_is_not_approved() {
    let street = Street::open().await;
    let form = street.client.standard_form(&street.checkout(Method::Card));
    let page = street.browser.open(&form).await;
    let body = street.browser.choose(&page, "Card", "approve").await.body();
    let returned = street.client.standard_return(&brought(&body)).unwrap();
    let request = street
        .client
        .standard_approval(&returned, Won(32_000), street.watch.now());
    assert_eq!(
        code_of(street.client.approve(&request).await),
        "WRONG_PRICE"
    );
    assert_eq!(street.balance(), Won::ZERO);
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_taken_back() {
    for knob in [Knob::WrongPrice, Knob::WrongSignature] {
        let street = Street::open().await;
        let request = street.authenticated(Method::Card).await;
        street.simulator.turn(knob, 1);
        differs(street.client.approve(&request).await);
        assert_eq!(street.balance(), DUE, "the money came all the same");
        for _ in 0..2 {
            street.client.net_cancel(&request).await.unwrap();
            assert_eq!(street.balance(), Won::ZERO);
        }
        let moves = street.simulator.moves();
        assert_eq!(moves.len(), 2, "it goes back once");
        let found = street.client.find_order(ORDER).await.unwrap();
        assert_eq!(found.status, Status::Cancelled);
    }
}

#[tokio::test]
async fn what_is_taken_back_before_it_is_approved_never_will_be() {
    let street = Street::open().await;
    let request = street.authenticated(Method::Card).await;
    street.client.net_cancel(&request).await.unwrap();
    assert_eq!(code_of(street.client.approve(&request).await), "TOKEN_OVER");
    assert!(street.simulator.moves().is_empty());
}

#[tokio::test]
async fn a_return_may_come_twice() {
    let street = Street::open().await;
    street.simulator.turn(Knob::ReturnTwice, 1);
    let form = street.client.standard_form(&street.checkout(Method::Card));
    let page = street.browser.open(&form).await;
    let body = street.browser.choose(&page, "Card", "later").await.body();
    let first = street.client.standard_return(&brought(&body)).unwrap();
    let second = street.shop.next().await;
    assert_eq!(
        street
            .client
            .standard_return(&brought(&second.body))
            .unwrap(),
        first
    );
}

#[tokio::test]
async fn the_script_sends_the_form_to_the_window() {
    let street = Street::open().await;
    let form = street.client.standard_form(&street.checkout(Method::Card));
    let asked = street.browser.client.get(form.script.unwrap());
    let script = asked.send().await.unwrap().text().await.unwrap();
    assert!(script.contains("INIStdPay") && script.contains(crate::inicis::simulator::WINDOW));
}

#[tokio::test]
async fn a_form_says_what_the_checkout_wants() {
    let street = Street::open().await;
    let mut checkout = street.checkout(Method::Transfer);
    checkout.methods.push(Method::Account);
    checkout.escrow = true;
    checkout.taxes = Some(Taxes {
        vat: Won(2_000),
        tax_free: Won(11_000),
    });
    let form = street.client.standard_form(&checkout);
    let field = |wanted: &str| {
        let found = form.fields.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.text().to_owned()).unwrap()
    };
    assert_eq!(field("gopaymethod"), "DirectBank:VBank");
    let accepted = field("acceptmethod");
    for option in ["vbank(20260804)", "useescrow", "centerCd(Y)"] {
        assert!(accepted.split(':').any(|said| said == option), "{accepted}");
    }
    assert_eq!(
        (field("tax"), field("taxfree")),
        ("2000".into(), "11000".into())
    );
    assert_eq!(field("goodname"), "단백질쉐이크  초코  외 2건");
    let printed = format!("{form:?}{checkout:?}");
    for private in ["홍길동", "01000000000", "buyer@example.com"] {
        assert!(!printed.contains(private), "{printed}");
    }
    let page = street.browser.open(&form).await;
    for offered in ["DirectBank", "VBank"] {
        assert!(page.contains(&format!("value=\"{offered}\"")), "{page}");
    }
    assert!(!page.contains("value=\"Card\""), "{page}");
}
