//! Money in escrow: its provider is told when the goods leave.

use chrono::{DateTime, Utc};
use domain::OrderId;
use domain::order::{Order, OrderDraft, OrderEvent, Parcel};
use domain::payment::{DeliveryNote, Payment, PaymentCommand};

use super::{opened, window_of};
use crate::ports::deliveries::{DeliveryAsk, Party};
use crate::ports::{GatewayError, within};
use crate::{Caller, Carriers, Shop, ShopError};

impl Shop {
    /// Tells the provider that holds an order's money in escrow of the parcels that it does not know of, and of
    /// corrected invoices. Idempotent; called by the process.
    ///
    /// # Errors
    /// The provider or the books cannot be reached; it is safe to try again. What the provider does not take is
    /// written down for staff, and is no error.
    pub async fn settle_deliveries(
        &self,
        caller: &Caller,
        order: &OrderId,
    ) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let Some(draft) = state
            .draft()
            .filter(|it| it.escrow && window_of(it).is_some())
        else {
            return Ok(());
        };
        for (number, parcel) in (1..).zip(state.parcels()) {
            // What replaces exchanged goods was paid before.
            if parcel.replaces.is_some() {
                continue;
            }
            let payment = self.payment_of(order).await?;
            if is_told(&payment, number, parcel) {
                continue;
            }
            self.tell_delivery(caller, (draft, &payment), (number, parcel))
                .await?;
        }
        Ok(())
    }

    async fn tell_delivery(
        &self,
        caller: &Caller,
        (draft, payment): (&OrderDraft, &Payment),
        (number, parcel): (u32, &Parcel),
    ) -> Result<(), ShopError> {
        let Some((attempt, known)) = payment.approved() else {
            return Ok(());
        };
        let provider = self.provider(&known.provider)?;
        if !provider.wants_deliveries() {
            return Ok(());
        }
        let sent_at = self.sent_at(&draft.order, number).await?;
        let carriers = Carriers::load().map_err(ShopError::bug)?;
        let ask = DeliveryAsk {
            of: opened(draft, payment, (attempt, known)),
            again: payment.delivery_known(),
            carrier: parcel.carrier.clone(),
            carrier_name: carriers.name(&parcel.carrier).to_owned(),
            invoice: parcel.invoice.clone(),
            sent_at,
            sender: self.sender(draft)?,
            recipient: self.receiver(draft).await?,
        };
        let telling = provider.register_delivery(&ask);
        let refused = match within(self.settings.provider_deadline, telling).await {
            Ok(()) => None,
            Err(GatewayError::Declined(code) | GatewayError::AccountRefused(code)) => Some(code),
            Err(unknown) => return Err(unknown.into()),
        };
        if let Some(code) = &refused {
            let order = &draft.order;
            tracing::error!(%order, code, "order {order}: its escrow does not take parcel {number}: {code}");
        }
        let note = PaymentCommand::NoteDelivery(DeliveryNote {
            parcel: number,
            carrier: parcel.carrier.clone(),
            invoice: parcel.invoice.clone(),
            refused,
            at: self.now(),
        });
        let (id, meta) = (draft.order.payment(), caller.meta(self.now()));
        self.ledger
            .execute::<Payment>(id.as_str(), note, &meta)
            .await?;
        Ok(())
    }

    /// When a parcel was handed over.
    async fn sent_at(&self, order: &OrderId, number: u32) -> Result<DateTime<Utc>, ShopError> {
        for recorded in self.ledger.history("order", order.as_str()).await? {
            let event = serde_json::from_str(&recorded.payload).map_err(ShopError::bug)?;
            if let OrderEvent::ParcelShipped { parcel, at, .. } = event
                && parcel == number
            {
                return Ok(at);
            }
        }
        Ok(self.now())
    }

    fn sender(&self, draft: &OrderDraft) -> Result<Party, ShopError> {
        let store = self.store(&draft.store)?;
        Ok(Party {
            name: store.name.clone(),
            phone: store.post.phone.clone(),
            postcode: String::new(),
            address: store.post.imprint.clone(),
        })
    }

    /// Where it goes now: an edit forgets where it went before.
    async fn receiver(&self, draft: &OrderDraft) -> Result<Party, ShopError> {
        let order = self.ledger.state::<Order>(draft.order.as_str()).await?;
        let kept = self.current_recipient(&order.state).await?;
        let kept = kept.unwrap_or_default();
        Ok(Party {
            name: kept.name,
            phone: kept.phone,
            postcode: kept.postcode,
            address: [kept.address, kept.detail].join(" ").trim().to_owned(),
        })
    }
}

/// Whether the provider knows of a parcel as it is now, or does not take it as it is.
fn is_told(payment: &Payment, number: u32, parcel: &Parcel) -> bool {
    let told = payment.delivery(number);
    told.is_some_and(|it| it.carrier == parcel.carrier && it.invoice == parcel.invoice)
}
