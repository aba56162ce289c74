//! What both simulators have: their own books, what they refuse, and faults that can be switched on.

use std::collections::{HashMap, HashSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::korean_bytes::{self, Length};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::locks::lock;

/// What goes wrong until it is told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    #[default]
    None,
    /// Answers only after so long.
    Slow(Duration),
    /// Takes the messages, and the answer never comes.
    LostAnswer,
    /// Takes the messages and answers 500.
    TakenThenError,
    /// Answers 503 and takes nothing.
    Unavailable,
    /// Takes the messages and answers something that is no JSON.
    Garbage,
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The provider's id.
    pub id: String,
    /// The shop's key, where the protocol carries one.
    pub key: Option<String>,
    pub to: String,
    pub from: String,
    /// `SMS`, `LMS` or `ATA`: as it went out in the end.
    pub kind: String,
    /// As it arrives at the telephone.
    pub text: String,
    /// The end of it: `4000` and the like.
    pub code: String,
    /// Milliseconds of the epoch.
    pub at: i64,
}

/// What the provider knows and what goes wrong.
#[derive(Default)]
pub struct Desk {
    books: Mutex<Vec<Taken>>,
    fault: Mutex<(Fault, u32)>,
    /// Numbers without KakaoTalk, and the code that Kakao gives for them.
    without_kakao: Mutex<HashMap<String, String>>,
    refused: Mutex<HashSet<String>>,
    calls: Mutex<u64>,
}

impl Desk {
    /// Everything that was taken, oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.books).clone()
    }

    /// How many were taken.
    pub fn count(&self) -> usize {
        lock(&self.books).len()
    }

    /// How often messages were handed over, taken or not.
    pub fn calls(&self) -> u64 {
        *lock(&self.calls)
    }

    /// The next so many calls go wrong.
    pub fn fail(&self, fault: Fault, times: u32) {
        *lock(&self.fault) = (fault, times);
    }

    /// This number has no KakaoTalk: Alimtalk to it ends with the code.
    pub fn without_kakao(&self, number: &str, code: &str) {
        lock(&self.without_kakao).insert(number.to_owned(), code.to_owned());
    }

    /// Messages to this number are refused.
    pub fn refuse(&self, number: &str) {
        lock(&self.refused).insert(number.to_owned());
    }

    pub(crate) fn is_refused(&self, number: &str) -> bool {
        lock(&self.refused).contains(number)
    }

    pub(crate) fn kakao_code(&self, number: &str) -> Option<String> {
        lock(&self.without_kakao).get(number).cloned()
    }

    pub(crate) fn next_fault(&self) -> Fault {
        *lock(&self.calls) += 1;
        let mut fault = lock(&self.fault);
        if fault.1 == 0 {
            return Fault::None;
        }
        fault.1 -= 1;
        fault.0
    }

    pub(crate) fn enter(&self, taken: Vec<Taken>) {
        lock(&self.books).extend(taken);
    }

    /// Reads the books without copying them.
    pub(crate) fn read<T>(&self, reader: impl FnOnce(&[Taken]) -> T) -> T {
        reader(&lock(&self.books))
    }
}

/// A number that a Korean telephone may have.
pub(crate) fn is_number(text: &str) -> bool {
    (9..=11).contains(&text.len())
        && text.starts_with('0')
        && text.chars().all(|letter| letter.is_ascii_digit())
}

/// Whether words fit the kind that they are sent as.
pub(crate) fn fits(kind: &str, subject: Option<&str>, text: &str) -> bool {
    let fits = match kind {
        "SMS" => matches!(korean_bytes::length(text), Ok(Length::Sms(_))),
        "LMS" => korean_bytes::length(text).is_ok(),
        _ => false,
    };
    fits && korean_bytes::subject(subject.unwrap_or_default()).is_ok()
}

/// A port of this machine, taken before anybody is answered there: what answers can know its own address.
pub(crate) struct Port {
    listener: TcpListener,
    address: SocketAddr,
}

impl Port {
    /// Takes a port; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub(crate) async fn take(port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets a router answer there.
    pub(crate) fn serve(self, router: Router) -> Open {
        let (url, listener) = (self.url(), self.listener);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        tokio::spawn(async move {
            let serving = axum::serve(listener, router);
            // Whoever drops a simulator wants it gone at once.
            tokio::select! {
                () = stopped.cancelled() => {}
                served = serving.into_future() => drop(served),
            }
        });
        Open {
            url,
            _stop: stop.drop_guard(),
        }
    }
}

/// A simulator that listens on this machine, until it is dropped.
pub struct Open {
    url: String,
    _stop: DropGuard,
}

impl Open {
    /// Lets a router answer on a port of this machine; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub(crate) async fn serve(port: u16, router: Router) -> std::io::Result<Self> {
        Ok(Port::take(port).await?.serve(router))
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }
}

/// The answer to a call under a fault; `answer` is what it would be.
pub(crate) async fn under(fault: Fault, answer: Response) -> Response {
    match fault {
        Fault::None => answer,
        Fault::Slow(by) => {
            tokio::time::sleep(by).await;
            answer
        }
        Fault::LostAnswer => std::future::pending().await,
        Fault::TakenThenError => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Fault::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Fault::Garbage => "<html>점검 중".into_response(),
    }
}
