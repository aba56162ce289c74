//! How many requests are worked on at once. More are told to come back, quickly, instead of making
//! everybody wait; and who is slow in sending a form takes nobody's place meanwhile.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::OrderId;
use futures::StreamExt;
use metrics::{Counter, counter};
use shop::OrderTokens;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::error::WebError;
use crate::layers::{LARGEST_BODY, LARGEST_MESSAGE, LARGEST_REPORTS, LARGEST_UPLOAD};
use crate::parcel::{self, MOST_LOOKED_AT, MOST_READ};
use crate::routes::{NOTICE_PATH, SES_PATH, SOLAPI_PATH, is_upload, with_photos};

/// Requests worked on at once.
const AT_ONCE: usize = 1_024;
/// Deposit notices beside them: money is told of also while the shop is full.
const NOTICES: usize = 64;
/// Pictures on their way beside them: each is in memory as a whole, at last.
const UPLOADS: usize = 8;
/// Megabytes of shoppers' photos on their way at once, together: two forms that are full, or a dozen of a
/// telephone's photos. Less than staff's pictures may take.
const PHOTOS: usize = 88;
/// A form comes within this time.
const SENT_WITHIN: Duration = Duration::from_secs(5);
/// A picture comes within this time.
const UPLOADED_WITHIN: Duration = Duration::from_mins(1);

/// The places of one door.
#[derive(Clone)]
pub(crate) struct Crowd {
    pages: Arc<Semaphore>,
    notices: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    photos: Arc<Semaphore>,
    tokens: OrderTokens,
    /// Counts whom it turned away.
    refused: [Counter; 3],
}

impl Crowd {
    pub(crate) fn new(tokens: OrderTokens) -> Self {
        Self {
            pages: Arc::new(Semaphore::new(AT_ONCE)),
            notices: Arc::new(Semaphore::new(NOTICES)),
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            photos: Arc::new(Semaphore::new(PHOTOS)),
            tokens,
            refused: ["pages", "notices", "uploads"]
                .map(|place| counter!("jangbu_http_requests_refused_total", "place" => place)),
        }
    }

    /// Bytes that a form of parts may bring, by what it says itself; none for all other requests. Only
    /// whoever holds the order's token may send so much.
    fn parcel(&self, request: &Request) -> Option<usize> {
        let (order, token) = with_photos(request.uri().path())?;
        let order = OrderId::new(order).ok()?;
        let may = !request.method().is_safe()
            && parcel::is_parcel(request)
            && self.tokens.fits(&order, token);
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        may.then(|| length.unwrap_or(MOST_LOOKED_AT).min(MOST_LOOKED_AT))
    }
}

/// Lets a request in once all of it is there, if there is a place. Whether the process lives is told
/// without one: a full shop is no dead one.
pub(crate) async fn admit(State(crowd): State<Crowd>, request: Request, next: Next) -> Response {
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    let [pages, notices, uploads] = &crowd.refused;
    let upload = is_upload(request.uri().path()) && !request.method().is_safe();
    // Before the first byte of it is taken.
    let Ok(_upload) = (if upload {
        crowd.uploads.try_acquire().map(Some)
    } else {
        Ok(None)
    }) else {
        uploads.increment(1);
        return WebError::Unavailable("too many pictures at once".into()).into_response();
    };
    let parcel = crowd.parcel(&request);
    let large = parcel.filter(|bytes| *bytes > LARGEST_BODY);
    let Ok(_photos) = large
        .map(|bytes| crowd.photos.try_acquire_many(megabytes(bytes)))
        .transpose()
    else {
        uploads.increment(1);
        return WebError::Unavailable("too many photos at once".into()).into_response();
    };
    let (places, refused) = if request.uri().path() == NOTICE_PATH {
        (&crowd.notices, notices)
    } else {
        (&crowd.pages, pages)
    };
    let sent = match parcel {
        Some(bytes) => unpacked(request, bytes).await,
        None => sent(request).await,
    };
    let request = match sent {
        Ok(request) => request,
        Err(refused) => return refused.into_response(),
    };
    let Ok(_place) = places.try_acquire() else {
        refused.increment(1);
        return WebError::Unavailable("too many requests at once".into()).into_response();
    };
    next.run(request).await
}

fn megabytes(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(u32::MAX)
}

/// The request with its form of parts, all of which is there.
async fn unpacked(request: Request, bytes: usize) -> Result<Request, StatusCode> {
    let patience = if bytes > LARGEST_BODY {
        UPLOADED_WITHIN
    } else {
        SENT_WITHIN
    };
    let unpacked = timeout(patience, parcel::unpack(request)).await;
    unpacked.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

/// The request with its whole body.
async fn sent(request: Request) -> Result<Request, StatusCode> {
    if request.method().is_safe() {
        return Ok(request);
    }
    let (head, body) = request.into_parts();
    let (largest, patience) = match head.uri.path() {
        SES_PATH => (LARGEST_MESSAGE, SENT_WITHIN),
        SOLAPI_PATH => (LARGEST_REPORTS, SENT_WITHIN),
        path if is_upload(path) => (LARGEST_UPLOAD, UPLOADED_WITHIN),
        _ => (LARGEST_BODY, SENT_WITHIN),
    };
    let body = timeout(patience, whole(body, largest)).await;
    let body = body.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))?;
    Ok(Request::from_parts(head, Body::from(body)))
}

/// All of a body that is not too large. Of one that is, the rest is passed over before the answer: a sender
/// whose connection breaks while it still sends never sees why.
async fn whole(body: Body, largest: usize) -> Result<Bytes, StatusCode> {
    let (mut kept, mut read) = (Vec::new(), 0);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| StatusCode::BAD_REQUEST)?;
        read += piece.len();
        if read > MOST_READ {
            break;
        }
        if read <= largest {
            kept.extend_from_slice(&piece);
        } else {
            kept = Vec::new();
        }
    }
    if read > largest {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(kept.into())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::routing::{get, post};
    use futures::stream;
    use tower::ServiceExt;

    use super::*;

    fn full_at_one() -> Router {
        let crowd = Crowd {
            pages: Arc::new(Semaphore::new(1)),
            notices: Arc::new(Semaphore::new(1)),
            uploads: Arc::new(Semaphore::new(1)),
            photos: Arc::new(Semaphore::new(PHOTOS)),
            tokens: OrderTokens::new([1; 32]),
            refused: [Counter::noop(), Counter::noop(), Counter::noop()],
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
    async fn who_sends_too_much_is_listened_to_before_it_is_told_so() {
        let heard = Arc::new(AtomicUsize::new(0));
        for (sent, read) in [(40, 40), (1_000, 129)] {
            heard.store(0, Ordering::Relaxed);
            let hearing = heard.clone();
            let pieces = stream::repeat(Bytes::from(vec![0; 1 << 20])).take(sent);
            let pieces = pieces.inspect(move |_| {
                hearing.fetch_add(1, Ordering::Relaxed);
            });
            let body = Body::from_stream(pieces.map(Ok::<_, std::io::Error>));
            let answer = full_at_one().oneshot(form(body)).await.unwrap();
            assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
            assert_eq!(heard.load(Ordering::Relaxed), read, "MB of {sent}");
        }
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
