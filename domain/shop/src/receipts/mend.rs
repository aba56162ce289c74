//! What staff do about a receipt that its issuer refused, or of which nobody could find out whether it was issued.

use domain::OrderId;
use domain::order::Order;
use domain::payment::{PaymentRefusal, ReceiptCommand, ReceiptStage};

use super::ReceiptForm;
use super::settle::UNSURE;
use crate::{Caller, Shop, ShopError};

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Remedy {
    /// It is asked for again.
    AskAgain {
        /// For another number than before, if it was that.
        form: Option<ReceiptForm>,
        /// Staff looked at the issuer's: none was issued. Needed where nobody could find out.
        none_was_issued: bool,
    },
    /// Staff found it at the issuer's.
    Issued {
        /// The issuer's id of it.
        reference: String,
        /// The tax office's number of it (승인번호).
        approval: String,
    },
}

impl Shop {
    /// Mends an order's last receipt, and brings it up to what was paid and not given back.
    ///
    /// # Errors
    /// [`PaymentRefusal::NoReceipt`]: its last receipt was not refused. [`PaymentRefusal::ReceiptUnsure`]: it may
    /// have been issued, and staff do not say that it was not. Its issuer or the books cannot be reached.
    pub async fn mend_receipt(
        &self,
        caller: &Caller,
        order: &OrderId,
        remedy: Remedy,
    ) -> Result<(), ShopError> {
        let state = self.ledger.state::<Order>(order.as_str()).await?.state;
        let payment = self.payment_of(order).await?;
        let last = payment.receipts().next_back();
        let refused = last.and_then(|(id, receipt)| match &receipt.stage {
            ReceiptStage::Refused(code) => Some((id, receipt, code)),
            _ => None,
        });
        let (Some(draft), Some((id, receipt, code))) = (state.draft(), refused) else {
            return Err(ShopError::Payment(PaymentRefusal::NoReceipt));
        };
        match remedy {
            Remedy::Issued {
                reference,
                approval,
            } => {
                let note = ReceiptCommand::NoteIssued {
                    reference,
                    approval,
                    at: self.now(),
                };
                self.tell_receipt(caller, draft, id, note).await?;
            }
            Remedy::AskAgain {
                none_was_issued: false,
                ..
            } if code == UNSURE => {
                return Err(ShopError::Payment(PaymentRefusal::ReceiptUnsure));
            }
            Remedy::AskAgain { form, .. } => {
                let wish = match form {
                    Some(form) => self.keep_wish(order, &form).await?,
                    None => receipt.wish.clone(),
                };
                let asked = (draft, &wish);
                self.ask_receipt(caller, asked, &state, &payment).await?;
            }
        }
        self.settle_receipts(caller, order).await
    }
}
