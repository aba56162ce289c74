//! As much of a browser as windows need.

use reqwest::redirect::Policy;

use crate::inicis::wire::checkout::WindowForm;
use crate::inicis::wire::form::{Charset, encode};

pub struct Browser {
    pub client: reqwest::Client,
    base: String,
}

/// Where a window let the shopper go.
pub enum Gone {
    /// A form that posts itself to the shop.
    Onward { action: String, body: Vec<u8> },
    /// A redirect.
    To(String),
    /// An error page.
    Shut(String),
}

impl Gone {
    /// What arrives at the shop.
    pub fn body(self) -> Vec<u8> {
        match self {
            Self::Onward { action, body } => {
                assert!(action.ends_with("/return"), "{action}");
                body
            }
            Self::To(url) => panic!("sent to {url}"),
            Self::Shut(why) => panic!("shut: {why}"),
        }
    }
}

impl Browser {
    pub fn new(base: &str) -> Self {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy();
        Self {
            client: client.build().unwrap(),
            base: base.to_owned(),
        }
    }

    /// Posts a form in its charset; status and page.
    pub async fn post(&self, url: &str, body: String) -> (u16, String) {
        let kind = "application/x-www-form-urlencoded";
        let request = self.client.post(url).header("content-type", kind);
        let answer = request.body(body).send().await.unwrap();
        let to = answer.headers().get("location").cloned();
        let status = answer.status().as_u16();
        match to {
            Some(to) => (status, to.to_str().unwrap().to_owned()),
            None => (status, answer.text().await.unwrap()),
        }
    }

    /// Opens a window.
    pub async fn open(&self, form: &WindowForm) -> String {
        let (status, page) = self.try_open(form).await;
        assert_eq!(status, 200, "{page}");
        page
    }

    pub async fn try_open(&self, form: &WindowForm) -> (u16, String) {
        self.post(form.action.as_deref().unwrap(), form.body())
            .await
    }

    /// Presses a window's button.
    pub async fn choose(&self, page: &str, means: &str, choice: &str) -> Gone {
        let mut fields = hidden(page);
        fields.push(("means".to_owned(), means.to_owned()));
        fields.push(("choice".to_owned(), choice.to_owned()));
        let url = format!("{}{}", self.base, action(page));
        let (status, page) = self.post(&url, encode(&fields, Charset::Utf8)).await;
        match status {
            303 => Gone::To(page),
            200 => {
                let korean = page.contains("accept-charset=\"euc-kr\"");
                let charset = if korean {
                    Charset::EucKr
                } else {
                    Charset::Utf8
                };
                Gone::Onward {
                    action: action(&page),
                    body: encode(&hidden(&page), charset).into_bytes(),
                }
            }
            _ => Gone::Shut(page),
        }
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).expect(start) + start.len();
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap()]
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x60;", "`"),
        ("&#x3D;", "="),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, letter);
    }
    text
}

fn action(page: &str) -> String {
    unescaped(between(page, "action=\"", "\""))
}

fn hidden(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input type=\"hidden\"").skip(1);
    let one = |input: &str| {
        let value = unescaped(between(input, "value=\"", "\""));
        (unescaped(between(input, "name=\"", "\"")), value)
    };
    inputs.map(one).collect()
}
