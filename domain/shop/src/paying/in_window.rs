//! Windows that take the money by themselves. What the browser says of them, or that it says nothing, proves
//! nothing: the provider is asked, and goes on being asked for as long as such a window may stay open.

use chrono::{DateTime, Duration, Utc};
use domain::AttemptId;
use domain::payment::{AttemptCommand, PaymentRefusal, PaymentStatus, Stage};

use super::back::UNDONE;
use super::{Came, Under};
use crate::ports::paying::{Known, PaymentProvider};
use crate::{Caller, Shop, ShopError};

/// The code of what came back and is not the provider's.
pub(super) const FOREIGN: &str = "foreign";
/// So long after it was opened, a window may still take money.
const LINGERS: Duration = Duration::hours(1);
/// Between two looks at a window that may still be open.
const AGAIN: Duration = Duration::minutes(10);

impl Shop {
    /// Whether an attempt's window takes the money by itself.
    pub(super) fn takes_in_window(&self, under: &Under) -> bool {
        let provider = self.providers.get(&under.attempt.provider);
        provider.is_some_and(PaymentProvider::takes_in_window)
    }

    /// The browser says that no money was taken, or says nonsense. Where the provider knows of none either, the
    /// attempt stays open: its window may still be.
    pub(super) async fn not_by_the_browser(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        otherwise: Came,
    ) -> Result<Came, ShopError> {
        Ok(match self.look_at(caller, attempt).await {
            Ok(Some(came)) => came,
            Ok(None) => {
                let ended = self.under(attempt).await?;
                let ended = ended.is_some_and(|it| it.attempt.stage == Stage::Failed);
                match otherwise {
                    Came::Failed(code) if !ended && code != FOREIGN => Came::Closed,
                    otherwise => otherwise,
                }
            }
            Err(ShopError::Gateway(error)) => {
                tracing::warn!(%attempt, %error, "attempt {attempt}: whether its window took money is asked later: {error}");
                otherwise
            }
            Err(error) => return Err(error),
        })
    }

    /// The shop does not want the money of a window that says it took it.
    pub(super) async fn not_wanted(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        under: &Under,
        why: &PaymentRefusal,
    ) -> Result<Came, ShopError> {
        let mut came = None;
        // While another attempt is asked for the money, this one waits: it is looked at afterwards.
        if self.takes_in_window(under) && *why != PaymentRefusal::ApprovalOpen {
            came = match self.look_at(caller, attempt).await {
                Ok(came) => came,
                Err(ShopError::Gateway(error)) => {
                    tracing::warn!(%attempt, %error, "attempt {attempt}: what its window took is found later: {error}");
                    Some(Came::Unsure)
                }
                Err(error) => return Err(error),
            };
        }
        let status = under.payment.status();
        Ok(match why {
            PaymentRefusal::ApprovalOpen => Came::Unsure,
            PaymentRefusal::AlreadyCaptured => Came::Paid(None),
            // This attempt is over, the order is not.
            PaymentRefusal::AttemptEnded if status == PaymentStatus::Requested => {
                came.unwrap_or(Came::Failed(UNDONE.to_owned()))
            }
            // Another one brought the money, and this one none: its page was opened again.
            PaymentRefusal::AttemptEnded if status == PaymentStatus::Captured => {
                came.unwrap_or(Came::Paid(None))
            }
            PaymentRefusal::AttemptEnded if status == PaymentStatus::AwaitingDeposit => {
                came.unwrap_or(Came::AccountWaits(None))
            }
            _ => came.unwrap_or(Came::TooLate),
        })
    }

    /// Looks at an attempt that nobody asked for its money, or whose failure only means so far: the payment
    /// ends (`closing`), or has ended already. When to look again.
    pub(super) async fn look_once_more(
        &self,
        caller: &Caller,
        id: &AttemptId,
        under: &Under,
        closing: bool,
    ) -> Result<Option<DateTime<Utc>>, ShopError> {
        let waits = matches!(
            under.payment.status(),
            PaymentStatus::New | PaymentStatus::Requested
        );
        if waits && !closing {
            return Ok(None);
        }
        let now = self.now();
        match self.known(under, id).await? {
            Known::Taken { taken, returned } if returned.is_zero() => {
                self.taken(caller, id, taken).await?;
                Ok(None)
            }
            Known::PartlyReturned => {
                // Part of what is not wanted went back; the rest does as well.
                self.undo(caller, id, under).await?;
                Ok(None)
            }
            Known::Taken { .. } => {
                let undone = AttemptCommand::NoteUndone { at: now };
                self.tell_attempt(caller, id, undone).await?;
                Ok(None)
            }
            // The payment ends after this; then its windows are looked at again.
            Known::Nothing | Known::Ended(_) if waits => Ok(None),
            Known::Nothing | Known::Ended(_) => {
                let closes = under.attempt.opened_at + LINGERS;
                if now < closes {
                    return Ok(Some(closes.min(now + AGAIN)));
                }
                self.abandon_attempt(caller, id).await?;
                Ok(None)
            }
        }
    }
}
