//! Finding out what became of attempts of which nobody knows: the request died, the provider did not answer,
//! the shopper never came back.

use chrono::{DateTime, Duration, Utc};
use domain::payment::{AttemptCommand, Means, PaymentStatus, Stage};
use domain::{AttemptId, OrderId};

use super::{Came, Under};
use crate::ports::paying::{Brought, Known};
use crate::ports::{GatewayError, within};
use crate::{Caller, Shop, ShopError};

/// So long the request that asked for the money is left alone with it.
const IN_HAND: Duration = Duration::seconds(20);
/// So long a provider that knows nothing of what it was asked for is waited for; then it is told to undo
/// whatever it did.
const DOUBTED: Duration = Duration::minutes(2);
/// Between two looks.
const AGAIN: Duration = Duration::seconds(15);

/// Whether anything is left to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// All is known.
    All,
    /// Look again then.
    Later(DateTime<Utc>),
}

impl Settled {
    /// Whichever is to be looked at first.
    fn and(self, later: Option<DateTime<Utc>>) -> Self {
        match (self, later) {
            (settled, None) => settled,
            (Self::All, Some(later)) => Self::Later(later),
            (Self::Later(before), Some(later)) => Self::Later(before.min(later)),
        }
    }
}

impl Shop {
    /// Finds out what became of an order's attempts, and gives back what is not wanted. `closing`: also of
    /// those whose shopper has not come back, because the time to pay is over.
    ///
    /// # Errors
    /// A provider or the books cannot be reached; it is safe to try again.
    pub async fn settle_attempts(
        &self,
        caller: &Caller,
        order: &OrderId,
        closing: bool,
    ) -> Result<Settled, ShopError> {
        let payment = self.payment_of(order).await?;
        let ids: Vec<AttemptId> = payment.attempts().keys().cloned().collect();
        let mut settled = Settled::All;
        // Each anew: what one of them brought decides what becomes of the next.
        for id in &ids {
            let Some(under) = self.under(id).await? else {
                continue;
            };
            match under.attempt.stage {
                Stage::Asked { at } => {
                    let later = self.find_out(caller, id, &under, at).await?;
                    settled = settled.and(later);
                }
                Stage::Stranded { .. } => self.undo(caller, id, &under).await?,
                Stage::Open | Stage::Approved { .. } | Stage::Failed | Stage::Undone => {}
            }
        }
        for id in &ids {
            let Some(under) = self.under(id).await? else {
                continue;
            };
            match (&under.attempt.stage, self.takes_in_window(&under)) {
                (Stage::Open | Stage::Failed, true) => {
                    let later = self.look_once_more(caller, id, &under, closing).await?;
                    settled = settled.and(later);
                }
                // One that failed by what its browser said may have been paid all the same.
                (Stage::Open | Stage::Failed, false) if closing => {
                    self.give_up(caller, id, &under).await?;
                }
                (Stage::Approved { .. }, _) => self.close_account(id, &under).await?,
                _ => {}
            }
        }
        Ok(settled)
    }

    /// Asks what became of an attempt, because somebody says that something did.
    pub(super) async fn look_at(
        &self,
        caller: &Caller,
        id: &AttemptId,
    ) -> Result<Option<Came>, ShopError> {
        let Some(under) = self.under(id).await? else {
            return Ok(None);
        };
        match self.known(&under, id).await? {
            Known::Taken { taken, returned } if returned.is_zero() => {
                self.taken(caller, id, taken).await.map(Some)
            }
            // What is left of it is no news: our own refunds and undoings.
            Known::Taken { .. } | Known::PartlyReturned | Known::Nothing => Ok(None),
            Known::Ended(code) => {
                let at = self.now();
                self.tell_attempt(caller, id, AttemptCommand::NoteFailure { code, at })
                    .await?;
                Ok(None)
            }
        }
    }

