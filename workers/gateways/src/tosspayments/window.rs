//! The payment window: what the shop's page must say to open it, and what comes back with the browser.
//!
//! A live shop's own page runs the browser SDK ([`super::SDK`]) with these very fields; the simulator has such
//! a page itself. Either way the page's address is a setting. The fields are flat; to the SDK go
//! `TossPayments(clientKey).payment({customerKey}).requestPayment({method, amount: {currency, value}, orderId,
//! orderName, successUrl, failUrl, taxFreeAmount, customerName, …})`, and for accounts in `virtualAccount`:
//! `validHours`, `useEscrow`, `cashReceipt: {type}`.

use domain::Won;
use serde::Deserialize;

use super::asks::{ReceiptKind, is_order};
use crate::paying::call::CallError;
use crate::paying::opening::Opening;

/// How the shopper is to pay, in the SDK's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A card, or a wallet behind it.
    Card,
    /// A transfer from an account.
    Transfer,
    /// A virtual account.
    VirtualAccount,
    /// A telephone's bill.
    MobilePhone,
}

impl Means {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Transfer => "TRANSFER",
            Self::VirtualAccount => "VIRTUAL_ACCOUNT",
            Self::MobilePhone => "MOBILE_PHONE",
        }
    }
}

/// What is to be paid. May hold a name: not for logs.
#[derive(Clone)]
pub struct WindowAsk {
    /// How.
    pub means: Means,
    /// The shop's number of the order: 6 to 64 letters, digits, `-` and `_`.
    pub order: String,
    /// What is bought: 100 characters at most.
    pub order_name: String,
    /// Won.
    pub amount: Won,
    /// Won of it that are tax-free.
    pub tax_free: Won,
    /// A random id of the shopper that nobody can guess; none for guests.
    pub customer_key: Option<String>,
    /// The shopper's name, shown in a virtual account's window.
    pub customer_name: Option<String>,
    /// Where the browser goes when the shopper is done.
    pub success_url: String,
    /// Where it goes when not.
    pub fail_url: String,
    /// Hours until a virtual account closes.
    pub valid_hours: Option<u32>,
    /// The cash receipt that the window offers.
    pub cash_receipt: Option<ReceiptKind>,
    /// Whether the money is held until the goods arrive.
    pub use_escrow: bool,
}

/// The browser at `successUrl`. It proves nothing: compare, then confirm what was stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Returned {
    /// Theirs.
    pub payment_key: String,
    /// The shop's number of the order.
    pub order_id: String,
    /// Won, as the browser says.
    pub amount: Won,
    /// `NORMAL`, `BRANDPAY`.
    #[serde(default)]
    pub payment_type: Option<String>,
}

impl Returned {
    /// Whether the browser speaks of the attempt that the shop stored.
    #[must_use]
    pub fn is_of(&self, order: &str, amount: Won) -> bool {
        self.order_id == order && self.amount == amount
    }
}

/// The browser at `failUrl`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotPaid {
    /// `PAY_PROCESS_CANCELED` when the shopper closed the window.
    #[serde(default)]
    pub code: String,
    /// The shop's number of the order; missing when the window was closed.
    #[serde(default)]
    pub order_id: Option<String>,
}

impl NotPaid {
    /// Whether the shopper closed the window.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.code == "PAY_PROCESS_CANCELED"
    }

    /// The code, as far as it is one: a browser can say anything.
    #[must_use]
    pub fn safe_code(&self) -> String {
        crate::texting::code(&self.code)
    }
}

/// What the browser must post to the page that opens the window.
pub(super) fn opening(page: &str, client_key: &str, ask: &WindowAsk) -> Result<Opening, CallError> {
    let wrong = |why: &str| CallError::NotSent(why.to_owned());
    if !is_order(&ask.order) {
        return Err(wrong("an order number that they do not take"));
    }
    if !ask.amount.is_positive() || ask.tax_free.is_negative() || ask.tax_free > ask.amount {
        return Err(wrong("an amount that cannot be paid"));
    }
    let name: String = ask.order_name.chars().take(100).collect();
    let customer = ask.customer_key.clone();
    let mut fields = vec![
        ("clientKey", client_key.to_owned()),
        (
            "customerKey",
            customer.unwrap_or_else(|| "ANONYMOUS".to_owned()),
        ),
        ("method", ask.means.as_str().to_owned()),
        ("amount", ask.amount.0.to_string()),
        ("currency", "KRW".to_owned()),
        ("orderId", ask.order.clone()),
        ("orderName", name),
        ("successUrl", ask.success_url.clone()),
        ("failUrl", ask.fail_url.clone()),
        ("taxFreeAmount", ask.tax_free.0.to_string()),
    ];
    let mut also = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    also("customerName", ask.customer_name.clone());
    also("validHours", ask.valid_hours.map(|hours| hours.to_string()));
    also(
        "cashReceiptType",
        ask.cash_receipt.clone().map(String::from),
    );
    also("useEscrow", ask.use_escrow.then(|| "true".to_owned()));
    let named = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    Ok(Opening::Form {
        action: page.to_owned(),
        fields: named.collect(),
        charset: "utf-8",
    })
}
