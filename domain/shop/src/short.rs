//! Orders that are paid and whose pieces were not there: they take them when some arrive.

use domain::stock::Stock;
use domain::{OrderId, Sku};

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
            let Ok(order) = OrderId::new(hold.as_str()) else {
                continue;
            };
            if i64::from(wanted) > left {
                continue;
            }
            left -= i64::from(wanted);
            outcome = outcome.and(self.settle_paid(caller, &order).await.map(drop));
        }
        outcome
    }
}
