//! A shopper's browser in a provider's window.

use reqwest::header::LOCATION;
use reqwest::{Client, Url, redirect};
use shop::ports::paying::Brought;

/// Opens the window at this address, presses the button, and gives what the browser is sent back with; nothing
/// for a window that was closed.
pub async fn press(address: &str, choice: &str) -> Brought {
    let browser = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let window = browser.get(address).send().await.unwrap();
    assert_eq!(window.status(), 200, "{address}");
    let base = window.url().clone();
    let page = window.text().await.unwrap();
    let action = base
        .join(&between(&page, "<form method=\"post\" action=\""))
        .unwrap();
    let inputs = page.split("<input type=\"hidden\" ").skip(1);
    let mut fields: Vec<(String, String)> = inputs
        .map(|input| (between(input, "name=\""), between(input, "value=\"")))
        .collect();
    fields.push(("means".to_owned(), "MONEY".to_owned()));
    fields.push(("choice".to_owned(), choice.to_owned()));
    let answer = browser.post(action).form(&fields).send().await.unwrap();
    let place = answer.headers()[LOCATION].to_str().unwrap();
    let place = Url::parse(place).unwrap();
    let pairs = place.query_pairs();
    Brought(
        pairs
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
    )
}

fn between(text: &str, before: &str) -> String {
    let (_, rest) = text.split_once(before).expect("the window's form");
    rest.split_once('"').expect("an attribute").0.to_owned()
}
