//! What an answer of TossPay means: its content, or for the money.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::codes::{Meaning, meaning, told};
use crate::paying::answer::{content, unreadable};
use crate::paying::call::CallError;
use crate::paying::lenient::text;
use crate::texting::{Answer, code};

/// What every answer has: `code` 0, or another with `errorCode`. A sentence of theirs is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    code: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    error_code: Option<String>,
}

/// The answer's content, or what its failure means.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, CallError> {
    if answer.status >= 500 {
        return Err(unreadable(answer.status));
    }
    let outcome: Outcome = content(answer)?;
    let failed = outcome.code.is_some_and(|code| code != 0) || answer.status != 200;
    if !failed && outcome.error_code.is_none() {
        return content(answer);
    }
    // Something between us and them may answer too; then nobody knows.
    let error = outcome
        .error_code
        .ok_or_else(|| unreadable(answer.status))?;
    let said = format!("{} {}", answer.status, code(&error));
    Err(match meaning(&error) {
        Meaning::Later => CallError::NotSent(said),
        Meaning::Unknown => CallError::Unknown(said),
        Meaning::Refused => CallError::Refused {
            code: code(&error),
            message: told(&error).to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paying::rehearsal::answered;
    use crate::tosspay::wire::Created;

    fn failure(status: u16, body: &str) -> Option<CallError> {
        read::<Created>(&answered(status, body)).err()
    }

    #[test]
    fn what_an_error_means_follows_from_its_code() {
        let said = |code: &str| format!(r#"{{"code":-1,"msg":"홍길동님","errorCode":"{code}"}}"#);
        let refused = failure(200, &said("COMMON_NOT_ENOUGH_CASH"));
        let Some(CallError::Refused { code, message }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(code, "COMMON_NOT_ENOUGH_CASH");
        assert!(
            !message.is_empty() && !message.contains("홍길동"),
            "{message}"
        );
        let later = failure(401, &said("COMMON_INVALID_API_KEY"));
        assert!(matches!(later, Some(CallError::NotSent(_))));
        for code in ["COMMON_TIMEOUT", "PAYMENT_EXISTING_PAYMENT"] {
            let unknown = failure(200, &said(code));
            assert!(matches!(unknown, Some(CallError::Unknown(_))), "{code}");
        }
    }

    #[test]
    fn what_cannot_be_read_may_have_happened() {
        for (status, body) in [
            (200, "{"),
            (200, "{\"code\":0}"),
            (200, "{\"code\":-1}"),
            (404, "<html>"),
            (400, "{}"),
            (
                503,
                "{\"code\":-1,\"errorCode\":\"COMMON_INVALID_PARAMETER\"}",
            ),
        ] {
            let failed = failure(status, body);
            assert!(
                matches!(failed, Some(CallError::Unknown(_))),
                "{status} {body}"
            );
        }
    }
}
