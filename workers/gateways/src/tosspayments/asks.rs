//! What is asked of Toss Payments: the bodies of its calls, amounts in won.

use domain::Won;
use serde::{Deserialize, Serialize};

use crate::paying::words::words;

/// `POST /v1/payments/confirm`: what came back with the browser, as the shop itself stored it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirm {
    /// The payment key that came with the browser.
    pub payment_key: String,
    /// The shop's number of the order.
    pub order_id: String,
    /// Won that the shop asked for.
    pub amount: Won,
}

/// `POST /v1/payments/{paymentKey}/cancel`: all of a payment, or part of it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancel {
    /// Why, for the provider's books: 200 characters at most, nothing about a person.
    pub cancel_reason: String,
    /// Won, whole with what is tax-free; without it all that is left goes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_amount: Option<Won>,
    /// Won of it that are tax-free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_free_amount: Option<Won>,
    /// Where to, when a deposit into a virtual account is paid back; nowhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_receive_account: Option<RefundAccount>,
}

/// A shopper's account: personal data, not for logs.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundAccount {
    /// Their code of the bank ([`super::codes::bank`]).
    pub bank: String,
    /// Digits, 20 at most.
    pub account_number: String,
    /// The owner's name, 60 characters at most.
    pub holder_name: String,
}

/// `POST /v1/virtual-accounts`: an account without a window.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountAsk {
    /// Won that must be paid in, at once and exactly.
    pub amount: Won,
    /// The shop's number of the order: 6 to 64 letters, digits, `-` and `_`.
    pub order_id: String,
    /// What is bought, 100 characters at most.
    pub order_name: String,
    /// Who buys.
    pub customer_name: String,
    /// Their code of the bank ([`super::codes::bank`]).
    pub bank: String,
    /// Hours until the account closes: 2,160 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_hours: Option<u32>,
    /// Won of the amount that are tax-free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_free_amount: Option<Won>,
    /// Whether the money is held until the goods arrive.
    #[serde(default)]
    pub use_escrow: bool,
    /// What is bought, line by line, where escrow is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escrow_products: Vec<EscrowProduct>,
    /// A cash receipt that is issued with the deposit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_receipt: Option<AccountReceipt>,
}

/// A line of an order under escrow.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EscrowProduct {
    /// The line's own id.
    pub id: String,
    /// What it is.
    pub name: String,
    /// The product's code.
    pub code: String,
    /// Won of one.
    pub unit_price: Won,
    /// How many.
    pub quantity: u32,
}

/// The cash receipt of a virtual account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountReceipt {
    /// For whom.
    #[serde(rename = "type")]
    pub kind: ReceiptKind,
    /// A telephone or business number.
    pub registration_number: String,
}

words! {
    /// What a cash receipt (현금영수증) is for.
    ReceiptKind {
        /// A consumer's income deduction.
        Deduction = "소득공제",
        /// A business's proof of expense.
        Expense = "지출증빙",
    }
}

/// The number of a receipt that nobody asked for (자진발급), as Toss Payments wants it.
pub const SELF_ISSUE: &str = "0100001234";

/// `POST /v1/cash-receipts`: for money that did not come through this provider.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptAsk {
    /// Won.
    pub amount: Won,
    /// The shop's number of the order.
    pub order_id: String,
    /// What was bought.
    pub order_name: String,
    /// A telephone, card or business number of 30 digits at most, or [`SELF_ISSUE`].
    pub customer_identity_number: String,
    /// For whom.
    #[serde(rename = "type")]
    pub kind: ReceiptKind,
    /// Won of it that are tax-free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_free_amount: Option<Won>,
}

/// `POST /v1/cash-receipts/{receiptKey}/cancel`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReceiptCancel {
    /// Won; without it all of the receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Won>,
}

/// Whether an order number is one that they take.
pub(super) fn is_order(order: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"-_".contains(&letter);
    (6..=64).contains(&order.len()) && order.bytes().all(fits)
}

/// Whether this can be a key of theirs. It comes with the browser and goes into an address: nothing that
/// could lead elsewhere passes.
pub(super) fn is_key(key: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"-_".contains(&letter);
    (1..=200).contains(&key.len()) && key.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_for_is_not_sent() {
        let all = Cancel {
            cancel_reason: "단순 변심".to_owned(),
            ..Cancel::default()
        };
        let sent = serde_json::to_string(&all).unwrap();
        assert_eq!(sent, r#"{"cancelReason":"단순 변심"}"#);
        let part = Cancel {
            cancel_amount: Some(Won(10_000)),
            ..all
        };
        let sent = serde_json::to_value(&part).unwrap();
        assert_eq!(sent["cancelAmount"], 10_000);
    }

    #[test]
    fn a_key_leads_nowhere_else() {
        assert!(is_key("tviva20260801093107Zx01"));
        for odd in [
            "",
            "..",
            "a/../b",
            "a?b",
            "a#b",
            "@evil.test",
            "가",
            &"x".repeat(201),
        ] {
            assert!(!is_key(odd), "{odd}");
        }
        assert!(is_order("20260801-000126"));
        assert!(!is_order("12345") && !is_order("a b c d e f"));
    }
}