    async fn find_out(
        &self,
        caller: &Caller,
        id: &AttemptId,
        under: &Under,
        asked: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, ShopError> {
        let now = self.now();
        if now < asked + IN_HAND {
            return Ok(Some(asked + IN_HAND));
        }
        match self.known(under, id).await? {
            Known::Taken { taken, returned } if returned.is_zero() => {
                self.taken(caller, id, taken).await?;
            }
            Known::Taken { .. } => {
                let undone = AttemptCommand::NoteUndone { at: now };
                self.tell_attempt(caller, id, undone).await?;
            }
            Known::Ended(code) => {
                let failure = AttemptCommand::NoteFailure { code, at: now };
                self.tell_attempt(caller, id, failure).await?;
            }
            Known::Nothing if now < asked + DOUBTED => return Ok(Some(now + AGAIN)),
            // There is nothing to undo, and its window may still be open: it stays one that may be looked at.
            Known::Nothing if self.takes_in_window(under) => {
                self.abandon_attempt(caller, id).await?;
            }
            // Somebody gave part of it back at the provider: the rest is not wanted either.
            Known::Nothing | Known::PartlyReturned => self.undo(caller, id, under).await?,
        }
        Ok(None)
    }

    /// The time to pay is over. The provider may know of an attempt more than the shop does: it is asked
    /// before anything is given up.
    async fn give_up(
        &self,
        caller: &Caller,
        id: &AttemptId,
        under: &Under,
    ) -> Result<(), ShopError> {
        match self.known(under, id).await? {
            Known::Taken { taken, returned } if returned.is_zero() => {
                self.taken(caller, id, taken).await?;
            }
            Known::Taken { .. } | Known::PartlyReturned | Known::Ended(_) | Known::Nothing => {
                self.abandon_attempt(caller, id).await?;
            }
        }
        Ok(())
    }

    /// Nobody waits for the deposit of a payment that was given up: its account is closed, so that none comes. One
    /// that had come already is told by its notice.
    async fn close_account(&self, id: &AttemptId, under: &Under) -> Result<(), ShopError> {
        let given_up = matches!(
            under.payment.status(),
            PaymentStatus::Cancelled | PaymentStatus::Expired
        );
        if !given_up || under.attempt.means != Means::VirtualAccount {
            return Ok(());
        }
        let provider = self.provider(&under.attempt.provider)?;
        let opened = under.opened(id);
        match within(
            self.settings.provider_deadline,
            provider.undo(&opened, None),
        )
        .await
        {
            Ok(()) | Err(GatewayError::Declined(_) | GatewayError::AccountRefused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Nothing came of it, as far as anybody knows.
    pub(super) async fn abandon_attempt(
        &self,
        caller: &Caller,
        id: &AttemptId,
    ) -> Result<(), ShopError> {
        let (code, at) = ("abandoned".to_owned(), self.now());
        let failure = AttemptCommand::NoteFailure { code, at };
        self.tell_attempt(caller, id, failure).await?;
        Ok(())
    }

    pub(super) async fn known(&self, under: &Under, id: &AttemptId) -> Result<Known, ShopError> {
        let back = self.brought(under).await?;
        let provider = self.provider(&under.attempt.provider)?;
        let opened = under.opened(id);
        let looking = provider.look(&opened, back.as_ref());
        Ok(within(self.settings.provider_deadline, looking).await?)
    }

    /// Has the provider give back whatever it took.
    pub(super) async fn undo(
        &self,
        caller: &Caller,
        id: &AttemptId,
        under: &Under,
    ) -> Result<(), ShopError> {
        let back = self.brought(under).await?;
        let provider = self.provider(&under.attempt.provider)?;
        let opened = under.opened(id);
        let undoing = provider.undo(&opened, back.as_ref());
        within(self.settings.provider_deadline, undoing).await?;
        let at = self.now();
        self.tell_attempt(caller, id, AttemptCommand::NoteUndone { at })
            .await?;
        Ok(())
    }

    /// What the browser had brought, as it was kept; none once it is erased.
    async fn brought(&self, under: &Under) -> Result<Option<Brought>, ShopError> {
        let Some(ticket) = &under.attempt.ticket else {
            return Ok(None);
        };
        let kept = self.ports.vault.get(ticket).await?;
        let read = kept.map(serde_json::from_value).transpose();
        read.map_err(ShopError::bug)
    }
}
