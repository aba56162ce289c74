//! Cash that came has its receipt, and what went back is taken off it. Nobody waits for that: it happens beside the
//! rest, and again until it is done.

use async_trait::async_trait;
use domain::{Meta, OrderId};
use shop::{Caller, Shop, ShopError};
use store::Recorded;

use super::{Outcome, PATIENCE, Process, Reading, by_staff, imported, order_paid_for};

/// The events that move cash.
const CONCERNS: [&str; 3] = ["PaymentCaptured", "PaymentRefunded", "DepositReversed"];
/// What staff do about a receipt that was refused.
const MENDED: [&str; 2] = ["CashReceiptRequested", "CashReceiptIssued"];

/// Issues cash receipts and corrects them.
pub struct SettleReceipts;

#[async_trait]
impl Process for SettleReceipts {
    fn name(&self) -> &'static str {
        "settle-receipts"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["payment"]
    }

    fn read(&self, recorded: &Recorded, meta: &Meta) -> Result<Reading, String> {
        // Most of what happens is of no concern here: it is not even parsed.
        let kind = recorded.event_type.as_str();
        let mended = MENDED.contains(&kind) && by_staff(meta);
        if imported(meta) || !(mended || CONCERNS.contains(&kind)) {
            return Ok(Reading::Nothing);
        }
        Ok(match order_paid_for(recorded) {
            Some(order) => Reading::Attend(order.into(), recorded.recorded_at + PATIENCE),
            None => Reading::Nothing,
        })
    }

    async fn act(&self, shop: &Shop, caller: &Caller, subject: &str) -> Result<Outcome, ShopError> {
        let Ok(order) = OrderId::new(subject) else {
            return Ok(Outcome::Done);
        };
        shop.settle_receipts(caller, &order).await?;
        Ok(Outcome::Done)
    }
}
