//! What Kakao's result codes of Alimtalk mean for us; all dealers pass them on.

use crate::ports::post::{Medium, TextReport};

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It arrived.
    Delivered,
    /// It was sent before under the same number: as good as taken.
    AlreadySent,
    /// Sent, and nobody knows whether it arrived; it may within three days. Never sent again.
    Uncertain,
    /// Key, profile or template are not what Kakao knows: staff must look.
    Settings,
    /// It did not arrive (no Kakao, a blocked channel, a fault of theirs), or it is no code of
    /// Kakao's: whatever is to follow, such as the short message instead, the provider has done.
    Failed,
}

/// What a code means.
pub fn meaning(code: &str) -> Meaning {
    let number = code.parse::<u16>().ok().filter(|_| code.len() == 4);
    match number {
        Some(0) => Meaning::Delivered,
        Some(1001..=1007 | 1024 | 1025 | 1030 | 2003 | 2004 | 3015 | 3016 | 3024..=3034) => {
            Meaning::Settings
        }
        Some(3005) => Meaning::Uncertain,
        Some(3012) => Meaning::AlreadySent,
        _ => Meaning::Failed,
    }
}

/// What becomes of a message whose provider names this code as the reason why it failed, at once, by
/// webhook or when asked; `about` is our key of it, or the provider's. A code that blames the shop's
/// settings is an error in the log. Other ways than Alimtalk have codes of their own, which are
/// left as they are.
pub fn judge(medium: Medium, about: &str, code: &str) -> TextReport {
    let failed = || TextReport::Failed(code.to_owned());
    if medium != Medium::Alimtalk {
        return failed();
    }
    match meaning(code) {
        Meaning::Delivered | Meaning::AlreadySent => TextReport::Delivered,
        Meaning::Uncertain => TextReport::Pending,
        Meaning::Settings => {
            tracing::error!(
                about,
                code,
                "Kakao refuses the settings of message {about}: {code}"
            );
            failed()
        }
        Meaning::Failed => failed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_that_was_not_confirmed_is_no_failure() {
        assert_eq!(meaning("3005"), Meaning::Uncertain);
        assert_eq!(meaning("3012"), Meaning::AlreadySent);
    }

    #[test]
    fn a_template_that_does_not_match_is_for_staff() {
        for code in ["1003", "3015", "3016", "3027"] {
            assert_eq!(meaning(code), Meaning::Settings, "{code}");
        }
    }

    #[test]
    fn what_is_no_code_of_kakao_is_a_failure_like_any_other() {
        for code in ["", "A000", "success", "9999", "00000", "3019"] {
            assert_eq!(meaning(code), Meaning::Failed, "{code}");
        }
        assert_eq!(meaning("0000"), Meaning::Delivered);
    }

    #[test]
    fn a_short_message_s_codes_are_not_read_as_kakao_s() {
        let failed = TextReport::Failed("3005".to_owned());
        assert_eq!(judge(Medium::Sms, "paid:1", "3005"), failed);
        assert_eq!(
            judge(Medium::Alimtalk, "paid:1", "3005"),
            TextReport::Pending
        );
    }
}
