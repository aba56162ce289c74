//! An order's cash receipt, in words.

use domain::order::OrderDraft;
use domain::payment::{Payment, PaymentStatus, ReceiptStage};
use letters::Language;

use crate::helpers::money;
use crate::say::{say, say_with};

/// What the order's page and its statement say of the receipt; none where there is to be none.
pub(in crate::view) fn cash_receipt(
    lang: Language,
    draft: &OrderDraft,
    payment: Option<&Payment>,
) -> Option<String> {
    let wish = draft.cash_receipt.as_ref()?;
    let kind = match wish.number {
        Some(_) => say(lang, &format!("cash-receipt-{}", wish.kind.as_str())),
        None => say(lang, "cash-receipt-unasked"),
    };
    let last = payment.and_then(|payment| payment.receipts().next_back());
    let standing = match last.map(|(_, receipt)| (&receipt.stage, receipt.left)) {
        Some((ReceiptStage::Issued { approval, .. }, left)) => {
            let facts = [
                ("amount", money(left.0, lang).into()),
                ("approval", approval.clone().into()),
            ];
            say_with(lang, "cash-receipt-issued", &facts)
        }
        Some((ReceiptStage::Cancelled, _)) => say(lang, "cash-receipt-cancelled"),
        Some((ReceiptStage::Refused(_), _)) => say(lang, "cash-receipt-refused"),
        Some((ReceiptStage::Asked, _)) => say(lang, "cash-receipt-asked"),
        None => match payment.map(Payment::status) {
            Some(PaymentStatus::Cancelled | PaymentStatus::Expired) => return None,
            Some(PaymentStatus::Captured) => say(lang, "cash-receipt-asked"),
            _ => say(lang, "cash-receipt-waits"),
        },
    };
    Some(format!("{kind} · {standing}"))
}
