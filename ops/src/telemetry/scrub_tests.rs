//! What is masked, whatever stands around it, and what stays.

use proptest::prelude::*;
use sentry::protocol::{Exception, Frame, Level, Map};

use super::*;

/// What must never leave: made up, in the ways in which people and programs write such things.
fn secret() -> impl Strategy<Value = String> {
    let dashes = prop_oneof![Just("-"), Just(""), Just(" "), Just("."), Just(" - ")];
    let phone = ("0(10|2|31|70)", "[0-9]{4}", "[0-9]{4}", dashes.clone())
        .prop_map(|(a, b, c, dash)| format!("{a}{dash}{b}{dash}{c}"));
    let abroad = ("[0-9]{2}", "[0-9]{4}", "[0-9]{4}", dashes.clone())
        .prop_map(|(a, b, c, dash)| format!("+82{dash}{a}{dash}{b}{dash}{c}"));
    let card = (
        "[3-6][0-9]{3}",
        "[0-9]{4}",
        "[0-9]{4}",
        "[0-9]{4}",
        dashes.clone(),
    )
        .prop_map(|(a, b, c, d, dash)| [a, b, c, d].join(dash));
    let resident = ("[0-9]{6}", "[1-4][0-9]{6}", dashes.clone())
        .prop_map(|(a, b, dash)| format!("{a}{dash}{b}"));
    let account = ("[0-9]{3,6}", "[0-9]{2,6}", "[0-9]{5,7}", dashes)
        .prop_map(|(a, b, c, dash)| [a, b, c].join(dash));
    let mail = "[a-z][a-z0-9.+_-]{0,12}[a-z]@[a-z]{2,10}\\.(com|net|co\\.kr|kr)";
    let token = "[a-z2-7]{32}";
    let name = "[가-힣]{2,4}";
    prop_oneof![
        phone,
        abroad,
        card,
        resident,
        account,
        mail.prop_map(|mail: String| mail),
        mail.prop_map(|mail: String| mail.replace('@', "%40")),
        token.prop_map(|token: String| token),
        name.prop_map(|name: String| name),
    ]
}

proptest! {
    #[test]
    fn no_secret_comes_through_whatever_stands_around_it(
        before in "([ -~가-힣]{0,20}[ :=,;가-힣])?",
        secret in secret(),
        after in "([ :=,;가-힣][ -~가-힣]{0,20})?",
    ) {
        let told = text(&format!("{before}{secret}{after}")).into_owned();
        prop_assert!(!told.contains(&secret), "{told}");
    }

    #[test]
    fn no_part_of_an_event_lets_a_secret_through(secret in secret(), place in 0_usize..9) {
        let said = format!("it says {secret}, does it");
        let mut told = Event { level: Level::Error, ..Event::default() };
        match place {
            0 => told.message = Some(said),
            1 => told.exception = vec![Exception { ty: "panic".into(), value: Some(said), ..Exception::default() }].into(),
            2 => told.breadcrumbs = vec![Breadcrumb { message: Some(said), ..Breadcrumb::default() }].into(),
            3 => told.breadcrumbs = vec![Breadcrumb { data: Map::from([(said.clone(), Value::from(said))]), ..Breadcrumb::default() }].into(),
            4 => drop(told.tags.insert("tag".into(), said)),
            5 => drop(told.extra.insert(said.clone(), serde_json::json!({ "in": [said] }))),
            6 => told.transaction = Some(said),
            7 => drop(told.contexts.insert("more".into(), sentry::protocol::Context::Other(Map::from([("a".to_owned(), Value::from(said))])))),
            _ => told.fingerprint = vec![Cow::Owned(said)].into(),
        }
        let sent = serde_json::to_string(&event(told).unwrap()).unwrap();
        prop_assert!(!sent.contains(&secret), "{sent}");
    }

    #[test]
    fn nothing_makes_it_panic(said in any::<String>()) {
        let _ = text(&said);
        let _ = panic(&said);
    }
}

#[test]
fn ids_and_our_own_words_stay() {
    for kept in [
        "POST /checkout 500 [0b2f8bd4-6b8a-4f5e-9d7c-0123456789ab] unavailable: the log",
        "order 20261123-CBG1HK3TM8: a captured payment is settled later",
        "payment 20261123-1234567890.1 is at 2026-11-23 02:41:45",
        "at 2026-11-23T02:41:45.123456Z",
        "cursor 1:81234:77112, took 12345678",
        "/orders/{order}/{token}",
        "web::handlers::checkout::send::{{closure}}",
        "sales_g3 lacks event 12 of ITEM-1",
    ] {
        assert_eq!(text(kept), kept);
    }
}

#[test]
fn what_is_about_a_person_is_masked_by_its_kind() {
    for (said, told) in [
        ("to hong@example.co.kr.", "to [mail]"),
        ("call 010-1234-5678 now", "call [number] now"),
        ("전화01012345678입니다", "[text][number][text]"),
        ("+82 (0)10-1234-5678", "[number]"),
        ("card 4111 1111 1111 1111", "card [number]"),
        ("resident 900101-1234567", "resident [number]"),
        ("from 203.0.113.9", "from [address]"),
        ("from 2001:db8::17", "from [address]"),
        (
            "GET /orders/20261123-CBG1HK3TM8/abc?new=1",
            "GET /orders/20261123-CBG1HK3TM8/[token]?[query]",
        ),
        ("GET /?q=hong", "GET /?[query]"),
        (
            "postgres://shop:secret@db/jangbu",
            "postgres://[login]@db/jangbu",
        ),
        ("name=%ED%99%8D%EA%B8%B8", "name=[text]"),
        (r"name \u{d64d}\u{ae38}", "name [text]"),
        ("서울특별시 마포구 월드컵로 1", "[text] [text] [text] 1"),
    ] {
        assert_eq!(text(said), told, "{said}");
    }
}

#[test]
fn a_panic_does_not_quote_what_it_stumbled_over() {
    let told = panic(
        "byte index 1 is not a char boundary; it is inside 'é' (bytes 0..2) of `élodie dupont`",
    );
    assert!(!told.contains("dupont") && !told.contains('é'), "{told}");
    let told = panic(
        r#"called `Result::unwrap()` on an `Err` value: Custom { text: "Kim \"Lee\" Park" }"#,
    );
    assert_eq!(
        told,
        "called `Result::unwrap()` on an `Err` value: Custom { text: [quoted] }"
    );
}

#[test]
fn frames_say_where_and_nothing_else() {
    let frame = Frame {
        function: Some("web::send".into()),
        filename: Some("send.rs".into()),
        abs_path: Some("/home/kim/send.rs".into()),
        context_line: Some("let name = \"Kim\"".into()),
        vars: Map::from([("name".to_owned(), Value::from("Kim"))]),
        lineno: Some(7),
        ..Frame::default()
    };
    let exception = Exception {
        ty: "panic".into(),
        stacktrace: Some(Stacktrace {
            frames: vec![frame],
            ..Stacktrace::default()
        }),
        ..Exception::default()
    };
    let told = Event {
        exception: vec![exception].into(),
        server_name: Some("kims-laptop".into()),
        ..Event::default()
    };
    let sent = serde_json::to_string(&event(told).unwrap()).unwrap();
    assert!(
        sent.contains("web::send") && sent.contains("send.rs"),
        "{sent}"
    );
    for gone in ["kim", "Kim", "vars", "laptop"] {
        assert!(!sent.contains(gone), "{gone}: {sent}");
    }
}

#[test]
fn a_very_long_text_is_cut() {
    assert!(text(&"x ".repeat(10_000)).len() <= LONGEST);
}
