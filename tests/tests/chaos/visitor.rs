//! A browser whose owner presses the button again when nothing comes back.

use std::time::{Duration, Instant};

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};

/// How long one step may be tried again.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A browser with cookies of its own.
pub struct Visitor {
    client: Client,
    shop: String,
    from: String,
}

impl Visitor {
    /// One that nobody knows yet.
    pub fn at(shop: &str) -> Self {
        Self::coming_from(shop, "127.0.0.1")
    }

    /// The same, from a network address.
    pub fn coming_from(shop: &str, address: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        Self {
            client,
            shop: shop.to_owned(),
            from: address.to_owned(),
        }
    }

    /// Puts a piece into the cart; pressed again, there may be two.
    pub async fn put(&self, product: &str) {
        let form = [("product", product), ("sku", product), ("quantity", "1")];
        self.press("/cart/lines", &form).await;
    }

    /// Sends a form until an answer comes back, and answers where that leads.
    pub async fn press(&self, path: &str, form: &[(&str, &str)]) -> String {
        let answer = self.send(path, form).await;
        let status = answer.status();
        match to(&answer) {
            Some(to) if status == StatusCode::SEE_OTHER => to,
            _ => panic!(
                "{path} answered {status}: {}",
                answer.text().await.unwrap_or_default()
            ),
        }
    }

    /// Sends a form until an answer comes back.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let post = || {
            let post = self.client.post(format!("{}{path}", self.shop));
            post.header("sec-fetch-site", "same-origin").form(form)
        };
        self.until_answered(path, post).await
    }

    /// Opens a page, again while it cannot be had.
    pub async fn open(&self, path: &str) -> String {
        let began = Instant::now();
        loop {
            let get = || self.client.get(format!("{}{path}", self.shop));
            let answer = self.until_answered(path, get).await;
            let status = answer.status();
            if let (StatusCode::OK, Ok(text)) = (status, answer.text().await) {
                return text;
            }
            assert!(began.elapsed() < PATIENCE, "{path} cannot be had: {status}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Asks again while the shop is away (no connection, a cut answer, a 5xx).
    async fn until_answered(&self, path: &str, request: impl Fn() -> RequestBuilder) -> Response {
        let began = Instant::now();
        loop {
            let request = request().header("x-forwarded-for", &self.from);
            match request.send().await {
                Ok(answer) if !answer.status().is_server_error() => return answer,
                missed => assert!(began.elapsed() < PATIENCE, "{path}: {missed:?}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Where an answer sends the browser.
pub fn to(answer: &Response) -> Option<String> {
    let to = answer.headers().get(LOCATION)?;
    Some(to.to_str().unwrap().to_owned())
}
