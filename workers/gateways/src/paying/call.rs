//! What a failed call to a provider of payments means for the money.

use shop::ports::post::SendError;

use crate::calls::Failure;

/// A call that did not succeed. Holds codes and words of ours, never a provider's sentence or a person's
/// data: it goes into tables and logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The provider said no: nothing happened, and asking again gives the same answer.
    #[error("refused: {code} ({message})")]
    Refused {
        /// The provider's code.
        code: String,
        /// What was refused, in words of ours.
        message: String,
    },
    /// It never reached the provider: surely nothing happened.
    #[error("not sent: {0}")]
    NotSent(String),
    /// No answer, or none that can be believed: it may have happened.
    #[error("no clear answer: {0}")]
    Unknown(String),
}

impl From<SendError> for CallError {
    fn from(failed: SendError) -> Self {
        match failed {
            SendError::Refused(why) | SendError::NotSent(why) | SendError::Misconfigured(why) => {
                Self::NotSent(why)
            }
            SendError::Unknown(why) => Self::Unknown(why),
        }
    }
}

impl Failure for CallError {
    fn outcome(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
        }
    }
}
