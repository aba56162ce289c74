//! Finding an order again with its number and the orderer's telephone number.

use domain::order::Order;
use domain::{OrderId, StoreId};

use crate::members::{AccountRefusal, plain_phone};
use crate::{Caller, Shop, ShopError};

impl Shop {
    /// The order of this number in the caller's store, if whoever ordered it has this telephone
    /// number. `origin` is the network address that asks. Tries are counted like those of a login,
    /// in the database, against the number and against the address.
    ///
    /// # Errors
    /// [`AccountRefusal::NoSuchOrder`], in the same time whichever of the two is wrong;
    /// [`AccountRefusal::Locked`] after too many tries.
    pub async fn find_order(
        &self,
        caller: &Caller,
        number: &str,
        phone: &str,
        origin: &str,
    ) -> Result<OrderId, ShopError> {
        let number = as_written(number);
        let attempt = self.attempt("order-number", &number, origin);
        self.count(&attempt).await?;
        let found = self.evenly(self.matching(&caller.store, &number, phone));
        let order = found.await?.ok_or(AccountRefusal::NoSuchOrder)?;
        self.accounts()?.succeeded(&attempt).await?;
        Ok(order)
    }

    async fn matching(
        &self,
        store: &StoreId,
        number: &str,
        phone: &str,
    ) -> Result<Option<OrderId>, ShopError> {
        let Ok(order) = OrderId::new(number) else {
            return Ok(None);
        };
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        if state.draft().is_none_or(|draft| draft.store != *store) {
            return Ok(None);
        }
        let Some(kept) = state.recipient() else {
            return Ok(None);
        };
        let Some(recipient) = self.recipient(kept).await? else {
            return Ok(None);
        };
        // Compared by keyed hashes: how much of the number is right takes no time to tell.
        let hash = |phone: &str| {
            let plain = plain_phone(phone);
            (!plain.is_empty()).then(|| self.ports.vault.fingerprint("phone", &plain))
        };
        let (typed, known) = (hash(phone), hash(&recipient.orderer_phone));
        Ok((typed.is_some() && typed == known).then_some(order))
    }
}

/// An order's number as it is written: people type small letters and blanks, and take O for 0.
fn as_written(typed: &str) -> String {
    let plain = typed.chars().filter(|letter| !letter.is_whitespace());
    plain
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        assert_eq!(as_written(" 20261122-7f3k9q2mxa "), "20261122-7F3K9Q2MXA");
        assert_eq!(as_written("20261122-OOlI"), "20261122-0011");
    }
}
