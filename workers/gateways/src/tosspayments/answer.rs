//! What an answer of Toss Payments means: its content, or for the money.

use serde::de::DeserializeOwned;

use super::codes;
use super::wire::Trouble;
use crate::paying::answer::content;
use crate::paying::call::CallError;
use crate::texting::{Answer, code};

/// Codes by which they say that this was done before, or is being done: ask for the state.
const DONE_BEFORE: [&str; 4] = [
    "ALREADY_PROCESSED_PAYMENT",
    "ALREADY_CANCELED_PAYMENT",
    "ALREADY_REFUND_PAYMENT",
    "IDEMPOTENT_REQUEST_PROCESSING",
];
/// Codes by which they say that something broke on their side.
const BROKEN: [&str; 3] = ["PROVIDER_ERROR", "COMMON_ERROR", "UNKNOWN_PAYMENT_ERROR"];
/// Codes by which they say that our key is wrong, or that we ask too fast.
const OURS: [&str; 4] = [
    "UNAUTHORIZED_KEY",
    "INVALID_API_KEY",
    "INCORRECT_BASIC_AUTH_FORMAT",
    "FORBIDDEN_CONSECUTIVE_REQUEST",
];

/// The answer's content, or what its failure means.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, CallError> {
    if (200..300).contains(&answer.status) {
        return content(answer);
    }
    // Something between us and them may answer 4xx too; then nobody knows.
    let trouble: Trouble = content(answer)?;
    let said = format!("{} {}", answer.status, code(&trouble.code));
    let one_of = |list: &[&str]| list.contains(&trouble.code.as_str());
    Err(match answer.status {
        401 | 429 => CallError::NotSent(said),
        400..500 if one_of(&OURS) => CallError::NotSent(said),
        400..500 if !one_of(&DONE_BEFORE) && !one_of(&BROKEN) => CallError::Refused {
            code: code(&trouble.code),
            message: codes::told(&trouble.code).to_owned(),
        },
        _ => CallError::Unknown(said),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paying::rehearsal::answered;
    use crate::tosspayments::wire::Payment;

    fn failure(status: u16, body: &str) -> Option<CallError> {
        read::<Payment>(&answered(status, body)).err()
    }

    #[test]
    fn what_an_error_means_follows_from_status_and_code() {
        let said = |code: &str| format!(r#"{{"code":"{code}","message":"홍길동님 한도 초과"}}"#);
        let refused = failure(403, &said("REJECT_CARD_PAYMENT"));
        let Some(CallError::Refused { code, message }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(code, "REJECT_CARD_PAYMENT");
        assert!(
            !message.is_empty() && !message.contains("홍길동"),
            "{message}"
        );
        for (status, code) in [
            (400, "ALREADY_PROCESSED_PAYMENT"),
            (400, "ALREADY_CANCELED_PAYMENT"),
            (409, "IDEMPOTENT_REQUEST_PROCESSING"),
            (400, "PROVIDER_ERROR"),
            (500, "FAILED_INTERNAL_SYSTEM_PROCESSING"),
        ] {
            let failed = failure(status, &said(code));
            assert!(matches!(failed, Some(CallError::Unknown(_))), "{code}");
        }
        for (status, code) in [
            (401, "UNAUTHORIZED_KEY"),
            (400, "INVALID_API_KEY"),
            (429, "ANY"),
            (403, "FORBIDDEN_CONSECUTIVE_REQUEST"),
        ] {
            let failed = failure(status, &said(code));
            assert!(matches!(failed, Some(CallError::NotSent(_))), "{code}");
        }
    }

    #[test]
    fn what_cannot_be_read_may_have_happened() {
        for (status, body) in [(200, "{"), (200, "<html>"), (404, "<html>"), (502, "")] {
            let failed = failure(status, body);
            assert!(matches!(failed, Some(CallError::Unknown(_))), "{status}");
        }
    }
}
