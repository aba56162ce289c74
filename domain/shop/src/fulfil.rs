//! Packing, shipping, delivering, confirming.

use chrono::Duration;
use domain::OrderId;
use domain::order::{LineQuantity, Order, OrderCommand, OrderRefusal, Status};
use store::Cursor;

use crate::{Caller, Shop, ShopError};

impl Shop {
    /// Staff begin to pack.
    pub async fn prepare(&self, caller: &Caller, order: &OrderId) -> Done {
        let at = self.now();
        self.order(caller, order, OrderCommand::Prepare { at })
            .await
    }

    /// Hands a parcel to a carrier; no lines means all that remains.
    pub async fn ship(
        &self,
        caller: &Caller,
        order: &OrderId,
        carrier: String,
        invoice: String,
        lines: Option<Vec<LineQuantity>>,
    ) -> Done {
        let at = self.now();
        self.order(
            caller,
            order,
            OrderCommand::Ship {
                carrier,
                invoice,
                lines,
                at,
            },
        )
        .await
    }

    /// Corrects a parcel's carrier or invoice number.
    pub async fn correct_invoice(
        &self,
        caller: &Caller,
        order: &OrderId,
        parcel: u32,
        carrier: String,
        invoice: String,
    ) -> Done {
        let correct = OrderCommand::CorrectInvoice {
            parcel,
            carrier,
            invoice,
        };
        self.order(caller, order, correct).await
    }

    /// A parcel reached the shopper.
    pub async fn deliver(&self, caller: &Caller, order: &OrderId, parcel: u32) -> Done {
        let at = self.now();
        self.order(caller, order, OrderCommand::Deliver { parcel, at })
            .await
    }

    /// The shopper confirms the purchase.
    pub async fn confirm(&self, caller: &Caller, order: &OrderId) -> Done {
        let at = self.now();
        self.order(caller, order, OrderCommand::Confirm { at })
            .await
    }

    /// Confirms a purchase whose time for objections has passed: the last parcel arrived so many days
    /// ago as its store says, and nothing is being sent back. Answers whether it is confirmed now.
    pub async fn confirm_when_due(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<bool, ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some(draft) = state.draft() else {
            return Ok(false);
        };
        let days = self.store(&draft.store)?.care.confirm_days;
        let arrived = state.parcels().iter().map(|it| it.delivered_at);
        let last = arrived.collect::<Option<Vec<_>>>();
        let last = last.and_then(|arrived| arrived.into_iter().max());
        let due = last.is_some_and(|last| last + Duration::days(days.into()) <= self.now());
        if state.status() != Status::Delivered || !due || state.open_claim().is_some() {
            return Ok(false);
        }
        match self.confirm(caller, order).await {
            Ok(_) => Ok(true),
            // Somebody asked for a return meanwhile.
            Err(ShopError::Order(OrderRefusal::ClaimOpen(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn order(
        &self,
        caller: &Caller,
        order: &OrderId,
        command: OrderCommand,
    ) -> Done {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Order>(order.as_str(), command, &meta)
            .await?
            .cursor)
    }
}

type Done = Result<Option<Cursor>, ShopError>;
