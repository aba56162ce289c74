//! The payment window: what the shop's page must say to open it, and what comes back with the browser.
//!
//! The page runs the browser SDK ([`SDK`]): `TossPayments(clientKey).payment({customerKey}).requestPayment(request)`.
//! The simulator has an SDK of its own at the same place, which sends the same in a form.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Seoul;
use domain::Won;
use serde::Deserialize;
use serde_json::{Value, json};

use super::SDK;
use super::asks::{ReceiptKind, is_order};
use crate::paying::call::CallError;
use crate::paying::scripted;

/// The sites of Toss Payments that a page with its SDK must let in: the SDK, its frames, and what they call.
const SITES: [&str; 2] = ["https://*.tosspayments.com", "https://*.toss.im"];
/// The codes of a window that the shopper closed: the first comes by the address, the second by the SDK.
const CLOSED: [&str; 2] = ["PAY_PROCESS_CANCELED", "USER_CANCEL"];

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
    /// Until when a virtual account takes the deposit; a week where nothing is said.
    pub deposit_until: Option<DateTime<Utc>>,
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
    /// Why. There are two for a window that the shopper closed.
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
        CLOSED.contains(&self.code.as_str())
    }

    /// The code, as far as it is one: a browser can say anything.
    #[must_use]
    pub fn safe_code(&self) -> String {
        crate::texting::code(&self.code)
    }
}

/// How a page opens the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The address of the SDK.
    pub sdk: String,
    /// What the page's starter hands over: `clientKey`, perhaps `customerKey`, and `request`, the JSON of what
    /// `requestPayment` is called with. May hold the shopper's name: not for logs.
    pub fields: Vec<(String, String)>,
    /// The sites that the page must let in.
    pub origins: Vec<String>,
}

/// The call of the SDK.
pub(super) fn call(sdk: &str, client_key: &str, ask: &WindowAsk) -> Result<Call, CallError> {
    let wrong = |why: &str| CallError::NotSent(why.to_owned());
    if !is_order(&ask.order) {
        return Err(wrong("an order number that they do not take"));
    }
    if !ask.amount.is_positive() || ask.tax_free.is_negative() || ask.tax_free > ask.amount {
        return Err(wrong("an amount that cannot be paid"));
    }
    let mut fields = vec![("clientKey".to_owned(), client_key.to_owned())];
    let customer = ask.customer_key.clone();
    fields.extend(customer.map(|key| ("customerKey".to_owned(), key)));
    fields.push(("request".to_owned(), request(ask).to_string()));
    Ok(Call {
        sdk: sdk.to_owned(),
        fields,
        origins: scripted::origins(sdk, SDK, &SITES, &[]),
    })
}

fn request(ask: &WindowAsk) -> Value {
    let name: String = ask.order_name.chars().take(100).collect();
    let mut request = json!({
        "method": ask.means.as_str(), "amount": { "currency": "KRW", "value": ask.amount },
        "orderId": ask.order, "orderName": name, "successUrl": ask.success_url, "failUrl": ask.fail_url,
        "taxFreeAmount": ask.tax_free,
    });
    if let Some(name) = &ask.customer_name {
        request["customerName"] = json!(name);
    }
    let mut means = json!({ "useEscrow": ask.use_escrow });
    if let Some(kind) = &ask.cash_receipt {
        means["cashReceipt"] = json!({ "type": kind });
    }
    match ask.means {
        Means::VirtualAccount => {
            if let Some(until) = ask.deposit_until {
                let until = until.with_timezone(&Seoul).format("%Y-%m-%dT%H:%M:%S");
                means["dueDate"] = json!(until.to_string());
            }
            request["virtualAccount"] = means;
        }
        Means::Transfer => request["transfer"] = means,
        Means::Card | Means::MobilePhone => {}
    }
    request
}
