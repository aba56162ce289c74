//! Orders that are paid and whose pieces were not there: they take them when some arrive.

use domain::stock::{Stock, StockCommand};
use domain::{HoldId, OrderId, Sku};

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Lets the paid orders that wait for pieces of a SKU take what is there now, those of the
    /// oldest day first. Idempotent; called by the shortages process.
    ///
    /// # Errors
    /// The first of them, after all have been tried: one order does not block the others.
    pub async fn settle_short(&self, caller: &Caller, sku: &Sku) -> Result<(), ShopError> {
        let stock = self.ledger.state::<Stock>(sku.as_str()).await?.state;
        let mut left = stock.on_hand();
        let mut outcome = Ok(());
        for (hold, wanted) in stock.short() {
            if i64::from(wanted) > left {
                continue;
            }
            let settled = if hold.exchange_of().is_some() {
                // What replaced something has left already: only the books wait for it.
                self.take(caller, sku, hold, wanted).await
            } else {
                let Ok(order) = OrderId::new(hold.as_str()) else {
                    continue;
                };
                self.settle_paid(caller, &order).await.map(drop)
            };
            left -= i64::from(wanted);
            outcome = outcome.and(settled);
        }
        outcome
    }

    async fn take(
        &self,
        caller: &Caller,
        sku: &Sku,
        hold: &HoldId,
        quantity: u32,
    ) -> Result<(), ShopError> {
        let hold = hold.clone();
        let meta = caller.meta(self.now()).caused_by(hold.as_str());
        let take = StockCommand::Take { hold, quantity };
        self.ledger
            .execute::<Stock>(sku.as_str(), take, &meta)
            .await?;
        Ok(())
    }
}
