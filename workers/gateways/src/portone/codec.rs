//! How an answer is read: what was asked for, a refusal by its type, or nothing that is known.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::paying::answer::{content, unreadable};
use crate::paying::call::CallError;
use crate::texting::{Answer, code};

/// The provider behind PortOne refused.
const BEHIND: &str = "PG_PROVIDER";
/// Letters of a type at most.
const LONGEST_TYPE: usize = 80;

#[derive(Deserialize)]
struct Trouble {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "pgCode")]
    pg_code: Option<String>,
}

/// The answer's content, or what its failure means.
///
/// `PG_PROVIDER` comes with status 502 and is a refusal like any other: the provider behind PortOne
/// answered. Its own code is in `message`.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, CallError> {
    if (200..300).contains(&answer.status) {
        return content(answer);
    }
    let trouble: Trouble = content(answer)?;
    let refuses = match answer.status {
        // Too fast: nobody looked at what was asked.
        429 => false,
        400..500 => true,
        502 => trouble.kind == BEHIND,
        _ => false,
    };
    if !refuses {
        return Err(unreadable(answer.status));
    }
    let message = trouble.pg_code.map(|said| code(&said));
    Err(CallError::Refused {
        code: kind(&trouble.kind),
        message: message.unwrap_or_default(),
    })
}

/// Their types are longer than codes usually are.
fn kind(said: &str) -> String {
    let fits = |letter: u8| letter.is_ascii_uppercase() || letter == b'_';
    if (1..=LONGEST_TYPE).contains(&said.len()) && said.bytes().all(fits) {
        return said.to_owned();
    }
    code(said)
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
    fn a_refusal_has_its_type_and_the_code_from_behind() {
        let long = "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT";
        let body = format!(r#"{{"type":"{long}","message":"취소 면세 금액 초과"}}"#);
        assert_eq!(said(409, &body), refusal(long, ""));
        let behind = r#"{"type":"PG_PROVIDER","message":"m","pgCode":"V813","pgMessage":"김장부님 계좌 오류"}"#;
        assert_eq!(said(502, behind), refusal("PG_PROVIDER", "V813"));
    }

    #[test]
    fn what_nobody_said_is_unknown() {
        let other = r#"{"type":"INTERNAL"}"#;
        for (status, body) in [
            (502, other),
            (500, other),
            (502, ""),
            (409, "<html>"),
            (404, "{}"),
            (200, "{"),
        ] {
            assert!(
                matches!(said(status, body), CallError::Unknown(_)),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn a_type_holds_no_sentence() {
        let odd = r#"{"type":"김장부 01012345678"}"#;
        assert_eq!(said(400, odd), refusal("unreadable", ""));
    }
}
