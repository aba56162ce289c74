//! Finding out what became of attempts of which nobody knows: the request died, the provider did not answer,
//! the shopper never came back.

use chrono::{DateTime, Duration, Utc};
use domain::payment::{AttemptCommand, Stage};
use domain::{AttemptId, OrderId};

use super::{Came, Under};
use crate::ports::paying::{Brought, Known};
use crate::ports::within;
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
        let ids: Vec<AttemptId> = self
            .payment_of(order)
            .await?
            .attempts()
            .keys()
            .cloned()
            .collect();
        let mut settled = Settled::All;
        for id in ids {
            // Each anew: what one of them brought decides what becomes of the next.
            let Some(under) = self.under(&id).await? else {
                continue;
            };
            match under.attempt.stage {
                Stage::Asked { at } => {
                    if let Some(later) = self.find_out(caller, &id, &under, at).await? {
                        settled = Settled::Later(later);
                    }
                }
                Stage::Stranded { .. } => self.undo(caller, &id, &under).await?,
                Stage::Open if closing => self.give_up(caller, &id, &under).await?,
                Stage::Open | Stage::Approved { .. } | Stage::Failed | Stage::Undone => {}
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
            // Somebody gave part of it back at the provider: the rest is not wanted either.
            Known::Nothing | Known::PartlyReturned => self.undo(caller, id, under).await?,
        }
        Ok(None)
    }

    /// The time to pay is over. Some providers take money without being asked for it: they are asked what
    /// they did before anything is given up.
    async fn give_up(
        &self,
        caller: &Caller,
        id: &AttemptId,
        under: &Under,
    ) -> Result<(), ShopError> {
        let now = self.now();
        match self.known(under, id).await? {
            Known::Taken { taken, returned } if returned.is_zero() => {
                self.taken(caller, id, taken).await?;
            }
            Known::Taken { .. } | Known::PartlyReturned | Known::Ended(_) | Known::Nothing => {
                let code = "abandoned".to_owned();
                let failure = AttemptCommand::NoteFailure { code, at: now };
                self.tell_attempt(caller, id, failure).await?;
            }
        }
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
