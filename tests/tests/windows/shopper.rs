//! A shopper's browser in a provider's window.

use gateways::inicis;
use reqwest::header::LOCATION;
use reqwest::{Client, Url, redirect};
use shop::ports::paying::{Brought, Opening};

/// Where a shopper came from the window.
pub enum Came {
    /// Back to the shop, with this.
    Back(Brought),
    /// Back to where the shop wants those who closed the window.
    Closed,
    /// The window was closed, and nobody came back.
    Nowhere,
}

impl Came {
    /// What was brought.
    pub fn brought(self) -> Brought {
        match self {
            Self::Back(brought) => brought,
            Self::Closed | Self::Nowhere => Brought::default(),
        }
    }
}

/// Opens the window, presses the button, and tells where the browser came.
pub async fn press(opening: &Opening, choice: &str) -> Came {
    let browser = browser();
    let asked = match opening {
        Opening::Redirect(address) => browser.get(address),
        Opening::Form { action, fields } => browser.post(action).form(fields),
        Opening::Script { sdk, fields, .. } => {
            let window = Url::parse(sdk).unwrap().join(inicis::simulator::WINDOW);
            browser.post(window.unwrap()).form(fields)
        }
    };
    let window = asked.send().await.unwrap();
    assert_eq!(window.status(), 200, "{opening:?}");
    let base = window.url().clone();
    let page = window.text().await.unwrap();
    let action = base.join(&between(&page, "<form method=\"post\" action=\""));
    let mut fields = hidden(&page);
    let means = between(&page, "<input type=\"radio\" name=\"means\" value=\"");
    fields.push(("means".to_owned(), means));
    fields.push(("choice".to_owned(), choice.to_owned()));
    let answer = browser.post(action.unwrap()).form(&fields);
    let answer = answer.send().await.unwrap();
    let place = answer.headers().get(LOCATION).cloned();
    if let Some(place) = place {
        return arrived(place.to_str().unwrap());
    }
    let onward = answer.text().await.unwrap();
    if onward.contains("<form method=\"post\" action=\"") {
        Came::Back(Brought(hidden(&onward)))
    } else {
        Came::Nowhere
    }
}

/// The hidden fields of a form that sends itself back to the shop.
fn hidden(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input type=\"hidden\" ").skip(1);
    inputs
        .map(|input| (between(input, "name=\""), between(input, "value=\"")))
        .collect()
}

/// A browser that does not go on by itself. Making one reads all certificates of the machine.
fn browser() -> Client {
    let builder = Client::builder().redirect(redirect::Policy::none());
    builder.no_proxy().tls_certs_only([]).build().unwrap()
}

fn arrived(place: &str) -> Came {
    let place = Url::parse(place).unwrap();
    if place.path().ends_with("/closed") {
        return Came::Closed;
    }
    let pairs = place.query_pairs();
    let owned = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
    Came::Back(Brought(owned.collect()))
}

fn between(text: &str, before: &str) -> String {
    let (_, rest) = text.split_once(before).expect("the window's form");
    let text = rest.split_once('"').expect("an attribute").0;
    // As the windows' templates write what could be markup.
    [("&quot;", "\""), ("&#x3D;", "="), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (written, meant)| {
            text.replace(written, meant)
        })
}
