//! The way out to a provider: https except on this machine, a deadline, no redirects; and what a
//! failed call means.
//!
//! What a call's failure is told as holds no address, no body and no provider's sentence: those may
//! name a person's number.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Url, redirect};
use shop::ports::post::SendError;

use crate::here::is_here;

/// Bytes of an answer at most.
const LARGEST: usize = 64 * 1024 * 1024;
/// Within this the provider's server must take the connection.
const CONNECT: Duration = Duration::from_secs(5);

/// An address that nothing may be sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("`{0}` is no address such as https://api.solapi.com")]
    Unreadable(String),
    #[error("`{0}` is not https; only a simulator on this machine may be spoken to without")]
    Open(String),
    #[error("no client for https: {0}")]
    Client(String),
}

/// The way to one provider.
#[derive(Debug, Clone)]
pub struct Door {
    client: Client,
    base: String,
}

/// A provider's answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Door {
    /// The way to this address; each call may take `deadline`.
    ///
    /// # Errors
    /// The address is none, or not https.
    pub fn new(base: &str, deadline: Duration) -> Result<Self, BadAddress> {
        let base = base.trim_end_matches('/');
        let unreadable = || BadAddress::Unreadable(base.to_owned());
        let url = Url::parse(base).map_err(|_| unreadable())?;
        let host = url.host_str().ok_or_else(unreadable)?;
        let here = is_here(host.trim_matches(['[', ']']));
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            return Err(BadAddress::Open(base.to_owned()));
        }
        let client = Client::builder()
            .timeout(deadline)
            .connect_timeout(CONNECT.min(deadline))
            .redirect(redirect::Policy::none())
            .https_only(!here)
            .no_proxy()
            .build()
            .map_err(|error| BadAddress::Client(error.without_url().to_string()))?;
        Ok(Self {
            client,
            base: base.to_owned(),
        })
    }

    /// A request to a path with its query.
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }
}

impl Answer {
    /// Sends a request and reads the whole answer.
    pub(crate) async fn to(request: RequestBuilder) -> Result<Self, SendError> {
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(SendError::Unknown("an endless answer".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { status, body })
    }
}

/// Whoever could not even connect has sent nothing; anything later may have been taken.
fn failed(error: &reqwest::Error) -> SendError {
    if error.is_builder() {
        return SendError::Misconfigured("a request that cannot be made".to_owned());
    }
    if error.is_connect() {
        return SendError::NotSent("no connection".to_owned());
    }
    let why = if error.is_timeout() {
        "no answer in time"
    } else {
        "the connection broke"
    };
    SendError::Unknown(why.to_owned())
}

/// A provider's code as far as it is one: it goes into tables and logs.
pub(crate) fn code(said: &str) -> String {
    let fit = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    let long_number = said.len() > 6 && said.chars().all(|letter| letter.is_ascii_digit());
    if said.is_empty() || said.len() > 64 || long_number || !said.chars().all(fit) {
        return "unreadable".to_owned();
    }
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(base: &str) -> Result<Door, BadAddress> {
        Door::new(base, Duration::from_secs(1))
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_open() {
        for fine in [
            "https://api.solapi.com",
            "http://127.0.0.1:9000/",
            "http://localhost:1",
            "http://[::1]:9000",
        ] {
            assert!(door(fine).is_ok(), "{fine}");
        }
        for open in [
            "http://api.solapi.com",
            "http://10.0.0.1",
            "http://127.0.0.1.evil.example",
            "ftp://127.0.0.1",
        ] {
            assert!(matches!(door(open), Err(BadAddress::Open(_))), "{open}");
        }
        assert!(matches!(door("api"), Err(BadAddress::Unreadable(_))));
    }

    #[test]
    fn a_code_is_a_code_and_no_number_of_a_person() {
        assert_eq!(code("SignatureDoesNotMatch"), "SignatureDoesNotMatch");
        assert_eq!(code("3019"), "3019");
        for odd in ["01012345678", "", "a b", "번호", &"x".repeat(65)] {
            assert_eq!(code(odd), "unreadable", "{odd}");
        }
    }

    #[tokio::test]
    async fn nobody_at_the_door_means_not_sent_and_silence_means_unknown() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap();
        let door = Door::new(&format!("http://{address}"), Duration::from_millis(200)).unwrap();
        let silent = Answer::to(door.ask(Method::GET, "/")).await;
        assert!(matches!(silent, Err(SendError::Unknown(_))));
        drop(taken);
        let nobody = Answer::to(door.ask(Method::GET, "/")).await;
        assert!(matches!(nobody, Err(SendError::NotSent(_))));
    }
}
