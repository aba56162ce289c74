//! Forgetting who ordered. What was ordered, paid and sent stays.

use chrono::{DateTime, Utc};

use super::parts::Status;
use super::state::Order;
use super::{OrderEvent, OrderRefusal};
use crate::money::Won;

impl Order {
    /// When orderer, recipient and address were erased; none while they are kept, or if the
    /// order came without.
    pub fn recipient_erased(&self) -> Option<DateTime<Utc>> {
        self.recipient_erased
    }

    /// Nobody can send goods to an address that is gone, or write to somebody about their money: first the order ends.
    pub(super) fn erase_recipient(
        &self,
        at: DateTime<Utc>,
    ) -> Result<Vec<OrderEvent>, OrderRefusal> {
        self.placed()?;
        let kept = self.recipient().is_some() && self.recipient_erased.is_none();
        let owed: Won = self.owed().map(|(_, plan)| plan.amount).sum();
        match self.status {
            Status::PendingDeposit
            | Status::Paid
            | Status::Preparing
            | Status::PartlyShipped
            | Status::Shipped => Err(OrderRefusal::RecipientNeeded(self.status)),
            _ if kept && owed.is_positive() => Err(OrderRefusal::MoneyOwed(owed)),
            _ if kept && self.open_claim().is_some() => {
                Err(OrderRefusal::RecipientNeeded(self.status))
            }
            _ if kept => Ok(vec![OrderEvent::RecipientErased { at }]),
            _ => Ok(vec![]),
        }
    }
}
