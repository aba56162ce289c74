//! Back from the window: the browser says what it likes, the provider is asked for the money.

use domain::payment::{AttemptCommand, Payment, PaymentRefusal, PaymentStatus, Stage};
use domain::personal::Retention;
use domain::{AttemptId, PersonalRef};
use futures::FutureExt;
use store::{Cursor, Done};

use super::Under;
use super::in_window::FOREIGN;
use crate::ports::paying::{Brought, Opened, Returned, Taken};
use crate::ports::{GatewayError, within};
use crate::recipient::subject;
use crate::{Caller, Shop, ShopError};

/// What came of a way through a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// The order is paid.
    Paid(Option<Cursor>),
    /// An account waits for the deposit.
    AccountWaits(Option<Cursor>),
    /// The shopper closed the window: they may open it again.
    Closed,
    /// No money was taken, and why: a code. They may open it again.
    Failed(String),
    /// Nobody knows yet; it is found out, and the order's page will say.
    Unsure,
    /// The money was not wanted any more: it goes back.
    TooLate,
}

impl Shop {
    /// Takes what the browser brought back from a window, and asks the provider for the money. Coming back
    /// twice asks once. Gives none for what is no attempt of ours.
    ///
    /// # Errors
    /// The books cannot be reached.
    pub async fn window_came_back(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        back: &Brought,
    ) -> Result<Option<Came>, ShopError> {
        let Some(under) = self.under(attempt).await? else {
            return Ok(None);
        };
        if let Some(known) = under.told() {
            return Ok(Some(known));
        }
        let provider = self.provider(&under.attempt.provider)?;
        let came = match provider.read(&under.opened(attempt), back) {
            Returned::Agreed => self.agreed(caller, attempt, &under, back).boxed().await?,
            Returned::Closed => Came::Closed,
            Returned::Failed(code) => self.said_no(caller, attempt, &under, code).await?,
            Returned::Foreign(why) => {
                tracing::error!(%attempt, why, "attempt {attempt}: what came back is not the provider's: {why}");
                let code = FOREIGN.to_owned();
                self.said_no(caller, attempt, &under, code).await?
            }
        };
        Ok(Some(came))
    }

    async fn said_no(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        under: &Under,
        code: String,
    ) -> Result<Came, ShopError> {
        if self.takes_in_window(under) {
            let otherwise = Came::Failed(code);
            self.not_by_the_browser(caller, attempt, otherwise).await
        } else {
            self.failed(caller, attempt, code).await
        }
    }

    async fn agreed(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        under: &Under,
        back: &Brought,
    ) -> Result<Came, ShopError> {
        if under.attempt.stage != Stage::Open {
            // Nothing is kept of what can be asked for no more.
            let why = PaymentRefusal::AttemptEnded;
            return self.not_wanted(caller, attempt, under, &why).await;
        }
        let ticket = Some(self.keep_ticket(under, back).await?);
        let at = self.now();
        let asked = self
            .tell_attempt(caller, attempt, AttemptCommand::Ask { ticket, at })
            .await;
        match asked {
            // Somebody asked, or was told, at this very moment.
            Ok(asked) if asked.events.is_empty() => {
                let under = self.under(attempt).await?;
                let known = under.and_then(|under| under.told());
                return Ok(known.unwrap_or(Came::Unsure));
            }
            Ok(_) => {}
            Err(ShopError::Payment(why)) => {
                return self.not_wanted(caller, attempt, under, &why).await;
            }
            Err(error) => return Err(error),
        }
        let opened = Opened {
            asked_at: Some(at),
            ..under.opened(attempt)
        };
        let provider = self.provider(&under.attempt.provider)?;
        let approving = provider.approve(&opened, back);
        match within(self.settings.provider_deadline, approving).await {
            Ok(taken) => self.taken(caller, attempt, taken).await,
            Err(GatewayError::Declined(code) | GatewayError::AccountRefused(code)) => {
                self.failed(caller, attempt, code).await
            }
            Err(GatewayError::Unknown(why)) => {
                tracing::warn!(%attempt, why, "attempt {attempt}: nobody knows whether it paid: {why}");
                Ok(Came::Unsure)
            }
        }
    }

    /// What came back may name the payer: it is kept like the rest of the order's data.
    async fn keep_ticket(&self, under: &Under, back: &Brought) -> Result<PersonalRef, ShopError> {
        let data = serde_json::to_value(back).map_err(ShopError::bug)?;
        let subject = subject(&under.draft.order);
        Ok(self
            .ports
            .vault
            .put(&subject, Retention::Order5y, &data)
            .await?)
    }

    async fn failed(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        code: String,
    ) -> Result<Came, ShopError> {
        let at = self.now();
        let failure = AttemptCommand::NoteFailure {
            code: code.clone(),
            at,
        };
        self.tell_attempt(caller, attempt, failure).await?;
        Ok(Came::Failed(code))
    }

    /// Writes down what a provider took, and pays the order from it, or gives it back.
    pub(super) async fn taken(
        &self,
        caller: &Caller,
        attempt: &AttemptId,
        taken: Taken,
    ) -> Result<Came, ShopError> {
        let is_account = matches!(taken, Taken::Account(_));
        let command = match taken {
            Taken::Money(approval) => AttemptCommand::NoteApproval(approval),
            Taken::Account(issued) => AttemptCommand::NoteAccount(issued),
        };
        let noted: Done<Payment> = self.tell_attempt(caller, attempt, command).await?;
        let Some(under) = self.under(attempt).await? else {
            return Ok(Came::Unsure);
        };
        if under.payment.status() == PaymentStatus::Captured
            && matches!(under.attempt.stage, Stage::Approved { .. })
        {
            let order = &under.draft.order;
            let cursor = match self.settle_paid(caller, order).await {
                Ok(cursor) => cursor,
                // The books know; the payment process will finish.
                Err(error) => {
                    tracing::warn!(%order, %error, "order {order}: a captured payment is settled later: {error}");
                    noted.cursor
                }
            };
            return Ok(Came::Paid(cursor));
        }
        match &under.attempt.stage {
            Stage::Approved { .. } => Ok(Came::AccountWaits(noted.cursor)),
            // An account that came too late is closed: it must take no deposit.
            stage @ (Stage::Stranded { .. } | Stage::Failed) => {
                let left = is_account || matches!(stage, Stage::Stranded { .. });
                if left && let Err(error) = self.undo(caller, attempt, &under).await {
                    tracing::warn!(%attempt, %error, "attempt {attempt}: what it took goes back later: {error}");
                }
                Ok(Came::TooLate)
            }
            Stage::Undone => Ok(Came::TooLate),
            Stage::Open | Stage::Asked { .. } => Ok(Came::Unsure),
        }
    }
}

/// The word of ours for an attempt whose money went back.
pub(super) const UNDONE: &str = "undone";

impl Under {
    /// What is known of it already.
    fn told(&self) -> Option<Came> {
        match (&self.attempt.stage, self.payment.status()) {
            (Stage::Open | Stage::Failed, _) => None,
            (Stage::Asked { .. }, _) => Some(Came::Unsure),
            (Stage::Approved { .. }, PaymentStatus::AwaitingDeposit) => {
                Some(Came::AccountWaits(None))
            }
            (Stage::Approved { .. }, _) => Some(Came::Paid(None)),
            // It can be paid in another window yet.
            (Stage::Undone, PaymentStatus::Requested) => Some(Came::Failed(UNDONE.to_owned())),
            (Stage::Stranded { .. } | Stage::Undone, _) => Some(Came::TooLate),
        }
    }
}
