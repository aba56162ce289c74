//! A call to a payment provider that did not go through, and what the shop may believe of it.

use shop::ports::GatewayError;
use shop::ports::post::SendError;

use crate::calls::Failure;

/// Why there is no answer that can be used. None of the texts holds an address, a person's data or a
/// sentence of the provider's: they go into tables and logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The provider said no, and nothing happened. Asking the same again gives the same answer.
    #[error("the provider refused: {code}")]
    Refused {
        /// The provider's code.
        code: String,
        /// A second code (the bank's, the card company's) or our own words; empty where there is none.
        message: String,
    },
    /// Nothing left this machine, so nothing happened.
    #[error("it was not sent: {0}")]
    NotSent(String),
    /// No answer in time, a broken one, or one that says that it is unclear: it may have happened. What
    /// became of it is to be asked before it is said again.
    #[error("it may have happened: {0}")]
    Unknown(String),
    /// Something else happened than was asked for: it is to be taken back.
    #[error("something else happened: {0}")]
    Differs(String),
}

/// How sending failed. The way out refuses nothing that was answered: that is each provider's to read.
impl From<SendError> for CallError {
    fn from(failed: SendError) -> Self {
        match failed {
            SendError::NotSent(why) | SendError::Misconfigured(why) | SendError::Refused(why) => {
                Self::NotSent(why)
            }
            SendError::Unknown(why) => Self::Unknown(why),
        }
    }
}

/// What a use case of the shop is told. What was not sent counts as unknown, too: whoever asks again must not
/// take it for a provider's no.
impl From<CallError> for GatewayError {
    fn from(failed: CallError) -> Self {
        match failed {
            CallError::Refused { code, .. } => Self::Declined(code),
            CallError::NotSent(why) | CallError::Unknown(why) | CallError::Differs(why) => {
                Self::Unknown(why)
            }
        }
    }
}

impl Failure for CallError {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) | Self::Differs(_) => "unknown",
        }
    }
}
