//! Money in escrow: its provider is told when the goods leave, once per parcel, and again when an invoice was corrected.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::Payment;
use super::{PaymentEvent, PaymentRefusal};

/// What the provider was told of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryTold {
    /// The carrier's code.
    pub carrier: String,
    /// The carrier's invoice number.
    pub invoice: String,
    /// Why the provider does not take it: a code. Staff must look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What became of telling the provider of a parcel.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryNote {
    /// The parcel's number, from 1.
    pub parcel: u32,
    /// The carrier's code, as it was told.
    pub carrier: String,
    /// The invoice number, as it was told.
    pub invoice: String,
    /// Why the provider does not take it; none: it did.
    pub refused: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Payment {
    /// The same said twice is said once.
    pub(super) fn note_delivery(
        &self,
        note: DeliveryNote,
    ) -> Result<Vec<PaymentEvent>, PaymentRefusal> {
        if self.approved().is_none() {
            return Err(PaymentRefusal::NoAttempt);
        }
        let DeliveryNote {
            parcel,
            carrier,
            invoice,
            refused,
            at,
        } = note;
        let known = self.deliveries.get(&parcel);
        let same = known.filter(|it| it.carrier == carrier && it.invoice == invoice);
        if same.is_some_and(|it| it.refused.is_none() || refused.is_some()) {
            return Ok(vec![]);
        }
        Ok(vec![match refused {
            None => PaymentEvent::EscrowDeliveryRegistered {
                parcel,
                carrier,
                invoice,
                at,
            },
            Some(code) => PaymentEvent::EscrowDeliveryRefused {
                parcel,
                carrier,
                invoice,
                code,
                at,
            },
        }])
    }

    pub(super) fn fold_delivery(&mut self, event: PaymentEvent) {
        let (parcel, told) = match event {
            PaymentEvent::EscrowDeliveryRegistered {
                parcel,
                carrier,
                invoice,
                ..
            } => {
                self.delivery_known = true;
                let refused = None;
                let told = DeliveryTold {
                    carrier,
                    invoice,
                    refused,
                };
                (parcel, told)
            }
            PaymentEvent::EscrowDeliveryRefused {
                parcel,
                carrier,
                invoice,
                code,
                ..
            } => {
                let refused = Some(code);
                let told = DeliveryTold {
                    carrier,
                    invoice,
                    refused,
                };
                (parcel, told)
            }
            _ => return,
        };
        self.deliveries.insert(parcel, told);
    }

    /// What its provider was told of a parcel; the number counts from 1.
    pub fn delivery(&self, parcel: u32) -> Option<&DeliveryTold> {
        self.deliveries.get(&parcel)
    }

    /// Whether its provider has taken a delivery of it: what is told then, corrects that.
    pub fn delivery_known(&self) -> bool {
        self.delivery_known
    }
}
