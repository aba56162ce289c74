//! Why something is given up or given back: a code word, never what somebody told.

use super::OrderRefusal;

/// Letters of the longest word.
const LONGEST: usize = 32;

/// Whether a text may stand in an event as a reason: small letters, `-` and `_`. Events are
/// never changed, so a name or a telephone number in one could not be erased any more.
pub fn is_reason(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
}

pub(super) fn check_reason(text: &str) -> Result<(), OrderRefusal> {
    if is_reason(text) {
        Ok(())
    } else {
        Err(OrderRefusal::BadReason)
    }
}
