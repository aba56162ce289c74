//! Forgetting who ordered. What was ordered, paid and sent stays.

use chrono::{DateTime, Utc};

use super::parts::{Parcel, Status};
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
        let on_its_way = |it: &Parcel| it.replaces.is_some() && !it.delivered;
        match self.status {
            _ if !kept => Ok(vec![]),
            Status::PendingDeposit
            | Status::Paid
            | Status::Preparing
            | Status::PartlyShipped
            | Status::Shipped => Err(OrderRefusal::RecipientNeeded(self.status)),
            _ if owed.is_positive() => Err(OrderRefusal::MoneyOwed(owed)),
            _ if self.open_claim().is_some() || self.parcels.iter().any(on_its_way) => {
                Err(OrderRefusal::RecipientNeeded(self.status))
            }
            _ => Ok(vec![OrderEvent::RecipientErased { at }]),
        }
    }
}
