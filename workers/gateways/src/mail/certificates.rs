//! Fetches the certificates that Amazon SNS signs with, and confirms subscriptions.

use std::time::Duration;

use async_trait::async_trait;
use moka::future::Cache;
use reqwest::Client;
use reqwest::redirect::Policy;
use shop::ports::sns::{FetchError, SigningCertificates, SnsAddress};

/// Bytes; a real one has about 2,000.
const LARGEST: usize = 64 * 1024;
/// Connecting and reading together.
const WITHIN: Duration = Duration::from_secs(5);
/// Amazon changes its certificate about once a year, and a new one has a new address.
const KEPT_FOR: Duration = Duration::from_hours(24);
/// Certificates kept; a shop sees one or two.
const KEPT: u64 = 16;

/// The way to Amazon SNS. Cheap to clone.
#[derive(Clone)]
pub struct Certificates {
    client: Client,
    kept: Cache<SnsAddress, Vec<u8>>,
}

impl Certificates {
    /// # Errors
    /// The machine cannot make TLS connections.
    pub fn new() -> Result<Self, FetchError> {
        // A redirect would lead away from the host that the address was checked for.
        let client = Client::builder().redirect(Policy::none()).timeout(WITHIN);
        let kept = Cache::builder().max_capacity(KEPT).time_to_live(KEPT_FOR);
        Ok(Self {
            client: client.build().map_err(|error| told(&error))?,
            kept: kept.build(),
        })
    }

    /// What lies at an address; only a 200, and no more than anybody needs.
    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let answer = self.client.get(url).send().await;
        let mut answer = answer.map_err(|error| told(&error))?;
        if answer.status() != 200 {
            return Err(FetchError(format!(
                "it answers {}",
                answer.status().as_u16()
            )));
        }
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| told(&error))? {
            body.extend_from_slice(&piece);
            if body.len() > LARGEST {
                return Err(FetchError(format!("it has more than {LARGEST} bytes")));
            }
        }
        Ok(body)
    }
}

/// Without the address, which has a subscription's token in it.
fn told(error: &reqwest::Error) -> FetchError {
    let why = if error.is_timeout() {
        "it does not answer in time"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "it does not answer as it should"
    };
    FetchError(why.to_owned())
}

#[async_trait]
impl SigningCertificates for Certificates {
    async fn certificate(&self, address: &SnsAddress) -> Result<Vec<u8>, FetchError> {
        let fetch = self.get(address.as_str());
        let fetched = self.kept.try_get_with_by_ref(address, fetch).await;
        fetched.map_err(|error| (*error).clone())
    }

    async fn confirm(&self, address: &SnsAddress) -> Result<(), FetchError> {
        self.get(address.as_str()).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that answers every request so, and then says nothing more.
    async fn answering(answer: Vec<u8>) -> String {
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = door.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = door.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut asked = [0; 4096];
                    let _ = stream.read(&mut asked).await;
                    let _ = stream.write_all(&answer).await;
                    tokio::time::sleep(WITHIN * 3).await;
                });
            }
        });
        format!("http://{address}/a.pem")
    }

    fn found(body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    }

    async fn got(answer: Vec<u8>) -> Result<Vec<u8>, FetchError> {
        let url = answering(answer).await;
        Certificates::new().unwrap().get(&url).await
    }

    #[tokio::test]
    async fn what_is_small_and_there_is_fetched() {
        assert_eq!(got(found(b"pem")).await, Ok(b"pem".to_vec()));
        assert!(got(found(&vec![b'x'; LARGEST])).await.is_ok());
    }

    #[tokio::test]
    async fn neither_redirects_nor_errors_nor_floods_are_followed() {
        let elsewhere = answering(found(b"inside")).await;
        let moved =
            format!("HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(
            got(moved.into_bytes()).await,
            Err(FetchError("it answers 302".to_owned()))
        );
        let gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(
            got(gone.to_vec()).await,
            Err(FetchError("it answers 404".to_owned()))
        );
        let flood = got(found(&vec![b'x'; LARGEST + 1])).await.unwrap_err();
        assert!(flood.0.contains("more than"), "{flood}");
    }

    #[tokio::test]
    async fn who_never_finishes_is_left_in_bounded_time() {
        let begun = Instant::now();
        let slow = got(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec()).await;
        assert_eq!(
            slow,
            Err(FetchError("it does not answer in time".to_owned()))
        );
        assert!(begun.elapsed() < WITHIN * 2);
    }
}
