//! A captured payment pays its order and takes its pieces, also when the notice's request
//! died between the two. What became of a payment in a provider's window is found out, also when the
//! provider did not answer, and what came too late goes back.

use async_trait::async_trait;
use domain::payment::PaymentEvent;
use domain::{Meta, OrderId};
use shop::paying::Settled;
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, event, imported, order_paid_for};

/// Pays orders from captured payments.
pub struct SettlePayments;

#[async_trait]
impl Process for SettlePayments {
    fn name(&self) -> &'static str {
        "settle-payments"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["payment"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        if imported(meta) {
            return Ok(Reading::Nothing);
        }
        Ok(match (event(recorded)?, order_paid_for(recorded)) {
            // Also when the payment ends otherwise: windows may be open still, and some take money by themselves.
            (
                PaymentEvent::PaymentCaptured { .. }
                | PaymentEvent::ApprovalStranded { .. }
                | PaymentEvent::AccountGiven { .. }
                | PaymentEvent::PaymentCancelled { .. }
                | PaymentEvent::PaymentExpired { .. },
                Some(order),
            ) => Reading::Attend(order.into(), recorded.recorded_at + PATIENCE),
            // Looked at while the provider may still be answering, it says when to come again.
            (PaymentEvent::ApprovalAsked { .. }, Some(order)) => {
                Reading::Attend(order.into(), recorded.recorded_at + PATIENCE)
            }
            _ => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        let settled = shop.settle_attempts(caller, &order, false).await;
        // Money that came pays its order, also while something of another attempt cannot be undone.
        shop.settle_paid(caller, &order).await?;
        Ok(match settled? {
            Settled::All => Outcome::Done,
            Settled::Later(due) => Outcome::Later(due),
        })
    }
}
