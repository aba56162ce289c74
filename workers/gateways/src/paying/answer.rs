//! Reading a provider's answer: what it holds, and whether it is about what was asked.

use serde::de::DeserializeOwned;

use super::call::CallError;
use crate::texting::Answer;

/// An answer that says nothing which can be used: what was asked for may have happened.
pub(crate) fn unreadable(status: u16) -> CallError {
    CallError::Unknown(format!("status {status} and no answer"))
}

/// What an answer's JSON holds, whatever its status.
pub(crate) fn content<T: DeserializeOwned>(answer: &Answer) -> Result<T, CallError> {
    serde_json::from_slice(&answer.body).map_err(|_| unreadable(answer.status))
}

/// An answer, if it is about what was asked for.
pub(crate) fn about<T>(answer: T, is: impl FnOnce(&T) -> bool) -> Result<T, CallError> {
    if is(&answer) {
        return Ok(answer);
    }
    Err(CallError::Unknown(
        "an answer about another payment".to_owned(),
    ))
}
