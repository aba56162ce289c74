//! Money that fits nothing goes back by hand: the provider knows no order to refund.

use std::collections::HashMap;

use domain::payment::{Payment, PaymentCommand, PaymentRefusal};
use domain::{Meta, NoticeId};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Staff paid a deposit back by a transfer of their own. `payment` is the stream that took
    /// the notice; whose the money is stays the store that had booked it.
    pub async fn deposit_paid_back(
        &self,
        caller: &Caller,
        payment: &str,
        notice: &NoticeId,
        transfer: &str,
    ) -> Result<Option<Cursor>, ShopError> {
        let history = self.ledger.history("payment", payment).await?;
        let Some(first) = history.first() else {
            let unknown = PaymentRefusal::NoDeposit(notice.clone());
            return Err(ShopError::Payment(unknown));
        };
        let meta: HashMap<String, String> =
            serde_json::from_str(&first.metadata).map_err(ShopError::bug)?;
        let booked = Meta::from_map(&meta)
            .ok_or_else(|| ShopError::bug(format!("payment {payment}: no metadata")))?;
        let caller = Caller {
            store: booked.store,
            ..caller.clone()
        };
        let now = self.now();
        let paid_back = PaymentCommand::PayDepositBack {
            notice: notice.clone(),
            transfer: transfer.to_owned(),
            at: now,
        };
        let meta = caller.meta(now).caused_by(notice.as_str());
        let done = self
            .ledger
            .execute::<Payment>(payment, paid_back, &meta)
            .await?;
        Ok(done.cursor)
    }
}
