//! What an answer of SES means. Its words are left out: they name addresses.

use std::error::Error as StdError;
use std::io::ErrorKind;

use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use shop::ports::post::SendError;

/// What an error of the whole call means.
pub(super) fn on<R: std::fmt::Debug>(error: &SdkError<SendEmailError, R>) -> SendError {
    match error {
        SdkError::ServiceError(service) => on_answer(service.err()),
        SdkError::ConstructionFailure(_) => {
            SendError::Misconfigured("the call to SES cannot be made (region, keys)".to_owned())
        }
        SdkError::DispatchFailure(failure) => {
            let chain = failure
                .as_connector_error()
                .map(|error| error as &dyn StdError);
            if failure.is_user() || has_no_keys(chain) {
                SendError::Misconfigured("no keys for SES were found".to_owned())
            } else if failure.is_timeout() || never_connected(chain) {
                SendError::NotSent("SES cannot be reached".to_owned())
            } else {
                SendError::Unknown("the connection to SES was lost".to_owned())
            }
        }
        SdkError::TimeoutError(_) => SendError::Unknown("SES did not answer in time".to_owned()),
        _ => SendError::Unknown("SES answered what cannot be read".to_owned()),
    }
}

/// What SES says no with.
fn on_answer(error: &SendEmailError) -> SendError {
    let code = error.code().unwrap_or("no code");
    // Also a recipient in the sandbox: what is not verified is a setting of the account.
    let said = error.message().unwrap_or_default().to_ascii_lowercase();
    let unverified = said.contains("not verified") || said.contains("authority to send");
    on_code(code, unverified)
}

fn on_code(code: &str, unverified: bool) -> SendError {
    let reason = match (code, unverified) {
        ("MessageRejected", true) => "MessageRejected: an address is not verified".to_owned(),
        _ => code.to_owned(),
    };
    match code {
        "MessageRejected" if unverified => SendError::Misconfigured(reason),
        "MessageRejected" | "BadRequestException" | "InvalidParameterValue" => {
            SendError::Refused(reason)
        }
        "TooManyRequestsException"
        | "LimitExceededException"
        | "Throttling"
        | "ThrottlingException" => SendError::NotSent(reason),
        "MailFromDomainNotVerifiedException"
        | "SendingPausedException"
        | "AccountSuspendedException"
        | "NotFoundException"
        | "ConfigurationSetDoesNotExist"
        | "AccessDeniedException"
        | "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "ExpiredTokenException"
        | "OptInRequired" => SendError::Misconfigured(reason),
        _ => SendError::Unknown(reason),
    }
}

/// The errors behind an error, the outermost first.
fn chain<'a>(
    error: Option<&'a (dyn StdError + 'static)>,
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(error, |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

fn has_no_keys(error: Option<&(dyn StdError + 'static)>) -> bool {
    chain(error).any(|error| error.to_string().contains("credentials"))
}

/// Nobody was there to take it, for sure.
fn never_connected(error: Option<&(dyn StdError + 'static)>) -> bool {
    chain(error).any(|error| {
        let io = error
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind);
        let early = [
            ErrorKind::ConnectionRefused,
            ErrorKind::NetworkUnreachable,
            ErrorKind::HostUnreachable,
        ];
        io.is_some_and(|kind| early.contains(&kind)) || error.to_string().contains("dns error")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ses_says_decides_whether_to_try_again_to_give_up_or_to_look() {
        let kind = |code: &str, unverified| match on_code(code, unverified) {
            SendError::Refused(_) => "refused",
            SendError::NotSent(_) => "again",
            SendError::Unknown(_) => "unknown",
            SendError::Misconfigured(_) => "look",
        };
        for (code, unverified, expected) in [
            ("MessageRejected", false, "refused"),
            ("MessageRejected", true, "look"),
            ("BadRequestException", false, "refused"),
            ("TooManyRequestsException", false, "again"),
            ("LimitExceededException", false, "again"),
            ("MailFromDomainNotVerifiedException", false, "look"),
            ("SendingPausedException", false, "look"),
            ("AccountSuspendedException", false, "look"),
            ("NotFoundException", false, "look"),
            ("AccessDeniedException", false, "look"),
            ("InternalFailure", false, "unknown"),
            ("no code", false, "unknown"),
        ] {
            assert_eq!(kind(code, unverified), expected, "{code}");
        }
    }
}
