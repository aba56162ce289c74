//! Orders that are paid and whose pieces were not there: they take them when some arrive.

use domain::stock::{StockCommand, StockId};
use domain::{HoldId, OrderId};

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Lets the paid orders that wait for pieces of a stock take what is there now, those of the
    /// oldest day first. Idempotent; called by the shortages process.
    ///
    /// # Errors
    /// The first of them, after all have been tried: one order does not block the others.
    pub async fn settle_short(&self, caller: &Caller, of: &StockId) -> Result<(), ShopError> {
        let stock = self.stock(of).await?;
        let mut left = stock.on_hand();
        let mut outcome = Ok(());
        for (hold, wanted) in stock.short() {
            if i64::from(wanted) > left {
                continue;
            }
            let settled = if hold.exchange_of().is_some() {
                // What replaced something has left already: only the books wait for it.
                self.take(caller, of, hold, wanted).await
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
        stock: &StockId,
        hold: &HoldId,
        quantity: u32,
    ) -> Result<(), ShopError> {
        let hold = hold.clone();
        let meta = caller.meta(self.now()).caused_by(hold.as_str());
        let take = StockCommand::Take { hold, quantity };
        self.tell_stock(stock, take, &meta).await?;
        Ok(())
    }
}
