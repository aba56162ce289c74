//! How many requests are worked on at once. More are told to come back, quickly, instead of making
//! everybody wait; and who is slow in sending a form takes nobody's place meanwhile.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::error::WebError;
use crate::layers::LARGEST_BODY;
use crate::routes::NOTICE_PATH;

/// Requests worked on at once.
const AT_ONCE: usize = 1_024;
/// Deposit notices beside them: money is told of also while the shop is full.
const NOTICES: usize = 64;
/// A form comes within this time.
const SENT_WITHIN: Duration = Duration::from_secs(5);

/// The places of one door.
#[derive(Clone)]
pub(crate) struct Crowd {
    pages: Arc<Semaphore>,
    notices: Arc<Semaphore>,
}

impl Crowd {
    pub(crate) fn new() -> Self {
        Self {
            pages: Arc::new(Semaphore::new(AT_ONCE)),
            notices: Arc::new(Semaphore::new(NOTICES)),
        }
    }
}

/// Lets a request in once all of it is there, if there is a place. Whether the process lives is told
/// without one: a full shop is no dead one.
pub(crate) async fn admit(State(crowd): State<Crowd>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    let places = if request.uri().path() == NOTICE_PATH {
        &crowd.notices
    } else {
        &crowd.pages
    };
    let request = match sent(request).await {
        Ok(request) => request,
        Err(refused) => return refused.into_response(),
    };
    match places.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => WebError::Unavailable("too many requests at once".into()).into_response(),
    }
}

/// The request with its whole body.
async fn sent(request: Request) -> Result<Request, StatusCode> {
    if request.method().is_safe() {
        return Ok(request);
    }
    let (head, body) = request.into_parts();
    match timeout(SENT_WITHIN, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => Ok(Request::from_parts(head, Body::from(body))),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use futures::stream;
    use tower::ServiceExt;

    use super::*;

    fn full_at_one() -> Router {
        let crowd = Crowd {
            pages: Arc::new(Semaphore::new(1)),
            notices: Arc::new(Semaphore::new(1)),
        };
        Router::new()
            .route("/", get(|| async { "page" }))
            .route("/form", post(std::future::pending::<()>))
            .route("/healthz", get(|| async { "ok" }))
            .layer(axum::middleware::from_fn_with_state(crowd, admit))
    }

    fn form(body: Body) -> Request {
        Request::post("/form").body(body).unwrap()
    }

    async fn asked(shop: &Router, path: &str) -> StatusCode {
        let request = Request::get(path).body(Body::empty()).unwrap();
        shop.clone().oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_form_that_never_ends_takes_nobodys_place_and_is_given_up() {
        let shop = full_at_one();
        let endless = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let slow = tokio::spawn(shop.clone().oneshot(form(endless)));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(asked(&shop, "/").await, StatusCode::OK);
        let answer = slow.await.unwrap().unwrap();
        assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
    }

    #[tokio::test]
    async fn a_full_shop_says_so_and_is_alive() {
        let shop = full_at_one();
        let working = tokio::spawn(shop.clone().oneshot(form(Body::empty())));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(asked(&shop, "/").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(asked(&shop, "/healthz").await, StatusCode::OK);
        working.abort();
    }
}
