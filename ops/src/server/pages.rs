//! A door: takes connections and lets a router answer them.
//!
//! It does what `axum::serve` does, which knows no deadline: whoever connects and then says nothing,
//! or half a request, would keep a socket for ever.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How long the head of a request may take, or the next request of a connection that is kept open.
pub(super) const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// Serves until `stop`, then finishes what was begun.
pub(super) async fn serve(
    mut door: TcpListener,
    router: Router,
    head_within: Duration,
    stop: CancellationToken,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(head_within);
    let connections = GracefulShutdown::new();
    // Taking one again and again also outlives a moment without free sockets.
    while let Some((stream, from)) = stop.run_until_cancelled(Listener::accept(&mut door)).await {
        let router = router.clone();
        let answer = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request)
        });
        let answering = connections.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            if let Err(error) = answering.await {
                // Visitors come and go as they like.
                tracing::debug!(%error, "a connection ended: {error}");
            }
        });
    }
    drop(door);
    connections.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::time::{sleep, timeout};

    use super::*;

    const HEAD: Duration = Duration::from_millis(300);
    const LONG: Duration = Duration::from_secs(5);

    /// A door behind which a page tells the visitor's address, after some time.
    async fn open(stop: &CancellationToken) -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = door.local_addr().unwrap();
        let told = |ConnectInfo(from): ConnectInfo<SocketAddr>| async move {
            sleep(HEAD * 2).await;
            from.ip().to_string()
        };
        let router = Router::new().route("/", get(told));
        let serving = tokio::spawn(serve(door, router, HEAD, stop.clone()));
        (address, serving)
    }

    async fn ask(address: SocketAddr, words: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }

    async fn hear(mut stream: TcpStream) -> String {
        let mut heard = String::new();
        let all = stream.read_to_string(&mut heard);
        timeout(LONG, all).await.expect("it is closed").unwrap();
        heard
    }

    #[tokio::test]
    async fn a_slow_answer_is_waited_for_but_not_half_a_request_nor_silence() {
        let stop = CancellationToken::new();
        let (address, _) = open(&stop).await;
        let whole = ask(address, "GET / HTTP/1.1\r\nhost: shop\r\n\r\n").await;
        let half = ask(address, "GET / HTTP/1.1\r\nhost: sh").await;
        let silent = ask(address, "").await;
        assert!(!hear(half).await.contains("200"));
        assert_eq!(hear(silent).await, "");
        let answer = hear(whole).await;
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"),
            "{answer}"
        );
    }

    #[tokio::test]
    async fn what_was_asked_before_the_end_is_answered() {
        let stop = CancellationToken::new();
        let (address, serving) = open(&stop).await;
        let asked = ask(address, "GET / HTTP/1.1\r\nhost: shop\r\n\r\n").await;
        sleep(HEAD / 3).await;
        stop.cancel();
        assert!(hear(asked).await.starts_with("HTTP/1.1 200"));
        timeout(LONG, serving).await.expect("it ends").unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
