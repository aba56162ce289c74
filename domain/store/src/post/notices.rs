//! What a provider says of an address for good: that mail to it bounces, that its owner complained.

use sqlx::PgPool;

use super::settle::settle;
use super::suppressions::add;
use super::{DeliveryState, Medium};

/// The book of notices that were acted upon.
#[derive(Debug, Clone)]
pub struct Notices {
    pool: PgPool,
}

/// A last word on a delivery, and on its address.
#[derive(Debug, Clone, Copy)]
pub struct Notice<'a> {
    /// The provider's own id of what happened; the same whenever it is told.
    pub id: &'a str,
    pub provider: &'a str,
    /// The provider's id of the letter.
    pub letter: &'a str,
    /// What the delivery becomes: bounced or complained.
    pub state: DeliveryState,
    /// Why, for the delivery: a code.
    pub reason: &'a str,
    /// Why, for the list: `bounce` or `complaint`.
    pub suppression: &'a str,
    /// Fingerprints of the addresses that it names, for a letter that is not known here.
    pub addresses: &'a [Vec<u8>],
}

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// Delivery and list say it now.
    Done,
    /// The letter is not known here; the addresses that the notice names are on the list.
    NoLetter,
    /// It had been handled before.
    Again,
}

impl Notices {
    /// The book in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Settles the delivery and puts its address on the list, once: a notice that comes again changes
    /// nothing, not even an address that staff have taken off since.
    ///
    /// # Errors
    /// The database; then nothing has happened.
    pub async fn handle(&self, notice: &Notice<'_>) -> Result<Handled, sqlx::Error> {
        let mut all = self.pool.begin().await?;
        let new = sqlx::query(
            "INSERT INTO post_notices (provider, id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        )
        .bind(notice.provider)
        .bind(notice.id)
        .execute(&mut *all)
        .await?;
        if new.rows_affected() == 0 {
            return Ok(Handled::Again);
        }
        let Notice {
            provider,
            letter,
            state,
            reason,
            ..
        } = *notice;
        let found = settle(&mut *all, provider, letter, state, reason).await?;
        let handled = if found.is_some() {
            Handled::Done
        } else {
            Handled::NoLetter
        };
        let own = found.flatten();
        let addresses = own.as_ref().map_or(notice.addresses, std::slice::from_ref);
        for address in addresses {
            let (why, cause) = (notice.suppression, Some(notice.id));
            add(&mut *all, Medium::Email, address, why, cause).await?;
        }
        all.commit().await?;
        Ok(handled)
    }
}
