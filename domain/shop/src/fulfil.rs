//! Packing, shipping, delivering, confirming.

use domain::OrderId;
use domain::order::{LineQuantity, Order, OrderCommand};
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

    async fn order(&self, caller: &Caller, order: &OrderId, command: OrderCommand) -> Done {
        let meta = caller.meta(self.now());
        Ok(self
            .ledger
            .execute::<Order>(order.as_str(), command, &meta)
            .await?
            .cursor)
    }
}

type Done = Result<Option<Cursor>, ShopError>;
