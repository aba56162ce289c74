//! What a failure means: it depends on where in the conversation it came.

use std::error::Error as _;

use lettre::transport::smtp::Error as SmtpError;
use shop::ports::post::SendError;
use tokio::time::{Instant, timeout_at};

/// What a failure means at one step: each one is further along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judge {
    /// Being let in, and naming the sender: what is refused is we.
    Door,
    /// Naming the recipient: what is refused is the address, or we, who may not write to it.
    Recipient,
    /// Announcing the letter: what is refused is the letter.
    Letter,
    /// The same, and it is out of our hands.
    HandedOver,
}

impl Judge {
    /// No answer, or none that makes sense.
    fn silence(self, reason: String) -> SendError {
        if self == Self::HandedOver {
            SendError::Unknown(reason)
        } else {
            SendError::NotSent(reason)
        }
    }

    /// Whether "never" (5xx) is about us and not about this letter. Status 5.7 is policy (RFC 3463): at
    /// the recipient it says that this server carries no mail there for us, or none of this sender.
    fn is_about_us(self, status: Option<&str>) -> bool {
        match self {
            Self::Door => true,
            Self::Recipient => status.is_some_and(|status| status.starts_with("5.7.")),
            Self::Letter | Self::HandedOver => false,
        }
    }
}

/// One step, waited for until then.
pub(super) async fn step<T>(
    name: &str,
    judge: Judge,
    until: Instant,
    answer: impl Future<Output = Result<T, SmtpError>>,
) -> Result<(), SendError> {
    match timeout_at(until, answer).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(told(&format!("at {name}"), &error, judge)),
        Err(_) => Err(judge.silence(format!("no answer at {name} in time"))),
    }
}

/// What the server said, without its words: they often repeat the recipient's address.
pub(super) fn told(place: &str, error: &SmtpError, judge: Judge) -> SendError {
    if judge == Judge::HandedOver && error.status().is_none() {
        return SendError::Unknown(format!("the connection was lost {place}"));
    }
    if error.is_tls() || is_handshake(error) {
        return SendError::Misconfigured(format!("no TLS with the server {place}"));
    }
    if error.is_client() {
        return SendError::Misconfigured(format!(
            "the server cannot do what the settings ask for {place}"
        ));
    }
    let Some(code) = error.status() else {
        return SendError::NotSent(format!("no connection, or a lost one, {place}"));
    };
    let code = code.to_string();
    let status = enhanced(error);
    let reason = match &status {
        Some(status) => format!("{code} {status} {place}"),
        None => format!("{code} {place}"),
    };
    let wants_login = ["530", "534", "535", "538"].contains(&code.as_str());
    if error.is_transient() {
        SendError::NotSent(reason)
    } else if wants_login || judge.is_about_us(status.as_deref()) {
        SendError::Misconfigured(reason)
    } else {
        SendError::Refused(reason)
    }
}

/// The server shows a certificate that nobody vouches for, or does not speak TLS there.
fn is_handshake(error: &SmtpError) -> bool {
    let mut behind = error.source();
    while let Some(error) = behind {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
            return true;
        }
        behind = error.source();
    }
    false
}

/// `5.1.1` from the beginning of what the server said.
fn enhanced(error: &SmtpError) -> Option<String> {
    let said = error.source()?.to_string();
    let status = said.split_whitespace().next()?;
    let digits = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let fits = status.split('.').count() == 3 && status.split('.').all(digits);
    fits.then(|| status.to_owned())
}
