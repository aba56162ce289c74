//! How each generation writes a request and words a refusal; the answers are the same JSON in both.

use reqwest::RequestBuilder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Generation;
use super::wire::Trouble;
use crate::paying::answer::{content, unreadable};
use crate::paying::call::CallError;
use crate::texting::{Answer, code};

/// Somebody pressed twice, or it is approved already: the payment stands or is on its way.
const UNCLEAR: [i64; 2] = [-702, -785];
/// The bank's answer is not known, or the same shopper's other payment is being worked on.
const UNCLEAR_METHODS: [&str; 2] = ["BANK_FIRM_UNKNOWN", "USER_LOCKED"];

impl Generation {
    /// Of a call: `ready`, `approve`, `cancel` or `order`.
    pub(super) fn path(self, call: &str) -> String {
        match self {
            Self::Current => format!("/online/v1/payment/{call}"),
            Self::Legacy => format!("/v1/payment/{call}"),
        }
    }

    /// The request with its fields.
    pub(super) fn body<T: Serialize>(self, request: RequestBuilder, fields: &T) -> RequestBuilder {
        match self {
            Self::Current => request.json(fields),
            Self::Legacy => request.form(fields),
        }
    }
}

/// The answer's content, or what its failure means.
///
/// A status alone proves nothing: some refusals with status 400 are of payments that stand.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, CallError> {
    if (200..300).contains(&answer.status) {
        return content(answer);
    }
    // A key that is wrong for a while, or too many calls: that says nothing of the payment.
    let of_us = [401, 403, 429].contains(&answer.status);
    if of_us || !(400..500).contains(&answer.status) {
        return Err(unreadable(answer.status));
    }
    // Something between us and KakaoPay may answer 4xx too; then nobody knows.
    let trouble: Trouble = content(answer)?;
    let number = trouble.code.ok_or_else(|| unreadable(answer.status))?;
    let method = trouble.extras.unwrap_or_default().method_result_code;
    let method = method.map(|method| code(&method)).unwrap_or_default();
    if UNCLEAR.contains(&number) || UNCLEAR_METHODS.contains(&method.as_str()) {
        return Err(CallError::Unknown(
            format!("{number} {method}").trim_end().to_owned(),
        ));
    }
    Err(CallError::Refused {
        code: number.to_string(),
        message: method,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::paying::rehearsal::{answered, refusal};

    fn said(status: u16, body: &str) -> CallError {
        read::<Value>(&answered(status, body)).unwrap_err()
    }

    #[test]
    fn both_generations_word_the_same_refusal() {
        let current = r#"{"error_code":-780,"error_message":"approval failure!",
            "extras":{"method_result_code":"LACK_BALANCE","method_result_message":"김장부님 잔액 부족"}}"#;
        let legacy = r#"{"code":-780,"msg":"approval failure!",
            "extras":{"method_result_code":"LACK_BALANCE","method_result_message":"김장부님 잔액 부족"}}"#;
        assert_eq!(said(400, current), refusal("-780", "LACK_BALANCE"));
        assert_eq!(said(400, legacy), refusal("-780", "LACK_BALANCE"));
        let unsaid = r#"{"error_code":-721,"error_message":"no such payment"}"#;
        assert_eq!(said(400, unsaid), refusal("-721", ""));
    }

    #[test]
    fn some_refusals_are_of_payments_that_may_stand() {
        for body in [
            r#"{"error_code":-702,"error_message":"already"}"#,
            r#"{"code":-785,"msg":"twice"}"#,
            r#"{"error_code":-780,"extras":{"method_result_code":"BANK_FIRM_UNKNOWN"}}"#,
            r#"{"error_code":-781,"extras":{"method_result_code":"USER_LOCKED"}}"#,
        ] {
            assert!(matches!(said(400, body), CallError::Unknown(_)), "{body}");
        }
    }

    #[test]
    fn what_is_no_answer_leaves_it_open() {
        let words = r#"{"error_code":-500,"error_message":"internal"}"#;
        for (status, body) in [
            (500, words),
            (503, ""),
            (401, r#"{"error_code":-401,"error_message":"Invalid key"}"#),
            (429, r#"{"error_code":-10,"error_message":"too many"}"#),
            (400, "<html>"),
            (400, "{}"),
            (200, "{\"ti"),
        ] {
            assert!(
                matches!(said(status, body), CallError::Unknown(_)),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn a_refusal_repeats_no_sentence_of_theirs() {
        let body = r#"{"error_code":-780,"extras":{"method_result_code":"01012345678"}}"#;
        assert_eq!(said(400, body), refusal("-780", "unreadable"));
    }
}
