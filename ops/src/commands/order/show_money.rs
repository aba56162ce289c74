//! An order's money in words: its account or windows, refunds, receipts.

use anyhow::Result;
use domain::order::OrderDraft;
use domain::payment::{Attempt, CashReceipt, ReceiptStage, RefundState, Stage};
use shop::audit::Snapshot;

use super::show::kst;
use crate::say::say;

/// Prints them.
pub(super) fn print(snapshot: &Snapshot, draft: &OrderDraft) -> Result<()> {
    let payment = &snapshot.payment;
    if let Some(account) = payment.account() {
        say!(
            "account   bank {} {} until {}",
            account.bank,
            account.number,
            kst(draft.deposit_deadline)
        )?;
    }
    for (id, attempt) in payment.attempts() {
        say!("window    {id}: {}", window_told(attempt))?;
    }
    say!(
        "captured  {}   refunded {}",
        snapshot.captured,
        snapshot.refunded
    )?;
    for (refund, state) in payment.refunds() {
        match state {
            RefundState::Refused(amount) => say!(
                "refund    {refund} of {amount} is refused by its provider: jangbu order settle-refund"
            )?,
            RefundState::Requested(amount) => say!("refund    {refund} of {amount} is asked for")?,
            RefundState::Done(_) => {}
        }
    }
    for (id, receipt) in payment.receipts() {
        say!("receipt   {id}: {}", receipt_told(receipt))?;
    }
    if payment.awaits_refund_account() {
        say!(
            "refund    {} wait(s) for the shopper to name an account{}",
            payment.refunds_asked(),
            payment
                .refund_account_refused()
                .map_or_else(String::new, |code| format!(
                    "; the last one was refused: {code}"
                ))
        )?;
    } else if payment.refund_account().is_some() {
        say!("refund    to an account that was named")?;
    }
    Ok(())
}

/// How far a cash receipt came; never for whom it is.
fn receipt_told(receipt: &CashReceipt) -> String {
    let (kind, amount, left) = (receipt.wish.kind.as_str(), receipt.amount, receipt.left);
    match &receipt.stage {
        ReceiptStage::Asked => format!("{kind} of {amount}, asked for"),
        ReceiptStage::Issued { approval, .. } if left == amount => {
            format!("{kind} of {amount}, approval {approval}")
        }
        ReceiptStage::Issued { approval, .. } => {
            format!("{kind} of {amount}, of which {left} is left, approval {approval}")
        }
        ReceiptStage::Refused(code) => format!("{kind} of {amount}, refused: {code}"),
        ReceiptStage::Cancelled => format!("{kind} of {amount}, taken back"),
    }
}

/// How far the shopper's way through a provider's window came.
fn window_told(attempt: &Attempt) -> String {
    let stage = match &attempt.stage {
        Stage::Open => format!("open until {}", kst(attempt.until)),
        Stage::Asked { at } => format!("asked for the money at {}, no answer yet", kst(*at)),
        Stage::Approved { transaction } => format!("approved, transaction {transaction}"),
        Stage::Stranded { amount, .. } => format!("{amount} came and must go back"),
        Stage::Failed => "no money was taken".to_owned(),
        Stage::Undone => "undone, nothing is kept".to_owned(),
    };
    let (provider, means) = (&attempt.provider, attempt.means.as_str());
    let opened = kst(attempt.opened_at);
    format!("{means} at {provider}, opened {opened}: {stage}")
}
